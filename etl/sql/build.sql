-- The build of the file: one row.
SELECT build_id, built_at, data_version, is_demo, secrecy_threshold_n FROM pub.build;
