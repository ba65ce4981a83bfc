SELECT target_id, key_id, territory_id, target_msu FROM pub.apportionment ORDER BY ALL;
