SELECT 'observation' AS place, territory_id, indicator_id, source_id
FROM pub.observation
LEFT JOIN pub.territory USING (territory_id)
LEFT JOIN pub.indicator USING (indicator_id)
LEFT JOIN pub.source USING (source_id)
WHERE territory.level IS NULL OR indicator.label_fr IS NULL OR source.title IS NULL
UNION ALL
SELECT 'validation', evidence_id, '', source_id FROM pub.validation
ANTI JOIN pub.source USING (source_id)
UNION ALL
SELECT 'target', target_id, '', source_id FROM pub.target ANTI JOIN pub.source USING (source_id);
