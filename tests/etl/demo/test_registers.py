"""The fictitious lines of the registers are said to be so, hold together, and show every case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from etl.declared.registers import load_declarations
from etl.demo.figures import write_demo
from etl.demo.recipe import TODAY
from foundation.days import today_in_paris
from tests.support.new_register import DECLARATION, REGISTER_ID
from tests.support.paths import DATA

DECLARED = {item.register_id: item for item in load_declarations(DATA)}
STEPPED = [name for name, item in DECLARED.items() if item.steps]
DATED = [name for name, item in DECLARED.items() if "due" in item.roles]
MAX_BYTES = 425_000
# What is part of what, in the same line.
PARTS = {
    "vivier": ("eligible_n", "contacted_n", "applied_n"),
    "actions": ("contacts_n", "applications_n", "files_n", "approved_n", "hosting_n"),
    "aides": ("capacity_n", "occupied_n"),
    "rencontres": ("invited_n", "attended_n", "msu_contacts_n"),
    "structures": ("practitioners_n", "msu_n"),
    "echanges": ("places_n", "filled_n"),
    "enquetes": ("asked_n", "answered_n", "ties_n", "ties_yes_n"),
}


def lines(register_id: str) -> pd.DataFrame:
    """The committed lines of a register, days as days, by field."""
    path = DATA / "demo" / f"demo_{register_id}.csv"
    frame = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
    declared = DECLARED[register_id]
    frame.columns = pd.Index(declared.by_id)
    days = [field.column_id for field in declared.fields if field.type == "day"]
    return frame.assign(**{name: pd.to_datetime(frame[name], format="%d/%m/%Y") for name in days})


def due(register_id: str) -> pd.Series:
    """Due dates of the lines that await one."""
    declared, frame = DECLARED[register_id], lines(register_id)
    awaits = frame[declared.roles["step"]].isin(declared.register().due_steps)
    return frame.loc[awaits, declared.roles["due"]].dropna()


@pytest.mark.parametrize("register_id", DECLARED)
def test_every_line_says_that_it_is_fictitious(register_id):
    frame, title = lines(register_id), DECLARED[register_id].roles.get("title")
    assert frame["entry_id"].str.startswith("FICTIF-").all()
    if title:
        assert frame[title].str.contains("ficti[fv]").all()


@pytest.mark.parametrize("register_id", STEPPED)
def test_every_step_of_a_register_is_reached_by_a_line(register_id):
    declared = DECLARED[register_id]
    reached = set(lines(register_id)[declared.roles["step"]])
    assert reached == {step.step_id for step in declared.steps}


@pytest.mark.parametrize("register_id", DECLARED)
def test_every_field_is_filled_somewhere_but_the_remarks(register_id):
    empty = lines(register_id).isna().all()
    known = {"grain", "counted_n", "detail_fr", "amount_fr", "entries_n", "old_region_fr"}
    known |= {"linked_ids", "note_fr", "reserve_fr", "departement_ids"}
    assert set(empty.index[empty]) <= known


@pytest.mark.parametrize("register_id", DATED)
def test_the_steps_of_a_line_follow_each_other_and_none_is_to_come(register_id):
    declared, frame = DECLARED[register_id], lines(register_id)
    names = [step.date_field for step in declared.steps if step.date_field]
    assert not (frame[names] > pd.Timestamp(TODAY)).any(axis=None)
    kept = [s.date_field for s in declared.steps if s.date_field and s.ends != "lost"]
    for before, after in zip(kept, kept[1:], strict=False):
        assert not (frame[before] > frame[after]).any(), (before, after)


@pytest.mark.parametrize("register_id", [name for name in DATED if name != "enquetes"])
def test_some_lines_are_overdue_and_others_due_within_six_and_twenty_four_months(register_id):
    days = due(register_id)
    today = pd.Timestamp(TODAY)
    assert (days < today).any()
    assert days.between(today, today + pd.DateOffset(months=6)).any()
    assert (days < today).mean() < 0.4
    if register_id not in {"vivier", "flechages", "guichets"}:
        assert days.between(
            today + pd.DateOffset(months=12), today + pd.DateOffset(months=24)
        ).any()


def test_some_approvals_take_longer_than_the_usual_six_months_and_most_do_not():
    frame = lines("agrements")
    months = (frame["decided_on"] - frame["file_on"]).dt.days.dropna() / 30.4
    assert 0.1 < (months > 6).mean() < 0.4
    assert months.median() > 2


def test_every_departement_has_approvals_to_follow():
    assert lines("agrements")["territory_id"].nunique() == 101


def test_an_approval_has_its_validity_and_expires_after_it_was_given():
    frame = lines("agrements")
    approved = frame["decided_on"].notna()
    assert frame.loc[approved, ["validity_years", "expires_on"]].notna().all(axis=None)
    assert frame.loc[approved, "validity_years"].astype(int).between(1, 5).all()
    assert (frame["expires_on"] > frame["decided_on"])[approved].all()
    assert frame.loc[frame["step"] == "echu", "renewal"].eq("non_renouvele").all()
    blocked = frame[frame["block"].notna()]
    assert set(blocked["step"]) <= {"contact", "dossier", "visite", "commission"}
    assert len(blocked)


def test_where_an_intern_settles_is_told_only_once_it_can_be_seen():
    frame = lines("flechages")
    for years in (1, 2, 3):
        told = frame[frame[f"settled_{years}y"].notna()]
        seen = told["assigned_on"] + pd.DateOffset(years=years)
        assert len(told) > 20
        assert (seen < pd.Timestamp(TODAY)).all()


@pytest.mark.parametrize(("register_id", "names"), PARTS.items())
def test_a_part_never_exceeds_the_whole(register_id, names):
    counts = lines(register_id)[list(names)].astype("float64").dropna()
    assert len(counts) > 10
    assert (counts.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


@pytest.mark.parametrize("register_id", ["actions", "conventions", "rencontres"])
def test_the_faculty_is_missing_from_many_tables_and_present_at_others(register_id):
    present = lines(register_id)["partners"].str.contains("faculté")
    assert 0.2 < present.mean() < 0.8


def test_councils_answer_stay_silent_or_say_that_they_do_nothing():
    frame = lines("enquetes")
    councils = frame[frame["asked"] == "cdom"]
    assert councils["territory_id"].nunique() == len(councils) == 101
    assert councils["step"].nunique() == 4
    assert councils.loc[councils["step"] != "repondu", "initiatives_n"].isna().all()


def test_meetings_are_held_after_interns_change_posts():
    months = lines("rencontres")["meets_on"].dt.month
    assert set(months) <= {5, 6, 11, 12}


def test_the_lines_of_the_registers_are_small():
    folder = DATA / "demo"
    sizes = [(folder / f"demo_{name}.csv").stat().st_size for name in DECLARED]
    assert sum(sizes) + (folder / "registres.yml").stat().st_size < MAX_BYTES


def test_a_register_without_a_recipe_has_no_fictitious_line(
    tmp_path: Path, copy_data: Callable[[Path], Path]
):
    copied = copy_data(tmp_path / "data")
    (copied / "registers" / f"{REGISTER_ID}.yml").write_text(DECLARATION, encoding="utf-8")
    written = {path.name for path in write_demo(copied)}
    assert f"demo_{REGISTER_ID}.csv" not in written
    assert written >= {f"demo_{name}.csv" for name in DECLARED}


def test_the_day_the_set_is_drawn_as_of_is_not_to_come():
    assert today_in_paris() >= TODAY
