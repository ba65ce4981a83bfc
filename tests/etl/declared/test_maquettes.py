import pytest

from etl.declared.catalog import load_sources
from etl.declared.maquettes import load_maquettes
from etl.errors import RegisterError
from tests.support.paths import DATA

MAQUETTE = """\
- id: essai
  label_fr: Essai
  cycle: 3
  source_id: S001
  from_cohort: 2030
  years: 3
  stages:
  - {level: N1, year: 1, semesters: 1, share: 0.5, share_low: 0.4, share_high: 1,
     status: hypothese, basis_fr: Essai.}
"""


@pytest.fixture(scope="module")
def committed():
    sources = [source.source_id for source in load_sources(DATA / "sources.yml")]
    return {entry.maquette_id: entry for entry in load_maquettes(DATA, sources)}


def _fault(folder, text):
    (folder / "maquettes.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_maquettes(folder, ["S001"])
    message = str(caught.value)
    assert "maquettes.yml" in message
    return message


def test_the_committed_maquettes_follow_each_other(committed):
    third = [entry for entry in committed.values() if entry.cycle == 3]
    assert [entry.from_cohort for entry in third] == [2004, 2017, 2023]
    assert [entry.years for entry in third] == [3, 3, 4]


def test_the_first_docteurs_juniors_enter_their_fourth_year_in_november_2026(committed):
    maquette = committed["des-mg-2023"]
    (junior,) = [stage for stage in maquette.stages if stage.level == "DJ"]
    assert maquette.from_cohort + junior.year - 1 == 2026
    assert junior.semesters == 2


@pytest.mark.parametrize("maquette_id", ["des-mg-2017", "des-mg-2023"])
def test_every_intern_does_one_n1_and_one_saspas(committed, maquette_id):
    stages = {stage.level: stage for stage in committed[maquette_id].stages}
    assert [stages[level].semesters * stages[level].share for level in ("N1", "SASPAS")] == [1, 1]


def test_a_share_between_bounds_that_differ_is_declared_a_hypothesis(committed):
    stages = [stage for entry in committed.values() for stage in entry.stages]
    uncertain = [stage for stage in stages if stage.share_low < stage.share_high]
    assert {stage.level for stage in uncertain} >= {"SF", "SE", "SFE", "DJ"}
    assert {stage.status for stage in uncertain} == {"hypothese"}


def test_the_second_cycle_stage_is_counted_in_weeks(committed):
    (stage,) = committed["deuxieme-cycle-2009"].stages
    assert (stage.level, stage.weeks, stage.semesters) == ("2C", 6, None)


def test_maquettes_are_read_in_the_order_of_their_cohorts(tmp_path):
    later = MAQUETTE.replace("essai", "avant").replace("2030", "2020")
    (tmp_path / "maquettes.yml").write_text(MAQUETTE + later, encoding="utf-8")
    entries = load_maquettes(tmp_path, ["S001"])
    assert [entry.maquette_id for entry in entries] == ["avant", "essai"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("S001", "S999", ("source_id", "« S999 »", "sources.yml")),
        ("level: N1", "level: N2", ("stages.0.level", "« N2 »")),
        ("level: N1", "level: 2C", ("stages.0.level", "« 2C »", "cycle 3")),
        ("year: 1", "year: 4", ("stages.0.year", "« 4 »", "1 à 3")),
        ("semesters: 1", "weeks: 6", ("stages.0.semesters", "durée")),
        ("semesters: 1,", "", ("stages.0.semesters", "durée")),
        ("semesters: 1", "semesters: 0", ("semesters", "supérieur à 0")),
        ("share: 0.5", "share: 0.3", ("stages.0.share", "« 0.3 »", "0.4")),
        ("share_high: 1", "share_high: 1.2", ("share_high", "« 1.2 »", "au plus égal à 1")),
        ("status: hypothese", "status: sûr", ("status", "« sûr »", "hypothese")),
        ("basis_fr: Essai.", "basis_fr: ''", ("basis_fr", "un texte non vide")),
        ("cycle: 3", "cycle: 2", ("stages.0.weeks", "durée")),
        ("from_cohort: 2030", "from_cohort: '2030'", ("from_cohort", "un nombre entier")),
    ],
)
def test_a_faulty_entry_names_its_field_the_value_read_and_the_one_expected(
    tmp_path, before, after, expected
):
    assert before in MAQUETTE
    message = _fault(tmp_path, MAQUETTE.replace(before, after))
    assert "essai" in message
    assert all(part in message for part in expected), message


def test_a_level_given_twice_is_refused(tmp_path):
    stage = MAQUETTE.split("stages:\n")[1]
    assert "N1, N1" in _fault(tmp_path, MAQUETTE + stage)


def test_two_maquettes_from_the_same_cohort_are_refused(tmp_path):
    message = _fault(tmp_path, MAQUETTE + MAQUETTE.replace("essai", "double"))
    assert "double" in message
    assert "« 2030 », déjà celle de « essai »" in message
