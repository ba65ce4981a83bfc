SELECT territory_id, indicator_id, period, status, method_id FROM pub.observation
WHERE (status = 'estimated') <> (method_id IS NOT NULL);
