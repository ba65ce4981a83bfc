"""Part of the page « Fidélisation »: crossing of shortfall and retention."""
