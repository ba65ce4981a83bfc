"""The page « Initiatives »."""
