-- A rate is 100 * settled / trained, inside its interval; without a rate, the table says why.
SELECT territory_id, scope, settled_in, cohort, delay_years, trained_n, settled_n, rate_pct, missing
FROM pub.retention
WHERE (rate_pct IS NULL) IS DISTINCT FROM (missing IS NOT NULL)
    OR (low_pct IS NULL OR high_pct IS NULL) IS DISTINCT FROM (rate_pct IS NULL)
    OR NOT settled_n BETWEEN 0 AND trained_n
    OR abs(rate_pct - 100.0 * settled_n / trained_n) > 1e-9
    OR NOT rate_pct BETWEEN low_pct - 1e-9 AND high_pct + 1e-9
    OR NOT (low_pct >= -1e-9 AND high_pct <= 100 + 1e-9)
    OR settled_n + not_followed_n > trained_n
    OR abs(not_followed_pct - 100.0 * not_followed_n / trained_n) > 1e-9;
