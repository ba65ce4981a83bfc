SELECT child_id, sum(weight) AS total_weight
FROM pub.territory_link
WHERE kind = 'subdivision'
GROUP BY child_id
HAVING abs(sum(weight) - 1) > 1e-9
UNION ALL
SELECT territory_id, 0 FROM pub.territory
ANTI JOIN (SELECT child_id FROM pub.territory_link WHERE kind = 'subdivision') AS linked
    ON linked.child_id = territory_id
WHERE level = 'departement';
