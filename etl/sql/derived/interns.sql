-- Interns in training: posts offered (CESP included) of the three latest cohorts, for the
-- subdivisions and their sums, where the three cohorts are all published.
INSERT INTO pub.observation BY NAME
WITH posts AS (
    SELECT territory_id, period_year, sum(value) AS posts, any_value(source_id) AS source_id
    FROM pub.observation
    WHERE indicator_id IN ('postes_mg_offerts_hors_cesp', 'postes_mg_cesp_offerts')
        AND territory_id LIKE 'SUB-%' AND period_year >= 2020
        AND status NOT IN ('imported', 'demo')
    GROUP BY ALL
    HAVING count(*) = 2
),
interns AS (
    SELECT latest.territory_id, latest.period_year, sum(cohort.posts) AS interns,
        any_value(latest.source_id) AS source_id
    FROM posts AS latest
    JOIN posts AS cohort
        ON cohort.territory_id = latest.territory_id
        AND cohort.period_year BETWEEN latest.period_year - 2 AND latest.period_year
    GROUP BY ALL
    HAVING count(*) = 3
),
region_of AS (
    SELECT territory_id, region_id FROM pub.territory
    WHERE level = 'subdivision' AND region_id IS NOT NULL
),
summed AS (
    SELECT territory_id, period_year, interns, source_id FROM interns
    UNION ALL
    SELECT region_id, period_year, sum(interns), any_value(source_id)
    FROM interns JOIN region_of USING (territory_id)
    -- A région is summed only when no subdivision of its départements reaches another région.
    WHERE region_id NOT IN (
        SELECT dep.region_id
        FROM pub.territory_link AS link
        JOIN pub.territory AS dep ON dep.territory_id = link.child_id
        JOIN pub.territory AS sub ON sub.territory_id = link.parent_id
        WHERE link.kind = 'subdivision' AND sub.region_id IS NULL
    )
    GROUP BY ALL
    UNION ALL
    SELECT 'FR', period_year, sum(interns), any_value(source_id) FROM interns GROUP BY ALL
)
SELECT
    territory_id, period_year::VARCHAR AS period, period_year,
    'internes_en_formation' AS indicator_id,
    interns AS value, 'observed' AS status, source_id,
    'somme des postes offerts, CESP inclus, des promotions ' || (period_year - 2) || ' à ' || period_year AS locator,
    'derived-high' AS confidence
FROM summed;
