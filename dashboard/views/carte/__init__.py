"""The page « Carte »."""
