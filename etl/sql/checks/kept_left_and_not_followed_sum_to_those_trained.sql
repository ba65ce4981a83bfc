-- Exact totals sum to those trained; totals « at least » never exceed them, unless flows do.
SELECT territory_id, scope, cohort, delay_years, trained_n, kept_n, left_n, not_followed_n
FROM pub.flow_total
WHERE trained_n IS NOT NULL AND CASE
    WHEN (kept_n + left_n + not_followed_n) IS NOT NULL AND NOT (kept_at_least OR left_at_least)
        THEN kept_n + left_n + not_followed_n <> trained_n
    ELSE coalesce(excess_n, 0) = 0
        AND coalesce(kept_n, 0) + coalesce(left_n, 0) + coalesce(not_followed_n, 0) > trained_n
END
ORDER BY ALL
