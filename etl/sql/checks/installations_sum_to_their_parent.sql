-- Observed and estimated rows: départements to régions and to the nation, régions and subdivisions
-- to the nation. Imported files may be incomplete: they are not summed here. Where a child has no
-- entries nor exits, only the net is summed.
WITH links AS (
    SELECT parent_id, child_id FROM pub.territory_link WHERE kind IN ('nation', 'region')
    UNION ALL
    SELECT 'FR', territory_id FROM pub.territory WHERE level IN ('departement', 'subdivision')
),
long AS (
    UNPIVOT (
        SELECT territory_id, field_id, period,
            coalesce(entries_n, 'nan'::DOUBLE) AS entries, coalesce(exits_n, 'nan'::DOUBLE) AS exits,
            net_n AS net
        FROM pub.installation WHERE field_id IN ('rpps_all_modes', 'rpps_and_liberal')
    ) ON entries, exits, net INTO NAME quantity VALUE gps
),
sums AS (
    SELECT parent_id, territory.level, field_id, period, quantity, sum(gps) AS summed,
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
SELECT parent_id, level, sums.field_id, sums.period, sums.quantity, gps AS published, summed, children
FROM sums
JOIN expected USING (parent_id, level)
LEFT JOIN long AS parent
    ON parent.territory_id = parent_id AND parent.field_id = sums.field_id
    AND parent.period = sums.period AND parent.quantity = sums.quantity
WHERE children <> territories OR gps IS NULL
    OR NOT isnan(summed) AND (isnan(gps) OR abs(gps - summed) > 1e-6)
ORDER BY parent_id = 'FR', parent_id, sums.field_id, sums.quantity;
