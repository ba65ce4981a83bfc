"""The page « Initiatives ».

initiatives  order of the page: title, filters, map, list, then the sections drawn when opened
view         the view of the page in its address: filters, sheet, initiative opened
page         the view with its register and its numbers; the changes that widgets make to it
filters      search and filters, each choice with its number of initiatives
map          initiatives on the map, and beside it those that have no place there
figures      the drawing of the map: discs by département, or one point each seen closer
list         the initiatives of a choice, sheet by sheet; the one opened; the file
cards        an initiative as a card: what, where, since when, with whom, from which source
peers        section: initiatives of similar territories, themes missing here first
partners     section: families of partners of the initiatives in place, matrix of the sheet
measures     section: figures before and after, as the sources give them
census       section: sources of the initiatives, councils that answered, silent départements
words        every French sentence of the page
"""
