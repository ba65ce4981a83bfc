WITH expected (level, territories) AS (
    VALUES ('national', 1), ('region', 18), ('departement', 101), ('subdivision', 28)
)
SELECT level, expected.territories AS expected, count(territory_id) AS found
FROM expected LEFT JOIN pub.territory USING (level)
GROUP BY ALL
HAVING count(territory_id) <> expected.territories
    OR count(territory_id) <> count(population_hab) ;
