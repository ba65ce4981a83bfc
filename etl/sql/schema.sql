-- The published schema: the only contract between the ETL and whoever reads the warehouse.
-- docs/schema.md is generated from the comments below.
CREATE SCHEMA pub;

CREATE TABLE pub.territory (
    territory_id VARCHAR PRIMARY KEY,
    level VARCHAR NOT NULL CHECK (level IN ('national', 'region', 'departement', 'subdivision')),
    code VARCHAR NOT NULL,
    name_fr VARCHAR NOT NULL,
    region_id VARCHAR,
    population_hab BIGINT,
    article_tncc INTEGER
);
COMMENT ON TABLE pub.territory IS 'Nation, régions, départements (COG 2026) and subdivisions d''internat.';
COMMENT ON COLUMN pub.territory.territory_id IS 'FR, REG-84, DEP-01, DEP-2A, SUB-017: prefixed, because région and département codes collide.';
COMMENT ON COLUMN pub.territory.level IS 'national, region, departement or subdivision.';
COMMENT ON COLUMN pub.territory.code IS 'Official code as text, leading zeros kept.';
COMMENT ON COLUMN pub.territory.name_fr IS 'Official French name.';
COMMENT ON COLUMN pub.territory.region_id IS 'Région of a département, and of a subdivision that lies in one région only.';
COMMENT ON COLUMN pub.territory.population_hab IS 'Population municipale 2023, inhabitants; summed by weight for subdivisions.';
COMMENT ON COLUMN pub.territory.article_tncc IS 'Article that the name takes, as the COG codes it (TNCC, 0 to 8, without unit); subdivisions follow its convention. NULL for the nation.';

CREATE TABLE pub.territory_name (
    territory_id VARCHAR NOT NULL,
    name_fr VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('chef_lieu', 'sigle', 'ancien_nom')),
    PRIMARY KEY (territory_id, name_fr)
);
COMMENT ON TABLE pub.territory_name IS 'Other names by which people look for a territory.';
COMMENT ON COLUMN pub.territory_name.territory_id IS 'Territory that is meant.';
COMMENT ON COLUMN pub.territory_name.name_fr IS 'Its chief town, an acronym or a former name, in French.';
COMMENT ON COLUMN pub.territory_name.kind IS 'chef_lieu, sigle or ancien_nom (a former name, or a former région that lies in it).';

CREATE TABLE pub.territory_link (
    parent_id VARCHAR NOT NULL,
    child_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('nation', 'region', 'subdivision', 'neighbour')),
    weight DOUBLE,
    basis_fr VARCHAR,
    PRIMARY KEY (parent_id, child_id, kind)
);
COMMENT ON TABLE pub.territory_link IS 'How territories contain or touch each other.';
COMMENT ON COLUMN pub.territory_link.parent_id IS 'Containing territory; for neighbours, either side (each pair is stored both ways).';
COMMENT ON COLUMN pub.territory_link.child_id IS 'Contained or neighbouring territory.';
COMMENT ON COLUMN pub.territory_link.kind IS 'nation, region, subdivision (crosswalk) or neighbour (shared border).';
COMMENT ON COLUMN pub.territory_link.weight IS 'Part of the child that lies in the parent, between 0 and 1; NULL for neighbours.';
COMMENT ON COLUMN pub.territory_link.basis_fr IS 'Where the weight of a département on two subdivisions comes from, in French.';

CREATE TABLE pub.source (
    source_id VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    deposit VARCHAR,
    url VARCHAR,
    licence VARCHAR NOT NULL,
    published VARCHAR,
    period VARCHAR,
    kind VARCHAR NOT NULL,
    note VARCHAR
);
COMMENT ON TABLE pub.source IS 'One row per source cited.';
COMMENT ON COLUMN pub.source.source_id IS 'Identifier used by every sourced row.';
COMMENT ON COLUMN pub.source.title IS 'Title of the document or data set.';
COMMENT ON COLUMN pub.source.publisher IS 'Official publisher.';
COMMENT ON COLUMN pub.source.deposit IS 'Re-deposit the figures were read from, when they were not read at the publisher''s.';
COMMENT ON COLUMN pub.source.url IS 'Address.';
COMMENT ON COLUMN pub.source.licence IS 'Licence of the data, « citation » for short facts quoted, « inconnue » when not stated.';
COMMENT ON COLUMN pub.source.published IS 'Publication date, ISO, when stated.';
COMMENT ON COLUMN pub.source.period IS 'Period covered, when stated.';
COMMENT ON COLUMN pub.source.kind IS 'official, survey, press, parliament, research, computation, local (imported file) or demo.';
COMMENT ON COLUMN pub.source.note IS 'Reservations, in French.';

CREATE TABLE pub.indicator (
    indicator_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    short_fr VARCHAR NOT NULL,
    definition_fr VARCHAR NOT NULL,
    unit_fr VARCHAR NOT NULL,
    decimals INTEGER NOT NULL,
    direction VARCHAR NOT NULL CHECK (direction IN ('up', 'down', 'none')),
    additive BOOLEAN NOT NULL,
    theme VARCHAR NOT NULL,
    caveat_fr VARCHAR,
    on_map BOOLEAN NOT NULL,
    least DOUBLE,
    most DOUBLE,
    is_whole BOOLEAN NOT NULL
);
COMMENT ON TABLE pub.indicator IS 'One row per indicator: its definition, its unit, its direction.';
COMMENT ON COLUMN pub.indicator.indicator_id IS 'Identifier used by pub.observation.';
COMMENT ON COLUMN pub.indicator.label_fr IS 'Full label, in French.';
COMMENT ON COLUMN pub.indicator.short_fr IS 'Short label, in French.';
COMMENT ON COLUMN pub.indicator.definition_fr IS 'Numerator, denominator, field and date, in French.';
COMMENT ON COLUMN pub.indicator.unit_fr IS 'Unit, in French.';
COMMENT ON COLUMN pub.indicator.decimals IS 'Decimals to show.';
COMMENT ON COLUMN pub.indicator.direction IS 'up when more is better, down when less is better, none otherwise.';
COMMENT ON COLUMN pub.indicator.additive IS 'True when territories may be summed.';
COMMENT ON COLUMN pub.indicator.theme IS 'Theme, which is also the name of the figures file.';
COMMENT ON COLUMN pub.indicator.caveat_fr IS 'What the figure does not say, in French.';
COMMENT ON COLUMN pub.indicator.on_map IS 'True when the map offers it.';
COMMENT ON COLUMN pub.indicator.least IS 'Least value it may have, in the unit of the indicator; null without a bound.';
COMMENT ON COLUMN pub.indicator.most IS 'Greatest value it may have, in the unit of the indicator; null without a bound.';
COMMENT ON COLUMN pub.indicator.is_whole IS 'True when its values are whole numbers.';

