-- Those who stayed where they trained and those who left, as published. NULL is unknown or withheld.
-- Trained in stages of a département, one stays when one settles in it; elsewhere, in the territory.
SELECT territory_id, scope, cohort, delay_years, trained_n,
    CASE
        WHEN scope = 'stage' THEN settled_departement_n
        WHEN settled_departement_n IS NULL AND EXISTS (
            FROM pub.withheld_cell AS hidden
            WHERE hidden.kind_id = 'cohortes' AND hidden.territory_id = told.territory_id
                AND hidden.period = told.cohort::VARCHAR
                AND hidden.scope = told.scope AND hidden.delay_years = told.delay_years
                AND hidden.measure_id = 'settled_departement_n'
        ) THEN NULL
        ELSE coalesce(settled_departement_n, 0) + settled_region_n
    END AS kept_n,
    CASE WHEN scope = 'stage' THEN settled_region_n ELSE 0 END + settled_elsewhere_n AS left_n,
    not_followed_n, source_id, locator
FROM pub.cohort AS told
ORDER BY ALL
