"""Crossing of shortage and retention: map, groups of territories and their files.

classes  references, classes and quadrants of two indicators
groups   the four groups: cards, lists and files
section  selectors and map, or why there is no crossing
words    sentences of the crossing, of its groups and of its references
"""
