"""The page « Fidélisation »: where those trained here settle, and where MSU are missing too.

apparent        apparent retention by subdivision or région: dots, values, national control
cards           title and key figures
cohorts         rates of imported cohorts: selectors, chart, grid and file
fidelisation    entry file: the order of the page
figures         charts of the cohorts and of the apparent retention
page            context of the page, its loading, callbacks of its widgets
published       published points, with their reservations
view            view of the page, read from and written to its address
words           sentences of the page outside the four sub-folders
crossing/       shortage crossed with retention
flows/          where those trained here settle, where those settled here come from
installations/  who settles, who leaves
removal/        « Et sans eux ? »: the density without the doctors trained in a place
"""
