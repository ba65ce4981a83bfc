"""The page « Carte ».

carte      order of the page: figures, maps, territory, keys, values
territory  the territory chosen on the map: its indicators, its neighbours
keys       share of the target and ranking from one apportionment key to another
words      every French sentence of the page
"""
