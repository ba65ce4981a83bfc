"""Part of the page « Fidélisation »: « Et sans eux ? »."""
