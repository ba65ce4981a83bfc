"""The first fault of a refused entry: what kind it is, and what was expected, in French."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from foundation.faults import EXPECTED_FR, Fault, fault_message, field_names, first_fault, quoted


class Place(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    code: Annotated[str, Field(pattern="^DEP-")]
    level: Literal["region", "departement"] = "departement"
    doctors: Annotated[int, Field(gt=0, alias="medecins")] = 1


def fault_of(expected_fr=None, **fields) -> Fault:
    with pytest.raises(ValidationError) as caught:
        Place.model_validate(fields)
    return first_fault(caught.value, expected_fr)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({}, "missing"), ({"code": "DEP-12", "codes": 1}, "unknown"), ({"code": "12"}, "value")],
)
def test_a_fault_is_a_missing_field_an_unknown_one_or_a_value(fields, kind):
    assert fault_of(**fields).kind == kind


def test_a_fault_names_the_place_and_holds_the_value():
    fault = fault_of(code="DEP-12", medecins=0)
    assert (fault.place, fault.value) == (("medecins",), 0)
    assert fault.expected_fr == "un nombre supérieur à 0"


def test_a_vocabulary_is_listed_in_french():
    fault = fault_of(code="DEP-12", level="commune")
    assert fault.expected_fr == "une valeur parmi 'region' ou 'departement'"


def test_a_reader_may_word_a_type_in_its_own_way():
    assert fault_of(code=12).expected_fr == EXPECTED_FR["string_type"]
    assert fault_of({"string_type": "un code"}, code=12).expected_fr == "un code"


def test_fields_bear_the_names_that_a_file_gives_them():
    assert field_names(Place) == ["code", "level", "medecins"]


def test_a_long_value_is_cut_and_nothing_is_said_empty():
    assert quoted("a" * 81) == f"« {'a' * 80}… »"
    assert quoted(None) == "« vide »"


def test_a_message_leaves_out_the_parts_of_the_place_that_are_empty():
    assert fault_message(("Fichier a.csv", "", "ligne 3"), "« x »", "un nombre", "corriger.") == (
        "Fichier a.csv, ligne 3 — valeur lue : « x » ; valeur attendue : un nombre. "
        "Que faire : corriger."
    )
