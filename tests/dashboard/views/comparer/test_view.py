"""The view of « Comparer » in the address: read back as written, or refused in French."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.formatting import harmless
from dashboard.core.selection import DATA_SET
from dashboard.core.selection import PARAMETERS as SHARED
from dashboard.core.text import clean_name
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.views.comparer.view import (
    COMPARE_PARAMETERS,
    NAME_CHARACTERS,
    PARAMETERS,
    REFERENCES,
    SETS,
    SORTS,
    CompareOptions,
    CompareView,
    parse_compare_view,
    write_compare_view,
)
from dashboard.views.fidelisation.view import RETENTION_PARAMETERS
from dashboard.views.stages.view import STAGE_PARAMETERS

RATES = ("couverture_pct", "msu_pour_100k", "densite_mg_liberaux_cnam_pour_100k")
GROUPS = (("DEP-12", "DEP-48"), ("DEP-2A", "DEP-976", "DEP-75"), ("REG-76", "REG-84"))
HOSTILE = (
    "x" * 10_000,
    "<script>alert(1)</script><img src=x onerror=alert(1)>" * 3,
    "![image](https://exemple.fr/x.png) [lien](javascript:alert(1))",
)


@pytest.fixture
def options(served_warehouse) -> CompareOptions:
    return CompareOptions(fetch_catalog(served_build(demo=False)))


views = st.builds(
    CompareView,
    set_id=st.sampled_from(list(SETS)),
    members=st.sampled_from([(), *GROUPS]),
    name=st.text(max_size=NAME_CHARACTERS).map(clean_name).filter(lambda t: len(t) <= 40),
    reference_id=st.sampled_from(REFERENCES),
    detail_id=st.sampled_from((*RATES, "msu")),
    x_id=st.sampled_from(RATES),
    y_id=st.sampled_from(RATES),
    sort=st.sampled_from(list(SORTS)),
)


def test_a_view_is_read_back_as_it_was_written(options):
    @given(views)
    def read_back(view):
        assert parse_compare_view(write_compare_view(view), options) == (view, ())

    read_back()


def test_the_set_is_always_in_the_address_and_the_rest_only_when_chosen():
    assert write_compare_view(CompareView()) == {"ensemble": "region"}


def test_its_parameters_are_those_of_no_other_page():
    assert len(COMPARE_PARAMETERS) == len(PARAMETERS)
    others = {*SHARED.values(), *STAGE_PARAMETERS, *RETENTION_PARAMETERS, DATA_SET, "definition"}
    assert not COMPARE_PARAMETERS & others


@pytest.mark.parametrize(
    ("parameter", "text", "said"),
    [
        ("ensemble", "amis", "Ensemble"),
        ("groupe", "12", "de 2 à 8 territoires"),
        ("groupe", "12,12", "de 2 à 8 territoires"),
        ("groupe", "12,99", "Groupe"),
        ("groupe", "12,REG-76", "d’un même niveau"),
        ("groupe", "FR,12", "Groupe"),
        ("groupe", "1,2,3,4,5,6,7,8,9", "de 2 à 8 territoires"),
        ("groupe", ",", "Groupe"),
        ("reference", "monde", "nation, region, cible"),
        ("detail", "population", "Indicateur détaillé"),
        ("abscisse", "msu", "Indicateur en abscisse"),
        ("ordonnee", "", "(valeur vide)"),
        ("tri", "1; DROP TABLE", "nom, valeur"),
        *(("nom", text, "40 caractères au plus") for text in HOSTILE),
    ],
)
def test_what_cannot_be_read_keeps_its_default_and_says_why(options, parameter, text, said):
    view, problems = parse_compare_view({parameter: text}, options)
    assert view == CompareView()
    (problem,) = problems
    assert said in problem.replace("\u00a0", " ")
    assert "La valeur habituelle est affichée." in problem


@pytest.mark.parametrize("text", HOSTILE)
def test_a_refused_value_is_quoted_short_and_without_markup(options, text):
    (problem,) = parse_compare_view({"ensemble": text}, options)[1]
    quoted = problem.partition("«")[2].partition("»")[0]
    assert len(quoted) <= NAME_CHARACTERS + 2
    assert not set("<>[]()!:/\\`*_$#&=") & set(quoted)


def test_a_group_may_be_written_with_codes_and_names(options):
    view, problems = parse_compare_view({"groupe": "12, lozère,2a"}, options)
    assert (view.members, view.set_id) == (("DEP-12", "DEP-48", "DEP-2A"), "groupe")
    assert not problems


def test_a_name_keeps_its_script_and_loses_what_is_not_seen():
    assert clean_name("  Sud\u202e\u2066 —\n\tnord  ") == "Sud — nord"
    assert clean_name("שלום مرحبا 医生") == "שלום مرحبا 医生"
    doctor = "👩\u200d⚕️"
    assert clean_name(doctor) == doctor


@given(st.text(max_size=200))
def test_a_cleaned_name_is_one_line_and_clean_already(text):
    name = clean_name(text)
    assert clean_name(name) == name
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in name)
    assert not any(c in name for c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def test_a_harmless_text_escapes_all_markup_cuts_addresses_and_ends_its_direction():
    shown = harmless("**a** [b](http://c.fr) www.d.fr $x$ :smile: <i>")
    assert "\\*\\*a\\*\\*" in shown
    assert "http\u2060\\:" in shown
    assert "www\u2060\\." in shown
    assert "\\$x\\$" in shown
    assert "\\<i\\>" in shown
    assert shown[0] == "\u2068"
    assert shown[-1] == "\u2069"
    assert harmless("") == ""


def test_a_group_holds_two_to_eight_territories():
    view = CompareView(members=("DEP-12", "DEP-48"))
    assert view.without_member("DEP-12") is view
    full = view
    for number in range(20):
        full = full.with_member(f"DEP-{number:02}")
    assert len(full.members) == 8
    assert full.without_member("DEP-12").members[0] == "DEP-48"
    assert full.with_member("DEP-48") is full


def test_a_view_whose_indicator_left_the_build_is_not_kept(options):
    assert options.allows(CompareView(members=GROUPS[0]))
    assert not options.allows(CompareView(detail_id="disparu"))
    assert not options.allows(CompareView(x_id="msu"))
    assert not options.allows(CompareView(members=("DEP-20", "DEP-12")))
