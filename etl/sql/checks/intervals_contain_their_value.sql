SELECT territory_id, indicator_id, period, low, value, high FROM pub.observation
WHERE low > value OR high < value OR (low IS NULL) <> (high IS NULL);
