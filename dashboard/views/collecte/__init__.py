"""The page « Collecte »: whom to ask for a count of MSU, with what letter, and what came of it.

collecte   render(): the answer first, how far the campaign is, then its sections
view       way of asking, recipient, days of the letter, filters: their parameters in the address
page       context of every section (CampaignPage), how it is loaded, callbacks of widgets
progress   what is counted and decided, for the nation and by région
first      section « Qui solliciter d’abord »: the list, recomputed for the target and the key
here       section on what the count of the selected territory would bring, here and around
post       section on the letter and the table of one recipient, and the archives of all
requests   section on whom was asked and what came of it, and its file
words      sentences of the page, section by section
"""
