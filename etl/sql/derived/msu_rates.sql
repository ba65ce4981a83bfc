-- MSU per inhabitant and per liberal GP. The denominator is the nearest that is published and its
-- year is told: population 2023, CNAM liberal GPs 2024. It is at most two years after the MSU; a
-- later count keeps the last denominator until a newer one is there.
INSERT INTO pub.observation BY NAME
WITH msu AS (
    SELECT * FROM pub.observation WHERE indicator_id = 'msu'
),
gps AS (
    SELECT territory_id, value AS gps FROM pub.observation
    WHERE indicator_id = 'mg_liberaux_cnam' AND period = '2024'
        AND status NOT IN ('imported', 'demo')
),
rates AS (
    SELECT msu.*, 'msu_pour_100k' AS rate_id, 100000.0 / population_hab AS factor,
        'MSU pour 100 000 habitants (population 2023)' AS formula
    FROM msu JOIN pub.territory USING (territory_id)
    WHERE period_year >= 2023 - 2 AND population_hab > 0
    UNION ALL
    SELECT msu.*, 'msu_pour_100_mg_liberaux', 100.0 / gps,
        'MSU pour 100 généralistes libéraux (CNAM 2024)'
    FROM msu JOIN gps USING (territory_id)
    WHERE period_year >= 2024 - 2 AND gps > 0
)
SELECT
    territory_id, period, period_year, rate_id AS indicator_id, value * factor AS value,
    low * factor AS low, high * factor AS high, status, source_id,
    formula || ' ; ' || locator AS locator, confidence, method_id
FROM rates;
