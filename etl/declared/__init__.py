"""Readers and models of the registers declared in data/."""
