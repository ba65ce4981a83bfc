"""Every check of a build is seen failing, on a built database broken by one statement."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import duckdb
import pytest

from etl import checks
from etl.checks import CHECKS, check_warehouse, require_passed
from etl.errors import CheckError


@dataclass(frozen=True)
class Break:
    """One statement that makes one check fail; ``named`` must appear in the offending rows."""

    check_id: str
    statement: str
    named: tuple[str, ...]


BREAKS = [
    Break(
        "territories_are_complete",
        "DELETE FROM pub.territory WHERE territory_id = 'DEP-2A'",
        ("level=departement", "expected=101", "found=100"),
    ),
    Break(
        "territories_are_complete",
        "UPDATE pub.territory SET population_hab = NULL WHERE territory_id = 'REG-06'",
        ("level=region",),
    ),
    Break(
        "figures_are_in_their_domain",
        "UPDATE pub.observation SET value = 243.7 WHERE indicator_id = 'mg_rpps' AND "
        "territory_id = 'DEP-12' AND period = (SELECT max(period) FROM pub.observation WHERE "
        "indicator_id = 'mg_rpps' AND territory_id = 'DEP-12')",
        ("indicator_id=mg_rpps", "value=243.7", "is_whole=True"),
    ),
    Break(
        "figures_are_in_their_domain",
        "UPDATE pub.observation SET value = 4500 WHERE indicator_id = 'part_mg_msu_pct'",
        ("value=4500", "most=100"),
    ),
    Break(
        "other_names_name_a_territory",
        "INSERT INTO pub.territory_name VALUES ('DEP-20', 'Ajaccio', 'chef_lieu')",
        ("territory_id=DEP-20",),
    ),
    Break(
        "other_names_name_a_territory",
        "INSERT INTO pub.territory_name VALUES ('DEP-12', 'Mende', 'chef_lieu')",
        ("name_fr=Mende",),
    ),
    Break(
        "every_departement_has_one_region",
        "DELETE FROM pub.territory_link WHERE child_id = 'DEP-24' AND kind = 'region'",
        ("territory_id=DEP-24", "regions=0"),
    ),
    Break(
        "every_departement_has_one_region",
        "INSERT INTO pub.territory_link VALUES ('REG-76', 'DEP-24', 'region', 1, NULL)",
        ("territory_id=DEP-24", "regions=2"),
    ),
    Break(
        "every_departement_has_one_region",
        "UPDATE pub.territory SET region_id = NULL WHERE territory_id = 'DEP-24'",
        ("territory_id=DEP-24",),
    ),
    Break(
        "crosswalk_weights_sum_to_one",
        "UPDATE pub.territory_link SET weight = 0.9 WHERE child_id = 'DEP-12' AND "
        "kind = 'subdivision'",
        ("child_id=DEP-12", "total_weight=0.9"),
    ),
    Break(
        "crosswalk_weights_sum_to_one",
        "DELETE FROM pub.territory_link WHERE child_id = 'DEP-12' AND kind = 'subdivision'",
        ("child_id=DEP-12", "total_weight=0"),
    ),
    Break(
        "every_observation_is_known",
        "UPDATE pub.observation SET source_id = 'S999' "
        "WHERE territory_id = 'DEP-12' AND indicator_id = 'msu' AND period = '2014'",
        ("territory_id=DEP-12", "source_id=S999"),
    ),
    Break(
        "every_observation_is_known",
        "DELETE FROM pub.indicator WHERE indicator_id = 'mg_rpps'",
        ("indicator_id=mg_rpps",),
    ),
    Break(
        "every_observation_is_known",
        "UPDATE pub.observation SET territory_id = '1' "
        "WHERE territory_id = 'DEP-01' AND indicator_id = 'msu' AND period = '2014'",
        ("territory_id=1",),
    ),
    Break(
        "every_observation_is_known",
        "UPDATE pub.validation SET source_id = 'S998' WHERE evidence_id = 'ain-2011'",
        ("place=validation", "ain-2011", "source_id=S998"),
    ),
    Break(
        "every_observation_is_known",
        "UPDATE pub.target SET source_id = 'S997' WHERE target_id = 'smeg-2026'",
        ("place=target", "smeg-2026", "source_id=S997"),
    ),
    Break(
        "every_observation_has_a_place_in_its_source",
        "UPDATE pub.observation SET locator = ' ' WHERE territory_id = 'FR' AND "
        "indicator_id = 'msu' AND period = '2024'",
        ("territory_id=FR", "indicator_id=msu", "period=2024"),
    ),
    *(
        Break(
            "no_period_is_in_the_future",
            f"UPDATE pub.observation SET period = '{period}' "
            "WHERE territory_id = 'FR' AND indicator_id = 'msu' AND period = '2010'",
            (f"period={period}",),
        )
        for period in ("2999", "2999-01", "2999-01-01", "2999-T1", "2010/2999")
    ),
    Break(
        "additive_indicators_sum_to_their_parent",
        "UPDATE pub.observation SET value = value + 1 WHERE territory_id = 'DEP-2A' AND "
        "indicator_id = 'mg_liberaux_cnam'",
        ("parent_id=REG-94", "indicator_id=mg_liberaux_cnam", "period=2024"),
    ),
    Break(
        "additive_indicators_sum_to_their_parent",
        "DELETE FROM pub.known_gap WHERE indicator_id = 'postes_mg_offerts_hors_cesp'",
        ("parent_id=FR", "published_total=3632", "summed=3633"),
    ),
    Break(
        "additive_indicators_sum_to_their_parent",
        "UPDATE pub.known_gap SET summed_value = 3640 WHERE published_value = 3632",
        ("parent_id=FR", "published_total=3632"),
    ),
    Break(
        "rates_are_not_summed",
        "UPDATE pub.observation SET value = (SELECT sum(value) FROM pub.observation "
        "WHERE indicator_id = 'densite_mg_liberaux_cnam_pour_100k' AND territory_id LIKE 'REG-%') "
        "WHERE indicator_id = 'densite_mg_liberaux_cnam_pour_100k' AND territory_id = 'FR'",
        ("territory_id=FR", "indicator_id=densite_mg_liberaux_cnam_pour_100k"),
    ),
    Break(
        "every_target_is_shared_by_every_key",
        "DELETE FROM pub.apportionment WHERE target_id = 'smeg-2026' AND key_id = 'internes' "
        "AND territory_id = 'DEP-976'",
        ("target_id=smeg-2026", "key_id=internes", "territories=147"),
    ),
    Break(
        "every_target_is_shared_by_every_key",
        "DELETE FROM pub.apportionment WHERE target_id = 'smeg-2026' AND key_id = 'internes'",
        ("target_id=smeg-2026", "key_id=internes", "territories=0"),
    ),
    Break(
        "shares_sum_exactly_to_their_target",
        "UPDATE pub.apportionment SET target_msu = target_msu + 1 WHERE territory_id = 'SUB-017' "
        "AND target_id = 'arnault-2018' AND key_id = 'population'",
        ("target_id=arnault-2018", "level=subdivision", "summed=10001", "target=10000"),
    ),
    Break(
        "msu_sum_exactly_to_the_national_count",
        "UPDATE pub.observation SET value = value + 1 WHERE territory_id = 'REG-53' AND "
        "indicator_id = 'msu' AND period = '2018'",
        ("period=2018", "level=region", "national=9440", "summed=9441"),
    ),
    Break(
        "msu_sum_exactly_to_the_national_count",
        "DELETE FROM pub.observation WHERE indicator_id = 'msu' AND period = '2018' "
        "AND territory_id LIKE 'SUB-%'",
        ("period=2018", "level=subdivision"),
    ),
    Break(
        "intervals_contain_their_value",
        "UPDATE pub.observation SET low = value + 1 WHERE territory_id = 'DEP-48' AND "
        "indicator_id = 'msu' AND period = '2024'",
        ("territory_id=DEP-48", "indicator_id=msu", "period=2024"),
    ),
    Break(
        "intervals_contain_their_value",
        "UPDATE pub.observation SET high = NULL WHERE territory_id = 'DEP-48' AND "
        "indicator_id = 'msu' AND period = '2024'",
        ("territory_id=DEP-48", "indicator_id=msu", "period=2024"),
    ),
    Break(
        "estimates_have_a_method",
        "UPDATE pub.observation SET method_id = NULL WHERE territory_id = 'DEP-48' AND "
        "indicator_id = 'msu' AND period = '2024'",
        ("territory_id=DEP-48", "status=estimated"),
    ),
    Break(
        "estimates_have_a_method",
        "UPDATE pub.observation SET method_id = 'msu-v2' WHERE territory_id = 'DEP-12' AND "
        "indicator_id = 'msu' AND period = '2014'",
        ("territory_id=DEP-12", "status=observed", "method_id=msu-v2"),
    ),
    *(
        Break(
            "gaps_follow_from_their_parts",
            f"UPDATE pub.msu_gap SET {change} WHERE territory_id = 'DEP-48' AND "
            "period = '2024' AND target_id = 'arnault-2018' AND key_id = 'population'",
            ("territory_id=DEP-48", "period=2024", "target_id=arnault-2018"),
        )
        for change in (
            "gap_msu = gap_msu + 1",
            "gap_low_msu = gap_low_msu - 1",
            "gap_high_msu = gap_high_msu + 1",
            "class_id_v1 = if(class_id_v1 = 'manque', 'atteint', 'manque')",
            "verdict_id = if(verdict_id = 'undecided', 'rather_above', 'undecided')",
            "p_below = NULL",
            "msu = msu + 1, gap_msu = gap_msu - 1",
            "target_msu = target_msu + 1, gap_msu = gap_msu + 1",
            "msu_status = 'observed'",
            "coverage_pct = coverage_pct / 100",
        )
    ),
    Break(
        "gaps_follow_from_their_parts",
        "DELETE FROM pub.msu_gap WHERE territory_id = 'DEP-48' AND period = '2024'",
        ("territory_id=DEP-48", "period=2024"),
    ),
    Break(
        "stage_balances_sum_to_their_parent",
        "UPDATE pub.stage_balance SET need_place_semestres = need_place_semestres + 1 "
        "WHERE territory_id = 'SUB-025' AND year = 2024 AND level_id = 'SASPAS'",
        ("parent_id=FR", "level=subdivision", "year=2024", "level_id=SASPAS", "quantity=need"),
    ),
    Break(
        "stage_balances_sum_to_their_parent",
        "UPDATE pub.stage_balance SET offer_place_semestres = offer_place_semestres + 1 "
        "WHERE territory_id = 'DEP-12' AND year = 2027 AND level_id = 'DJ'",
        ("parent_id=REG-76", "level=departement", "level_id=DJ", "quantity=offer"),
    ),
    Break(
        "stage_balances_sum_to_their_parent",
        "DELETE FROM pub.stage_balance WHERE territory_id = 'DEP-48' AND year = 2024",
        ("parent_id=REG-76", "year=2024"),
    ),
    Break(
        "stage_balances_sum_to_their_parent",
        "UPDATE pub.stage_balance SET offer_place_semestres = NULL "
        "WHERE territory_id = 'FR' AND year = 2024 AND level_id = 'N1'",
        ("parent_id=FR", "level=region", "published=nan"),
    ),
    *(
        Break(
            "stage_balances_follow_from_their_parts",
            f"UPDATE pub.stage_balance SET {change} "
            "WHERE territory_id = 'SUB-040' AND year = 2024 AND level_id = 'SFE'",
            ("territory_id=SUB-040", "year=2024", "level_id=SFE"),
        )
        for change in (
            "need_place_semestres = -1, need_low = -1",
            "offer_low = 'nan'::DOUBLE",
            "offer_high = 'inf'::DOUBLE",
            "balance_place_semestres = balance_place_semestres + 1",
            "balance_high = balance_place_semestres - 1",
            "balance_place_semestres = NULL",
            "offer_place_semestres = NULL, offer_low = NULL, offer_high = NULL",
            "need_high = need_place_semestres - 1",
            "recruit_msu = 0, recruit_low_msu = 0",
            "recruit_high_msu = recruit_msu - 1",
            "need_source_id = 'S999'",
            "offer_source_id = NULL",
            "p_short = NULL",
            "status = 'imported'",
        )
    ),
    # Places in excess, then missing, at both bounds.
    Break(
        "stage_balances_follow_from_their_parts",
        "UPDATE pub.stage_balance SET p_short = 0.9 "
        "WHERE territory_id = 'FR' AND year = 2026 AND level_id = '3C'",
        ("territory_id=FR", "year=2026", "level_id=3C"),
    ),
    Break(
        "stage_balances_follow_from_their_parts",
        "UPDATE pub.stage_balance SET p_short = 0.1 "
        "WHERE territory_id = 'SUB-026' AND year = 2013 AND level_id = 'SASPAS'",
        ("territory_id=SUB-026",),
    ),
    Break(
        "stage_balances_follow_from_their_parts",
        "UPDATE pub.stage_balance SET cohort_basis = NULL "
        "WHERE territory_id = 'DEP-58' AND year = 2028 AND level_id = 'DJ'",
        ("territory_id=DEP-58", "year=2028"),
    ),
    *(
        Break(
            "cohort_rates_follow_from_their_counts",
            "INSERT INTO pub.retention VALUES ('SUB-040', 'subdivision', 'region', 2019, 5, "
            f"{row}, 'imported', 'LOCAL-1', 'ligne 2', 'wilson-v1')",
            ("territory_id=SUB-040", "cohort=2019"),
        )
        for row in (
            "120, 70, 22, 60.0, 49.0, 67.0, 18.333333333333332, NULL",
            "120, 70, 22, NULL, NULL, NULL, 18.333333333333332, NULL",
            "120, 60, 22, 50.0, 41.0, 59.0, 18.333333333333332, 'withheld'",
            "120, 60, 22, 50.0, 51.0, 59.0, 18.333333333333332, NULL",
            "120, 60, 22, 50.0, NULL, 59.0, 18.333333333333332, NULL",
            "60, 120, 0, 200.0, 90.0, 210.0, 0.0, NULL",
            "120, 60, 70, 50.0, 41.0, 59.0, 58.333333333333336, NULL",
            "120, 60, 22, 50.0, 41.0, 59.0, 22.0, NULL",
        )
    ),
    *(
        Break(
            "installations_follow_from_their_parts",
            f"UPDATE pub.installation SET {change} "
            f"WHERE territory_id = 'FR' AND field_id = '{field}'",
            ("territory_id=FR", f"field_id={field}"),
        )
        for field, change in (
            ("rpps_and_liberal", "net_n = net_n + 1"),
            ("rpps_and_liberal", "entries_low_n = entries_n + 1"),
            ("rpps_and_liberal", "exits_high_n = NULL"),
            ("rpps_and_liberal", "method_id = NULL"),
            ("rpps_and_liberal", "status = 'observed'"),
            ("rpps_all_modes", "entries_n = 2000, exits_n = 969"),
            ("rpps_all_modes", "locator = ' '"),
            ("rpps_all_modes", "source_id = 'S999'"),
            ("liberal_cessations", "exits_n = -1"),
            ("liberal_cessations", "entries_n = 2357, net_n = 30"),
        )
    ),
    Break(
        "installations_sum_to_their_parent",
        "UPDATE pub.installation SET net_n = net_n + 1 WHERE territory_id = 'DEP-12' "
        "AND field_id = 'rpps_all_modes'",
        ("parent_id=REG-76", "level=departement", "quantity=net"),
    ),
    Break(
        "installations_sum_to_their_parent",
        "UPDATE pub.installation SET entries_n = entries_n + 1, exits_n = exits_n + 1 "
        "WHERE territory_id = 'SUB-040' AND field_id = 'rpps_and_liberal'",
        ("parent_id=FR", "level=subdivision", "quantity=exits"),
    ),
    Break(
        "installations_sum_to_their_parent",
        "DELETE FROM pub.installation WHERE territory_id = 'DEP-48'",
        ("parent_id=REG-76", "field_id=rpps_and_liberal"),
    ),
    *(
        Break(
            "kept_left_and_not_followed_sum_to_those_trained",
            "INSERT INTO pub.flow_total BY NAME SELECT 'SUB-040' AS territory_id, 2019 AS cohort, "
            "'subdivision' AS scope, 5 AS delay_years, 120 AS trained_n, false AS flow_at_least, "
            "false AS left_at_least, false AS from_around_at_least, 0 AS withheld_flows_n, "
            "false AS from_outside_at_least, 'cohort' AS basis, 'imported' AS status, 'LOCAL-1' AS "
            f"source_ids, 'ligne 2' AS locator, {counts}",
            ("territory_id=SUB-040", "cohort=2019", "trained_n=120"),
        )
        for counts in (
            "70 AS kept_n, 28 AS left_n, 21 AS not_followed_n, false AS kept_at_least",
            "121 AS kept_n, true AS kept_at_least, 0 AS excess_n",
        )
    ),
    Break(
        "official_rows_are_known",
        "INSERT INTO pub.gp_count VALUES ('DEP-12', 2025, 'ensemble', 'ensemble', 9, 'observed', "
        "'NOBODY', 'feuille « Effectifs »')",
        ("territory_id=DEP-12", "source_id=NOBODY"),
    ),
    Break(
        "diploma_rates_follow_from_their_flows",
        "INSERT INTO pub.diploma_flow VALUES "
        "('REG-53', 'REG-53', 2025, 60, 'observed', 'S001', 'feuille'), "
        "('REG-53', 'REG-52', 2025, 40, 'observed', 'S001', 'feuille'); "
        "INSERT INTO pub.observation (territory_id, period, period_year, indicator_id, value, "
        "status, source_id, locator, confidence) VALUES ('REG-53', '2025', 2025, "
        "'exercent_region_de_diplome_pct', 66, 'observed', 'S001', 'feuille', 'high')",
        ("territory_id=REG-53", "value=66"),
    ),
    *(
        Break(
            "register_entries_are_known",
            f"UPDATE pub.register_entry SET {change} WHERE entry_id = 'INI-066'",
            ("register_id=initiatives", "entry_id=INI-066"),
        )
        for change in (
            "territory_id = 'DEP-99'",
            "departement_ids = ['DEP-99']",
            "source_id = 'S999'",
            "locator = ' '",
            "step = 'inconnue'",
        )
    ),
    Break(
        "estimates_have_an_interval",
        "UPDATE pub.observation SET low = NULL, high = NULL WHERE territory_id = 'SUB-029' "
        "AND indicator_id = 'solde_mg_rpps'",
        ("territory_id=SUB-029", "indicator_id=solde_mg_rpps"),
    ),
    Break(
        "retention_surveys_follow_from_their_parts",
        "UPDATE pub.retention_survey SET high_pct = 80 WHERE survey_id = 'toulouse-occitanie'",
        ("survey_id=toulouse-occitanie", "high_pct=80"),
    ),
    Break(
        "retention_surveys_follow_from_their_parts",
        "UPDATE pub.retention_survey SET low_pct = NULL WHERE survey_id = 'rennes-bretagne'",
        ("survey_id=rennes-bretagne",),
    ),
    Break(
        "retention_surveys_follow_from_their_parts",
        "UPDATE pub.retention_survey SET asked_territory_ids = 'REG-76' "
        "WHERE survey_id = 'toulouse-occitanie'",
        ("asked_territory_ids=REG-76",),
    ),
    Break(
        "every_published_column_is_described",
        "COMMENT ON COLUMN pub.msu_gap.gap_msu IS NULL",
        ("table_name=msu_gap", "column_name=gap_msu"),
    ),
    Break(
        "every_published_column_is_described",
        "COMMENT ON COLUMN pub.territory.code IS ''",
        ("table_name=territory", "column_name=code"),
    ),
]


@pytest.fixture(scope="module")
def writable(warehouse, tmp_path_factory):
    path = tmp_path_factory.mktemp("checks") / "broken.duckdb"
    shutil.copy(warehouse.path, path)
    with duckdb.connect(str(path)) as opened:
        yield opened


@pytest.fixture
def copied_database(writable):
    """A copy of the build that may be broken: it is whole again afterwards."""
    writable.begin()
    yield writable
    writable.rollback()


def _result(connection, check_id):
    """Result of one check, the others left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "CHECKS", {check_id: CHECKS[check_id]})
        (result,) = check_warehouse(connection)
    return result


