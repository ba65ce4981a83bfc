"""Part of the page « Fidélisation »: installations and departures."""
