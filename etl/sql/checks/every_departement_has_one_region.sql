SELECT child.territory_id, count(link.parent_id) AS regions
FROM pub.territory AS child
LEFT JOIN pub.territory_link AS link ON link.child_id = child.territory_id AND link.kind = 'region'
WHERE child.level = 'departement'
GROUP BY ALL
HAVING count(link.parent_id) <> 1
    OR any_value(link.parent_id) IS DISTINCT FROM any_value(child.region_id);
