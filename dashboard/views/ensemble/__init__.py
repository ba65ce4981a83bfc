"""The page « Vue d’ensemble »: where the country stands, in five sentences and one curve.

ensemble  order of the page: title, key figures, sentences, curve
words     the sentences of the page that no other page says
trend     the national counts over time, with the targets, and their file
figures   plotly figure of the national counts
"""
