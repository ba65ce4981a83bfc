"""The page « Fidélisation »."""