CREATE TABLE pub.observation (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    period_year INTEGER,
    indicator_id VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    low DOUBLE,
    high DOUBLE,
    status VARCHAR NOT NULL CHECK (status IN ('observed', 'imported', 'estimated', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    method_id VARCHAR,
    note_fr VARCHAR,
    PRIMARY KEY (territory_id, period, indicator_id, source_id)
);
COMMENT ON TABLE pub.observation IS 'Every value of the observatory, in long form. A value that is not published has no row.';
COMMENT ON COLUMN pub.observation.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.observation.period IS 'YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Tn, YYYY/YYYY (academic year or interval) or n.d.';
COMMENT ON COLUMN pub.observation.period_year IS 'First year of the period; NULL when the date cannot be read.';
COMMENT ON COLUMN pub.observation.indicator_id IS 'Indicator.';
COMMENT ON COLUMN pub.observation.value IS 'Value, in the unit of the indicator.';
COMMENT ON COLUMN pub.observation.low IS 'Low bound of the interval, same unit; NULL when none is published or estimated. Observed rates by région of diploma have one (Wilson, 95 %).';
COMMENT ON COLUMN pub.observation.high IS 'High bound of the interval, same unit.';
COMMENT ON COLUMN pub.observation.status IS 'observed (published), imported (local file), estimated (a method) or demo (fictitious).';
COMMENT ON COLUMN pub.observation.source_id IS 'Source of the value, or of the main input of the method.';
COMMENT ON COLUMN pub.observation.locator IS 'Where in the source, in French.';
COMMENT ON COLUMN pub.observation.confidence IS 'high, medium, low, derived-high or derived-medium.';
COMMENT ON COLUMN pub.observation.method_id IS 'Method, when the value is computed.';
COMMENT ON COLUMN pub.observation.note_fr IS 'Reservation on this very value, in French.';

CREATE TABLE pub.target (
    target_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    value_msu INTEGER NOT NULL,
    horizon VARCHAR NOT NULL,
    scope_fr VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    note_fr VARCHAR,
    is_default BOOLEAN NOT NULL
);
COMMENT ON TABLE pub.target IS 'National targets: each is data, with its horizon and the population it counts.';
COMMENT ON COLUMN pub.target.target_id IS 'Identifier.';
COMMENT ON COLUMN pub.target.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.target.value_msu IS 'Target, in MSU.';
COMMENT ON COLUMN pub.target.horizon IS 'Horizon, as published.';
COMMENT ON COLUMN pub.target.scope_fr IS 'Population counted, in French.';
COMMENT ON COLUMN pub.target.source_id IS 'Source.';
COMMENT ON COLUMN pub.target.note_fr IS 'Reservations, in French.';
COMMENT ON COLUMN pub.target.is_default IS 'True for the target shown first.';

CREATE TABLE pub.allocation_key (
    key_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    definition_fr VARCHAR NOT NULL,
    caveat_fr VARCHAR
);
COMMENT ON TABLE pub.allocation_key IS 'Keys by which a national target is shared between territories.';
COMMENT ON COLUMN pub.allocation_key.key_id IS 'Identifier.';
COMMENT ON COLUMN pub.allocation_key.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.allocation_key.definition_fr IS 'What is counted, and when, in French.';
COMMENT ON COLUMN pub.allocation_key.caveat_fr IS 'What the key favours, in French.';

CREATE TABLE pub.apportionment_key (
    key_id VARCHAR NOT NULL,
    territory_id VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    note_fr VARCHAR,
    PRIMARY KEY (key_id, territory_id)
);
COMMENT ON TABLE pub.apportionment_key IS 'Weight of each département in each key; any target, even a free one, is shared with it.';
COMMENT ON COLUMN pub.apportionment_key.key_id IS 'Key.';
COMMENT ON COLUMN pub.apportionment_key.territory_id IS 'Département.';
COMMENT ON COLUMN pub.apportionment_key.weight IS 'Weight, in the unit of the key (inhabitants, GPs, interns, weighted inhabitants).';
COMMENT ON COLUMN pub.apportionment_key.note_fr IS 'Reservation on this weight, in French.';

CREATE TABLE pub.apportionment (
    target_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    territory_id VARCHAR NOT NULL,
    target_msu INTEGER NOT NULL,
    PRIMARY KEY (target_id, key_id, territory_id)
);
COMMENT ON TABLE pub.apportionment IS 'Share of each target by each key: whole numbers that sum exactly at every level.';
COMMENT ON COLUMN pub.apportionment.target_id IS 'Target.';
COMMENT ON COLUMN pub.apportionment.key_id IS 'Key.';
COMMENT ON COLUMN pub.apportionment.territory_id IS 'Territory of any level.';
COMMENT ON COLUMN pub.apportionment.target_msu IS 'Share of the target, in MSU.';

CREATE TABLE pub.msu_gap (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    target_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    msu INTEGER NOT NULL,
    msu_low INTEGER NOT NULL,
    msu_high INTEGER NOT NULL,
    msu_status VARCHAR NOT NULL,
    target_msu INTEGER NOT NULL,
    gap_msu INTEGER NOT NULL,
    gap_low_msu INTEGER NOT NULL,
    gap_high_msu INTEGER NOT NULL,
    coverage_pct DOUBLE,
    coverage_low_pct DOUBLE,
    coverage_high_pct DOUBLE,
    p_below DOUBLE CHECK (p_below BETWEEN 0 AND 1),
    verdict_id VARCHAR NOT NULL CHECK (verdict_id IN (
        'probably_below', 'rather_below', 'undecided', 'rather_above', 'probably_above',
        'counted_below', 'counted_above'
    )),
    class_id_v1 VARCHAR NOT NULL CHECK (class_id_v1 IN ('manque', 'indetermine', 'atteint')),
    PRIMARY KEY (territory_id, period, target_id, key_id)
);
COMMENT ON TABLE pub.msu_gap IS 'Shortfall of each territory against its share of each target.';
COMMENT ON COLUMN pub.msu_gap.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.msu_gap.period IS 'Year of the CNGE national count.';
COMMENT ON COLUMN pub.msu_gap.target_id IS 'Target.';
COMMENT ON COLUMN pub.msu_gap.key_id IS 'Apportionment key.';
COMMENT ON COLUMN pub.msu_gap.msu IS 'MSU of the territory.';
COMMENT ON COLUMN pub.msu_gap.msu_low IS 'Low bound, in MSU; equals msu when it is a count.';
COMMENT ON COLUMN pub.msu_gap.msu_high IS 'High bound, in MSU.';
COMMENT ON COLUMN pub.msu_gap.msu_status IS 'Status of the MSU value.';
COMMENT ON COLUMN pub.msu_gap.target_msu IS 'Share of the target, in MSU.';
COMMENT ON COLUMN pub.msu_gap.gap_msu IS 'target_msu - msu: positive when MSU are missing.';
COMMENT ON COLUMN pub.msu_gap.gap_low_msu IS 'target_msu - msu_high.';
COMMENT ON COLUMN pub.msu_gap.gap_high_msu IS 'target_msu - msu_low.';
COMMENT ON COLUMN pub.msu_gap.coverage_pct IS '100 * msu / target_msu, in %; NULL when the share is 0.';
COMMENT ON COLUMN pub.msu_gap.coverage_low_pct IS 'Low bound of the coverage, in %.';
COMMENT ON COLUMN pub.msu_gap.coverage_high_pct IS 'High bound of the coverage, in %.';
COMMENT ON COLUMN pub.msu_gap.p_below IS 'Probability that the MSU are under the share, between 0 and 1; NULL where they are counted.';
COMMENT ON COLUMN pub.msu_gap.verdict_id IS 'probably_below (p >= 0.8), rather_below (>= 0.6), undecided, rather_above (<= 0.4), probably_above (<= 0.2); counted_below (at least two under the share, which is rounded to whole MSU) or counted_above where counted.';
COMMENT ON COLUMN pub.msu_gap.class_id_v1 IS 'Class of version 0.4, for one more release: manque when the whole interval is under the share, atteint when it is at or over it, indetermine otherwise.';

CREATE TABLE pub.validation (
    evidence_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    territory_ids VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    observed_msu DOUBLE,
    error_pct DOUBLE NOT NULL,
    estimated_msu DOUBLE,
    low80_msu DOUBLE,
    high80_msu DOUBLE,
    low95_msu DOUBLE,
    high95_msu DOUBLE,
    ratio DOUBLE,
    estimated_v1_msu DOUBLE,
    is_sound BOOLEAN NOT NULL,
    is_exact BOOLEAN NOT NULL,
    error_reason_fr VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL
);
COMMENT ON TABLE pub.validation IS 'Published evidence on local MSU, beside what msu-v2 and msu-v1 give without it.';
COMMENT ON COLUMN pub.validation.evidence_id IS 'Identifier of the evidence.';
COMMENT ON COLUMN pub.validation.label_fr IS 'Place and date, in French.';
COMMENT ON COLUMN pub.validation.territory_ids IS 'Territories the evidence adds up, separated by « ; ».';
COMMENT ON COLUMN pub.validation.kind IS 'count, range, share (of the MSU of others), share_of_gps, students_per_msu or at_least.';
COMMENT ON COLUMN pub.validation.period IS 'Period as published; n.d. when the date is deduced.';
COMMENT ON COLUMN pub.validation.year IS 'Year the model dates it.';
COMMENT ON COLUMN pub.validation.observed_msu IS 'Count, or number of MSU the evidence stands for; NULL for a share of the MSU of others.';
COMMENT ON COLUMN pub.validation.error_pct IS 'Error the model allows the figure itself (one standard deviation), in %.';
COMMENT ON COLUMN pub.validation.estimated_msu IS 'Median of msu-v2 without any count of this place; NULL for a lower bound or a share.';
COMMENT ON COLUMN pub.validation.low80_msu IS 'Low bound of the 80 % interval of that forecast, error of the count included, in MSU.';
COMMENT ON COLUMN pub.validation.high80_msu IS 'High bound of the 80 % interval, in MSU.';
COMMENT ON COLUMN pub.validation.low95_msu IS 'Low bound of the 95 % interval, in MSU.';
COMMENT ON COLUMN pub.validation.high95_msu IS 'High bound of the 95 % interval, in MSU.';
COMMENT ON COLUMN pub.validation.ratio IS 'Observed / estimated, without unit.';
COMMENT ON COLUMN pub.validation.estimated_v1_msu IS 'Estimate of msu-v1, without this place where it used it.';
COMMENT ON COLUMN pub.validation.is_sound IS 'True when it is fit to judge an estimate.';
COMMENT ON COLUMN pub.validation.is_exact IS 'True when it may replace the estimate of its own year.';
COMMENT ON COLUMN pub.validation.error_reason_fr IS 'Why it is allowed that error, in French.';
COMMENT ON COLUMN pub.validation.source_id IS 'Source.';
COMMENT ON COLUMN pub.validation.locator IS 'Where in the source, in French.';

CREATE TABLE pub.msu_score (
    rank INTEGER PRIMARY KEY,
    scored_on VARCHAR NOT NULL,
    method_id VARCHAR NOT NULL,
    left_out VARCHAR NOT NULL,
    fitted_on VARCHAR NOT NULL,
    counts INTEGER NOT NULL,
    log_rmse DOUBLE NOT NULL,
    log_score DOUBLE NOT NULL,
    crps DOUBLE NOT NULL,
    inside_50 INTEGER NOT NULL,
    inside_80 INTEGER NOT NULL,
    inside_95 INTEGER NOT NULL
);
COMMENT ON TABLE pub.msu_score IS 'Scores of msu-v2 and msu-v1 on counts left out in turn, as make validate writes them.';
COMMENT ON COLUMN pub.msu_score.rank IS 'Order of the rows, without unit.';
COMMENT ON COLUMN pub.msu_score.scored_on IS 'Counts scored: v1_points, sound, all or found_since.';
COMMENT ON COLUMN pub.msu_score.method_id IS 'msu-v1 or msu-v2.';
COMMENT ON COLUMN pub.msu_score.left_out IS 'What is left out together: place, cluster (neighbours too) or since.';
COMMENT ON COLUMN pub.msu_score.fitted_on IS 'What the method is fitted on: v1_points, own_points, all_evidence or earlier_evidence.';
COMMENT ON COLUMN pub.msu_score.counts IS 'Number of counts scored, without unit.';
COMMENT ON COLUMN pub.msu_score.log_rmse IS 'Root mean square of log errors, each place weighing one; without unit.';
COMMENT ON COLUMN pub.msu_score.log_score IS 'Mean log density of what was counted, without unit; more is better.';
COMMENT ON COLUMN pub.msu_score.crps IS 'Continuous ranked probability score, of logarithms, without unit; less is better.';
COMMENT ON COLUMN pub.msu_score.inside_50 IS 'Counts inside the 50 % interval, without unit.';
COMMENT ON COLUMN pub.msu_score.inside_80 IS 'Counts inside the 80 % interval, without unit.';
COMMENT ON COLUMN pub.msu_score.inside_95 IS 'Counts inside the 95 % interval, without unit.';

CREATE TABLE pub.msu_world (
    rank INTEGER PRIMARY KEY,
    world VARCHAR NOT NULL,
    worlds INTEGER NOT NULL,
    blend DOUBLE NOT NULL,
    sigma_subdivision DOUBLE NOT NULL,
    sigma_departement DOUBLE NOT NULL,
    memory DOUBLE NOT NULL,
    inside_50_pct DOUBLE NOT NULL,
    inside_80_pct DOUBLE NOT NULL,
    inside_95_pct DOUBLE NOT NULL,
    right_below_pct DOUBLE NOT NULL,
    right_above_pct DOUBLE NOT NULL
);
COMMENT ON TABLE pub.msu_world IS 'How often msu-v2 is right in simulated worlds, as make validate writes them.';
COMMENT ON COLUMN pub.msu_world.rank IS 'Order of the rows, without unit.';
COMMENT ON COLUMN pub.msu_world.world IS 'Kind of world.';
COMMENT ON COLUMN pub.msu_world.worlds IS 'Worlds simulated, without unit.';
COMMENT ON COLUMN pub.msu_world.blend IS 'True weight of interns, between 0 and 1.';
COMMENT ON COLUMN pub.msu_world.sigma_subdivision IS 'True standard deviation common to a subdivision, of logarithms, without unit.';
COMMENT ON COLUMN pub.msu_world.sigma_departement IS 'True standard deviation proper to a département, of logarithms, without unit.';
COMMENT ON COLUMN pub.msu_world.memory IS 'How long the errors last, in a year as unit.';
COMMENT ON COLUMN pub.msu_world.inside_50_pct IS 'Départements inside their 50 % interval, in %.';
COMMENT ON COLUMN pub.msu_world.inside_80_pct IS 'Départements inside their 80 % interval, in %.';
COMMENT ON COLUMN pub.msu_world.inside_95_pct IS 'Départements inside their 95 % interval, in %.';
COMMENT ON COLUMN pub.msu_world.right_below_pct IS 'Of the territories named probably below, those truly below, in %.';
COMMENT ON COLUMN pub.msu_world.right_above_pct IS 'Of the territories named probably above, those truly above, in %.';

CREATE TABLE pub.msu_estimate (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    mean_msu INTEGER NOT NULL,
    median_msu DOUBLE NOT NULL,
    low50_msu INTEGER NOT NULL,
    high50_msu INTEGER NOT NULL,
    low80_msu INTEGER NOT NULL,
    high80_msu INTEGER NOT NULL,
    low95_msu INTEGER NOT NULL,
    high95_msu INTEGER NOT NULL,
    p_lowest_fifth DOUBLE,
    PRIMARY KEY (territory_id, period)
);
COMMENT ON TABLE pub.msu_estimate IS 'Law of each estimated number of MSU (msu-v2); a counted territory has no row.';
COMMENT ON COLUMN pub.msu_estimate.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.msu_estimate.period IS 'Year of the CNGE national count.';
COMMENT ON COLUMN pub.msu_estimate.mean_msu IS 'Mean of the draws in whole MSU that sum exactly: the published value.';
COMMENT ON COLUMN pub.msu_estimate.median_msu IS 'Median of the draws, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.low50_msu IS 'Low bound of the 50 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.high50_msu IS 'High bound of the 50 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.low80_msu IS 'Low bound of the 80 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.high80_msu IS 'High bound of the 80 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.low95_msu IS 'Low bound of the 95 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.high95_msu IS 'High bound of the 95 % interval, in MSU.';
COMMENT ON COLUMN pub.msu_estimate.p_lowest_fifth IS 'Probability of being in the lowest fifth of its level by MSU per inhabitant, between 0 and 1; NULL for the nation.';

CREATE TABLE pub.msu_percentile (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    percentile INTEGER NOT NULL CHECK (percentile BETWEEN 1 AND 99),
    msu DOUBLE NOT NULL,
    PRIMARY KEY (territory_id, period, percentile)
);
COMMENT ON TABLE pub.msu_percentile IS 'The 99 percentiles of each estimated number of MSU: the probability of being under any share is read from them, to 0.005.';
COMMENT ON COLUMN pub.msu_percentile.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.msu_percentile.period IS 'Year of the CNGE national count.';
COMMENT ON COLUMN pub.msu_percentile.percentile IS '1 to 99, without unit.';
COMMENT ON COLUMN pub.msu_percentile.msu IS 'MSU under which the territory is in that many draws of a hundred.';

CREATE TABLE pub.msu_log_mean (
    unit_id VARCHAR PRIMARY KEY,
    rank INTEGER NOT NULL,
    mean DOUBLE NOT NULL
);
COMMENT ON TABLE pub.msu_log_mean IS 'Units that somebody may count, in the latest estimated year: whom to ask first follows from how their errors go together.';
COMMENT ON COLUMN pub.msu_log_mean.unit_id IS 'Département, subdivision, or part of a straddling département (département/subdivision).';
COMMENT ON COLUMN pub.msu_log_mean.rank IS 'Order of the units, départements first; without unit.';
COMMENT ON COLUMN pub.msu_log_mean.mean IS 'Mean of the logarithm of its MSU, without unit.';

CREATE TABLE pub.msu_log_covariance (
    unit_id VARCHAR NOT NULL,
    other_unit_id VARCHAR NOT NULL,
    covariance DOUBLE NOT NULL,
    PRIMARY KEY (unit_id, other_unit_id)
);
COMMENT ON TABLE pub.msu_log_covariance IS 'Covariance of the logarithms of the MSU of two units of pub.msu_log_mean; one row for the two orders.';
COMMENT ON COLUMN pub.msu_log_covariance.unit_id IS 'Unit.';
COMMENT ON COLUMN pub.msu_log_covariance.other_unit_id IS 'Unit of the same rank or before.';
COMMENT ON COLUMN pub.msu_log_covariance.covariance IS 'Covariance, without unit.';

CREATE TABLE pub.msu_clue (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    kind VARCHAR NOT NULL CHECK (kind IN ('range', 'share_of_gps', 'at_least')),
    low_msu INTEGER,
    high_msu INTEGER,
    share_pct DOUBLE,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    note_fr VARCHAR,
    PRIMARY KEY (territory_id, period, kind)
);
COMMENT ON TABLE pub.msu_clue IS 'Imported answers without an exact count: evidence for the estimate, which they do not replace.';
COMMENT ON COLUMN pub.msu_clue.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.msu_clue.period IS 'YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN pub.msu_clue.kind IS 'range (low_msu to high_msu), share_of_gps (share_pct) or at_least (low_msu).';
COMMENT ON COLUMN pub.msu_clue.low_msu IS 'Low end of a range, or lower bound, in MSU; NULL for a share.';
COMMENT ON COLUMN pub.msu_clue.high_msu IS 'High end of a range, in MSU; NULL for the others.';
COMMENT ON COLUMN pub.msu_clue.share_pct IS 'Part of the GPs who are MSU, in %; NULL for the others.';
COMMENT ON COLUMN pub.msu_clue.status IS 'imported, or demo (fictitious).';
COMMENT ON COLUMN pub.msu_clue.source_id IS 'Import, as a source.';
COMMENT ON COLUMN pub.msu_clue.locator IS 'Line of the file, in French.';
COMMENT ON COLUMN pub.msu_clue.note_fr IS 'Where the clue comes from, in French.';

CREATE TABLE pub.method (
    method_id VARCHAR NOT NULL,
    parameter_id VARCHAR NOT NULL,
    label_fr VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    unit_fr VARCHAR NOT NULL,
    PRIMARY KEY (method_id, parameter_id)
);
COMMENT ON TABLE pub.method IS 'Parameters of the methods, as used by this build.';
COMMENT ON COLUMN pub.method.method_id IS 'msu-v2, flux-v1, stages-v1, wilson-v1 or passage-v1.';
COMMENT ON COLUMN pub.method.parameter_id IS 'Parameter.';
COMMENT ON COLUMN pub.method.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.method.value IS 'Value, in the unit of the row.';
COMMENT ON COLUMN pub.method.unit_fr IS 'Unit, in French.';

CREATE TABLE pub.known_gap (
    indicator_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    published_value DOUBLE NOT NULL,
    summed_value DOUBLE NOT NULL,
    reason_fr VARCHAR NOT NULL,
    PRIMARY KEY (indicator_id, period, level)
);
COMMENT ON TABLE pub.known_gap IS 'Published totals that differ from the sum of their parts, with the reason.';
COMMENT ON COLUMN pub.known_gap.indicator_id IS 'Indicator.';
COMMENT ON COLUMN pub.known_gap.period IS 'Period.';
COMMENT ON COLUMN pub.known_gap.level IS 'Level that was summed.';
COMMENT ON COLUMN pub.known_gap.published_value IS 'Published total, in the unit of the indicator.';
COMMENT ON COLUMN pub.known_gap.summed_value IS 'Sum of the parts, in the unit of the indicator.';
COMMENT ON COLUMN pub.known_gap.reason_fr IS 'Reason, in French.';

CREATE TABLE pub.glossary_term (
    term VARCHAR PRIMARY KEY,
    definition_fr VARCHAR NOT NULL
);
COMMENT ON TABLE pub.glossary_term IS 'Vocabulary of the field.';
COMMENT ON COLUMN pub.glossary_term.term IS 'Term or acronym.';
COMMENT ON COLUMN pub.glossary_term.definition_fr IS 'Definition, in French.';

CREATE TABLE pub.unpublished (
    topic_fr VARCHAR PRIMARY KEY,
    grain_fr VARCHAR NOT NULL,
    why_fr VARCHAR NOT NULL,
    ask_fr VARCHAR NOT NULL
);
COMMENT ON TABLE pub.unpublished IS 'What is not published, and whom to ask.';
COMMENT ON COLUMN pub.unpublished.topic_fr IS 'What is missing, in French.';
COMMENT ON COLUMN pub.unpublished.grain_fr IS 'At which grain, in French.';
COMMENT ON COLUMN pub.unpublished.why_fr IS 'What was looked for and found, in French.';
COMMENT ON COLUMN pub.unpublished.ask_fr IS 'Whom to ask, in French.';

CREATE TABLE pub.local_import (
    import_id VARCHAR PRIMARY KEY,
    kind_id VARCHAR NOT NULL,
    label_fr VARCHAR NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    rows_n INTEGER,
    source_id VARCHAR NOT NULL
);
COMMENT ON TABLE pub.local_import IS 'Local files in force in this build.';
COMMENT ON COLUMN pub.local_import.import_id IS 'Identifier of the import.';
COMMENT ON COLUMN pub.local_import.kind_id IS 'msu, msu_indices, stages, installations, cohortes, flux, valeurs, corrections, or a register.';
COMMENT ON COLUMN pub.local_import.label_fr IS 'Label given by the importer, in French.';
COMMENT ON COLUMN pub.local_import.imported_at IS 'UTC time of the import.';
COMMENT ON COLUMN pub.local_import.rows_n IS 'Rows taken; NULL for a register whose lines stand for persons.';
COMMENT ON COLUMN pub.local_import.source_id IS 'The import as a source.';

CREATE TABLE pub.stage_place (
    territory_id VARCHAR NOT NULL,
    semester VARCHAR NOT NULL,
    level_id VARCHAR NOT NULL CHECK (level_id IN ('2C', 'N1', 'SASPAS', 'SF', 'SE', 'SFE', 'DJ')),
    measure_id VARCHAR NOT NULL CHECK (measure_id IN ('approved_n', 'offered_n', 'financed_n', 'filled_n')),
    places_n INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, semester, level_id, measure_id)
);
COMMENT ON TABLE pub.stage_place IS 'Ambulatory stage places, from imported files. A withheld or unknown number has no row.';
COMMENT ON COLUMN pub.stage_place.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.stage_place.semester IS 'First month of the semester: YYYY-05 or YYYY-11.';
COMMENT ON COLUMN pub.stage_place.level_id IS '2C (second cycle), N1, SASPAS, SF, SE, SFE (santé femme-enfant) or DJ (docteur junior).';
COMMENT ON COLUMN pub.stage_place.measure_id IS 'approved_n, offered_n, financed_n or filled_n.';
COMMENT ON COLUMN pub.stage_place.places_n IS 'Places.';
COMMENT ON COLUMN pub.stage_place.status IS 'imported or demo.';
COMMENT ON COLUMN pub.stage_place.source_id IS 'Import.';
COMMENT ON COLUMN pub.stage_place.locator IS 'Line of the file, or « somme des départements », in French.';

CREATE TABLE pub.installation (
    territory_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    period VARCHAR NOT NULL,
    duration_ans INTEGER NOT NULL,
    age_class VARCHAR NOT NULL CHECK (age_class IN ('ensemble', 'moins_40', 'de_40_a_49', 'de_50_a_59', '60_plus')),
    field_id VARCHAR NOT NULL CHECK (field_id IN ('local_file', 'rpps_all_modes', 'rpps_and_liberal', 'liberal_first_installations', 'liberal_first_installations_by_territory', 'liberal_cessations', 'liberal_cessations_one_year_on')),
    entries_n DOUBLE,
    entries_low_n DOUBLE,
    entries_high_n DOUBLE,
    exits_n DOUBLE,
    exits_low_n DOUBLE,
    exits_high_n DOUBLE,
    net_n DOUBLE,
    status VARCHAR NOT NULL CHECK (status IN ('observed', 'imported', 'estimated', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    method_id VARCHAR,
    note_fr VARCHAR,
    PRIMARY KEY (territory_id, period, age_class, field_id, source_id)
);
COMMENT ON TABLE pub.installation IS 'General practitioners who settled and left. Rows of different fields (field_id) count different things: never summed, chained or subtracted. Estimates are orders of magnitude, never ranked.';
COMMENT ON COLUMN pub.installation.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.installation.year IS 'Calendar year; first year of a longer period.';
COMMENT ON COLUMN pub.installation.period IS 'YYYY, or YYYY/YYYY for the change between two 1 January; every count is that of the whole period.';
COMMENT ON COLUMN pub.installation.duration_ans IS 'Length of the period: 1 for a calendar year, 4 for 2022/2026.';
COMMENT ON COLUMN pub.installation.age_class IS 'ensemble (all ages), moins_40, de_40_a_49, de_50_a_59 or 60_plus.';
COMMENT ON COLUMN pub.installation.field_id IS 'What is counted. local_file: what an imported file counts; rpps_all_modes: GPs of the RPPS, salaried included (net change only); rpps_and_liberal: that net change and the exits estimated from liberal GPs aged 60 or more (flux-v1); liberal_first_installations, liberal_cessations, liberal_cessations_one_year_on (counted with one more year of hindsight): CNAM, national; liberal_first_installations_by_territory: CNAM, without GPs of a particular practice (MEP), by year since 2014 once the official sources are refreshed.';
COMMENT ON COLUMN pub.installation.entries_n IS 'GPs who settled; NULL when unknown or withheld. Not whole when estimated.';
COMMENT ON COLUMN pub.installation.entries_low_n IS 'Low bound of the estimated entries; NULL for counts.';
COMMENT ON COLUMN pub.installation.entries_high_n IS 'High bound of the estimated entries.';
COMMENT ON COLUMN pub.installation.exits_n IS 'GPs who left; NULL when unknown or withheld. Not whole when estimated.';
COMMENT ON COLUMN pub.installation.exits_low_n IS 'Low bound of the estimated exits; NULL for counts.';
COMMENT ON COLUMN pub.installation.exits_high_n IS 'High bound of the estimated exits.';
COMMENT ON COLUMN pub.installation.net_n IS 'entries_n - exits_n when both are published and of the same field; the observed change when it alone is known.';
COMMENT ON COLUMN pub.installation.status IS 'Status of the values.';
COMMENT ON COLUMN pub.installation.source_id IS 'Source of the counts, or of the net change of an estimate.';
COMMENT ON COLUMN pub.installation.locator IS 'Where in the source, in French.';
COMMENT ON COLUMN pub.installation.method_id IS 'flux-v1 for estimated entries and exits, passage-v1 for the net change of a subdivision that holds a piece of a département.';
COMMENT ON COLUMN pub.installation.note_fr IS 'Reservation on these very values, in French.';

CREATE TABLE pub.cohort (
    territory_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL CHECK (scope IN ('stage', 'subdivision', 'region_diplome')),
    cohort INTEGER NOT NULL,
    delay_years INTEGER NOT NULL CHECK (delay_years IN (1, 2, 3, 5, 10)),
    trained_n INTEGER,
    settled_departement_n INTEGER,
    settled_region_n INTEGER,
    settled_elsewhere_n INTEGER,
    not_followed_n INTEGER,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, scope, cohort, delay_years)
);
COMMENT ON TABLE pub.cohort IS 'What became of the doctors trained in a territory, from imported files. NULL: unknown or withheld.';
COMMENT ON COLUMN pub.cohort.territory_id IS 'Territory of training.';
COMMENT ON COLUMN pub.cohort.scope IS 'What « trained here » means: stage, subdivision (internat) or region_diplome. Never mixed.';
COMMENT ON COLUMN pub.cohort.cohort IS 'Year in which the training ended.';
COMMENT ON COLUMN pub.cohort.delay_years IS 'Delay: whole years since that year.';
COMMENT ON COLUMN pub.cohort.trained_n IS 'Doctors trained.';
COMMENT ON COLUMN pub.cohort.settled_departement_n IS 'Of whom settled in the same département.';
COMMENT ON COLUMN pub.cohort.settled_region_n IS 'Of whom settled elsewhere in the same région or subdivision.';
COMMENT ON COLUMN pub.cohort.settled_elsewhere_n IS 'Of whom settled elsewhere.';
COMMENT ON COLUMN pub.cohort.not_followed_n IS 'Of whom not settled, or not found: the remainder, when all the parts are known.';
COMMENT ON COLUMN pub.cohort.status IS 'imported or demo.';
COMMENT ON COLUMN pub.cohort.source_id IS 'Import.';
COMMENT ON COLUMN pub.cohort.locator IS 'Line of the file, in French.';

CREATE TABLE pub.retention (
    territory_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL CHECK (scope IN ('stage', 'subdivision', 'region_diplome')),
    settled_in VARCHAR NOT NULL CHECK (settled_in IN ('departement', 'region')),
    cohort INTEGER NOT NULL,
    delay_years INTEGER NOT NULL,
    trained_n INTEGER,
    settled_n INTEGER,
    not_followed_n INTEGER,
    rate_pct DOUBLE,
    low_pct DOUBLE,
    high_pct DOUBLE,
    not_followed_pct DOUBLE,
    missing VARCHAR CHECK (missing IN ('withheld', 'unknown', 'nobody')),
    status VARCHAR NOT NULL CHECK (status IN ('observed', 'imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    method_id VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, scope, settled_in, cohort, delay_years)
);
COMMENT ON TABLE pub.retention IS 'Share of those trained in a territory who settled there, by cohort, delay and scope. Rates of different scopes are never compared or averaged.';
COMMENT ON COLUMN pub.retention.territory_id IS 'Territory of training.';
COMMENT ON COLUMN pub.retention.scope IS 'What « trained here » means: stage, subdivision (internat) or region_diplome.';
COMMENT ON COLUMN pub.retention.settled_in IS 'What « settled here » means: departement (the same), or region: the same région or subdivision, the département included.';
COMMENT ON COLUMN pub.retention.cohort IS 'Year in which the training ended.';
COMMENT ON COLUMN pub.retention.delay_years IS 'Delay: whole years since that year.';
COMMENT ON COLUMN pub.retention.trained_n IS 'Doctors trained: the denominator. NULL: unknown or withheld.';
COMMENT ON COLUMN pub.retention.settled_n IS 'Of whom settled here. NULL: unknown or withheld.';
COMMENT ON COLUMN pub.retention.not_followed_n IS 'Of whom without known settlement. NULL: unknown or withheld.';
COMMENT ON COLUMN pub.retention.rate_pct IS '100 * settled_n / trained_n, in %; NULL when missing.';
COMMENT ON COLUMN pub.retention.low_pct IS 'Low bound of the Wilson interval, in %.';
COMMENT ON COLUMN pub.retention.high_pct IS 'High bound of the Wilson interval, in %.';
COMMENT ON COLUMN pub.retention.not_followed_pct IS '100 * not_followed_n / trained_n, in %.';
COMMENT ON COLUMN pub.retention.missing IS 'Why there is no rate: withheld (small counts), unknown (not in the file) or nobody (no one trained). NULL when there is one.';
COMMENT ON COLUMN pub.retention.status IS 'observed, imported or demo.';
COMMENT ON COLUMN pub.retention.source_id IS 'Source.';
COMMENT ON COLUMN pub.retention.locator IS 'Line of the file, in French.';
COMMENT ON COLUMN pub.retention.method_id IS 'wilson-v1.';

CREATE TABLE pub.retention_survey (
    survey_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    asked_territory_ids VARCHAR NOT NULL,
    place_territory_id VARCHAR NOT NULL,
    family_id VARCHAR NOT NULL,
    is_comparable BOOLEAN NOT NULL,
    period VARCHAR NOT NULL,
    cohort_fr VARCHAR NOT NULL,
    delay_min_years INTEGER,
    delay_max_years INTEGER,
    asked_n INTEGER,
    respondents_n INTEGER,
    response_pct DOUBLE,
    base_n INTEGER,
    practising_n INTEGER,
    value_pct DOUBLE NOT NULL,
    low_pct DOUBLE,
    high_pct DOUBLE,
    denominator_fr VARCHAR NOT NULL,
    caveat_fr VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);
COMMENT ON TABLE pub.retention_survey IS 'Retention as surveys of former interns measured it. A rate belongs to those who were asked, never to the région where they practise; rates of different families are never compared or averaged.';
COMMENT ON COLUMN pub.retention_survey.survey_id IS 'Identifier.';
COMMENT ON COLUMN pub.retention_survey.label_fr IS 'Who practises where, and when, in French.';
COMMENT ON COLUMN pub.retention_survey.asked_territory_ids IS 'Subdivisions whose interns were asked, separated by « ; »: the rate is theirs.';
COMMENT ON COLUMN pub.retention_survey.place_territory_id IS 'Territory where practising is counted.';
COMMENT ON COLUMN pub.retention_survey.family_id IS 'What is counted, out of whom: region_3_6_ans_tous_repondants (practising in the région three to six years after, all respondents), installes_dans_la_subdivision, liberaux_installes_deduit (our inference), debut_d_activite or intention_de_rester.';
COMMENT ON COLUMN pub.retention_survey.is_comparable IS 'True for the family whose rates may be set side by side.';
COMMENT ON COLUMN pub.retention_survey.period IS 'When they were observed, as in pub.observation; sometimes deduced, which cohort_fr says.';
COMMENT ON COLUMN pub.retention_survey.cohort_fr IS 'Cohorts asked, as the source names them, in French.';
COMMENT ON COLUMN pub.retention_survey.delay_min_years IS 'Least delay: whole years since the year of the end of the internship or of the diploma. NULL when not said.';
COMMENT ON COLUMN pub.retention_survey.delay_max_years IS 'Greatest delay: whole years since that year.';
COMMENT ON COLUMN pub.retention_survey.asked_n IS 'Former interns asked. NULL when not said.';
COMMENT ON COLUMN pub.retention_survey.respondents_n IS 'Of whom answered. NULL when not said.';
COMMENT ON COLUMN pub.retention_survey.response_pct IS 'Response rate, in %, as published.';
COMMENT ON COLUMN pub.retention_survey.base_n IS 'Doctors that the rate is of: the respondents, or some of them. NULL when not said.';
COMMENT ON COLUMN pub.retention_survey.practising_n IS 'Of whom practise there. NULL when only the rate is published.';
COMMENT ON COLUMN pub.retention_survey.value_pct IS 'Rate as published, in %.';
COMMENT ON COLUMN pub.retention_survey.low_pct IS 'Low bound of the 95 % Wilson interval, in %: chance of the answers only. NULL when base_n is.';
COMMENT ON COLUMN pub.retention_survey.high_pct IS 'High bound of this interval, in %.';
COMMENT ON COLUMN pub.retention_survey.denominator_fr IS 'Whom the rate is of, in French.';
COMMENT ON COLUMN pub.retention_survey.caveat_fr IS 'What the rate does not say, in French: always shown with it.';
COMMENT ON COLUMN pub.retention_survey.source_id IS 'Source.';
COMMENT ON COLUMN pub.retention_survey.locator IS 'Where in the source, in French.';
COMMENT ON COLUMN pub.retention_survey.confidence IS 'high, medium or low.';

CREATE TABLE pub.flow (
    origin_id VARCHAR NOT NULL,
    destination_id VARCHAR NOT NULL,
    cohort INTEGER NOT NULL,
    delay_years INTEGER NOT NULL,
    count_n INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (origin_id, destination_id, cohort, delay_years)
);
COMMENT ON TABLE pub.flow IS 'Doctors by territory of training and territory of practice, from imported files.';
COMMENT ON COLUMN pub.flow.origin_id IS 'Territory of training.';
COMMENT ON COLUMN pub.flow.destination_id IS 'Territory of practice.';
COMMENT ON COLUMN pub.flow.cohort IS 'Year in which the training ended.';
COMMENT ON COLUMN pub.flow.delay_years IS 'Delay: whole years since that year.';
COMMENT ON COLUMN pub.flow.count_n IS 'Doctors. A withheld number has no row.';
COMMENT ON COLUMN pub.flow.status IS 'imported or demo.';
COMMENT ON COLUMN pub.flow.source_id IS 'Import.';
COMMENT ON COLUMN pub.flow.locator IS 'Line of the file, in French.';

CREATE TABLE pub.correction (
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    indicator_id VARCHAR NOT NULL,
    corrected_source_id VARCHAR NOT NULL,
    published_value DOUBLE NOT NULL,
    corrected_value DOUBLE NOT NULL,
    reason_fr VARCHAR NOT NULL,
    signed_by_fr VARCHAR NOT NULL,
    signed_on VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_id VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, period, indicator_id, corrected_source_id)
);
COMMENT ON TABLE pub.correction IS 'Dated and signed corrections, shown beside the published figure, which stays.';
COMMENT ON COLUMN pub.correction.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.correction.period IS 'Period of the published figure.';
COMMENT ON COLUMN pub.correction.indicator_id IS 'Indicator.';
COMMENT ON COLUMN pub.correction.corrected_source_id IS 'Source of the published figure.';
COMMENT ON COLUMN pub.correction.published_value IS 'Published value, in the unit of the indicator.';
COMMENT ON COLUMN pub.correction.corrected_value IS 'Value proposed, same unit.';
COMMENT ON COLUMN pub.correction.reason_fr IS 'Reason, in French.';
COMMENT ON COLUMN pub.correction.signed_by_fr IS 'Organisation that signs, in French.';
COMMENT ON COLUMN pub.correction.signed_on IS 'Date of the correction, ISO.';
COMMENT ON COLUMN pub.correction.status IS 'imported or demo.';
COMMENT ON COLUMN pub.correction.source_id IS 'Import.';

CREATE TABLE pub.maquette_stage (
    maquette_id VARCHAR NOT NULL,
    label_fr VARCHAR NOT NULL,
    from_cohort INTEGER NOT NULL,
    stage_id VARCHAR NOT NULL CHECK (stage_id IN ('2C', 'N1', 'SASPAS', 'SF', 'SE', 'SFE', 'DJ')),
    level_id VARCHAR NOT NULL CHECK (level_id IN ('2C', 'N1', 'SASPAS', 'SFE', 'DJ')),
    training_year INTEGER NOT NULL,
    semesters DOUBLE,
    weeks INTEGER,
    share DOUBLE NOT NULL,
    share_low DOUBLE NOT NULL,
    share_high DOUBLE NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('source', 'hypothese')),
    basis_fr VARCHAR NOT NULL,
    source_id VARCHAR NOT NULL,
    PRIMARY KEY (maquette_id, stage_id)
);
COMMENT ON TABLE pub.maquette_stage IS 'Stages that each text asks of a cohort, and the part of them in ambulatory care.';
COMMENT ON COLUMN pub.maquette_stage.maquette_id IS 'Identifier of the text.';
COMMENT ON COLUMN pub.maquette_stage.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.maquette_stage.from_cohort IS 'Year of entry (in November) of the first cohort that follows it.';
COMMENT ON COLUMN pub.maquette_stage.stage_id IS 'Stage as the text names it: 2C, N1, SASPAS, SF, SE, SFE or DJ.';
COMMENT ON COLUMN pub.maquette_stage.level_id IS 'Level of pub.stage_balance: SF and SE are counted with SFE.';
COMMENT ON COLUMN pub.maquette_stage.training_year IS 'Year of training in which it falls, from 1.';
COMMENT ON COLUMN pub.maquette_stage.semesters IS 'Length in semesters, third cycle; NULL for the second.';
COMMENT ON COLUMN pub.maquette_stage.weeks IS 'Length in weeks, second cycle; NULL for the third.';
COMMENT ON COLUMN pub.maquette_stage.share IS 'Part of it in ambulatory care, between 0 and 1.';
COMMENT ON COLUMN pub.maquette_stage.share_low IS 'Low bound of the share, between 0 and 1.';
COMMENT ON COLUMN pub.maquette_stage.share_high IS 'High bound of the share, between 0 and 1.';
COMMENT ON COLUMN pub.maquette_stage.status IS 'source when the text says the share, hypothese when nothing published does.';
COMMENT ON COLUMN pub.maquette_stage.basis_fr IS 'What the share and the rank of the stage rest on, in French.';
COMMENT ON COLUMN pub.maquette_stage.source_id IS 'Source of the text.';

CREATE TABLE pub.intern_cohort (
    territory_id VARCHAR NOT NULL,
    cohort INTEGER NOT NULL,
    interns_n DOUBLE NOT NULL,
    interns_low_n DOUBLE NOT NULL,
    interns_high_n DOUBLE NOT NULL,
    zoned_n DOUBLE NOT NULL,
    unzoned_n DOUBLE NOT NULL,
    basis VARCHAR NOT NULL CHECK (basis IN ('filled', 'offered', 'interpolated')),
    status VARCHAR NOT NULL CHECK (status IN ('observed', 'estimated')),
    method_id VARCHAR,
    source_id VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, cohort)
);
COMMENT ON TABLE pub.intern_cohort IS 'General-practice interns by cohort: posts of the subdivisions, shared inside them by liberal GPs.';
COMMENT ON COLUMN pub.intern_cohort.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.intern_cohort.cohort IS 'Year of entry, in November.';
COMMENT ON COLUMN pub.intern_cohort.interns_n IS 'Interns of the cohort; not whole inside a subdivision or when interpolated.';
COMMENT ON COLUMN pub.intern_cohort.interns_low_n IS 'Low bound: the posts filled, the posts offered at the lowest national fill rate, or the smallest known cohort.';
COMMENT ON COLUMN pub.intern_cohort.interns_high_n IS 'High bound: the posts filled (a doubtful number may be as large as its neighbours), all the posts offered, or the largest known cohort.';
COMMENT ON COLUMN pub.intern_cohort.zoned_n IS 'The interns the territory would have if those of each subdivision were all in ZIP or ZAC.';
COMMENT ON COLUMN pub.intern_cohort.unzoned_n IS 'The same if none were in ZIP or ZAC.';
COMMENT ON COLUMN pub.intern_cohort.basis IS 'filled (posts filled), offered (posts offered, CESP included) or interpolated (2015 and 2016).';
COMMENT ON COLUMN pub.intern_cohort.status IS 'observed for whole subdivisions and their sums, estimated elsewhere and when interpolated.';
COMMENT ON COLUMN pub.intern_cohort.method_id IS 'Method, when the value is estimated.';
COMMENT ON COLUMN pub.intern_cohort.source_id IS 'Source of the posts.';

CREATE TABLE pub.stage_balance (
    territory_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    level_id VARCHAR NOT NULL CHECK (level_id IN ('2C', 'N1', 'SASPAS', 'SFE', 'DJ', '3C')),
    need_place_semestres DOUBLE,
    need_low DOUBLE,
    need_high DOUBLE,
    offer_place_semestres DOUBLE,
    offer_low DOUBLE,
    offer_high DOUBLE,
    balance_place_semestres DOUBLE,
    balance_low DOUBLE,
    balance_high DOUBLE,
    p_short DOUBLE CHECK (p_short BETWEEN 0 AND 1),
    recruit_msu INTEGER,
    recruit_low_msu INTEGER,
    recruit_high_msu INTEGER,
    known_places_n DOUBLE,
    known_low_n DOUBLE,
    known_high_n DOUBLE,
    other_msu DOUBLE,
    other_low_msu DOUBLE,
    other_high_msu DOUBLE,
    msu_year INTEGER,
    cohort_basis VARCHAR CHECK (cohort_basis IN ('filled', 'offered', 'interpolated')),
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'estimated', 'demo')),
    method_id VARCHAR NOT NULL,
    need_source_id VARCHAR,
    offer_source_id VARCHAR,
    PRIMARY KEY (territory_id, year, level_id)
);
COMMENT ON TABLE pub.stage_balance IS 'Stage places needed and offered (stages-v1), in place-semestres: one trainee received for one semester.';
COMMENT ON COLUMN pub.stage_balance.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.stage_balance.year IS 'Year of training: from November of the previous year to October.';
COMMENT ON COLUMN pub.stage_balance.level_id IS '2C, N1, SASPAS, SFE (santé de la femme and de l''enfant, apart or coupled), DJ, or 3C: the sum of the four levels of the third cycle.';
COMMENT ON COLUMN pub.stage_balance.need_place_semestres IS 'Places needed, in place-semestres; NULL when a cohort is unknown or still to come: after the year of the latest cohort, only the later levels of its maquette have a need.';
COMMENT ON COLUMN pub.stage_balance.need_low IS 'Low bound of the need, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.need_high IS 'High bound of the need, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.offer_place_semestres IS 'Places offered, in place-semestres; NULL when unknown.';
COMMENT ON COLUMN pub.stage_balance.offer_low IS 'Low bound of the offer, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.offer_high IS 'High bound of the offer, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.balance_place_semestres IS 'Offer - need, in place-semestres: negative when places are missing.';
COMMENT ON COLUMN pub.stage_balance.balance_low IS 'Low bound of the balance, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.balance_high IS 'High bound of the balance, in place-semestres.';
COMMENT ON COLUMN pub.stage_balance.p_short IS 'Probability that the offer is under the need, between 0 and 1; NULL where the offer is known exactly, or where need or offer is unknown.';
COMMENT ON COLUMN pub.stage_balance.recruit_msu IS 'Smallest number of MSU that closes the gap if they give the level all their places of its kind (pub.method); 0 when there is none. Never summed.';
COMMENT ON COLUMN pub.stage_balance.recruit_low_msu IS 'Low bound of the MSU to recruit.';
COMMENT ON COLUMN pub.stage_balance.recruit_high_msu IS 'High bound of the MSU to recruit.';
COMMENT ON COLUMN pub.stage_balance.known_places_n IS 'Part of the offer that imports give: place-semestres, but students for 2C. NULL for 3C.';
COMMENT ON COLUMN pub.stage_balance.known_low_n IS 'Low bound of this part.';
COMMENT ON COLUMN pub.stage_balance.known_high_n IS 'High bound of this part.';
COMMENT ON COLUMN pub.stage_balance.other_msu IS 'MSU whose places are not imported: the rest of the offer is theirs, at the places per MSU of pub.method. NULL for 3C.';
COMMENT ON COLUMN pub.stage_balance.other_low_msu IS 'Low bound of these MSU.';
COMMENT ON COLUMN pub.stage_balance.other_high_msu IS 'High bound of these MSU.';
COMMENT ON COLUMN pub.stage_balance.msu_year IS 'Year of the national count of MSU behind the offer, the latest one shared; later local counts replace it. NULL when there are no other MSU.';
COMMENT ON COLUMN pub.stage_balance.cohort_basis IS 'The least sure cohort behind the need: filled, offered or interpolated; NULL for 2C, and where a cohort is still to come.';
COMMENT ON COLUMN pub.stage_balance.status IS 'Status of the offer: imported or demo when imports say it all, estimated otherwise. The need is always computed.';
COMMENT ON COLUMN pub.stage_balance.method_id IS 'stages-v1.';
COMMENT ON COLUMN pub.stage_balance.need_source_id IS 'Source of the posts of the latest cohort behind the need, or of the students for 2C; NULL when the need is unknown.';
COMMENT ON COLUMN pub.stage_balance.offer_source_id IS 'Import, or national count of MSU; NULL when the offer is unknown.';

