"""The page « Vue d’ensemble »."""
