"""Territories: apportionment of targets, cells of subdivisions, places recognised."""
