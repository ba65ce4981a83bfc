"""Pieces of page shared by the views."""
