"""Comparison of territories: ranks, likeness, spine."""
