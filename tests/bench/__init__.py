"""Measures of the dashboard beside an empty page and a plotly map, all in one run.

``python -m tests.bench`` prints ratios and writes every sample under ``results``. Nothing here
asserts a time: see docs/performance.md for how to read it.
"""
