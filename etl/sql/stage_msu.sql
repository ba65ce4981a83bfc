SELECT territory_id, period_year AS year, value, low, high, source_id
FROM pub.observation WHERE indicator_id = 'msu' ORDER BY ALL;
