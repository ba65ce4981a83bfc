"""The page « Fiche territoire »."""
