SELECT value FROM pub.method WHERE method_id = 'msu-v1' AND parameter_id = 'interval_factor';
