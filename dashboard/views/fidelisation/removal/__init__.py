"""« Et sans eux ? »: the density of GPs without the interns, or the MSU, of a place.

figures    chart of the footprint
footprint  départements that hold most of the doctors of a place: sentence, chart, table, file
inputs     published figures and imported cohorts, and the scenario that they give
maps       densities before and after; loss of each subdivision
method     formula with its numbers, limits, table of the figures in use
scenario   doctors removed and densities left, by flows, by stages or by the average effect
section    controls and order of the part; a choice of places when none is selected
sources    citations and places of every figure in use
table      départements touched, and the file of them all
words      sentences: finding, threshold, footprint, method, captions
"""
