"""Part of the page « Fidélisation »: installations and departures.

ages     Age of the GPs in practice: liberal GPs, and doctors of all specialties
figures  Imported counts year by year: up the GPs who settle, down those who leave
section  Net change 2022-2026 on the territory maps: as a share, and as a number of GPs
table    Every published row behind the part « Installations et départs », on screen and as a file
words    Prose of the part « Installations et départs »; figures are filled in from the warehouse
years    Installations and departures of a territory: imported counts, or what the net change tells
"""
