-- Change of the APL between the ends of the derived series: the same communes and the same weights
-- at both, which the official values of 2023 and 2024 would not give.
INSERT INTO pub.observation BY NAME
SELECT
    territory_id, '2015/2023' AS period, 2015 AS period_year, 'evolution_apl_mg_pct' AS indicator_id,
    100.0 * (last.value - first.value) / first.value AS value, 'observed' AS status,
    last.source_id, '100 x (2023 - 2015) / 2015' AS locator, 'derived-medium' AS confidence
FROM pub.observation AS first
JOIN pub.observation AS last USING (territory_id, indicator_id)
WHERE indicator_id = 'apl_mg_derivee' AND first.period = '2015' AND last.period = '2023';

-- Share of those aged 75 or more, départements, régions and nation.
INSERT INTO pub.observation BY NAME
WITH counted AS (
    SELECT
        territory_id, period, period_year, any_value(source_id) AS source_id,
        sum(value) FILTER (indicator_id = 'population_75_ans_et_plus_hab') AS older,
        sum(value) FILTER (indicator_id = 'population_estimee_hab') AS everyone
    FROM pub.observation
    WHERE indicator_id IN ('population_75_ans_et_plus_hab', 'population_estimee_hab')
        AND status NOT IN ('imported', 'demo')
    GROUP BY ALL
),
regions AS (
    SELECT
        region_id AS territory_id, period, period_year, any_value(source_id) AS source_id,
        sum(older) AS older, sum(everyone) AS everyone
    FROM counted JOIN pub.territory USING (territory_id)
    WHERE level = 'departement'
    GROUP BY ALL
)
SELECT
    territory_id, period, period_year, 'part_population_75_ans_et_plus_pct' AS indicator_id,
    100.0 * older / everyone AS value, 'observed' AS status, source_id,
    older::BIGINT || '/' || everyone::BIGINT AS locator, 'derived-high' AS confidence
FROM (FROM counted UNION ALL FROM regions);
