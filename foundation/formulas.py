"""How a text begins that a spreadsheet would run as a formula."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The same, as the database matches it.
FORMULA_PATTERN = "^[=+@\\t\\r-]"
