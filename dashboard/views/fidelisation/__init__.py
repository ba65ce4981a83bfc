"""The page « Fidélisation »: where those trained here settle, and where MSU are missing too.

cards           title and key figures
cohorts         rates of imported cohorts: selectors, chart, grid and file
fidelisation    entry file: the order of the page
figures         chart of the cohorts
here            table of the départements of the scope, or of the régions, and its workbook
matrix          table of doctors by origin and région, for the flows and the official matrix
measured        the first map: official series, surveys of former interns (table, file), others
page            context of the page, its loading, callbacks of its widgets
published       published points, with their reservations
view            view of the page, read from and written to its address
words           sentences of the page outside the sub-folders
crossing/       shortage crossed with retention
diploma/        official matrix by région of diploma: rates by year, origins, régions, matrix
flows/          where those trained here settle, where those settled here come from
installations/  who settles, who leaves
removal/        « Et sans eux ? »: the density without the doctors trained in a place
"""
