-- A rate of a territory lies between the lowest and the highest of its parts; a rate obtained by
-- summing would not. Subdivisions that hold a piece of a département are left out: the rate of a
-- piece is not that of the whole.
WITH links AS (
    SELECT parent_id, child_id FROM pub.territory_link
    WHERE kind IN ('nation', 'region', 'subdivision') AND parent_id NOT IN (
        SELECT parent_id FROM pub.territory_link WHERE kind = 'subdivision' AND weight < 1
    )
),
rates AS (
    SELECT territory_id, indicator_id, period, source_id, value, decimals
    FROM pub.observation JOIN pub.indicator USING (indicator_id)
    WHERE NOT additive
),
bounds AS (
    SELECT parent_id, indicator_id, period, source_id,
        min(value) AS lowest, max(value) AS highest, count(*) AS published
    FROM links JOIN rates ON rates.territory_id = child_id
    GROUP BY ALL
),
territory_counts AS (SELECT parent_id, count(*) AS territories FROM links GROUP BY parent_id)
SELECT rates.territory_id, rates.indicator_id, rates.period, rates.value, lowest, highest
FROM bounds
JOIN territory_counts USING (parent_id)
JOIN rates ON rates.territory_id = parent_id AND rates.indicator_id = bounds.indicator_id
    AND rates.period = bounds.period AND rates.source_id = bounds.source_id
WHERE published = territories
    AND rates.value NOT BETWEEN lowest - 0.5 * pow(10, -decimals) - 1e-9
        AND highest + 0.5 * pow(10, -decimals) + 1e-9;
