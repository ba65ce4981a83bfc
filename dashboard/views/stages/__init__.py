"""The page « Stages »."""
