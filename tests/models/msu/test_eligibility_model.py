"""The self-test of a candidate MSU: which rules apply here, and what the answers come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.msu.eligibility import Condition, applying, findings, overall, validity

AURA = ("DEP-01", "DEP-38", "DEP-69")
LYON = ("DEP-01", "DEP-69")


def condition(condition_id: str, kind: str = "oui_non", **fields) -> Condition:
    given = {
        "subject": "anciennete",
        "title_fr": f"Condition {condition_id}",
        "question_fr": "",
        "cycle": "tous",
        "is_binding": False,
        "source_id": "S",
        "locator": "",
        "status": "observed",
    }
    return Condition(condition_id=condition_id, kind=kind, **{**given, **fields})


THREE = condition("trois", "minimum", years_min=3.0)
ONE = condition("un", "minimum", years_min=1.0)
REGION = condition("region", "minimum", years_min=2.0, departement_ids=AURA)
FACULTY = condition("faculte", "minimum", years_min=5.0, departement_ids=LYON)
TRAINING = condition("formation")


def ids(conditions) -> list[str]:
    return [item.condition_id for item in conditions]


def test_the_nation_follows_the_rules_of_the_nation_only():
    assert ids(applying([THREE, ONE, REGION, TRAINING], "3c", ())) == ["trois", "un", "formation"]


def test_the_rule_nearest_to_a_departement_replaces_the_others():
    rules = [THREE, ONE, REGION, FACULTY, TRAINING]
    assert ids(applying(rules, "3c", ("DEP-69",))) == ["faculte", "formation"]
    assert ids(applying(rules, "3c", ("DEP-38",))) == ["region", "formation"]
    assert ids(applying(rules, "3c", ("DEP-12",))) == ["trois", "un", "formation"]


def test_the_rules_of_the_parts_of_a_territory_stand_together():
    assert ids(applying([THREE, REGION, FACULTY], "3c", AURA)) == ["region", "faculte"]
    assert ids(applying([THREE, FACULTY], "3c", AURA)) == ["trois", "faculte"]


def test_a_rule_of_the_other_cycle_does_not_apply():
    rules = [replace(THREE, cycle="2c"), replace(ONE, cycle="3c"), TRAINING]
    assert ids(applying(rules, "3c", ())) == ["un", "formation"]


def test_a_yes_or_no_condition_of_a_region_is_added_to_those_of_the_nation():
    local = condition("locale", departement_ids=AURA)
    assert ids(applying([TRAINING, local], "3c", ("DEP-01",))) == ["formation", "locale"]
    assert ids(applying([TRAINING, local], "3c", ("DEP-12",))) == ["formation"]


@pytest.mark.parametrize(
    ("years", "state"),
    [(None, "unsaid"), (0, "unmet"), (0.9, "unmet"), (1, "depends"), (2.9, "depends"), (3, "met")],
)
def test_years_of_practice_depend_on_the_faculty_between_two_rules(years, state):
    (found,) = findings([THREE, ONE], years, {})
    assert found.state == state
    assert ids(found.conditions) == ["trois", "un"]


def test_a_condition_is_met_unmet_or_not_said():
    other = condition("autre")
    third = condition("tierce")
    found = findings([TRAINING, other, third], None, {"formation": True, "autre": False})
    assert [item.state for item in found] == ["met", "unmet", "unsaid"]


def test_the_whole_is_what_its_worst_condition_is():
    def whole(years, answer):
        return overall(findings([THREE, ONE, TRAINING], years, {"formation": answer}))

    assert whole(5, True) == "met"
    assert whole(2, True) == "depends"
    assert whole(2, None) == "unsaid"
    assert whole(None, False) == "unmet"
    assert overall([]) == "unsaid"


def test_the_validity_spans_what_the_sources_say():
    first = condition("premier", "duree", years_min=1.0, years_max=1.0)
    cap = condition("plafond", "duree", years_max=5.0)
    assert validity([first, cap, THREE]) == (1.0, 5.0)
    assert validity([THREE]) == (None, None)
