-- GPs, those without a legible place of practice, those without any site.
SELECT count(*) AS persons_n, count(*) FILTER (NOT is_placed) AS unplaced_n,
    count(*) FILTER (NOT has_site) AS without_site_n
FROM (
    SELECT bool_or(departement IS NOT NULL) AS is_placed, bool_or(site_digest IS NOT NULL) AS has_site
    FROM place GROUP BY person
);
