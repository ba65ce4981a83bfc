"""Part of the page « Fidélisation »: crossing of shortfall and retention.

classes  Shortage crossed with retention: from two indicators to classes and groups. Pure
groups   The four groups of a crossing: in short, then territory by territory, and as files
section  Shortage crossed with retention: one map of two indicators, or two maps side by side
words    What the crossing of shortage and retention says in words: no more than the intervals. Pur
"""
