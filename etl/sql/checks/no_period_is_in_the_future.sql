-- The end of an interval (2022/2026) counts, and the month of a month.
SELECT territory_id, indicator_id, period
FROM pub.observation
WHERE period <> 'n.d.' AND (
    try_cast(right(period, 4) AS INTEGER) > year(today()) AND period LIKE '____/____'
    OR left(period, 4)::INTEGER > year(today())
    OR period LIKE '____-__%' AND period NOT LIKE '%T_'
        AND left(period, 7) > strftime(today(), '%Y-%m')
);
