-- Posts filled for 100 offered, CESP included on both sides, where the three numbers of a year are
-- published and none is doubtful.
INSERT INTO pub.observation BY NAME
WITH posts AS (
    SELECT
        territory_id, period, period_year,
        sum(value) FILTER (indicator_id = 'postes_mg_pourvus_cesp_compris') AS filled,
        sum(value) FILTER (indicator_id <> 'postes_mg_pourvus_cesp_compris') AS offered,
        max(source_id) FILTER (indicator_id = 'postes_mg_pourvus_cesp_compris') AS source_id,
        max(source_id) FILTER (indicator_id <> 'postes_mg_pourvus_cesp_compris') AS offered_source
    FROM pub.observation
    WHERE indicator_id IN (
        'postes_mg_pourvus_cesp_compris', 'postes_mg_offerts_hors_cesp', 'postes_mg_cesp_offerts'
    )
        AND status NOT IN ('imported', 'demo') AND confidence <> 'low'
    GROUP BY ALL
    HAVING count(DISTINCT indicator_id) = 3
)
SELECT
    territory_id, period, period_year, 'taux_pourvoi_mg_cesp_compris_pct' AS indicator_id,
    100.0 * filled / offered AS value, 'observed' AS status, source_id,
    'postes pourvus, CESP compris / (postes offerts hors CESP + postes CESP offerts, '
        || offered_source || ')' AS locator,
    'derived-high' AS confidence
FROM posts;
