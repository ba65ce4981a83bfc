-- A rate of a survey is inside its interval, which it has when its base is known and only then; it
-- names known subdivisions, place and source.
SELECT survey_id, asked_territory_ids, place_territory_id, value_pct, low_pct, high_pct, base_n
FROM pub.retention_survey AS survey
WHERE (low_pct IS NULL) IS DISTINCT FROM (base_n IS NULL)
    OR (high_pct IS NULL) IS DISTINCT FROM (base_n IS NULL)
    OR NOT value_pct BETWEEN low_pct - 0.5 AND high_pct + 0.5
    OR NOT (low_pct >= 0 AND high_pct <= 100)
    OR base_n > respondents_n OR respondents_n > asked_n
    OR is_comparable IS DISTINCT FROM (family_id = 'region_3_6_ans_tous_repondants')
    OR source_id NOT IN (SELECT source_id FROM pub.source)
    OR place_territory_id NOT IN (SELECT territory_id FROM pub.territory)
    OR EXISTS (
        SELECT 1 FROM unnest(string_split(survey.asked_territory_ids, ';')) AS asked (asked_id)
        WHERE asked_id NOT IN (
            SELECT territory_id FROM pub.territory WHERE level = 'subdivision'
        )
    );
