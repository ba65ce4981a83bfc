"""Readers of the committed files: text in, checked rows out, no cleaning."""
