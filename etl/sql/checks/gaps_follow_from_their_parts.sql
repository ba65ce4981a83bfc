SELECT territory_id, period, target_id, key_id, msu, target_msu, gap_msu, class_id
FROM pub.msu_gap
WHERE gap_msu <> target_msu - msu
    OR gap_low_msu <> target_msu - msu_high
    OR gap_high_msu <> target_msu - msu_low
    OR class_id <> CASE
        WHEN msu_high < target_msu THEN 'manque'
        WHEN msu_low >= target_msu THEN 'atteint'
        ELSE 'indetermine'
    END;
