"""The page « Données et méthode »."""
