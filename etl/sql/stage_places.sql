-- Places offered, by territory, year (November to October) and level, from imported files. Santé de
-- la femme, santé de l'enfant and the stage that couples them are one level. A semester of which
-- one count is withheld is as unknown as one that is not imported.
WITH places AS (
    SELECT
        territory_id, semester, places_n, status, source_id, locator,
        if(level_id IN ('SF', 'SE', 'SFE'), 'SFE', level_id) AS level_id
    FROM pub.stage_place WHERE measure_id = 'offered_n'
),
withheld AS (
    SELECT
        territory_id, period AS semester,
        if(level_id IN ('SF', 'SE', 'SFE'), 'SFE', level_id) AS level_id
    FROM pub.withheld_cell WHERE kind_id = 'stages' AND measure_id = 'offered_n'
)
SELECT
    territory_id, level_id,
    left(semester, 4)::INTEGER + if(right(semester, 2) = '11', 1, 0) AS year,
    sum(places_n)::DOUBLE AS places_n, count(DISTINCT semester) AS semesters_n,
    max(source_id) AS source_id
FROM places
ANTI JOIN withheld USING (territory_id, semester, level_id)
GROUP BY ALL
ORDER BY ALL;
