"""The page « Placer les docteurs juniors »: the départements of a région, in an order that holds.

placer     order of the page: answer, selectors, table, ranges, sections; the régions for France
view       November, sort and weights, in the address and back
page       the page of a run: desk, view, placement; the callbacks of its widgets
words      every sentence of the page
figures    plotly figure of the ranges of ranks
table      départements by criteria, and the order in which they are shown
ranges     how far the rank of each département moves
weights    section: weights of the criteria
stability  section: what each criterion and each key changes
method     section: need, order, sources
nation     the régions and their need, when no région is chosen
workbook   the Excel file
"""
