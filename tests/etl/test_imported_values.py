"""What a build says once local files are in it: counts that win, the rest shared again, secrets."""

from __future__ import annotations

import pandas as pd
import pytest

from etl import store
from etl.checks import check_warehouse
from etl.pipeline import run_pipeline
from etl.warehouse import current_build, read_warehouse
from tests.support.importing import (
    FILES,
    OCCITANIE,
    VOLUNTEERS,
    build_with,
    few_draws,
    new_installation,
    read_served,
)

IMPORTED_TABLES = ("stage_place", "installation", "cohort", "flow", "correction")


@pytest.fixture(scope="module")
def settings(warehouse, tmp_path_factory):
    made = new_installation(warehouse.settings, tmp_path_factory.mktemp("valeurs"))
    with few_draws():
        build_with(made, FILES)
    return made


@pytest.fixture(scope="module")
def served(settings):
    return read_served(settings)


@pytest.fixture(scope="module")
def sources(settings):
    """Source of each file, by its label."""
    return {entry.label_fr: entry.source_id for entry in store.read_manifest(settings.store)}


@pytest.fixture(scope="module")
def stricter(settings, served):
    """The same files, in an installation that withholds counts under eleven."""
    settings.choices.write_text("[secret]\nseuil = 11\n", encoding="utf-8")
    with few_draws():
        run_pipeline(settings)
    return read_served(settings)


def _msu(tables: dict[str, pd.DataFrame], year: int, indicator: str = "msu") -> pd.DataFrame:
    rows = tables["observation"]
    chosen = rows["indicator_id"].eq(indicator) & rows["period_year"].eq(year)
    return rows[chosen].set_index("territory_id")


def _level(tables: dict[str, pd.DataFrame], level: str) -> list[str]:
    rows = tables["territory"]
    return list(rows.loc[rows["level"] == level, "territory_id"])


def _withheld(tables: dict[str, pd.DataFrame], kind_id: str, period: str) -> set[tuple[str, str]]:
    rows = tables["withheld_cell"]
    rows = rows[rows["kind_id"].eq(kind_id) & rows["period"].eq(period)]
    return set(zip(rows["territory_id"], rows["measure_id"], strict=True))


def test_every_check_passes_with_local_files(settings, served):
    with read_warehouse(current_build(settings)) as connection:
        assert [item for item in check_warehouse(connection) if not item.passed] == []


def test_an_imported_count_replaces_the_estimate_and_says_where_it_comes_from(served, sources):
    row = _msu(served, 2024).loc["DEP-12"]
    assert (row["value"], row["status"]) == (61, "imported")
    assert pd.isna(row["low"])
    assert pd.isna(row["high"])
    assert pd.isna(row["method_id"])
    assert row["source_id"] == sources["Conseil de l’Aveyron"]
    assert row["locator"] == "fichier local, ligne 2, comptage daté 2024"
    source = served["source"].set_index("source_id").loc[row["source_id"]]
    assert (source["title"], source["publisher"], source["kind"]) == (
        "Conseil de l’Aveyron",
        "Poste local",
        "local",
    )


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
def test_the_national_count_still_holds_at_every_level(served, level):
    for year, national in ((2024, 13908), (2023, 12790), (2021, 11837), (2017, 9135)):
        assert _msu(served, year)["value"].reindex(_level(served, level)).sum() == national
        assert _msu(served, year).loc["FR", ["value", "status"]].tolist() == [national, "observed"]


def test_the_region_holds_its_imported_departement(served):
    values = _msu(served, 2024)["value"]
    assert values["REG-76"] == sum(values[f"DEP-{code}"] for code in OCCITANIE)


def test_the_other_departements_share_what_the_import_leaves(served, tables):
    before, after = _msu(tables, 2024)["value"], _msu(served, 2024)["value"]
    assert before["DEP-12"] != 61
    others = [name for name in _level(served, "departement") if name != "DEP-12"]
    assert after[others].sum() - before[others].sum() == before["DEP-12"] - 61
    assert set(_msu(served, 2024).loc[others, "status"]) == {"estimated"}


def test_an_import_speaks_for_other_years_too_and_published_counts_stay(served, tables):
    after, before = _msu(served, 2016), _msu(tables, 2016)
    assert after.loc[["FR", "DEP-12"], "value"].tolist() == [8550, 55]
    assert before.loc[["FR", "DEP-12"], "value"].tolist() == [8550, 55]
    assert after.loc["DEP-81", "value"] != before.loc["DEP-81", "value"]


