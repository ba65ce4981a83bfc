"""The page « Carte ».

carte      Page « Carte »: the shortfall beside the retention, and the territory behind each colour
keys       How the share of the target, and the ranking, change from one key to another
territory  The territory chosen under the map: its indicators and its neighbours
"""
