SELECT
    build_id, built_at, data_version, is_demo,
    (SELECT count(*) FROM pub.territory WHERE level = 'departement') AS departements,
    (SELECT count(*) FROM pub.territory WHERE level = 'region') AS regions,
    (SELECT count(*) FROM pub.territory WHERE level = 'subdivision') AS subdivisions
FROM pub.build;
