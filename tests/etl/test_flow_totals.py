"""Totals of imported cohorts and flows: an identity, sums that hide nothing and tell no secret."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.checks import check_warehouse
from etl.warehouse import current_build, read_warehouse
from tests.support.importing import build_with, few_draws, new_installation, read_served

COHORTS = "territoire;perimetre;cohorte;delai;formes;meme_departement;meme_region;ailleurs"
FLOWS = "origine;destination;cohorte;delai;effectif"
# One cohort per situation: 2015 complete, 2016 disagrees, 2017 withheld, 2018 shared, 2019 zero.
FILES = {
    "cohortes Occitanie": [
        COHORTS,
        "SUB-040;subdivision;2015;5;120;;70;28",
        "SUB-035;subdivision;2015;5;90;;50;20",
        "SUB-040;subdivision;2016;5;60;;30;20",
        "SUB-040;subdivision;2017;5;120;;70;28",
        "SUB-025;subdivision;2018;5;80;;40;25",
        "SUB-040;subdivision;2019;5;50;;30;10",
        "12;stage;2015;5;60;30;15;10",
    ],
    "cohortes_flux Occitanie": [
        FLOWS,
        "SUB-040;31;2015;5;70",
        "SUB-040;34;2015;5;18",
        "SUB-040;75;2015;5;10",
        "SUB-035;34;2015;5;50",
        "SUB-035;31;2015;5;8",
        "SUB-035;75;2015;5;12",
        "12;12;2015;5;30",
        "12;81;2015;5;15",
        "SUB-040;31;2016;5;45",
        "SUB-040;75;2016;5;20",
        "SUB-040;31;2017;5;58",
        "SUB-040;12;2017;5;7",
        "SUB-040;48;2017;5;2",
        "SUB-040;75;2017;5;20",
        "SUB-025;38;2018;5;40",
        "SUB-026;38;2018;5;16",
        "SUB-040;38;2018;5;9",
        "SUB-040;31;2019;5;30",
        "SUB-040;48;2019;5;0",
        "SUB-040;75;2019;5;10",
    ],
}


@pytest.fixture(scope="module")
def settings(warehouse, tmp_path_factory):
    made = new_installation(warehouse.settings, tmp_path_factory.mktemp("flux"))
    with few_draws():
        build_with(made, FILES)
    return made


@pytest.fixture(scope="module")
def served(settings):
    return read_served(settings)


@pytest.fixture(scope="module")
def demo(demonstration):
    return read_served(demonstration.for_demo())


def of(tables: dict[str, pd.DataFrame], territory_id: str, cohort: int, scope="subdivision"):
    """The one row of a territory and cohort, as plain values, None when unknown."""
    rows = tables["flow_total"]
    found = rows[
        rows["territory_id"].eq(territory_id)
        & rows["cohort"].eq(cohort)
        & rows["scope"].eq(scope)
        & rows["delay_years"].eq(5)
    ]
    (row,) = found.astype(object).where(found.notna(), None).to_dict("records")
    return row


def values(row: dict, *names: str) -> list:
    return [row[name] for name in names]


def test_the_checks_pass_on_files_that_disagree(settings):
    with read_warehouse(current_build(settings)) as connection:
        assert [item for item in check_warehouse(connection) if not item.passed] == []


def test_the_line_of_a_cohort_gives_who_stayed_and_left(served):
    row = of(served, "SUB-040", 2015)
    assert values(row, "trained_n", "kept_n", "left_n", "not_followed_n") == [120, 70, 28, 22]
    assert values(row, "kept_at_least", "left_at_least", "excess_n") == [False, False, 0]
    assert values(row, "basis", "locator") == ["cohort", "fichier local, ligne 2"]
    assert values(row, "flow_settled_n", "flow_at_least") == [98, False]


def test_those_who_came_are_at_least_while_other_subdivisions_have_no_file(served):
    row = of(served, "SUB-040", 2015)
    assert values(row, "from_outside_n", "from_outside_at_least") == [8, True]
    own = of(served, "DEP-34", 2015)
    assert values(own, "from_around_n", "from_around_at_least") == [50, False]
    assert values(own, "from_outside_n", "from_outside_at_least") == [18, True]
    # None of the two sent anyone to the Lot; twenty-six others say nothing.
    assert "DEP-46" not in set(served["flow_total"]["territory_id"])


def test_a_region_keeps_those_who_move_between_its_subdivisions(served):
    row = of(served, "REG-76", 2015)
    assert values(row, "trained_n", "kept_n", "left_n", "not_followed_n") == [210, 146, 22, 42]
    assert values(row, "kept_at_least", "left_at_least", "basis") == [False, False, "sum"]


def test_the_nation_is_no_sum_of_two_subdivisions(served):
    assert "FR" not in set(served["flow_total"]["territory_id"])


def test_trained_in_a_departement_one_stays_when_one_settles_in_it(served):
    row = of(served, "DEP-12", 2015, "stage")
    assert values(row, "trained_n", "kept_n", "left_n", "not_followed_n") == [60, 30, 25, 5]
    # A doctor trains in several départements: those who came are not summed.
    assert row["from_outside_n"] is None
    assert "DEP-81" not in set(served["flow_total"].query("scope == 'stage'")["territory_id"])


def test_flows_that_exceed_their_cohort_are_kept_with_the_excess(served):
    row = of(served, "SUB-040", 2016)
    assert values(row, "kept_n", "left_n", "flow_settled_n", "excess_n") == [30, 20, 65, 15]
    flows = served["flow"].query("cohort == 2016")
    assert sorted(flows["count_n"]) == [20, 45]


def test_a_withheld_flow_is_in_no_sum_and_no_total_gives_it_back(served):
    row = of(served, "SUB-040", 2017)
    hidden = served["withheld_cell"].query("kind_id == 'flux' and period == '2017'")
    assert ("DEP-48", 5) in set(zip(hidden["destination_id"], hidden["delay_years"], strict=True))
    assert "DEP-48, 5 ans" in set(hidden["detail"])
    published = served["flow"].query("cohort == 2017")["count_n"].sum()
    assert values(row, "flow_settled_n", "flow_at_least") == [published, True]
    assert row["withheld_flows_n"] == len(hidden) >= 1
    assert published < 87


def test_a_shared_departement_is_where_its_doctors_trained(served):
    first, second = of(served, "SUB-025", 2018), of(served, "SUB-026", 2018)
    # Isère is on both: the 16 of Lyon stayed in Lyon, the 9 of Toulouse came to Grenoble.
    assert values(first, "kept_n", "from_outside_n") == [40, 9]
    assert values(second, "kept_n", "from_outside_n", "basis") == [16, None, "flow"]
    isere = of(served, "DEP-38", 2018)
    assert values(isere, "from_around_n", "from_outside_n") == [56, 9]


def test_a_zero_of_a_file_is_withheld_like_any_small_count(served):
    row = of(served, "SUB-040", 2019)
    assert values(row, "flow_settled_n", "flow_at_least", "withheld_flows_n")[1] is True
    assert row["withheld_flows_n"] >= 1


def test_totals_name_the_imports_they_come_from_and_their_status(served):
    rows = served["flow_total"]
    known = set(served["local_import"]["source_id"])
    cited = {source for cell in rows["source_ids"] for source in cell.split(" ; ")}
    assert cited <= known
    assert len(cited) == 2
    assert set(rows["status"]) == {"imported"}


def test_kept_left_and_not_followed_are_those_trained_for_each_cohort_of_the_demonstration(demo):
    rows = demo["flow_total"].query("basis == 'cohort' and scope == 'subdivision'")
    parts = ["kept_n", "left_n", "not_followed_n"]
    known = rows[~rows["kept_at_least"] & ~rows["left_at_least"]].dropna(subset=parts)
    assert known["territory_id"].nunique() == 28
    assert len(known) > 800
    assert (known[parts].sum(axis=1) == known["trained_n"]).all()


def test_those_who_left_the_place_of_training_in_the_demonstration_are_the_sum_of_all(demo):
    for cohort in (2019, 2020):
        row = of(demo, "FR", cohort)
        assert row["kept_n"] + row["left_n"] + row["not_followed_n"] == row["trained_n"] == 3300
        assert values(row, "basis", "excess_n") == ["sum", 0]


def test_no_total_under_the_threshold_is_published(demo):
    rows = demo["flow_total"]
    for name in ("trained_n", "kept_n", "left_n", "not_followed_n", "from_outside_n"):
        assert not rows[name].between(0, 4).any(), name
