SELECT territory_id, name_fr
FROM pub.territory_name ANTI JOIN pub.territory USING (territory_id)
UNION ALL
-- One name for two territories of one level would find either.
SELECT min(territory_id), name_fr
FROM pub.territory_name JOIN pub.territory USING (territory_id)
GROUP BY level, pub.territory_name.name_fr HAVING count(*) > 1