CREATE TABLE pub.stage_msu_percentile (
    territory_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    level_id VARCHAR NOT NULL CHECK (level_id IN ('2C', 'N1', 'SASPAS', 'SFE', 'DJ')),
    percentile INTEGER NOT NULL CHECK (percentile BETWEEN 1 AND 99),
    msu DOUBLE NOT NULL,
    PRIMARY KEY (territory_id, year, level_id, percentile)
);
COMMENT ON TABLE pub.stage_msu_percentile IS 'Law of other_msu of pub.stage_balance where places of a part of the territory are imported, or MSU counted after msu_year. Elsewhere it is that of pub.msu_percentile for msu_year.';
COMMENT ON COLUMN pub.stage_msu_percentile.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.stage_msu_percentile.year IS 'Year of training, as in pub.stage_balance.';
COMMENT ON COLUMN pub.stage_msu_percentile.level_id IS 'Level, as in pub.stage_balance; the total has no law of its own.';
COMMENT ON COLUMN pub.stage_msu_percentile.percentile IS '1 to 99, without unit.';
COMMENT ON COLUMN pub.stage_msu_percentile.msu IS 'MSU under which the territory is in that many draws of a hundred.';

CREATE TABLE pub.withheld_cell (
    kind_id VARCHAR NOT NULL,
    territory_id VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    measure_id VARCHAR NOT NULL,
    destination_id VARCHAR,
    delay_years INTEGER,
    scope VARCHAR CHECK (scope IN ('stage', 'subdivision', 'region_diplome')),
    age_class VARCHAR,
    level_id VARCHAR,
    indicator_id VARCHAR,
    PRIMARY KEY (kind_id, territory_id, period, detail, measure_id)
);
COMMENT ON TABLE pub.withheld_cell IS 'Imported counts that are not published: under the threshold, or hidden so that no other can be computed.';
COMMENT ON COLUMN pub.withheld_cell.kind_id IS 'Kind of the import.';
COMMENT ON COLUMN pub.withheld_cell.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.withheld_cell.period IS 'Period, semester, year or cohort.';
COMMENT ON COLUMN pub.withheld_cell.detail IS 'Deprecated, gone in the next release: level, age class, scope and delay, destination and delay or indicator, as one text; empty when there is none. Read the columns below.';
COMMENT ON COLUMN pub.withheld_cell.measure_id IS 'Count that is withheld.';
COMMENT ON COLUMN pub.withheld_cell.destination_id IS 'Place of settlement of a flow; NULL for the other kinds.';
COMMENT ON COLUMN pub.withheld_cell.delay_years IS 'Delay of a flow or a cohort: whole years since its year; NULL for the other kinds.';
COMMENT ON COLUMN pub.withheld_cell.scope IS 'Scope of a cohort; NULL for the other kinds.';
COMMENT ON COLUMN pub.withheld_cell.age_class IS 'Age class of an installation or a departure; NULL for the other kinds.';
COMMENT ON COLUMN pub.withheld_cell.level_id IS 'Level of stage places; NULL for the other kinds.';
COMMENT ON COLUMN pub.withheld_cell.indicator_id IS 'Indicator of a value or a correction; NULL for the other kinds.';

