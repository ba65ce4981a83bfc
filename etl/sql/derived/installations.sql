-- Published counts, each in its own field: no net is made of installations and cessations, which do
-- not count the same doctors.
INSERT INTO pub.installation BY NAME
SELECT
    territory_id, period_year AS year, period,
    if(period LIKE '%/%', right(period, 4)::INTEGER - period_year, 1) AS duration_ans,
    'ensemble' AS age_class, field_id,
    if(field_id LIKE 'liberal_first_installations%', value, NULL) AS entries_n,
    if(field_id LIKE 'liberal_cessations%', value, NULL) AS exits_n,
    if(field_id = 'rpps_all_modes', value, NULL) AS net_n,
    status, source_id, locator, method_id,
    coalesce(
        note_fr, if(field_id LIKE 'liberal_%', definition_fr || ' ' || caveat_fr, NULL)
    ) AS note_fr
FROM pub.observation
JOIN pub.indicator USING (indicator_id)
JOIN (
    VALUES ('solde_mg_rpps', 'rpps_all_modes'),
        ('mg_primo_installations_liberales', 'liberal_first_installations'),
        ('mg_primo_installations_hors_mep', 'liberal_first_installations_by_territory'),
        ('mg_cessations_activite_liberale', 'liberal_cessations'),
        ('mg_cessations_activite_liberale_recul_1_an', 'liberal_cessations_one_year_on')
) AS field (indicator_id, field_id) USING (indicator_id)
WHERE status IN ('observed', 'estimated');
