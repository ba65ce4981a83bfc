-- Share of the MSU values by département and year, by status.
SELECT status, count(*) AS values, 100.0 * count(*) / sum(count(*)) OVER () AS share_pct
FROM pub.observation JOIN pub.territory USING (territory_id)
WHERE indicator_id = 'msu' AND level = 'departement'
GROUP BY status ORDER BY status;
