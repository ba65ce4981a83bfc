"""The page « Comparer »."""