CREATE TABLE pub.national_gap (
    period VARCHAR PRIMARY KEY,
    national_msu INTEGER NOT NULL,
    known_msu INTEGER NOT NULL,
    reason_fr VARCHAR NOT NULL
);
COMMENT ON TABLE pub.national_gap IS 'Years for which the local counts cannot be reconciled with the national count; both are kept.';
COMMENT ON COLUMN pub.national_gap.period IS 'Year.';
COMMENT ON COLUMN pub.national_gap.national_msu IS 'National count, in MSU.';
COMMENT ON COLUMN pub.national_gap.known_msu IS 'Sum of the local counts, in MSU.';
COMMENT ON COLUMN pub.national_gap.reason_fr IS 'What differs, in French.';

CREATE TABLE pub.flow_total (
    territory_id VARCHAR NOT NULL,
    scope VARCHAR NOT NULL CHECK (scope IN ('stage', 'subdivision', 'region_diplome')),
    cohort INTEGER NOT NULL,
    delay_years INTEGER NOT NULL,
    trained_n INTEGER,
    kept_n INTEGER,
    kept_at_least BOOLEAN NOT NULL,
    left_n INTEGER,
    left_at_least BOOLEAN NOT NULL,
    not_followed_n INTEGER,
    from_around_n INTEGER,
    from_around_at_least BOOLEAN NOT NULL,
    from_outside_n INTEGER,
    from_outside_at_least BOOLEAN NOT NULL,
    flow_settled_n INTEGER,
    flow_at_least BOOLEAN NOT NULL,
    withheld_flows_n INTEGER NOT NULL,
    excess_n INTEGER,
    basis VARCHAR NOT NULL CHECK (basis IN ('cohort', 'flow', 'sum')),
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo')),
    source_ids VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, scope, cohort, delay_years)
);
COMMENT ON TABLE pub.flow_total IS 'Who stayed where they trained, who left, who came: computed from the published rows of pub.cohort and pub.flow only. A sum that lacks a withheld flow is « at least ». NULL: unknown or withheld.';
COMMENT ON COLUMN pub.flow_total.territory_id IS 'Territory.';
COMMENT ON COLUMN pub.flow_total.scope IS 'What « trained here » means, as in pub.cohort. Flows from a subdivision, a département and a région are read as subdivision, stage and region_diplome.';
COMMENT ON COLUMN pub.flow_total.cohort IS 'Year in which the training ended.';
COMMENT ON COLUMN pub.flow_total.delay_years IS 'Delay: whole years since that year.';
COMMENT ON COLUMN pub.flow_total.trained_n IS 'Doctors trained here.';
COMMENT ON COLUMN pub.flow_total.kept_n IS 'Of whom settled here: in the same département for the scope stage, in the territory for the others; for FR, in the territory where each trained.';
COMMENT ON COLUMN pub.flow_total.kept_at_least IS 'True when kept_n lacks doctors who are not known.';
COMMENT ON COLUMN pub.flow_total.left_n IS 'Of whom settled elsewhere in France.';
COMMENT ON COLUMN pub.flow_total.left_at_least IS 'True when left_n lacks doctors who are not known.';
COMMENT ON COLUMN pub.flow_total.not_followed_n IS 'Of whom without known settlement. kept_n + left_n + not_followed_n = trained_n when all are known and none is « at least ».';
COMMENT ON COLUMN pub.flow_total.from_around_n IS 'Settled here, trained in a larger territory that holds this one: the subdivision of a département. NULL when there is none.';
COMMENT ON COLUMN pub.flow_total.from_around_at_least IS 'True when from_around_n lacks doctors who are not known.';
COMMENT ON COLUMN pub.flow_total.from_outside_n IS 'Settled here, trained in a territory that does not touch this one. A département on several subdivisions belongs, for those trained in one of them, to that one; for others, to the one that covers most of it. NULL for the scope stage: a doctor trained in several départements would be counted twice.';
COMMENT ON COLUMN pub.flow_total.from_outside_at_least IS 'True when from_outside_n lacks doctors who are not known, or when some territories of training have no flow at all.';
COMMENT ON COLUMN pub.flow_total.flow_settled_n IS 'Doctors trained here that the published flows count, each once.';
COMMENT ON COLUMN pub.flow_total.flow_at_least IS 'True when flow_settled_n lacks withheld flows.';
COMMENT ON COLUMN pub.flow_total.withheld_flows_n IS 'Flows from here that are not published.';
COMMENT ON COLUMN pub.flow_total.excess_n IS 'Doctors that the flows count beyond those settled (those trained, when the settled are not known) of the cohort: the two files disagree, and both are kept. NULL when they cannot be compared.';
COMMENT ON COLUMN pub.flow_total.basis IS 'cohort: the line of a cohort file; flow: flows only; sum: the territories of training that make this one up.';
COMMENT ON COLUMN pub.flow_total.status IS 'imported or demo.';
COMMENT ON COLUMN pub.flow_total.source_ids IS 'Imports, separated by « ; », that of the cohort first.';
COMMENT ON COLUMN pub.flow_total.locator IS 'Line of the cohort file, or what was summed, in French.';

