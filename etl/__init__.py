"""From the committed files and the local ones to the warehouse being served.

Each floor stands on those below it; import-linter holds the order.

__main__    the commands
demo        the fictitious set: drawn, imported, built in a warehouse of its own
imports     a local file, from its reading to the store: preview, journal, templates, undo
status      what is being served        docs   the documents made from declarations
pipeline    the build, step by step: the table of contents
transform   what is published, theme by theme   checks  what a build must satisfy
inputs      the reading steps of a build
build       what a build carries from step to step
extract     committed files and stored rows, as tables
rows        from cells to checked rows
reading     from a file to a table of cells; personal data
geo         outlines of the map         version  digest of what a build reads
warehouse   the DuckDB file: written, published, pruned
store       the accepted files, their history, and who may write
declared    the registers of ``data/*.yml``
settings    folders and choices of one installation
errors      what is said in French when something cannot be done
sql         statements, and the checks of a build, one per file
"""

import os

# Threads of the algebra wait for each other by turning round: on matrices this small they cost
# more than they bring, ten times more on a busy machine. Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
