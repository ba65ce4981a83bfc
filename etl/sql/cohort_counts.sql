-- One row per cohort and place of settlement that the file speaks of. NULL is unknown or withheld.
WITH hidden AS (
    SELECT territory_id, period, scope, delay_years, list(measure_id) AS measures
    FROM pub.withheld_cell WHERE kind_id = 'cohortes' GROUP BY ALL
),
cohort AS (
    SELECT cohort.*, coalesce(measures, []) AS measures
    FROM pub.cohort LEFT JOIN hidden ON hidden.territory_id = cohort.territory_id
        AND hidden.period = cohort::VARCHAR
        AND hidden.scope = cohort.scope AND hidden.delay_years = cohort.delay_years
),
place AS (
    SELECT *, 'departement' AS settled_in, settled_departement_n AS settled_n
    FROM cohort
    WHERE scope = 'stage' OR settled_departement_n IS NOT NULL
        OR list_contains(measures, 'settled_departement_n')
    UNION ALL
    -- Outside the stage scope those of the département may be told with those of the région; one
    -- that is withheld is not one that is not told.
    SELECT *, 'region',
        CASE
            WHEN scope = 'stage' OR list_contains(measures, 'settled_departement_n')
                THEN settled_departement_n
            ELSE coalesce(settled_departement_n, 0)
        END + settled_region_n
    FROM cohort
)
SELECT territory_id, scope, settled_in, cohort, delay_years, trained_n, settled_n, not_followed_n,
    CASE
        WHEN trained_n > 0 AND settled_n IS NOT NULL THEN NULL
        WHEN trained_n = 0 THEN 'nobody'
        WHEN list_has_any(
            measures,
            ['trained_n', 'settled_departement_n']
            || CASE WHEN settled_in = 'region' THEN ['settled_region_n'] ELSE [] END
        ) THEN 'withheld'
        ELSE 'unknown'
    END AS missing,
    status, source_id, locator
FROM place
ORDER BY ALL
