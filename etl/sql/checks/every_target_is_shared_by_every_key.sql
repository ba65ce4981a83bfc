SELECT target_id, key_id, count(territory_id) AS territories
FROM pub.target CROSS JOIN pub.allocation_key
LEFT JOIN pub.apportionment USING (target_id, key_id)
GROUP BY target_id, key_id
HAVING count(territory_id) <> (SELECT count(*) FROM pub.territory);
