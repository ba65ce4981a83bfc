"""Installations and departures of doctors.

ages        share of those aged 60 or more, beside the région and France
departures  departures to expect within 5 and 10 years, with their assumptions
figures     chart of the imported counts by year
imported    imported years: published, withheld or absent; totals and ages over them
net_change  maps, table and file of the net change 2022-2026
official    first installations by year and on a map, ages by year; or how to bring them
section     findings, then the order of the part; its method and its sources
table       every row behind the part, on screen and as a file
words       sentences of the part, sub-section by sub-section
years       imported counts by year, else entries and exits estimated from the net change
"""
