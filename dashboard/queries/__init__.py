"""All the SQL of the dashboard, one module per theme; caching lives in ``cached``."""
