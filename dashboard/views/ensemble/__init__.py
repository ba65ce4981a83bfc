"""The page « Vue d’ensemble »: which territories lack MSU, how sure it is, then the nation.

ensemble  order of the page: answer, jobs, map, territories named, sentences, curve
jobs      links to the pages of the jobs that bring people here
named     territories named below their share, with their chances
words     the sentences of the page that no other page says
trend     the national counts over time, with the targets, and their file
figures   plotly figure of the national counts
"""
