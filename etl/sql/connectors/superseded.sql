-- Committed values of the same territory, period and indicator as official rows: copies of an earlier
-- edition, which would otherwise stand beside them or be counted twice.
DELETE FROM pub.observation
WHERE (territory_id, period, indicator_id) IN (
    SELECT (territory_id, period, indicator_id) FROM official_rows
);
