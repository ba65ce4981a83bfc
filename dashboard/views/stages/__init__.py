"""The page « Stages »: do the places offered cover the need, and what would change it.

stages         entry file: order of the page, selectors
view           year, level and levers, read from and written to the address
page           desk of the page with its balances, callbacks of the widgets
cards          key figures: need, offer, balance, MSU to recruit
levers         section: fields of the levers, contribution of each
maps           chances that places lack beside missing places, by subdivision
recruitment    section: MSU to recruit by level
national_need  section: the national need computed again from its hypotheses
blank_zones    section: under-served départements where no MSU is counted
table          section: every territory of the level, and the file of the balances
years          section: need and offer by year; what the fourth year adds
places         section: places agréées, ouvertes, financées, pourvues
observed       sections: stages done in France, fees of the MSU
method         section: method, parameters, maquettes
figures        plotly charts of these sections
words          French sentences
"""
