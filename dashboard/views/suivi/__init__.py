"""The page « Suivi »."""
