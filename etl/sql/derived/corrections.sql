-- A correction stands in the note of the published figure it corrects; the figure itself stays.
UPDATE pub.observation SET note_fr = concat_ws(
    ' ; ', note_fr,
    'correction proposée par ' || signed_by_fr || ' le '
        || coalesce(strftime(try_cast(signed_on AS DATE), '%d/%m/%Y'), signed_on) || ' : '
        || replace(format('{:.12g}', corrected_value), '.', ',') || ' (' || reason_fr || ')'
)
FROM pub.correction
WHERE observation.territory_id = correction.territory_id
    AND observation.source_id = correction.corrected_source_id
    AND (
        observation.indicator_id = correction.indicator_id
            AND observation.period = correction.period
        -- The MSU of a year may be the local count that is corrected.
        OR observation.indicator_id = 'msu' AND observation.status = 'observed'
            AND correction.indicator_id = 'msu_local'
            AND observation.period = left(correction.period, 4)
    );
