SELECT other.territory_id, other.name_fr
FROM pub.territory_name AS other ANTI JOIN pub.territory USING (territory_id)
UNION ALL
-- One name for two territories of one level would find either.
SELECT min(other.territory_id), other.name_fr
FROM pub.territory_name AS other JOIN pub.territory AS territory USING (territory_id)
GROUP BY territory.level, other.name_fr HAVING count(*) > 1
