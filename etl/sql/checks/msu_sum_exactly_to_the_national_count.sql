-- Years whose local counts cannot be reconciled with the national count are published as such.
WITH firm AS (
    SELECT period_year::VARCHAR AS period, value FROM pub.observation
    WHERE indicator_id = 'msu_cnge' AND confidence = 'high' AND status = 'observed'
        AND period_year::VARCHAR NOT IN (SELECT period FROM pub.national_gap)
),
summed AS (
    SELECT period, level, sum(value) AS summed, count(*) AS territories
    FROM pub.observation JOIN pub.territory USING (territory_id)
    WHERE indicator_id = 'msu'
    GROUP BY ALL
)
SELECT firm.period, levels.level, firm.value AS national, summed
FROM firm
CROSS JOIN (SELECT level, count(*) AS territories FROM pub.territory GROUP BY level) AS levels
LEFT JOIN summed USING (period, level)
WHERE summed IS DISTINCT FROM firm.value OR summed.territories <> levels.territories;
