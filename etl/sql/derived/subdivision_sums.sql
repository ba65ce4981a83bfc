-- Indicators of the subdivisions: weighted sums of their départements, and the rates of these sums.
-- The sum is an estimate as soon as one département is split between two subdivisions.
INSERT INTO pub.observation BY NAME
WITH crosswalk AS (
    SELECT parent_id AS subdivision_id, child_id AS territory_id, weight
    FROM pub.territory_link WHERE kind = 'subdivision'
),
split AS (
    SELECT subdivision_id, min(weight) < 1 AS is_split FROM crosswalk GROUP BY subdivision_id
),
sums AS (
    SELECT
        subdivision_id, indicator_id, period, period_year,
        sum(value * weight) AS value, any_value(source_id) AS source_id
    FROM pub.observation JOIN crosswalk USING (territory_id)
    WHERE (indicator_id, period) IN (
        ('mg_liberaux_cnam', '2024'),
        ('mg_liberaux_cartosante', '2019'),
        ('mg_liberaux_60_ans_et_plus_cartosante', '2019'),
        ('solde_mg_rpps', '2022/2026'),
        ('mg_rpps', '2022')
    )
        AND status NOT IN ('imported', 'demo')
    GROUP BY ALL
),
wide AS (
    SELECT
        subdivision_id, is_split, population_hab,
        max(value) FILTER (indicator_id = 'mg_liberaux_cnam') AS gps,
        max(source_id) FILTER (indicator_id = 'mg_liberaux_cnam') AS gps_source,
        max(value) FILTER (indicator_id = 'mg_liberaux_cartosante') AS carto_gps,
        max(value) FILTER (indicator_id = 'mg_liberaux_60_ans_et_plus_cartosante') AS older_gps,
        max(source_id) FILTER (indicator_id = 'mg_liberaux_cartosante') AS carto_source,
        max(value) FILTER (indicator_id = 'solde_mg_rpps') AS net_change,
        max(source_id) FILTER (indicator_id = 'solde_mg_rpps') AS change_source,
        max(value) FILTER (indicator_id = 'mg_rpps') AS rpps_gps
    FROM sums
    JOIN split USING (subdivision_id)
    JOIN pub.territory ON territory_id = subdivision_id
    GROUP BY ALL
),
long AS (
    SELECT subdivision_id, is_split, 'mg_liberaux_cnam' AS indicator_id, '2024' AS period,
        gps AS value, gps_source AS source_id FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'densite_mg_liberaux_cnam_pour_100k', '2024',
        100000 * gps / population_hab, gps_source FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'mg_liberaux_60_ans_et_plus_cartosante', '2019',
        older_gps, carto_source FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'mg_liberaux_cartosante', '2019', carto_gps, carto_source FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'part_mg_liberaux_60_ans_et_plus_pct', '2019',
        100 * older_gps / carto_gps, carto_source FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'solde_mg_rpps', '2022/2026', net_change, change_source FROM wide
    UNION ALL
    SELECT subdivision_id, is_split, 'evolution_mg_rpps_pct', '2022/2026',
        100 * net_change / rpps_gps, change_source FROM wide
)
SELECT
    subdivision_id AS territory_id, period, left(period, 4)::INTEGER AS period_year, indicator_id,
    value, if(is_split, 'estimated', 'observed') AS status, source_id,
    'somme des départements de la subdivision' || if(is_split, ', l’un au moins étant partagé', '') AS locator,
    if(is_split, 'derived-medium', 'derived-high') AS confidence,
    if(is_split, 'passage-v1', NULL) AS method_id
FROM long;
