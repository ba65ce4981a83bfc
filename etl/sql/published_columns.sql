-- The published tables by name, and their columns in the order the schema declares them.
SELECT
    tables.table_name, tables.comment AS table_comment,
    columns.column_name, columns.data_type, columns.comment AS column_comment
FROM duckdb_tables() AS tables
JOIN duckdb_columns() AS columns USING (table_oid)
WHERE tables.schema_name = 'pub'
ORDER BY tables.table_name, columns.column_index;
