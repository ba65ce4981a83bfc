"""The page « Comparer »: territories side by side, each value beside a reference.

comparer   order of the page: title, selectors, findings, table, sections
view       set, group, reference and indicators chosen, in the address and back
page       the page of a run: desk, view, territories compared, references
sets       which territories are compared: a région, a subdivision, neighbours, a group
columns    one indicator for the territories compared, with the verdict of each value
words      every sentence of the page
figures    plotly figures: dots with intervals, cloud of points, panels of years
caption    what the charts say once away from the page
selectors  set, reference, group, indicator in detail
table      territories by indicators, and the file of the page
dots       section: one indicator, its intervals and the ranks they allow
years      section: one indicator, year after year
cloud      section: two indicators over the level
peers      section: who the territories compared are, and why
"""
