"""The dashboard: reads the published schema, never imports the ETL."""
