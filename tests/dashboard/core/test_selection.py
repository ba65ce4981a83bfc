"""The view and its address: what is written is read back, what cannot be read is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.catalog import FREE_TARGET, MAP_LEVELS, Catalog
from dashboard.core.selection import (
    EXPERT,
    FREE_TARGET_MAX,
    FREE_TARGET_MIN,
    PARAMETERS,
    Selection,
    default_selection,
    essential,
    parse_parameters,
    read_parameters,
    write_parameters,
)
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog

ALWAYS_BAD = [
    "",
    "   ",
    "inconnu-au-bataillon",
    "9" * 40,
    "-12",
    "1.5",
    "1e3",
    "🩺",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "DEP-12;DROP TABLE pub.territory",
    "null",
    "None",
    "\u0661\u0662\u0663",
]
IMPOSSIBLE = [
    ("territoire", "DEP-20"),
    ("territoire", "99"),
    ("niveau", "national"),
    ("niveau", "commune"),
    ("cible", "0"),
    ("cible", "100001"),
    ("cible", "libre"),
    ("cle", "superficie"),
    ("annee", "2022"),
    ("annee", "1900"),
    ("annee", "2099"),
    ("indicateur", "population_municipale_hab"),
    ("indicateur", "aucun"),
    ("comparer", "msu_cnge"),
]


@pytest.fixture(scope="module")
def catalog(warehouse) -> Iterator[Catalog]:
    with open_build(str(warehouse.path)) as connection:
        yield read_catalog(connection.cursor())


def selections(catalog: Catalog) -> st.SearchStrategy[Selection]:
    targets = st.one_of(
        st.tuples(st.sampled_from(sorted(catalog.targets)), st.none()),
        st.tuples(st.just(FREE_TARGET), st.integers(FREE_TARGET_MIN, FREE_TARGET_MAX)),
    )
    return st.builds(
        lambda target, **rest: Selection(target_id=target[0], free_target_msu=target[1], **rest),
        target=targets,
        territory_id=st.sampled_from(sorted(catalog.territories)),
        level=st.sampled_from(MAP_LEVELS),
        key_id=st.sampled_from(sorted(catalog.keys)),
        year=st.sampled_from(catalog.years),
        indicator_id=st.sampled_from(catalog.map_indicators),
        second_id=st.one_of(st.none(), st.sampled_from(catalog.map_indicators)),
        mode=st.just(EXPERT),
    )


@given(data=st.data())
def test_every_view_written_in_an_address_is_read_back_without_a_problem(catalog, data):
    selection = data.draw(selections(catalog))
    assert parse_parameters(write_parameters(selection), catalog) == (selection, ())


@given(data=st.data())
def test_an_essential_view_is_that_of_a_territory_and_a_year_only(catalog, data):
    expert = data.draw(selections(catalog))
    view = essential(expert, catalog)
    assert (view.territory_id, view.year) == (expert.territory_id, expert.year)
    assert parse_parameters(write_parameters(view), catalog) == (view, ())


def test_a_link_to_what_only_an_expert_chooses_is_shown_as_it_was_sent(catalog):
    for parameters in ({"cle": "internes"}, {"cible": "14908"}, {"niveau": "region"}):
        view, problems = parse_parameters(parameters | {"mode": "essentiel"}, catalog)
        assert view.is_expert
        assert not problems
    assert not parse_parameters({"territoire": "48", "annee": "2019"}, catalog)[0].is_expert


def test_an_address_without_parameters_is_the_default_view(catalog):
    assert parse_parameters({}, catalog) == (default_selection(catalog), ())


def test_the_parameters_of_other_pages_are_ignored(catalog):
    read = parse_parameters({"definition": "msu", "utm_source": "x", "embed": "true"}, catalog)
    assert read == (default_selection(catalog), ())


def test_every_field_of_the_view_is_in_the_address(catalog):
    named = {field.name for field in fields(Selection)} - {"free_target_msu"}
    assert named == set(PARAMETERS)
    assert set(write_parameters(default_selection(catalog))) == set(PARAMETERS.values())


@pytest.mark.parametrize("parameter", PARAMETERS.values())
@pytest.mark.parametrize("text", ALWAYS_BAD, ids=lambda text: text[:20] or "empty")
def test_a_bad_parameter_gives_one_sentence_and_the_default_view(catalog, parameter, text):
    _is_refused(catalog, parameter, text)


@pytest.mark.parametrize(("parameter", "text"), IMPOSSIBLE)
def test_an_impossible_value_gives_one_sentence_and_the_default_view(catalog, parameter, text):
    _is_refused(catalog, parameter, text)


def _is_refused(catalog: Catalog, parameter: str, text: str) -> None:
    selection, problems = parse_parameters({parameter: text}, catalog)
    assert selection == default_selection(catalog)
    assert len(problems) == 1
    sentence = problems[0]
    assert sentence.endswith(".")
    assert "inconnue" in sentence
    assert "Valeurs possibles" in sentence
    assert "Vue affichée" in sentence
    assert text.strip()[:40] in sentence
    assert "x" * 100 not in sentence
    assert len(sentence) < 1_000


def test_one_bad_parameter_leaves_the_others_in_force(catalog):
    address = {"territoire": "12", "annee": "2022", "niveau": "region", "cible": "15000"}
    selection, problems = parse_parameters(address, catalog)
    assert selection.territory_id == "DEP-12"
    assert selection.level == "region"
    assert selection.free_target_msu == 15_000
    assert selection.year == catalog.years[-1]
    assert len(problems) == 1
    assert problems[0].startswith("Année")


def test_every_bad_parameter_is_told_apart(catalog):
    _, problems = parse_parameters(dict.fromkeys(PARAMETERS.values(), "?"), catalog)
    assert len({problem.partition(":")[0] for problem in problems}) == len(PARAMETERS)


@pytest.mark.parametrize("value", [FREE_TARGET_MIN, 12_345, FREE_TARGET_MAX])
def test_a_free_target_is_a_target_without_source(catalog, value):
    selection, problems = parse_parameters({"cible": str(value)}, catalog)
    target = selection.target(catalog)
    assert not problems
    assert selection.target_id == FREE_TARGET
    assert target.value_msu == value
    assert target.source_id is None
    assert "libre" in target.label_fr


def test_choosing_a_published_target_forgets_the_free_one(catalog):
    free = default_selection(catalog).with_value("target_id", "12345")
    chosen = free.with_value("target_id", catalog.default_target)
    assert chosen == default_selection(catalog)
    assert chosen.target(catalog).source_id is not None


def test_a_field_that_does_not_exist_cannot_be_changed(catalog):
    with pytest.raises(ValueError, match="couleur"):
        default_selection(catalog).with_value("couleur", "rouge")


def test_addresses_need_no_escaping(catalog):
    for text in write_parameters(default_selection(catalog)).values():
        assert re.fullmatch(r"[A-Za-z0-9_-]+", text)


def test_a_refused_value_is_said_on_a_page_and_in_a_command_from_the_same_parts(catalog):
    _, (refusal,) = read_parameters({"annee": "1900"}, catalog)
    assert (refusal.label, refusal.value) == ("Année", "1900")
    assert refusal.in_command.startswith("Année : valeur inconnue, « 1900 ». Valeurs possibles : ")
    assert refusal.in_address.startswith("Année : valeur inconnue dans l’adresse, « 1900 ». ")
    assert refusal.in_address.endswith(f"Vue affichée : {refusal.used}.")
