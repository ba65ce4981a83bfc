-- Sites of GPs by how many each has: a GP counts once, in equal parts between those whose place is
-- legible.
WITH part AS (
    SELECT *, count(*) OVER (PARTITION BY person) AS sites_n
    FROM place WHERE departement IS NOT NULL
)
SELECT departement, sites_n, count(*), count(*) FILTER (is_liberal), count(*) FILTER (in_house),
    count(*) FILTER (in_centre)
FROM part GROUP BY departement, sites_n;