def test_gaps_and_rates_follow_the_imported_count(served, sources):
    gaps = served["msu_gap"]
    rows = gaps[gaps["territory_id"].eq("DEP-12") & gaps["period"].eq("2024")]
    assert len(rows)
    assert (rows[["msu", "msu_low", "msu_high"]] == 61).all(axis=None)
    assert (rows["gap_msu"] == rows["target_msu"] - 61).all()
    assert set(rows["msu_status"]) == {"imported"}
    population = served["territory"].set_index("territory_id")["population_hab"]["DEP-12"]
    rate = _msu(served, 2024, "msu_pour_100k").loc["DEP-12"]
    assert rate["value"] == pytest.approx(100000 * 61 / population)
    assert (rate["status"], rate["source_id"]) == ("imported", sources["Conseil de l’Aveyron"])


def test_a_region_count_is_shared_around_the_departement_counted_inside(served):
    rows = _msu(served, 2023)
    assert rows.loc["REG-76", ["value", "status"]].tolist() == [900, "imported"]
    assert rows.loc["DEP-12", ["value", "status"]].tolist() == [60, "imported"]
    assert rows.loc["DEP-31", "status"] == "estimated"
    assert sum(rows["value"][f"DEP-{code}"] for code in OCCITANIE) == 900


def test_a_region_that_its_departements_contradict_takes_their_sum_and_says_so(served):
    row = _msu(served, 2021).loc["REG-76"]
    assert (row["value"], row["status"]) == (520, "imported")
    assert row["locator"] == "somme des départements importés"
    assert row["note_fr"] == "le fichier local donne 999 ; la somme de ses parties est retenue"


def test_a_region_smaller_than_one_of_its_departements_says_so(served):
    rows = _msu(served, 2015)
    assert rows.loc["REG-76", "value"] == rows.loc["DEP-12", "value"] == 60
    assert "le fichier local donne 50" in rows.loc["REG-76", "note_fr"]


def test_imports_that_exceed_the_nation_are_kept_and_the_gap_is_told(served):
    rows = _msu(served, 2019)
    assert rows.loc["FR", ["value", "status"]].tolist() == [10736, "observed"]
    assert (rows.loc[_level(served, "departement"), "value"] == 500).all()
    assert rows.loc["REG-76", ["value", "status"]].tolist() == [6500, "imported"]
    gap = served["national_gap"].set_index("period").loc["2019"]
    assert (gap["national_msu"], gap["known_msu"]) == (10736, 50500)
    assert "dépassent" in gap["reason_fr"]


def test_a_country_wholly_counted_under_the_nation_is_kept_and_the_gap_is_told(served):
    rows = _msu(served, 2018)
    assert (rows.loc[_level(served, "departement"), "value"] == 80).all()
    assert rows.loc["FR", "value"] == 9440
    gap = served["national_gap"].set_index("period").loc["2018"]
    assert (gap["national_msu"], gap["known_msu"]) == (9440, 8080)
    assert "sous le comptage national" in gap["reason_fr"]
    assert set(served["national_gap"]["period"]) == {"2018", "2019"}


def test_a_country_wholly_counted_as_the_nation_is_leaves_the_national_count_observed(served):
    rows = _msu(served, 2010)
    assert rows.loc["FR", ["value", "status", "source_id"]].tolist() == [4739, "observed", "S002"]
    assert set(rows["status"].drop("FR")) <= {"imported", "estimated"}
    row = rows.loc["REG-76"]
    assert (row["value"], row["status"]) == (13 * 47, "imported")
    assert row["locator"] == "somme des départements importés"
    # A subdivision that holds a piece of a département is no sum of what was imported.
    assert rows.loc["SUB-034", "status"] == "estimated"


def test_a_year_without_national_count_shows_what_was_imported_alone(served):
    rows = _msu(served, 2026)
    assert list(rows.index) == ["DEP-12"]
    assert rows.loc["DEP-12", ["value", "status"]].tolist() == [63, "imported"]
    assert rows.loc["DEP-12", "locator"].endswith("comptage daté 2026-06")


def test_counts_by_type_of_stage_are_indicators_summed_where_a_region_is_whole(served, sources):
    rows = _msu(served, 2025, "msu_2e_cycle")
    assert rows.loc["DEP-12", ["value", "status", "period"]].tolist() == [22, "imported", "2025-12"]
    assert rows.loc["DEP-12", "source_id"] == sources["Par type"]
    assert rows.loc["DEP-12", "locator"] == "fichier local, ligne 4"
    assert rows.loc["REG-76", "value"] == sum(20 + i for i in range(13))
    assert "donne 499" in rows.loc["REG-76", "note_fr"]
    assert rows.loc["SUB-040", "locator"] == "somme des départements importés"
    assert "FR" not in rows.index


