-- Published flows, and those withheld, whose number is NULL.
SELECT origin_id, destination_id, cohort, delay_years, count_n, source_id FROM pub.flow
UNION ALL
SELECT territory_id, destination_id, period::INTEGER, delay_years, NULL, NULL
FROM pub.withheld_cell WHERE kind_id = 'flux'
ORDER BY ALL
