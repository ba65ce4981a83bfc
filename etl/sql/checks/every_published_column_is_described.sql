SELECT table_name, column_name FROM duckdb_columns()
WHERE schema_name = 'pub' AND coalesce(comment, '') = '';
