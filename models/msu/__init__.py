"""MSU: estimates, validation, shortfall, needs.

estimate                a national count shared between cells, whole numbers that sum exactly
validation              msu-v1, the earlier estimate, and how it was measured
evidence, country, grid what msu-v2 reads: figures with their error, weights of the cells, priors
design, hierarchical    the evidence as linear functions of the errors; the fit and the draws
summary, decision       what is published of the draws; probabilities, verdicts, errors to expect
scores, worlds          msu-v2 judged on counts left out, and in worlds where the truth is known
campaign                who to ask first
"""
