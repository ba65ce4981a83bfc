"""The page « Fidélisation ».

apparent            Fidélisation apparente by subdivision or région: what it is, its interval, its
cohorts             Rates of the cohorts trained in the territory selected, year by year
fidelisation        Page « Fidélisation »: do those trained here settle here, and where MSU are mis
figures             Rates of cohorts by year, and apparent retention by subdivision, with their int
page                What every part of the page « Fidélisation » is drawn from
published           What was published about settlement, with its reservations; nothing computed fr
retention_cards     Key figures of the page « Fidélisation »
retention_sections  The parts of the page « Fidélisation » that are drawn when opened only
view                What the page « Fidélisation » shows, and how it is written in a URL: pure, no
words               Prose of the page « Fidélisation »; figures are filled in from the warehouse
crossing/           Part of the page « Fidélisation »: crossing of shortfall and retention
flows/              Part of the page « Fidélisation »: flows of interns
installations/      Part of the page « Fidélisation »: installations and departures
removal/            Part of the page « Fidélisation »: « Et sans eux ? »
"""
