-- Places of GPs, a person and a site being known by a digest only. Left out: students and soldiers,
-- those who stand in for others (GENR02, GENR03), who do not treat (GENR04), who treat from afar
-- (SA64). A département is that of the commune, whose arrondissements of Paris, Lyon and Marseille
-- share it, else of the postcode; two postcodes of Guadeloupe are of other collectivities.
-- Words in braces are the columns of the file.
CREATE TEMP TABLE place AS
WITH line AS (
    SELECT
        hash({identifiant_pp}) AS person,
        coalesce({identifiant_technique_de_la_structure}, {numero_finess_site}, {numero_siret_site},
            {code_commune_coord_structure}, {code_postal_coord_structure}) AS site,
        upper(trim({code_commune_coord_structure})) AS commune,
        trim({code_postal_coord_structure}) AS postcode,
        {code_mode_exercice} = 'L' AS is_liberal,
        {code_secteur_d_activite} AS sector
    FROM read_csv($path, delim = '|', quote = '', escape = '', header = true, all_varchar = true,
        auto_detect = false, columns = {columns}, buffer_size = {buffer_bytes})
    WHERE {code_profession} = '10' AND {code_categorie_professionnelle} = 'C'
        AND {code_type_savoir_faire} = 'S' AND {code_savoir_faire} IN ('SM26', 'SM53', 'SM54')
        AND coalesce({code_genre_activite}, 'GENR01') = 'GENR01'
        AND coalesce({code_secteur_d_activite}, '') <> 'SA64'
)
SELECT
    person, if(site IS NULL, NULL, hash(site)) AS site_digest,
    max(CASE
        WHEN regexp_full_match(commune, '9[78][0-9]{{3}}') THEN left(commune, 3)
        WHEN regexp_full_match(commune, '[0-9]{{5}}|2[AB][0-9]{{3}}') THEN left(commune, 2)
        WHEN postcode IN ('97133', '97150') THEN '97X'
        WHEN regexp_full_match(postcode, '9[78][0-9]{{3}}') THEN left(postcode, 3)
        WHEN regexp_full_match(postcode, '20[01][0-9]{{2}}') THEN '2A'
        WHEN regexp_full_match(postcode, '20[0-9]{{3}}') THEN '2B'
        WHEN regexp_full_match(postcode, '[0-9]{{5}}') THEN left(postcode, 2)
    END) AS departement,
    coalesce(bool_or(is_liberal), false) AS is_liberal,
    coalesce(bool_or(sector = 'SA52'), false) AS in_house,
    coalesce(bool_or(sector = 'SA05'), false) AS in_centre
FROM line GROUP BY person, site_digest;
