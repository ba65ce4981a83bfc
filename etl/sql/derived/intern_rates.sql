-- Interns in training for 100 000 inhabitants of their subdivision, région or nation.
INSERT INTO pub.observation BY NAME
SELECT
    territory_id, period, period_year, 'internes_pour_100k' AS indicator_id,
    100000.0 * value / population_hab AS value, status, source_id,
    locator || ' ; population 2023' AS locator, confidence, method_id
FROM pub.observation JOIN pub.territory USING (territory_id)
WHERE indicator_id = 'internes_en_formation' AND population_hab > 0;