CREATE TABLE pub.diploma_flow (
    origin_id VARCHAR NOT NULL,
    destination_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    count_n INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status = 'observed'),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (origin_id, destination_id, year, source_id)
);
COMMENT ON TABLE pub.diploma_flow IS 'General practitioners of all ages by région of diploma and région of practice, on 1 January: a stock, never chained with the cohorts of pub.flow. Empty until a refresh of the official sources.';
COMMENT ON COLUMN pub.diploma_flow.origin_id IS 'Région of diploma; ETR (abroad), ANT (Antilles-Guyane, not told apart) or INC (not known).';
COMMENT ON COLUMN pub.diploma_flow.destination_id IS 'Région of practice.';
COMMENT ON COLUMN pub.diploma_flow.year IS 'Year of the 1 January.';
COMMENT ON COLUMN pub.diploma_flow.count_n IS 'GPs, all modes of practice. A number that is not published has no row.';
COMMENT ON COLUMN pub.diploma_flow.status IS 'observed.';
COMMENT ON COLUMN pub.diploma_flow.source_id IS 'Source.';
COMMENT ON COLUMN pub.diploma_flow.locator IS 'Where in the source, in French.';

CREATE TABLE pub.gp_count (
    territory_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    age_class VARCHAR NOT NULL,
    mode_id VARCHAR NOT NULL CHECK (mode_id IN ('ensemble', 'liberal', 'salarie', 'mixte')),
    count_n INTEGER NOT NULL,
    status VARCHAR NOT NULL CHECK (status = 'observed'),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    PRIMARY KEY (territory_id, year, age_class, mode_id, source_id)
);
COMMENT ON TABLE pub.gp_count IS 'General practitioners by territory, age class and mode of practice. Sources count different fields (RPPS: all GPs on 1 January; CNAM: liberal GPs on 31 December): never summed or subtracted across sources. Empty until a refresh of the official sources.';
COMMENT ON COLUMN pub.gp_count.territory_id IS 'Nation, région or département.';
COMMENT ON COLUMN pub.gp_count.year IS 'Year.';
COMMENT ON COLUMN pub.gp_count.age_class IS 'ensemble, or the class of the source: 0-29, 50-54, 70+.';
COMMENT ON COLUMN pub.gp_count.mode_id IS 'ensemble, liberal, salarie or mixte.';
COMMENT ON COLUMN pub.gp_count.count_n IS 'GPs. A number that is not published has no row.';
COMMENT ON COLUMN pub.gp_count.status IS 'observed.';
COMMENT ON COLUMN pub.gp_count.source_id IS 'Source.';
COMMENT ON COLUMN pub.gp_count.locator IS 'Where in the source, in French.';