def test_every_check_has_a_case_that_makes_it_fail():
    assert {case.check_id for case in BREAKS} == set(CHECKS)


def test_every_check_passes_on_the_build_as_it_is(connection):
    results = check_warehouse(connection)
    assert [result.check_id for result in results] == list(CHECKS)
    assert [result for result in results if not result.passed] == []
    require_passed(results)


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.check_id}: {case.statement}"[:90])
def test_a_check_fails_and_names_the_row_when_its_rule_is_broken(copied_database, case):
    before = _result(copied_database, case.check_id)
    copied_database.execute(case.statement)
    after = _result(copied_database, case.check_id)
    assert before.passed
    assert not after.passed
    assert after.offending_rows >= 1
    assert any(all(part in example for part in case.named) for example in after.examples)


def test_a_failed_check_refuses_the_build_in_french_with_five_examples_at_most(copied_database):
    copied_database.execute("UPDATE pub.observation SET locator = ''")
    with pytest.raises(CheckError) as caught:
        require_passed(check_warehouse(copied_database))
    message = str(caught.value)
    sentence = CHECKS["every_observation_has_a_place_in_its_source"]
    rows = copied_database.execute("SELECT count(*) FROM pub.observation").fetchall()[0][0]
    assert f"{sentence} {rows} ligne(s) en défaut" in message
    assert message.count("territory_id=") == 5
    assert "la version servie reste la précédente" in message
    assert "Que faire" in message
