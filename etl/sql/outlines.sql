-- Files of outlines that a build names.
SELECT geometry_file, areas_file, limits_file FROM pub.build
