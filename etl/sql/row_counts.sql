SELECT table_name, estimated_size AS row_count FROM duckdb_tables()
WHERE schema_name = 'pub' ORDER BY table_name;
