-- Share of the population living in ZIP or ZAC: the sum of the two published shares, for the
-- territories that have both; subdivisions weigh their départements by population.
INSERT INTO pub.observation BY NAME
WITH both_shares AS (
    SELECT territory_id, period, period_year, sum(value) AS value, any_value(source_id) AS source_id
    FROM pub.observation
    WHERE indicator_id IN ('part_population_zip_pct', 'part_population_zac_pct') AND period = '2025'
        AND status NOT IN ('imported', 'demo')
    GROUP BY ALL
    HAVING count(*) = 2
),
subdivisions AS (
    SELECT
        link.parent_id AS territory_id,
        sum(value * weight * population_hab) / sum(weight * population_hab) AS value,
        min(weight) < 1 AS is_split,
        count(value) = count(*) AS is_complete,
        max(source_id) AS source_id
    FROM pub.territory_link AS link
    JOIN pub.territory ON territory.territory_id = link.child_id
    LEFT JOIN both_shares ON both_shares.territory_id = link.child_id
    WHERE link.kind = 'subdivision'
    GROUP BY ALL
)
SELECT
    territory_id, period, period_year, 'part_population_zip_zac_pct' AS indicator_id, value,
    'observed' AS status, source_id, 'somme des parts en ZIP et en ZAC' AS locator,
    'derived-medium' AS confidence, NULL AS method_id
FROM both_shares
UNION ALL
SELECT
    territory_id, '2025', 2025, 'part_population_zip_zac_pct', value,
    if(is_split, 'estimated', 'observed'), source_id,
    'parts en ZIP et en ZAC des départements, pondérées par la population', 'derived-medium',
    if(is_split, 'passage-v1', NULL)
FROM subdivisions WHERE is_complete;
