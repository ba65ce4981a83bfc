SELECT territory_id, indicator_id, period, status, low, high FROM pub.observation
WHERE status = 'estimated' AND (low IS NULL OR high IS NULL);
