SELECT territory_id, period, percentile, msu FROM pub.msu_percentile ORDER BY ALL;
