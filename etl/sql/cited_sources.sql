-- Every source of the build.
SELECT source_id, title, publisher, deposit, url, licence, published, period, kind, note
FROM pub.source ORDER BY source_id;
