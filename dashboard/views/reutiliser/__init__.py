"""The page « Réutiliser »: the figures in Excel, R, Python or QGIS, by the API or whole.

reutiliser  order of the page: answer, an example by tool, sections
page        the desk of the page with the address of its figures
examples    addresses and programs to copy, from what is selected
sections    the whole package, the licence and how to cite, the rules of the API
words       every sentence of the page
"""