def test_places_land_in_their_table(served, sources):
    rows = served["stage_place"].set_index(["territory_id", "level_id", "measure_id"])
    row = rows.loc[("DEP-12", "N1", "offered_n")]
    assert row[["semester", "places_n", "status", "source_id", "locator"]].tolist() == [
        "2025-11",
        12,
        "imported",
        sources["Occitanie"],
        "fichier local, ligne 4",
    ]
    assert rows.loc[("DEP-12", "SF", "offered_n"), "places_n"] == 5
    assert ("DEP-12", "SF", "filled_n") not in rows.index
    assert rows.loc[("SUB-040", "N1", "filled_n"), "locator"] == "somme des départements importés"


def test_installations_land_in_their_table_with_their_balance(served):
    rows = served["installation"].query("field_id == 'local_file'")
    rows = rows.set_index(["territory_id", "age_class"])
    row = rows.loc[("DEP-12", "ensemble")]
    assert row[["entries_n", "exits_n", "net_n", "status"]].tolist() == [11, 14, -3, "imported"]
    small = rows.loc[("DEP-48", "ensemble")]
    assert small["entries_n"] == 9
    assert small[["exits_n", "net_n"]].isna().all()


def test_an_age_class_is_withheld_with_the_small_one_that_the_total_would_give(served):
    hidden = served["withheld_cell"]
    hidden = hidden[hidden["kind_id"].eq("installations") & hidden["territory_id"].eq("DEP-81")]
    for measure, small in (("entries_n", "60_plus"), ("exits_n", "moins_40")):
        ages = set(hidden.loc[hidden["measure_id"] == measure, "age_class"])
        assert small in ages
        assert len(ages) >= 2


def test_cohorts_land_in_their_table_with_those_not_followed(served, sources):
    row = served["cohort"].set_index("territory_id").loc["SUB-040"]
    assert row[["trained_n", "settled_region_n", "settled_elsewhere_n"]].tolist() == [120, 70, 28]
    assert row[["not_followed_n", "status", "locator"]].tolist() == [
        22,
        "imported",
        "fichier local, ligne 2",
    ]


def test_a_small_part_of_a_cohort_is_withheld_with_another(served):
    row = served["cohort"].set_index("territory_id").loc["DEP-12"]
    assert pd.isna(row["settled_elsewhere_n"])
    parts = ["trained_n", "settled_departement_n", "settled_region_n", "not_followed_n"]
    assert row[parts].isna().any()


def test_flows_land_in_their_table_without_the_small_ones(served):
    assert served["flow"][
        ["origin_id", "destination_id", "count_n", "status"]
    ].to_numpy().tolist() == [["SUB-040", "DEP-12", 12, "imported"]]
    assert _withheld(served, "flux", "2018") == {("SUB-040", "settled_n")}


def test_values_of_an_indicator_are_observations_with_the_place_their_file_quotes(served, sources):
    rows = _msu(served, 2026, VOLUNTEERS)
    row = rows.loc["DEP-12"]
    assert (row["value"], row["status"]) == (14, "imported")
    assert row["source_id"] == sources["Volontaires"]
    assert row["locator"] == "Enquête, tableau 3 (fichier local, ligne 2)"
    ratio = _msu(served, 2025, "ratio_etudiants_3e_cycle_par_msu").loc["DEP-12"]
    assert ratio["value"] == 1.4


def test_a_value_that_the_etl_also_computes_stands_beside_it_and_enters_no_rate(served, tables):
    rows = served["observation"]
    here = rows[(rows["territory_id"] == "SUB-040") & (rows["period"] == "2024")]
    sources = here[here["indicator_id"] == "mg_liberaux_cnam"]["status"]
    assert sorted(sources) == ["imported", "observed"]
    rate = _msu(served, 2024, "msu_pour_100_mg_liberaux").loc["SUB-040"]
    count = _msu(served, 2024).loc["SUB-040"]
    before = _msu(tables, 2024, "mg_liberaux_cnam").loc["SUB-040"]
    assert rate["value"] == pytest.approx(100 * count["value"] / before["value"])


def test_small_values_of_a_count_are_withheld(served):
    assert not {"DEP-48", "DEP-46"} & set(_msu(served, 2026, VOLUNTEERS).index)
    assert _withheld(served, "valeurs", "2026-11") == {("DEP-48", "value"), ("DEP-46", "value")}


