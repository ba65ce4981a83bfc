-- The share of a région's graduates who practise there is made of the published flows, where every
-- région of practice is published; never more doctors stay than there are.
SELECT observation.territory_id, observation.period, indicator_id, observation.value, stayed.count_n
FROM pub.observation
JOIN pub.diploma_flow AS stayed
    ON stayed.origin_id = territory_id AND stayed.destination_id = territory_id
    AND stayed.year = period_year AND stayed.source_id = observation.source_id
JOIN (
    SELECT origin_id, year, source_id, sum(count_n) AS trained_n
    FROM pub.diploma_flow GROUP BY ALL
) AS trained
    ON trained.origin_id = territory_id AND trained.year = period_year
    AND trained.source_id = observation.source_id
WHERE indicator_id = 'exercent_region_de_diplome_pct' AND observation.status = 'observed'
    AND (value > 100 OR value > 100 * stayed.count_n / trained_n + 1);
