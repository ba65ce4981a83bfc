-- Every share of a target meets every count of MSU, and nothing else is published.
WITH parts AS (
    SELECT territory_id, period, target_id, key_id, target_msu AS share, value AS counted,
        coalesce(low, value) AS counted_low, coalesce(high, value) AS counted_high, status
    FROM pub.apportionment JOIN pub.observation USING (territory_id)
    WHERE indicator_id = 'msu'
)
SELECT territory_id, period, target_id, key_id, msu, target_msu, gap_msu, p_below, verdict_id, class_id_v1
FROM parts FULL JOIN pub.msu_gap USING (territory_id, period, target_id, key_id)
WHERE target_msu IS DISTINCT FROM share
    OR msu IS DISTINCT FROM counted
    OR msu_low IS DISTINCT FROM counted_low
    OR msu_high IS DISTINCT FROM counted_high
    OR msu_status IS DISTINCT FROM status
    OR gap_msu <> target_msu - msu
    OR gap_low_msu <> target_msu - msu_high
    OR gap_high_msu <> target_msu - msu_low
    OR abs(coverage_pct - 100.0 * msu / target_msu) > 1e-6
    OR (p_below IS NULL) <> (status <> 'estimated')
    OR class_id_v1 <> CASE
        WHEN msu_high < target_msu THEN 'manque'
        WHEN msu_low >= target_msu THEN 'atteint'
        ELSE 'indetermine'
    END
    OR verdict_id <> CASE
        WHEN p_below IS NULL AND target_msu - msu > 1 THEN 'counted_below'
        WHEN p_below IS NULL THEN 'counted_above'
        WHEN p_below >= 0.8 THEN 'probably_below'
        WHEN p_below >= 0.6 THEN 'rather_below'
        WHEN p_below <= 0.2 THEN 'probably_above'
        WHEN p_below <= 0.4 THEN 'rather_above'
        ELSE 'undecided'
    END;
