SELECT territory_id, period, value, low, high, status FROM pub.observation WHERE indicator_id = 'msu' ORDER BY ALL;
