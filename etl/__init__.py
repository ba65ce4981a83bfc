"""From committed figures to a published DuckDB warehouse."""