CREATE TABLE pub.official_source (
    connector_id VARCHAR PRIMARY KEY,
    source_id VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    licence VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    expected_month INTEGER NOT NULL
);
COMMENT ON TABLE pub.official_source IS 'Official sources that a refresh reads, whether one was made or not; pub.vintage says which file each was published from.';
COMMENT ON COLUMN pub.official_source.connector_id IS 'Name of the source for python -m etl refresh.';
COMMENT ON COLUMN pub.official_source.source_id IS 'Its identifier in pub.source and pub.vintage, once it was refreshed.';
COMMENT ON COLUMN pub.official_source.title IS 'Title.';
COMMENT ON COLUMN pub.official_source.publisher IS 'Who publishes it.';
COMMENT ON COLUMN pub.official_source.licence IS 'Licence.';
COMMENT ON COLUMN pub.official_source.url IS 'Page that presents it.';
COMMENT ON COLUMN pub.official_source.expected_month IS 'Month by the end of which a new edition is due each year, 1 to 12, without unit.';

CREATE TABLE pub.vintage (
    source_id VARCHAR PRIMARY KEY,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    fetched_at VARCHAR NOT NULL,
    released_on VARCHAR NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL,
    reader_version INTEGER NOT NULL
);
COMMENT ON TABLE pub.vintage IS 'Which file of each official source this build was made with. Empty until a refresh of the official sources.';
COMMENT ON COLUMN pub.vintage.source_id IS 'Source.';
COMMENT ON COLUMN pub.vintage.file IS 'Name of the file that was kept.';
COMMENT ON COLUMN pub.vintage.sha256 IS 'SHA-256 of the file.';
COMMENT ON COLUMN pub.vintage.fetched_at IS 'UTC time when it was fetched, ISO.';
COMMENT ON COLUMN pub.vintage.released_on IS 'Day its publisher gives, ISO; empty when none is given.';
COMMENT ON COLUMN pub.vintage.first_year IS 'First year it tells.';
COMMENT ON COLUMN pub.vintage.last_year IS 'Last year it tells.';
COMMENT ON COLUMN pub.vintage.reader_version IS 'Version of what read it, without unit.';

