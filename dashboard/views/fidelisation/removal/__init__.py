"""Part of the page « Fidélisation »: « Et sans eux ? ».

footprint  Footprint of a place: the départements that hold most of the doctors it trained
inputs     Which figures « Et sans eux ? » starts from, for the territory and the view of the page
maps       Density before and without the doctors removed, on the territory maps
method     How « Et sans eux ? » is computed: the formula with its numbers, its limits, its sources
scenario   « Et sans eux ? » for one place: what is removed, from where, and what is left. Pure
section    « Et sans eux ? »: the density without the interns trained in a place, or without its MS
table      Départements before and without the doctors removed: a short table, and the whole as a f
words      What « Et sans eux ? » says in sentences: no more than the bounds allow. Pure
"""
