"""The page « Données et méthode »: every indicator, every source, and what is not published.

donnees     order of the page: answer, definition, tabs of an expert
own         what is published for the territory, and its sources
view        the definition shown, in the address and back
page        the page of a run: desk, definition, published tables
words       every sentence of the page
definition  definition of one indicator, with its coverage and its sources
tables      tabs of tables: indicators, sources, targets, what is not published, glossary
official    official sources: how each stands, what is overdue
refresh     « Actualiser », for administrators: progress, outcome, acceptance
changes     what two builds do not publish alike
package     the whole published schema, as an archive to download
methods     tabs of the two methods, with their parameters and the validation of the first
"""