def test_a_correction_stands_beside_the_published_figure_which_stays(served, tables, sources):
    for indicator in ("msu_local", "msu"):
        before, after = (_msu(of, 2016, indicator).loc["DEP-12"] for of in (tables, served))
        assert after[["value", "status", "source_id"]].tolist() == [55, "observed", "S050"]
        assert before["value"] == 55
        assert "CDOM de l’Aveyron le 21/11/2026 : 57 (Deux oublis)" in after["note_fr"]
    row, with_period = served["correction"].sort_values("territory_id").to_dict("records")
    assert with_period["period"] == "2015/2016"
    assert (row["corrected_source_id"], row["corrected_value"]) == ("S050", 57)
    assert (row["status"], row["signed_on"]) == ("imported", "2026-11-21")


def test_a_correction_that_gives_a_small_count_is_withheld(served):
    assert _withheld(served, "corrections", "2018-03") == {("DEP-26", "corrected_value")}


@pytest.mark.parametrize("table", IMPORTED_TABLES)
def test_every_row_of_a_local_file_names_an_import_in_force(served, table):
    rows = served[table]
    if table == "installation":
        rows = rows[rows["field_id"] == "local_file"]
    assert len(rows)
    assert set(rows["source_id"]) <= set(served["local_import"]["source_id"])
    assert set(rows["status"]) == {"imported"}


def test_a_small_count_is_published_nowhere_and_the_estimate_stays_with_a_note(served, sources):
    row = _msu(served, 2017).loc["DEP-48"]
    assert row["status"] == "estimated"
    assert "sous le seuil de publication" in row["note_fr"]
    assert row["low"] < row["high"]
    assert _withheld(served, "msu", "2017") == {("DEP-48", "total_msu")}
    assert _msu(served, 2017).loc["DEP-12", "status"] == "imported"
    for name, table in served.items():
        if "source_id" in table and "territory_id" in table:
            rows = table[table["source_id"].eq(sources["Petit effectif"])]
            assert set(rows["territory_id"]) <= {"DEP-12"}, name


def test_a_second_count_is_withheld_where_the_region_would_give_the_first(served):
    hidden = {name for name, _ in _withheld(served, "msu", "2014")}
    assert "DEP-48" in hidden
    assert len(hidden - {"REG-76"}) >= 2
    rows = _msu(served, 2014)
    assert (rows.loc[sorted(hidden), "status"] == "estimated").all()
    assert rows.loc["REG-76", ["value", "status"]].tolist() == [483, "imported"]


def test_no_estimate_is_as_precise_as_the_count_it_stands_for(served):
    hidden = served["withheld_cell"]
    hidden = hidden[hidden["measure_id"] == "total_msu"]
    assert len(hidden) >= 3
    for row in hidden.itertuples():
        estimate = _msu(served, int(row.period)).loc[row.territory_id]
        assert estimate["low"] < estimate["high"]


def _is_open(names: set[str], parent: str, known: pd.Series) -> bool:
    """Say whether a sum leaves its parts unknown: its total, or two of them, is withheld."""
    return parent not in known.index or len(names - set(known.index)) != 1


def test_the_places_published_give_no_withheld_one_back(served):
    rows = served["stage_place"]
    rows = rows[rows["measure_id"].eq("offered_n") & rows["level_id"].eq("N1")]
    known = rows.set_index("territory_id")["places_n"]
    assert "DEP-48" not in known.index
    links = served["territory_link"]
    for parent in ("REG-76", "SUB-035", "SUB-040"):
        children = set(links.loc[links["parent_id"].eq(parent) & links["weight"].gt(0), "child_id"])
        assert _is_open(children, parent, known), parent
    assert _is_open({"SUB-035", "SUB-040"}, "REG-76", known)


def test_a_higher_threshold_withholds_more(served, stricter):
    assert served["build"]["secrecy_threshold_n"].item() == 5
    assert stricter["build"]["secrecy_threshold_n"].item() == 11
    keys = ["kind_id", "territory_id", "period", "detail", "measure_id"]
    before, after = (
        set(map(tuple, of["withheld_cell"][keys].to_numpy())) for of in (served, stricter)
    )
    assert ("installations", "DEP-48", "2024", "ensemble", "entries_n") in after - before
    assert ("stages", "DEP-12", "2025-11", "SF", "offered_n") in after - before
    shown = stricter["stage_place"]["places_n"]
    assert shown.min() >= 11
    assert stricter["flow"]["count_n"].min() >= 11
