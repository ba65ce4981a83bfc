-- Bounds of the values of a subdivision that holds a piece of a département (passage-v1). The two
-- pieces of a département are taken to differ as two départements of the country do: their rates
-- then differ by sqrt(2) standard deviations, and the piece of weight w is wrong by w * (1 - w) of
-- that, on the base of the rate (inhabitants, or GPs). Several pieces err independently. The limit
-- itself is taken as it is: nothing published says how sure it is.
UPDATE pub.observation SET
    low = if(
        observation.indicator_id IN ('solde_mg_rpps', 'evolution_mg_rpps_pct'),
        value - deviation, greatest(value - deviation, 0)
    ),
    high = if(
        observation.indicator_id LIKE 'part_%_pct', least(value + deviation, 100), value + deviation
    ),
    locator = locator || ' ; intervalle : les deux parties d’un département partagé diffèrent comme '
        || 'deux départements, la limite entre elles étant supposée juste'
FROM (
    WITH published AS (
        SELECT
            territory_id, any_value(population_hab) AS inhabitants,
            max(value) FILTER (indicator_id = 'mg_liberaux_cnam') AS gps,
            max(value) FILTER (indicator_id = 'mg_liberaux_cartosante') AS carto_gps,
            max(value) FILTER (indicator_id = 'mg_liberaux_60_ans_et_plus_cartosante') AS older_gps,
            max(value) FILTER (indicator_id = 'solde_mg_rpps') AS net_change,
            max(value) FILTER (indicator_id = 'mg_rpps') AS rpps_gps,
            max(value) FILTER (indicator_id = 'part_population_zip_zac_pct') / 100 AS zoned_share
        FROM pub.observation JOIN pub.territory USING (territory_id)
        WHERE level = 'departement' AND (indicator_id, period) IN (
            ('mg_liberaux_cnam', '2024'),
            ('mg_liberaux_cartosante', '2019'),
            ('mg_liberaux_60_ans_et_plus_cartosante', '2019'),
            ('solde_mg_rpps', '2022/2026'),
            ('mg_rpps', '2022'),
            ('part_population_zip_zac_pct', '2025')
        )
            AND status NOT IN ('imported', 'demo')
        GROUP BY territory_id
    ),
    -- A count has no scale: its deviation is in the unit of what is counted.
    measures AS (
        FROM published SELECT territory_id, 'mg_liberaux_cnam' AS indicator_id,
            inhabitants AS base, gps / inhabitants AS rate, NULL AS scale
        UNION ALL FROM published SELECT territory_id, 'densite_mg_liberaux_cnam_pour_100k',
            inhabitants, gps / inhabitants, 100000
        UNION ALL FROM published SELECT territory_id, 'mg_liberaux_cartosante',
            inhabitants, carto_gps / inhabitants, NULL
        UNION ALL FROM published SELECT territory_id, 'mg_liberaux_60_ans_et_plus_cartosante',
            inhabitants, older_gps / inhabitants, NULL
        UNION ALL FROM published SELECT territory_id, 'part_mg_liberaux_60_ans_et_plus_pct',
            carto_gps, older_gps / carto_gps, 100
        UNION ALL FROM published SELECT territory_id, 'solde_mg_rpps',
            inhabitants, net_change / inhabitants, NULL
        UNION ALL FROM published SELECT territory_id, 'evolution_mg_rpps_pct',
            rpps_gps, net_change / rpps_gps, 100
        UNION ALL FROM published SELECT territory_id, 'part_population_zip_zac_pct',
            inhabitants, zoned_share, 100
    ),
    spreads AS (
        SELECT indicator_id, $factor * sqrt(2) * stddev_samp(rate) AS spread
        FROM measures GROUP BY indicator_id
    ),
    pieces AS (
        SELECT
            parent_id AS subdivision_id, indicator_id, scale,
            sqrt(sum((base * weight * (1 - weight)) ** 2)) AS moved, sum(base * weight) AS base
        FROM measures
        JOIN pub.territory_link ON child_id = territory_id AND kind = 'subdivision'
        GROUP BY ALL
    )
    SELECT subdivision_id, indicator_id, spread * moved * coalesce(scale / base, 1) AS deviation
    FROM pieces JOIN spreads USING (indicator_id)
) AS bounds
WHERE method_id = 'passage-v1' AND observation.territory_id = bounds.subdivision_id
    AND observation.indicator_id = bounds.indicator_id;
