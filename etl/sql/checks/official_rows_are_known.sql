SELECT 'gp_count' AS place, territory_id, year, source_id
FROM pub.gp_count
LEFT JOIN pub.territory USING (territory_id)
LEFT JOIN pub.vintage USING (source_id)
WHERE level IS NULL OR sha256 IS NULL OR count_n < 0 OR trim(locator) = ''
UNION ALL
SELECT 'diploma_flow', destination_id, year, source_id
FROM pub.diploma_flow
LEFT JOIN pub.territory ON territory_id = destination_id
LEFT JOIN pub.vintage USING (source_id)
WHERE level IS DISTINCT FROM 'region' OR sha256 IS NULL OR count_n < 0 OR trim(locator) = '';
