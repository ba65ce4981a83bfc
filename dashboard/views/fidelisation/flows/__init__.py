"""Flows of doctors from where they trained to where they settled.

figures   arcs over the map and ribbons
moves     period to show; who stayed, left and came, nobody twice
pictures  arcs and ribbons of a territory or of the nation, with their captions and values
section   figures, charts and matrix in order; which files to bring when there is no flow
tables    matrix by région, table of the flows of a territory, file of all flows
words     sentences: finding, period, excess, legends, rules
"""
