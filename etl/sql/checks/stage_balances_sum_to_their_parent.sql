-- Départements to régions and to the nation, régions and subdivisions to the nation. Where all the
-- children are known the parent is their sum; every territory has a row for each year and level.
WITH links AS (
    SELECT parent_id, child_id FROM pub.territory_link WHERE kind IN ('nation', 'region')
    UNION ALL
    SELECT 'FR', territory_id FROM pub.territory WHERE level IN ('departement', 'subdivision')
),
long AS (
    UNPIVOT (
        SELECT territory_id, year, level_id,
            coalesce(need_place_semestres, 'nan'::DOUBLE) AS need,
            coalesce(offer_place_semestres, 'nan'::DOUBLE) AS offer
        FROM pub.stage_balance
    ) ON need, offer INTO NAME quantity VALUE places
),
sums AS (
    SELECT parent_id, territory.level, year, level_id, quantity, sum(places) AS summed,
        count(*) AS children
    FROM links
    JOIN long ON territory_id = child_id
    JOIN pub.territory USING (territory_id)
    GROUP BY ALL
),
expected AS (
    SELECT parent_id, level, count(*) AS territories
    FROM links JOIN pub.territory ON territory_id = child_id
    GROUP BY ALL
)
SELECT parent_id, level, sums.year, sums.level_id, sums.quantity, places AS published, summed, children
FROM sums
JOIN expected USING (parent_id, level)
LEFT JOIN long AS parent
    ON parent.territory_id = parent_id AND parent.year = sums.year
    AND parent.level_id = sums.level_id AND parent.quantity = sums.quantity
WHERE children <> territories OR places IS NULL
    OR NOT isnan(summed) AND (isnan(places) OR abs(places - summed) > 1e-6)
-- The smallest territory first: it is where to look.
ORDER BY parent_id = 'FR', parent_id, sums.year, sums.level_id, sums.quantity;
