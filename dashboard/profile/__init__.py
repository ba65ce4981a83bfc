"""The profile of a territory, for its page and its documents.

build        the profile, from all the modules below
model        dataclasses of the profile: values, figures, tables, questions, sources
readings     an indicator of the territory beside the nation, its région and its level
figures      the five key figures
stages       stage places by level, tension of the third cycle
official     official series, once refreshed: région of diploma, first installations
tables       targets, neighbours or départements, retention, installations
initiatives  initiatives recorded here, and themes of similar territories
follow_up    registers of the territory, action sheets under way
questions    questions to partners, from the facts and the gaps
requests     three requests of a meeting, and whom they are put to
sentences    headline and three sentences, by rule
names        French names of territories with their article
placement    where to place the docteurs juniors: the départements of a région, ordered
"""
