SELECT indicator_id, territory_id, period, source_id, value FROM pub.observation;
