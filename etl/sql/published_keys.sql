-- The primary key of each published table, and the columns that are never empty.
SELECT table_name, constraint_type, constraint_column_names AS column_names
FROM duckdb_constraints()
WHERE schema_name = 'pub' AND constraint_type IN ('PRIMARY KEY', 'NOT NULL')
ORDER BY table_name, constraint_type;
