-- Départements to régions, régions to the nation, subdivisions to the nation: where a parent and
-- all its children are published for the same period. A published total that differs is accepted
-- only when it is listed in data/known_gaps.yml with these very values.
WITH links AS (
    SELECT parent_id, child_id FROM pub.territory_link WHERE kind IN ('nation', 'region')
    UNION ALL
    SELECT 'FR', territory_id FROM pub.territory WHERE level = 'subdivision'
),
values_of AS (
    SELECT territory_id, indicator_id, period, source_id, value, level
    FROM pub.observation JOIN pub.indicator USING (indicator_id) JOIN pub.territory USING (territory_id)
    WHERE additive
),
child_sums AS (
    SELECT parent_id, child.level AS child_level, indicator_id, period, source_id,
        sum(child.value) AS summed, count(*) AS published
    FROM links JOIN values_of AS child ON child.territory_id = child_id
    GROUP BY ALL
),
territory_counts AS (
    SELECT parent_id, child.level AS child_level, count(*) AS territories
    FROM links JOIN pub.territory AS child ON child.territory_id = child_id
    GROUP BY ALL
)
SELECT child_sums.parent_id, child_level, child_sums.indicator_id, child_sums.period,
    parent.value AS published_total, summed
FROM child_sums
JOIN territory_counts USING (parent_id, child_level)
JOIN values_of AS parent
    ON parent.territory_id = child_sums.parent_id
    AND parent.indicator_id = child_sums.indicator_id
    AND parent.period = child_sums.period
    AND parent.source_id = child_sums.source_id
LEFT JOIN pub.known_gap AS gap
    ON gap.indicator_id = child_sums.indicator_id AND gap.period = child_sums.period
    AND gap.level = child_level AND gap.published_value = parent.value
    AND gap.summed_value = summed
WHERE published = territories AND abs(parent.value - summed) > 0.5 AND gap.reason_fr IS NULL;
