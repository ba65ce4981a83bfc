"""What the documents say of aids, agreements, contracts, exchanges, surveys and structures."""

from __future__ import annotations

import pytest

from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.register_counts import fetch_indicator_values
from dashboard.queries.registers import fetch_entries, fetch_register_sizes
from dashboard.themes.registers import EntryFilter, IndicatorValue
from models.registers.register import RegisterEntry

PUBLISHED = {
    "initiatives": 148,
    "actions": 1,
    "conventions": 8,
    "aides": 23,
    "structures": 8,
    "contrats": 4,
    "echanges": 2,
    "enquetes": 4,
    "criteres": 16,
}


@pytest.fixture(scope="module")
def build(warehouse) -> ServedBuild:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MSU_WAREHOUSE", str(warehouse.settings.warehouse))
        return served_build()


def entries(build: ServedBuild, register_id: str) -> dict[str, RegisterEntry]:
    found = fetch_entries(build, register_id, EntryFilter(), 200)
    return {entry.entry_id: entry for entry in found}


def values(build: ServedBuild, register_id: str, place: str = "FR") -> dict[str, IndicatorValue]:
    found = fetch_indicator_values(build, register_id, place)
    return {item.indicator_id: item for item in found}


def test_the_published_lines_are_all_there_observed_with_a_source_and_a_place_in_it(build):
    sizes = fetch_register_sizes(build)
    assert {name: size.observed_n for name, size in sizes.items()} == PUBLISHED
    for name in PUBLISHED:
        for entry in entries(build, name).values():
            assert (entry.status, bool(entry.source_id), bool(entry.locator)) == (
                "observed", True, True,
            )  # fmt: skip


def test_the_contracts_are_those_of_the_two_regions_that_told_them(build):
    told = {
        (entry.territory_id, entry.theme, entry.step): entry.quantity
        for entry in entries(build, "contrats").values()
    }
    assert told == {
        ("REG-24", "cesp", "en_cours"): 50,
        ("REG-24", "ptmg", "en_cours"): 20,
        ("REG-53", "cesp", "signe"): 13,
        ("REG-53", "ptmg", "signe"): 7,
    }
    assert values(build, "contrats", "REG-53")["cesp"].numerator == 13


def test_the_counts_of_structures_are_never_added_to_the_structures(build):
    lines = entries(build, "structures")
    counts = {
        name: entry.fields["counted_n"]
        for name, entry in lines.items()
        if entry.fields["grain"] == "comptage"
    }
    assert sorted(counts.values()) == [95, 708]
    followed = [1 if entry.quantity is None else entry.quantity for entry in lines.values()]
    assert sum(followed) == len(lines) - len(counts) == 6
    for item in values(build, "structures").values():
        assert max(item.numerator, item.denominator or 0) <= len(lines) - len(counts)


def test_answers_are_counted_without_a_rate_where_those_asked_are_unknown(build):
    lines = entries(build, "enquetes")
    answered = {entry.theme: entry.fields.get("answered_n") for entry in lines.values()}
    assert answered == {"cdom": 49, "crom": 8, "facultes": 0, "msu": None}
    assert lines["ENQ-2022-MSU"].fields["asked_n"] == 1200
    shown = values(build, "enquetes")
    assert shown["reponses"] == IndicatorValue("reponses", 0, 0)
    assert shown["territoires"] == IndicatorValue("territoires", 0, 0)


def test_a_ratio_of_sums_is_over_the_lines_that_tell_both(build):
    told = values(build, "aides")
    assert told["places"].numerator == 22 + 6
    assert told["occupation"] == IndicatorValue("occupation", 0, 0)


def test_a_sum_that_no_line_tells_is_left_out_and_not_0(build):
    assert "places" not in values(build, "echanges")
    assert values(build, "echanges")["pourvues"] == IndicatorValue("pourvues", 0, 0)
    assert "contactes" not in values(build, "actions")


def test_no_aid_is_said_to_be_verified_and_the_one_not_found_is_said_so(build):
    aids = entries(build, "aides")
    assert {entry.step for entry in aids.values()} == {"publiee", "non_verifiee"}
    (doubtful,) = [entry for entry in aids.values() if entry.step == "non_verifiee"]
    assert doubtful.title_fr == "« MaPrimeMaîtreDeStage »"
    assert doubtful.territory_id == "REG-44"
    assert doubtful.source_id == "SEED-MSU-WEB"
    assert "amount" not in doubtful.fields


def test_what_an_intern_of_the_drome_can_get_holds_what_the_nation_gives(build):
    here = EntryFilter("DEP-26", with_wider=True)
    found = {entry.entry_id: entry for entry in fetch_entries(build, "aides", here, 50)}
    assert set(found) == {"AIDE-26-1", "AIDE-26-2", "AIDE-FR-1", "AIDE-FR-2", "AIDE-FR-3"}
    lodging = found["AIDE-FR-3"].fields
    assert (lodging["amount"], lodging["zone"]) == (300, "zip_zac")
    assert found["AIDE-FR-1"].fields["min_km"] == 15


def test_the_breton_agreement_is_told_part_by_part(build):
    parts = entries(build, "conventions")
    assert {entry.territory_id for entry in parts.values()} == {"REG-53"}
    assert {entry.theme: entry.step for entry in parts.values()} == {
        "ensemble": "signe",
        "msu": "en_oeuvre",
        "logement": "projet",
        "carte": "en_oeuvre",
        "trajets": "projet",
        "information": "acheve",
        "coordination": "en_oeuvre",
        "contrats": "en_oeuvre",
    }


def test_the_sheet_of_a_departement_that_is_not_named_belongs_to_none(build):
    (sheet,) = entries(build, "actions").values()
    assert (sheet.territory_id, sheet.departement_ids) == ("FR", ())
    assert sheet.source_id == "SEED-FICHE-24"
    assert "indicator1_target" not in sheet.fields


def test_two_faculties_exchange_places_whose_number_is_not_told(build):
    lines = entries(build, "echanges")
    assert {(e.fields["origin_ids"], e.territory_id) for e in lines.values()} == {
        ("SUB-021", "SUB-019"),
        ("SUB-019", "SUB-021"),
    }
    assert not any("places_n" in entry.fields for entry in lines.values())
