"""What is unlikely in a file is doubted; what contradicts the published figures is refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from etl.extract.figures import extract_figures
from etl.imports.plausibility import Comparison, find_contradictions, find_warnings, outside
from etl.reading.preview import Preview
from etl.rows.contract import frame
from foundation.answers import Match, Problem
from tests.support.importing import OCCITANIE
from tests.support.imports import KINDS, LOOKUP
from tests.support.paths import DATA

FLUX = KINDS["cohortes_flux"]
OF_TERRITORY = LOOKUP.territories.set_index("territory_id")


@pytest.fixture(scope="module")
def figures():
    return extract_figures(DATA / "figures")


@pytest.fixture(scope="module")
def known(figures):
    """The real published figures, names and régions; no import in force."""
    departements = OF_TERRITORY[OF_TERRITORY["level"] == "departement"]
    return Comparison(
        figures,
        pd.DataFrame(),
        OF_TERRITORY["name_fr"].to_dict(),
        departements["region_id"].to_dict(),
    )


def _preview(kind_id: str, *records: dict[str, object]) -> Preview:
    rows = [record | {"line": line} for line, record in enumerate(records, start=2)]
    return Preview(
        kind_id=kind_id,
        stores=KINDS[kind_id].stores,
        file="fichier.csv",
        sha256="",
        sheet="",
        sheets=(),
        encoding="utf-8",
        separator=";",
        header_line=1,
        matches=(Match("effectif MSU", 2, "total_msu", "choisi", 100),),
        dropped=(),
        read_n=len(rows),
        rows=frame(rows, KINDS[kind_id]),
    )


def _warnings(kind_id: str, known: Comparison, *records: dict[str, object]) -> tuple[Problem, ...]:
    return find_warnings(_preview(kind_id, *records), KINDS[kind_id], known)


def _msu(territory_id: str, period: str, total: int, **parts: int | None) -> dict[str, object]:
    return {"territory_id": territory_id, "period": period, "total_msu": total} | parts


def test_a_file_without_row_raises_no_doubt(known):
    assert _warnings("msu", known) == ()


def test_more_msu_than_general_practitioners_is_doubted_with_both_numbers(known, figures):
    chosen = figures["indicator_id"].eq("mg_rpps") & figures["period"].eq("2026")
    gps = int(figures[chosen].set_index("territory_id")["value"]["DEP-48"])
    assert _warnings("msu", known, _msu("DEP-48", "2024", gps)) == ()
    (warning,) = _warnings("msu", known, _msu("DEP-48", "2024", gps + 1))
    assert (warning.line, warning.value) == (2, str(gps + 1))
    assert warning.expected_fr == f"au plus les {gps} généralistes de Lozère"


def test_more_than_ten_msu_by_general_practitioner_are_refused(known, figures):
    chosen = figures["indicator_id"].eq("mg_rpps") & figures["period"].eq("2026")
    gps = int(figures[chosen].set_index("territory_id")["value"]["DEP-48"])
    kind = KINDS["msu"]
    at_most = _preview("msu", _msu("DEP-48", "2024", 10 * gps))
    assert find_contradictions(at_most, kind, known) == ()
    above = _preview("msu", _msu("DEP-48", "2024", 10 * gps + 1))
    (refusal,) = find_contradictions(above, kind, known)
    assert refusal.expected_fr == f"au plus les {gps} généralistes de Lozère"
    assert find_warnings(above, kind, known) == ()


def test_a_doubt_names_the_column_as_the_file_does(known):
    (warning,) = _warnings("msu", known, _msu("DEP-48", "2024", 150))
    assert warning.column == "effectif MSU"


@pytest.mark.parametrize(
    ("before", "after", "is_doubted"),
    [(6, 60, True), (7, 60, False), (60, 6, True), (60, 7, False), (0, 60, False), (60, 0, False)],
)
def test_ten_times_more_or_less_than_the_year_before_is_doubted(known, before, after, is_doubted):
    found = _warnings(
        "msu", known, _msu("DEP-12", "2023", before), _msu("DEP-12", "2024-06", after)
    )
    assert bool(found) == is_doubted
    assert all(f"celui de 2023 ({before})" in warning.expected_fr for warning in found)


def test_a_jump_is_seen_against_the_published_counts(known):
    assert _warnings("msu", known, _msu("DEP-12", "2017", 60)) == ()
    (warning,) = _warnings("msu", known, _msu("DEP-12", "2017", 5))
    assert "celui de 2016 (55)" in warning.expected_fr


def test_a_jump_is_seen_against_the_import_in_force(known):
    stored = frame([_msu("DEP-12", "2019", 10) | {"line": 2}], KINDS["msu"])
    known = replace(known, stored=stored.assign(label_fr="ARS"))
    assert _warnings("msu", known, _msu("DEP-12", "2020", 90)) == ()
    assert len(_warnings("msu", known, _msu("DEP-12", "2020", 100))) == 1
    assert _warnings("msu", known, _msu("DEP-12", "2021", 100)) == ()
    assert _warnings("msu", known, _msu("DEP-48", "2020", 100)) == ()


def test_a_loss_is_compared_by_its_size(known):
    def value(period: str, number: float) -> dict[str, object]:
        place = {"territory_id": "DEP-12", "indicator_id": "solde_mg_rpps", "locator": "tableau"}
        return place | {"period": period, "value": number}

    assert _warnings("valeurs", known, value("2024", -5.5), value("2025", -6)) == ()
    (warning,) = _warnings("valeurs", known, value("2024", -5.5), value("2025", -1234567.5))
    assert warning.value == "-1234567,5"
    assert "(-5,5)" in warning.expected_fr


@pytest.mark.parametrize(
    ("places", "column"),
    [
        ({"offered_n": 10, "filled_n": 11}, "pourvues"),
        ({"offered_n": 10, "financed_n": 11}, "financées"),
        ({"offered_n": 10, "approved_n": 9}, "offertes"),
        ({"offered_n": 10, "approved_n": 10, "financed_n": 10, "filled_n": 10}, None),
        ({"offered_n": 10}, None),
    ],
)
def test_more_places_filled_than_offered_than_approved_is_doubted(known, places, column):
    place = {"territory_id": "DEP-12", "semester": "2025-11", "level_id": "N1"}
    found = _warnings("stages", known, place | places)
    assert [warning.column for warning in found] == ([column] if column else [])


def _occitanie(stated: int, *, last: int | None = 20, codes=OCCITANIE) -> list[dict[str, object]]:
    rows = [_msu(f"DEP-{code}", "2024", 50, cycle2_msu=20) for code in codes]
    rows[-1]["cycle2_msu"] = last
    return [*rows, _msu("REG-76", "2024", 50 * len(codes), cycle2_msu=stated)]


def test_a_region_that_is_not_the_sum_of_its_departements_is_doubted(known):
    assert _warnings("msu", known, *_occitanie(260)) == ()
    (warning,) = _warnings("msu", known, *_occitanie(261))
    assert (warning.line, warning.column, warning.value) == (15, "2e cycle", "261")
    assert warning.expected_fr == "la somme de ses départements, 260"


def test_a_region_is_not_compared_to_departements_that_are_not_all_known(known):
    assert _warnings("msu", known, *_occitanie(261, last=None)) == ()
    assert _warnings("msu", known, *_occitanie(261, codes=OCCITANIE[:-1])) == ()


def test_another_import_in_force_that_says_otherwise_is_named(known):
    rows = [_msu("DEP-12", "2024", 58, cycle2_msu=30) | {"line": 2}]
    stored = frame(rows, KINDS["msu"]).assign(label_fr="ARS Occitanie")
    known = replace(known, stored=stored)
    assert _warnings("msu", known, _msu("DEP-12", "2024", 58)) == ()
    assert _warnings("msu", known, _msu("DEP-12", "2025", 61)) == ()
    (warning,) = _warnings("msu", known, _msu("DEP-12", "2024", 61))
    assert (warning.line, warning.value) == (2, "61")
    assert warning.expected_fr == "la valeur déjà importée, 58 (« ARS Occitanie »)"


def _correction(**changes: object) -> dict[str, object]:
    return {
        "territory_id": "DEP-12",
        "period": "2016",
        "indicator_id": "msu_local",
        "corrected_source_id": "S050",
        "published_value": 55.0,
        "corrected_value": 57.0,
        "reason_fr": "Deux oublis",
        "signed_by_fr": "CDOM de l’Aveyron",
        "signed_on": "2026-11-21",
    } | changes


def _contradictions(
    kind_id: str, known: Comparison, *records: dict[str, object]
) -> tuple[Problem, ...]:
    return find_contradictions(_preview(kind_id, *records), KINDS[kind_id], known)


def test_a_correction_beside_a_published_figure_is_taken(known):
    assert _contradictions("corrections", known, _correction()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"territory_id": "DEP-48"},
        {"period": "2015"},
        {"indicator_id": "msu_cnge"},
        {"corrected_source_id": "S049"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_correction_of_what_is_not_published_is_refused(known, change):
    (problem,) = _contradictions("corrections", known, _correction(), _correction(**change))
    assert (problem.line, problem.column) == (3, "source")
    assert str(next(iter(change.values()))) in problem.value
    assert "d’une valeur publiée" in problem.expected_fr


def test_a_correction_of_another_value_than_the_published_one_is_refused(known):
    (problem,) = _contradictions("corrections", known, _correction(published_value=54.5))
    assert (problem.column, problem.value) == ("valeur_publiee", "54,5")
    assert problem.expected_fr == "la valeur publiée, 55"


def test_a_value_already_published_is_refused_and_a_correction_proposed(known):
    def value(territory_id: str, period: str) -> dict[str, object]:
        place = {"territory_id": territory_id, "period": period, "locator": "tableau"}
        return place | {"indicator_id": "mg_liberaux_cnam", "value": 200.0}

    rows = value("DEP-12", "2025"), value("DEP-12", "2024")
    (problem,) = _contradictions("valeurs", known, *rows)
    assert (problem.line, problem.column, problem.value) == (3, "valeur", "200")
    assert "ne publie pas déjà" in problem.expected_fr
    assert "correction" in problem.remedy_fr


@pytest.mark.parametrize("kind_id", ["msu", "corrections", "valeurs"])
def test_a_file_without_row_contradicts_nothing(known, kind_id):
    assert _contradictions(kind_id, known) == ()


def test_territories_outside_the_remit_are_refused_line_by_line(known):
    preview = _preview("msu", _msu("DEP-12", "2024", 61), _msu("DEP-48", "2024", 7))
    (problem,) = outside(preview, KINDS["msu"], {"DEP-12", "REG-76"}, known.names)
    assert (problem.line, problem.column, problem.value) == (3, "territoire", "Lozère")
    assert problem.expected_fr == "un territoire de votre ressort"
    assert outside(preview, KINDS["msu"], {"DEP-12", "DEP-48"}, known.names) == []
    assert len(outside(preview, KINDS["msu"], set(), known.names)) == 2


def test_flows_are_compared_to_the_cohort_before_with_the_same_places(known):
    def flow(destination: str, cohort: int, count: int) -> dict[str, object]:
        place = {"territory_id": "SUB-040", "destination_id": destination, "delay_years": "5"}
        return place | {"cohort": cohort, "settled_n": count}

    rows = flow("DEP-12", 2018, 6), flow("DEP-48", 2019, 70), flow("DEP-12", 2019, 61)
    (warning,) = find_warnings(_preview("cohortes_flux", *rows), FLUX, known)
    assert (warning.line, warning.value) == (4, "61")
