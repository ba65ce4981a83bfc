"""The page « Fiche territoire ».

fiche        order of the page: headline, figures, chart, then the sections drawn when opened
page         the view and its profile; the click on the map
cards        the five key figures, each beside the nation, with its rank and its years
count        section: the count that the territory types, stored as an import, and its undo
map          section: the map, neighbours or départements
spine        the chart of each indicator beside the nation; section: its values and files
targets      section: MSU against the share of every target, by every key
tables       sections of one table: similar, questions, stages, retention, sources
initiatives  section: initiatives recorded here and elsewhere, registers of the territory
meeting      « Préparer ma réunion »: what a document holds, its downloads
words        every French sentence of the page
"""
