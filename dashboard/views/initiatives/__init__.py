"""The page « Initiatives ».

cards                Initiatives as cards: what, where, since when, with whom, and where each is to
census               Where the initiatives come from, and what their census does not say
figures              Initiatives on our own outlines: discs with their number, or one point each, s
filters              Search and filters of the page « Initiatives », each choice with its number of
initiative_sections  The parts of the page « Initiatives » that are drawn when opened only
initiatives          Page « Initiatives »: what others tried, here and in territories like this one
list                 The initiatives of a choice, sheet by sheet, or what to do when there are none
map                  Where the initiatives are: discs by département, or one point each when seen c
measures             Figures before and after, where the source states them; nothing is computed fr
page                 What every part of the page « Initiatives » is drawn from
partners             With whom: the families of partners that the initiatives in place name, and wh
peers                « Comme mon territoire »: what similar territories have recorded and this one
view                 What the page « Initiatives » shows, and how it is written in a URL: pure, no
words                What the page « Initiatives » says in sentences: what is recorded, never what
"""
