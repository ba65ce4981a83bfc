"""The page « Fiche territoire ».

cards        The five key figures of a profile, each beside the nation, with its rank and its years
fiche        Page « Fiche territoire »: one territory on one page, ready for its meeting
initiatives  What is recorded in a territory and around it, and where its own registers stand
meeting      « Préparer ma réunion »: choose what a document holds, download it; nothing is made be
page         What the sections of the page share: the callback of its map
sections     The parts of the page « Fiche territoire » under its figures, drawn when opened only
spine        The spine chart on the page: a wide and a narrow drawing, the one that fits is shown
"""