CREATE TABLE pub.map_point (
    territory_id VARCHAR PRIMARY KEY,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL
);
COMMENT ON TABLE pub.map_point IS 'A point inside each territory of the map, in the coordinates of its outlines: about 2000 units wide, y downwards.';
COMMENT ON COLUMN pub.map_point.territory_id IS 'Région, département or subdivision.';
COMMENT ON COLUMN pub.map_point.x IS 'Abscissa in the drawing, without unit.';
COMMENT ON COLUMN pub.map_point.y IS 'Ordinate in the drawing, downwards, without unit.';

CREATE TABLE pub.build (
    build_id VARCHAR PRIMARY KEY,
    built_at TIMESTAMP NOT NULL,
    data_version VARCHAR NOT NULL,
    geometry_file VARCHAR NOT NULL,
    is_demo BOOLEAN NOT NULL,
    secrecy_threshold_n INTEGER NOT NULL,
    areas_file VARCHAR NOT NULL,
    limits_file VARCHAR NOT NULL
);
COMMENT ON TABLE pub.build IS 'One row: this build.';
COMMENT ON COLUMN pub.build.build_id IS 'Identifier shown at the foot of every page and export.';
COMMENT ON COLUMN pub.build.built_at IS 'UTC time of the build.';
COMMENT ON COLUMN pub.build.data_version IS 'Digest of the data files read: same files, same version.';
COMMENT ON COLUMN pub.build.geometry_file IS 'Name of the map geometry the browser fetches; the name changes with the content.';
COMMENT ON COLUMN pub.build.is_demo IS 'True when the build holds fictitious figures.';
COMMENT ON COLUMN pub.build.secrecy_threshold_n IS 'Imported counts under this number are not published, save a total of 0 MSU.';
COMMENT ON COLUMN pub.build.areas_file IS 'Name of the areas under flows and initiatives, as GeoJSON; the name changes with the content.';
COMMENT ON COLUMN pub.build.limits_file IS 'Name of the limits drawn on these areas, one row per side; the name changes with the content.';

