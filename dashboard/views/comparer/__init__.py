"""The page « Comparer ».

cloud             Two indicators over the level, the territories compared named
columns           Territories by indicators, each value beside a reference: pure
compare_peers     Who the territories compared are, and why they are there
compare_sections  The parts of the page « Comparer » that are drawn when opened only
comparer          Page « Comparer »: territories side by side, each value beside a reference
dots              One indicator of the territories compared: dots, intervals, and the ranks these a
figures           Territories side by side: dots with their intervals, and a cloud of two indicator
page              What every part of the page « Comparer » is drawn from
selectors         Set, reference and group: the selectors of the page « Comparer »
sets              Which territories are compared: a région, a subdivision, neighbours, look-alikes,
table             Territories by indicators, coloured where they differ from the reference
view              What the page « Comparer » shows, and how it is written in a URL: pure, no Stream
words             What the page « Comparer » says in sentences: no more than the intervals allow. P
years             One indicator of the territories compared, year after year
"""
