"""A register declared with a fault is refused with its file, the entry and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.declared.kinds import load_kinds
from etl.declared.registers import load_declarations
from etl.errors import RegisterError
from tests.support.new_register import DECLARATION, REGISTER_ID
from tests.support.paths import DATA


def _write(folder: Path, text: str, name: str = REGISTER_ID) -> Path:
    (folder / "registers").mkdir(exist_ok=True)
    (folder / "registers" / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def _fault(folder: Path, text: str, name: str = REGISTER_ID) -> RegisterError:
    with pytest.raises(RegisterError) as caught:
        load_declarations(_write(folder, text, name))
    assert caught.value.file.endswith(f"{name}.yml")
    return caught.value


def test_a_sound_declaration_is_read_whole(tmp_path):
    (declared,) = load_declarations(_write(tmp_path, DECLARATION))
    register = declared.register()
    assert register.step_labels == {"prevue": "Prévue", "ouverte": "Ouverte", "fermee": "Fermée"}
    assert register.due_steps == ("prevue", "ouverte")
    assert register.by_id["mode"].codes == {"bus": "Autocar", "taxi": "Taxi"}
    assert register.field_of("partners").field_id == "partners"
    assert register.field_of("summary") is None


FAULTS = {
    "no YAML at all": ("id: navettes", "id: [navettes", "", "", "YAML illisible"),
    "an unknown key": ("order: 90", "ordre: 90", REGISTER_ID, "order", "champ absent"),
    "another name than its file": ("id: navettes", "id: bateaux", "bateaux", "id", "« navettes »"),
    "an unknown type": (
        "type: integer", "type: entier", REGISTER_ID, "fields.8.type", "« entier »",
    ),
    "a type of the kinds only": ("type: integer", "type: source", "seats_n", "type", "« source »"),
    "a field twice": ("id: seats_n", "id: ends_on", "fields", "", "« ends_on » deux fois"),
    "a header twice": ("header_fr: places", "header_fr: fin", "fields", "", "« fin » deux fois"),
    "a reserved name": ("id: seats_n", "id: source_id", "source_id", "id", "nom réservé"),
    "a code without values": (
        "codes: {bus: [Autocar, car], taxi: [Taxi]}, ", "", "mode", "codes", "champ absent",
    ),
    "a territory without levels": (
        "levels: [departement, region, national], ", "", "territory_id", "levels", "champ absent",
    ),
    "a count subject to secrecy": (
        "type: integer,", "type: integer, measure: true,", "seats_n", "use", "kinds.yml",
    ),
    "an unknown role": ("theme: mode", "sujet: mode", REGISTER_ID, "roles.sujet", "'entry'"),
    "a role no field plays": ("theme: mode", "theme: rien", "theme", "roles", "« rien », non"),
    "a role of another type": ("due: ends_on", "due: seats_n", "due", "roles", "« integer »"),
    "a role that is missing": ("entry: entry_id, ", "", "entry", "roles", "rôle absent"),
    "a territory of another name": (
        "territory_id", "place_id", "territory", "roles", "« territory_id » est attendu",
    ),
    "a key that is no key": (
        "required: true, key: true, definition_fr: Repère", "required: true, definition_fr: Repère",
        "entry_id", "key", "key: true",
    ),
    "steps without their role": ("step: state, ", "", "steps", "", "vont ensemble"),
    "steps that are not the codes": (
        "- {id: fermee, label_fr: Fermée, ends: lost}\n", "",
        "steps", "id", "prevue, ouverte, fermee",
    ),
    "a step dated by another type": (
        "date: opened_on", "date: seats_n", "ouverte", "date", "de type « day »",
    ),
    "an unknown end": ("ends: lost", "ends: fini", REGISTER_ID, "steps.2.ends", "'kept' ou 'lost'"),
    "a delay between unknown steps": ("to: ouverte", "to: fermee", "ouverture", "to", "« fermee »"),
    "a delay that ends before it begins": (
        "min_months: 0", "min_months: 9", "ouverture", "min_months", "au plus 3",
    ),
    "an indicator of an unknown code": (
        "{state: [ouverte]}", "{state: [ouvert]}", "ouvertes", "where", "« ouvert »",
    ),
    "an indicator of an unknown field": (
        "{state: [ouverte]}", "{etat: [ouverte]}", "ouvertes", "where", "« etat »",
    ),
    "a sum of a text": (
        "sums: seats_n}, d", "sums: title_fr}, d", "ouvertes", "sums", "« title_fr »",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "entry", "field", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused_with_the_entry_and_the_reason(tmp_path, old, new, entry, field, said):
    assert old in DECLARATION
    error = _fault(tmp_path, DECLARATION.replace(old, new))
    assert (error.entry, error.field) == (entry, field)
    assert said in error.problem


def test_a_due_step_that_is_no_step_is_refused(tmp_path):
    error = _fault(tmp_path, DECLARATION.replace("delays:", "due_steps: [close]\ndelays:"))
    assert (error.entry, error.problem[:20]) == ("due_steps", "valeur lue « close »")


def test_a_register_cannot_take_the_name_of_a_kind_of_file(tmp_path):
    text = DECLARATION.replace("id: navettes", "id: flux")
    folder = _write(tmp_path, text, "flux")
    (folder / "kinds.yml").write_bytes((DATA / "kinds.yml").read_bytes())
    with pytest.raises(RegisterError, match="déjà pris dans kinds.yml"):
        load_kinds(folder)