CREATE TABLE pub.import_kind (
    kind_id VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL,
    label_fr VARCHAR NOT NULL,
    description_fr VARCHAR NOT NULL,
    stores VARCHAR NOT NULL,
    stored_kind_id VARCHAR NOT NULL,
    fields_json VARCHAR NOT NULL
);
COMMENT ON TABLE pub.import_kind IS 'Layouts that a file to import may have, the lines of the registers included.';
COMMENT ON COLUMN pub.import_kind.kind_id IS 'Identifier of the layout, which python -m etl import takes.';
COMMENT ON COLUMN pub.import_kind.position IS 'Rank among the layouts, without unit.';
COMMENT ON COLUMN pub.import_kind.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.import_kind.description_fr IS 'What one line of the file is, in French.';
COMMENT ON COLUMN pub.import_kind.stores IS 'Kind of rows that the file becomes; several layouts may become the same.';
COMMENT ON COLUMN pub.import_kind.stored_kind_id IS 'Layout whose columns these rows have: the layout itself unless its lines are counted.';
COMMENT ON COLUMN pub.import_kind.fields_json IS 'Columns of the file, in order, as JSON: the fields of pub.register.declaration_json.';

CREATE TABLE pub.register (
    register_id VARCHAR PRIMARY KEY,
    position INTEGER NOT NULL,
    label_fr VARCHAR NOT NULL,
    description_fr VARCHAR NOT NULL,
    declaration_json VARCHAR NOT NULL
);
COMMENT ON TABLE pub.register IS 'Registers of a follow-up (initiatives, agréments, actions…), declared as data.';
COMMENT ON COLUMN pub.register.register_id IS 'Identifier of the register.';
COMMENT ON COLUMN pub.register.position IS 'Rank among the registers, without unit.';
COMMENT ON COLUMN pub.register.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.register.description_fr IS 'What one line is, in French.';
COMMENT ON COLUMN pub.register.declaration_json IS 'Fields, roles, steps, delays and indicators, as JSON.';

CREATE TABLE pub.register_entry (
    register_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    territory_id VARCHAR NOT NULL,
    title_fr VARCHAR NOT NULL,
    step VARCHAR,
    date_start VARCHAR,
    date_due VARCHAR,
    quantity DOUBLE,
    fields_json VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('observed', 'imported', 'demo')),
    source_id VARCHAR NOT NULL,
    locator VARCHAR NOT NULL,
    theme VARCHAR,
    year INTEGER,
    partners VARCHAR[] NOT NULL,
    partner_families VARCHAR[] NOT NULL DEFAULT [],
    departement_ids VARCHAR[] NOT NULL,
    step_dates DATE[] NOT NULL,
    line_rank INTEGER NOT NULL,
    PRIMARY KEY (register_id, source_id, territory_id, entry_id)
);
COMMENT ON TABLE pub.register_entry IS 'One row per line of a register; no line names a person, and imported lines that stand for one are not here.';
COMMENT ON COLUMN pub.register_entry.register_id IS 'Register.';
COMMENT ON COLUMN pub.register_entry.entry_id IS 'Identifier of the line in its register and source; a pseudonym where lines stand for persons.';
COMMENT ON COLUMN pub.register_entry.territory_id IS 'Territory the line is attached to; FR when to none in particular.';
COMMENT ON COLUMN pub.register_entry.title_fr IS 'What the line is called, in French.';
COMMENT ON COLUMN pub.register_entry.step IS 'Step reached, one of the declaration.';
COMMENT ON COLUMN pub.register_entry.date_start IS 'Beginning: year, month or day, ISO.';
COMMENT ON COLUMN pub.register_entry.date_due IS 'Day or month by which something is due, ISO.';
COMMENT ON COLUMN pub.register_entry.quantity IS 'What the line counts, in the unit of the row''s declared field.';
COMMENT ON COLUMN pub.register_entry.fields_json IS 'Every field that is filled, by identifier, as JSON; codes as codes.';
COMMENT ON COLUMN pub.register_entry.status IS 'observed (published), imported (local file) or demo (fictitious).';
COMMENT ON COLUMN pub.register_entry.source_id IS 'Source: a document, or an imported file.';
COMMENT ON COLUMN pub.register_entry.locator IS 'Where the line stands in its source.';
COMMENT ON COLUMN pub.register_entry.theme IS 'Theme, one of the declaration.';
COMMENT ON COLUMN pub.register_entry.year IS 'Year of the beginning.';
COMMENT ON COLUMN pub.register_entry.partners IS 'Organisations named, as the source writes them.';
COMMENT ON COLUMN pub.register_entry.partner_families IS 'Families of these organisations (pub.partner_family), each once.';
COMMENT ON COLUMN pub.register_entry.departement_ids IS 'Départements it concerns; empty for the nation.';
COMMENT ON COLUMN pub.register_entry.step_dates IS 'Day each declared step was reached, in their order; NULL when not known to the day.';
COMMENT ON COLUMN pub.register_entry.line_rank IS 'Rank of the line among those of every register, without unit.';

CREATE TABLE pub.register_count (
    register_id VARCHAR NOT NULL,
    territory_id VARCHAR NOT NULL,
    step VARCHAR,
    entries_n INTEGER,
    is_small BOOLEAN NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('imported', 'demo'))
);
COMMENT ON TABLE pub.register_count IS 'How many lines that stand for persons each département has, by register and step. The lines themselves are not published. No row where nothing may be told, or where there is none.';
COMMENT ON COLUMN pub.register_count.register_id IS 'Register, one whose lines stand for persons.';
COMMENT ON COLUMN pub.register_count.territory_id IS 'Département.';
COMMENT ON COLUMN pub.register_count.step IS 'Step reached, empty when not said; NULL for all of them together.';
COMMENT ON COLUMN pub.register_count.entries_n IS 'Number of files or persons; NULL when it is under the threshold or would give a small one back.';
COMMENT ON COLUMN pub.register_count.is_small IS 'True when the number is under the threshold and so is every other one withheld of the département.';
COMMENT ON COLUMN pub.register_count.status IS 'imported or demo.';

CREATE TABLE pub.register_word (
    word VARCHAR NOT NULL,
    line_rank INTEGER NOT NULL,
    in_title BOOLEAN NOT NULL
);
COMMENT ON TABLE pub.register_word IS 'What the text search looks for in the lines of registers: one row per word of a line.';
COMMENT ON COLUMN pub.register_word.word IS 'Word without accents, stem, or « =group » of synonyms.';
COMMENT ON COLUMN pub.register_word.line_rank IS 'Rank of the line (pub.register_entry), without unit.';
COMMENT ON COLUMN pub.register_word.in_title IS 'True when the title of the line has it.';

CREATE TABLE pub.partner_family (
    family_id VARCHAR PRIMARY KEY,
    label_fr VARCHAR NOT NULL,
    position INTEGER NOT NULL
);
COMMENT ON TABLE pub.partner_family IS 'Families that the partners of the lines of registers fall into.';
COMMENT ON COLUMN pub.partner_family.family_id IS 'Identifier of the family.';
COMMENT ON COLUMN pub.partner_family.label_fr IS 'Label, in French.';
COMMENT ON COLUMN pub.partner_family.position IS 'Rank among the families, without unit.';

CREATE TABLE pub.search_synonym (
    stem VARCHAR NOT NULL,
    group_id VARCHAR NOT NULL,
    PRIMARY KEY (stem, group_id)
);
COMMENT ON TABLE pub.search_synonym IS 'Groups of synonyms that the words of a query are widened to.';
COMMENT ON COLUMN pub.search_synonym.stem IS 'Stems of a word or of a phrase, between spaces.';
COMMENT ON COLUMN pub.search_synonym.group_id IS 'Group looked for: « =group » among the words of the lines.';
