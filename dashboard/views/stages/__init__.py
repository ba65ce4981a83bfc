"""The page « Stages ».

blank_zones      Under-served départements, those without a known count of MSU first
figures          Need and offer of one level over the years, and what the levers contribute
levers           The levers of the page « Stages », and what each contributes
maps             Tension beside missing places, on the territory maps
method           How need and offer are computed, and what the maquettes ask for
national_need    « Refaire le calcul du besoin national » : every hypothesis in sight, and what fol
observed         What was counted nationally: stages done, shares of a cohort, fees of the MSU
page             What the sections of the page share: its view and the callbacks of its widgets
places           Places agréées, ouvertes, financées, pourvues: where a file was imported
recruitment      « Combien de MSU faut-il recruter ici ? », by level of stage
stage_cards      Key figures of the page « Stages »: need, offer, balance, MSU to recruit
stage_sections   The parts of the page « Stages » that are drawn when opened only
stage_selectors  Year of training and level of stage: the selectors of the page « Stages »
stages           Page « Stages »: do the places offered cover the need, and what would change it
table            The balance of every territory of the level: on screen, and as a file
view             Year, level and levers of the page « Stages », and how they are written in a URL:
words            Prose of the page « Stages »; figures are filled in from the warehouse
years            Need and offer of a territory over the years, one small chart per level
"""
