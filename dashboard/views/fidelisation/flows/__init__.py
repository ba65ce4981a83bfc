"""Part of the page « Fidélisation »: flows of interns."""
