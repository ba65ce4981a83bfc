SELECT target_id, key_id, level, sum(target_msu) AS summed, any_value(value_msu) AS target
FROM pub.apportionment JOIN pub.territory USING (territory_id) JOIN pub.target USING (target_id)
GROUP BY target_id, key_id, level
HAVING sum(target_msu) <> any_value(value_msu);
