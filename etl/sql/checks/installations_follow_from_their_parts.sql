SELECT territory_id, installation.period, age_class, field_id, entries_n, exits_n, net_n, status, source_id
FROM pub.installation LEFT JOIN pub.source USING (source_id)
WHERE NOT (
    coalesce(entries_n >= 0, true) AND coalesce(exits_n >= 0, true)
    AND coalesce(abs(entries_n - exits_n - net_n) < 1e-6, true)
    -- Counts of two fields make no balance: a net stands alone, or between its two parts.
    AND (field_id NOT LIKE 'liberal_%' OR net_n IS NULL)
    AND (field_id <> 'rpps_all_modes' OR net_n IS NOT NULL AND entries_n IS NULL AND exits_n IS NULL)
    AND (status = 'estimated') = (method_id IS NOT NULL)
    AND (field_id = 'rpps_and_liberal') = (method_id IS NOT DISTINCT FROM 'flux-v1')
    AND (field_id = 'local_file') = (status IN ('imported', 'demo'))
    AND CASE
        WHEN field_id <> 'rpps_and_liberal' OR entries_n IS NULL
        THEN coalesce(entries_low_n, entries_high_n, exits_low_n, exits_high_n) IS NULL
        ELSE coalesce(
            entries_n BETWEEN entries_low_n AND entries_high_n
            AND exits_n BETWEEN exits_low_n AND exits_high_n
            AND entries_low_n >= 0 AND exits_low_n >= -1e-6
            AND abs(entries_low_n - exits_low_n - net_n) < 1e-6
            AND abs(entries_high_n - exits_high_n - net_n) < 1e-6,
            false
        )
    END
    AND title IS NOT NULL AND trim(locator) <> ''
);
