-- Lines of a register whose territory, départements, source or step is not declared.
SELECT entry.register_id, entry.entry_id, entry.territory_id, entry.source_id, entry.step
FROM pub.register_entry AS entry
JOIN pub.register AS register USING (register_id)
LEFT JOIN pub.territory AS territory USING (territory_id)
LEFT JOIN pub.source AS source USING (source_id)
WHERE territory.territory_id IS NULL
    OR source.source_id IS NULL
    OR trim(entry.locator) = ''
    OR NOT list_has_all(
        (SELECT list(territory_id) FROM pub.territory WHERE level = 'departement'),
        entry.departement_ids
    )
    OR coalesce(
        NOT list_contains(
            list_transform(
                CAST(json_extract(register.declaration_json, '$.steps') AS JSON[]),
                lambda step: json_extract_string(step, '$.step_id')
            ),
            entry.step
        ),
        false
    )
ORDER BY ALL;
