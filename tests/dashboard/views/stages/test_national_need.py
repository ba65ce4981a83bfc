"""The national need for MSU, recomputed from hypotheses that are all in sight."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dashboard.queries.catalog import read_catalog
from dashboard.views.stages.national_need import (
    FIELDS,
    OF_2010,
    latest_hypotheses,
    need_csv,
    need_rows,
)
from models.msu.national_need import NeedHypotheses, national_need
from tests.support.series import point


def test_one_combination_comes_back_to_the_9000_of_2010():
    need = national_need(OF_2010)
    assert need.posts_n == 3_000
    assert need.third_cycle_msu == 7_500
    assert need.second_cycle_msu == 2_000
    assert need.total_msu == 9_000


def test_each_hypothesis_moves_the_need_the_way_it_should():
    more = ("interns_n", "ambulatory_semesters", "msu_per_post", "students_n", "weeks_per_student")
    less = ("maquette_semesters", "posts_per_msu", "weeks_per_msu", "both_msu")
    before = national_need(OF_2010).total_msu
    for name in more:
        value = getattr(OF_2010, name) * 1.5
        assert national_need(replace(OF_2010, **{name: value})).total_msu > before, name
    for name in less:
        value = getattr(OF_2010, name) * 1.5
        assert national_need(replace(OF_2010, **{name: value})).total_msu < before, name


def test_the_reserve_is_a_share_of_what_is_needed():
    need = national_need(replace(OF_2010, reserve_pct=10))
    assert need.reserve_msu == pytest.approx(900)
    assert need.total_msu == pytest.approx(9_900)


def test_an_msu_cannot_be_counted_once_more_often_than_a_cycle_needs_it():
    assert national_need(replace(OF_2010, both_msu=50_000)).both_msu == 2_000
    assert national_need(replace(OF_2010, both_msu=50_000)).total_msu == 7_500


def test_more_ambulatory_semesters_than_the_maquette_has_are_refused():
    with pytest.raises(ValueError, match="maquette"):
        national_need(replace(OF_2010, ambulatory_semesters=7))


def test_the_latest_published_headcounts_are_the_other_start():
    first = latest_hypotheses(
        [point("2017", 15_443), point("2021-01-01", 13_817)],
        [point("2017/2018", 7_327)],
        [point("2017/2018", 86.2)],
    )
    assert (first.interns_n, first.students_n) == (13_817, 8_500)
    assert first.both_msu == 0


def test_every_hypothesis_is_a_field_and_starts_within_its_bounds():
    assert [field.name for field in FIELDS] == list(NeedHypotheses.__dataclass_fields__)
    for field in FIELDS:
        assert field.low <= getattr(OF_2010, field.name) <= field.high


def test_each_step_says_how_it_is_computed():
    rows = {step: (how, value) for step, how, value in need_rows(OF_2010, national_need(OF_2010))}
    assert rows["Postes d’internes en ville"] == ("9\u202f000 × 2 ÷ 6", "3\u202f000")
    assert rows["MSU pour les internes"] == ("3\u202f000 × 2,5 ÷ 1", "7\u202f500")
    assert rows["MSU faisant les deux, comptés une fois"][1] == "−500"
    assert rows["Besoin total"][1] == "9\u202f000"


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_gives_the_hypotheses_before_the_results(connection):
    rows = read(need_csv(read_catalog(connection), OF_2010, national_need(OF_2010)))
    assert [row["statut"] for row in rows] == ["hypothèse"] * len(FIELDS) + ["simulé"] * 6
    assert rows[0]["ligne"] == "Internes de médecine générale"
    assert rows[3]["valeur"] == "2,5"
    assert (rows[-1]["ligne"], rows[-1]["valeur"]) == ("Besoin total", "9000")


def test_the_file_of_a_demonstration_says_so_on_every_line(connection):
    catalog = read_catalog(connection)
    demo = replace(catalog, build=replace(catalog.build, is_demo=True))
    rows = read(need_csv(demo, OF_2010, national_need(OF_2010)))
    assert all("FICTIVES" in row["avertissement"] for row in rows)
