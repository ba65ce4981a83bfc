SELECT territory_id, year, level_id, need_place_semestres, offer_place_semestres,
    balance_place_semestres, recruit_msu, p_short, cohort_basis
FROM pub.stage_balance
LEFT JOIN pub.source AS need_source ON need_source.source_id = need_source_id
LEFT JOIN pub.source AS offer_source ON offer_source.source_id = offer_source_id
WHERE NOT (
    coalesce(need_low >= 0 AND isfinite(need_high), need_place_semestres IS NULL)
    AND coalesce(offer_low >= 0 AND isfinite(offer_high), offer_place_semestres IS NULL)
    AND coalesce(need_place_semestres BETWEEN need_low AND need_high, need_place_semestres IS NULL)
    AND coalesce(
        offer_place_semestres BETWEEN offer_low AND offer_high, offer_place_semestres IS NULL
    )
    AND coalesce(
        abs(offer_place_semestres - need_place_semestres - balance_place_semestres) < 1e-6
        AND balance_place_semestres BETWEEN balance_low AND balance_high
        AND recruit_msu BETWEEN recruit_low_msu AND recruit_high_msu
        AND (recruit_msu > 0) = (balance_place_semestres < -1e-6),
        need_place_semestres IS NULL AND balance_place_semestres IS NULL AND recruit_msu IS NULL
        OR offer_place_semestres IS NULL AND balance_place_semestres IS NULL AND recruit_msu IS NULL
    )
    AND (p_short IS NULL) = (status <> 'estimated' OR balance_place_semestres IS NULL)
    AND coalesce(p_short >= 0.5 OR balance_high >= 0, true)
    AND coalesce(p_short <= 0.5 OR balance_low <= 0, true)
    AND (need_place_semestres IS NULL) = (need_source.source_id IS NULL)
    AND (offer_place_semestres IS NULL) = (offer_source.source_id IS NULL)
    AND (level_id = '2C' OR (need_place_semestres IS NULL) = (cohort_basis IS NULL))
);
