"""Installations and departures: each in its field, estimates recomputed by hand, notes kept."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.support.importing import build_with, few_draws, new_installation, read_served

NOTED = {"DEP-23": "157", "DEP-973": "399", "REG-03": "399", "DEP-91": "1 401"}


@pytest.fixture(scope="module")
def rows(tables) -> pd.DataFrame:
    return tables["installation"]


def of_field(rows: pd.DataFrame, field_id: str) -> pd.DataFrame:
    return rows[rows["field_id"] == field_id].set_index("territory_id")


def test_the_net_change_is_published_for_every_territory(rows, tables):
    net = of_field(rows, "rpps_all_modes")
    assert set(net.index) == set(tables["territory"]["territory_id"])
    assert net.loc[["FR", "DEP-23", "DEP-973", "REG-53"], "net_n"].tolist() == [1031, 57, -91, 422]
    assert set(net["period"]) == {"2022/2026"}
    assert set(net["duration_ans"]) == {4}
    assert net[["entries_n", "exits_n"]].isna().all(axis=None)
    estimated = net[net["status"] == "estimated"]
    assert set(estimated["method_id"]) == {"passage-v1"}
    assert estimated.index.str.startswith("SUB-").all()


def test_national_counts_stand_each_in_its_field_without_a_net(rows):
    liberal = rows[rows["field_id"].str.startswith("liberal_")]
    found = liberal.set_index(["field_id", "year"])[["entries_n", "exits_n"]].sum(axis=1)
    assert found.to_dict() == {
        ("liberal_first_installations", 2011): 1224,
        ("liberal_first_installations", 2022): 2357,
        ("liberal_cessations", 2022): 2327,
        ("liberal_cessations_one_year_on", 2021): 2600,
    }
    assert liberal["net_n"].isna().all()
    assert set(liberal["territory_id"]) == {"FR"}
    notes = liberal.set_index("field_id")["note_fr"]
    assert "hors déménagements" in notes["liberal_cessations"]
    assert "un an de recul" in notes["liberal_cessations_one_year_on"]


def test_estimated_entries_are_what_the_published_figures_give_by_hand(rows):
    found = of_field(rows, "rpps_and_liberal")
    # 2 600 cessations in 2021 for 18 412 liberal GPs of 60 or more: 14.12 % a year.
    creuse = found.loc["DEP-23"]
    assert creuse["exits_n"] == pytest.approx(4 * 2600 / 18412 * 43)
    assert creuse["entries_n"] == pytest.approx(57 + 4 * 2600 / 18412 * 43)
    nation = found.loc["FR"]
    assert nation["entries_n"] / 4 == pytest.approx(2857.75)
    assert nation["exits_n"] == pytest.approx(4 * 2600)
    assert set(found["status"]) == {"estimated"}
    assert found["entries_n"].le(found["entries_high_n"]).sum() == len(found) - 2


def test_a_loss_that_no_cessation_explains_gives_no_entries_and_says_why(rows):
    found = of_field(rows, "rpps_and_liberal")
    unknown = found[found["entries_n"].isna()]
    assert set(unknown.index) == {"DEP-973", "REG-03"}
    assert unknown[["exits_n", "entries_low_n", "exits_high_n"]].isna().all(axis=None)
    assert set(unknown["net_n"]) == {-91}
    assert unknown["note_fr"].str.contains("ne sont pas estimés").all()


def test_estimated_nets_of_the_departements_sum_to_that_of_the_nation(rows):
    found = of_field(rows, "rpps_and_liberal")
    for prefix in ("DEP-", "REG-", "SUB-"):
        assert found.loc[found.index.str.startswith(prefix), "net_n"].sum() == pytest.approx(1031)


@pytest.mark.parametrize("indicator_id", ["solde_mg_rpps", "evolution_mg_rpps_pct"])
def test_extreme_net_changes_carry_their_note_and_no_other_does(observation, indicator_id):
    found = observation[observation["indicator_id"] == indicator_id]
    notes = found.set_index("territory_id")["note_fr"].dropna()
    assert set(notes.index) == set(NOTED)
    for territory_id, count in NOTED.items():
        assert "probablement en partie administratif" in notes[territory_id]
        assert count in notes[territory_id]


def test_the_note_follows_the_net_into_its_estimate(rows):
    for field_id in ("rpps_all_modes", "rpps_and_liberal"):
        notes = of_field(rows, field_id)["note_fr"].dropna()
        assert set(notes.index) == set(NOTED)


def test_imported_counts_stand_beside_the_others_and_change_none(warehouse, tmp_path, rows):
    made = new_installation(warehouse.settings, tmp_path)
    lines = ("territoire;annee;classe_age;installations;departs", "REG-53;2022;ensemble;240;250")
    with few_draws():
        build_with(made, {"installations Bretagne": lines})
    served = read_served(made)["installation"]
    is_local = served["field_id"] == "local_file"
    (local,) = served[is_local].to_dict("records")
    assert (local["entries_n"], local["net_n"], local["status"]) == (240, -10, "imported")
    assert (local["period"], local["duration_ans"]) == ("2022", 1)
    assert served[~is_local].reset_index(drop=True).equals(rows.reset_index(drop=True))
