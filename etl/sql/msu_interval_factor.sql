SELECT value FROM pub.method WHERE method_id = 'msu-v2' AND parameter_id = 'interval_factor_95';
