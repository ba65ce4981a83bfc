"""The page « Données et méthode ».

donnees  Page « Données et méthode »: every indicator, every source, and what is not published
page     What the page shows: the indicator whose definition the address asks for
tables   Tables of the page « Données et méthode »
view     View of the page « Données et méthode »: the definition shown, in the address
words    Prose of the page « Données et méthode »; figures are filled in from the warehouse
"""
