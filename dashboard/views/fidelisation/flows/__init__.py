"""Part of the page « Fidélisation »: flows of interns.

figures   Flows of doctors as arcs over our own outlines: no tile, no request outside
pictures  Which arcs and ribbons show the flows of a territory, or of the whole country
section   Flows of doctors: where those trained here settle, where those settled here come from
tables    The whole matrix: where each territory of training sent its doctors, région by région
words     What is said of the flows of a territory: the period shown, who moved where, the finding
"""
