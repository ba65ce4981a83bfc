"""Every shipped register can be filled in, imported and followed, and asks for no name."""

from __future__ import annotations

import csv
import datetime
from collections import Counter

import pytest

from etl.declared.kinds import load_kinds
from etl.declared.registers import Declaration, load_declarations
from etl.extract.reference import extract_territories
from etl.imports.prepare import prepare
from etl.imports.templates import EXAMPLE_COMMENT
from etl.reading.personal import MASKED, personal_header
from etl.reading.text import plain
from etl.rows.convert import Lookup
from tests.support.paths import DATA

KINDS = load_kinds(DATA)
DECLARED = {item.register_id: item for item in load_declarations(DATA)}
SHIPPED = [
    "initiatives", "agrements", "vivier", "flechages", "actions", "conventions", "aides",
    "rencontres", "structures", "adjoints", "contrats", "echanges", "enquetes", "guichets",
    "criteres", "sollicitations",
]  # fmt: skip
# Initiatives and conditions are read, not followed.
FOLLOWED = [name for name in SHIPPED if name not in ("initiatives", "criteres")]
SYSTEMS = {
    "S02", "S07", "S08", "S09", "S10", "S11", "S15", "S16", "S17", "S18", "S20", "S22", "S24",
    "S25", "S26", "S27", "S30", "S31", "S32", "S34", "S35", "S36", "S44", "S48",
}  # fmt: skip
OF_PERSONS = {"agrements", "vivier", "flechages", "adjoints", "contrats", "guichets"}
# Free texts that name a body: each says that it is one.
BODIES = ("pilot_fr", "funder_fr", "organiser_fr", "desk_fr", "faculty_fr", "indicator1_body_fr")
SHEET = {
    "diagnosis_fr", "stakes_fr", "measures_fr", "audiences", "pilot_fr", "partners", "levers_fr",
    "brakes_fr", "means_fr", "due_on", "schedule_fr", "evidence_fr", "cost_eur",
}  # fmt: skip
CAMPAIGN = {"contacts_n", "applications_n", "files_n", "approved_n", "hosting_n"}
TODAY = datetime.date(2026, 11, 21)


def prose(declared: Declaration) -> list[str]:
    """Every French text of a declaration."""
    texts = [declared.label_fr, declared.description_fr, declared.note_fr or "", *declared.entry_fr]
    for field in declared.fields:
        texts += [field.label_fr or "", field.definition_fr, *field.headers]
        texts += [name for names in field.codes.values() for name in names]
    texts += [step.label_fr for step in declared.steps]
    texts += [text for item in declared.delays for text in (item.label_fr, item.basis_fr)]
    return texts + [t for item in declared.indicators for t in (item.label_fr, item.definition_fr)]


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(extract_territories(DATA / "reference"), {}, frozenset(), TODAY)


def test_the_registers_are_shipped_in_their_order():
    assert list(DECLARED) == SHIPPED
    assert len({item.order for item in DECLARED.values()}) == len(SHIPPED)


def test_each_system_that_is_a_register_has_one():
    assert {system for name in FOLLOWED for system in DECLARED[name].systems} == SYSTEMS


@pytest.mark.parametrize("register_id", FOLLOWED)
def test_a_register_has_steps_a_theme_a_start_a_due_date_and_indicators(register_id):
    declared = DECLARED[register_id]
    assert {"theme", "step", "start", "due"} <= set(declared.roles)
    assert declared.steps
    assert declared.indicators
    assert any(step.ends == "lost" for step in declared.steps)


@pytest.mark.parametrize("register_id", SHIPPED)
def test_every_field_is_labelled(register_id):
    assert [field.column_id for field in DECLARED[register_id].fields if not field.label_fr] == []


@pytest.mark.parametrize("register_id", FOLLOWED)
def test_the_steps_say_what_the_codes_of_their_field_say(register_id):
    declared = DECLARED[register_id]
    codes = declared.by_id[declared.roles["step"]].codes
    assert {step.step_id: step.label_fr for step in declared.steps} == {
        code: names[0] for code, names in codes.items()
    }


@pytest.mark.parametrize("register_id", SHIPPED)
def test_the_line_that_the_template_shows_is_read_with_nothing_to_confirm(
    register_id, lookup, tmp_path
):
    columns = KINDS[register_id].columns
    path = tmp_path / "rempli.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([[c.header_fr for c in columns], [c.example for c in columns]])
    preview = prepare(path, KINDS[register_id], KINDS[register_id], lookup)
    assert preview.refusals + preview.warnings + preview.proposals + preview.dropped == ()
    assert len(preview.rows) == 1
    assert preview.rows.iloc[0].notna().all()


@pytest.mark.parametrize("register_id", SHIPPED)
def test_the_template_beside_it_is_that_of_the_declaration(register_id):
    text = (DATA / "templates" / f"{register_id}.csv").read_text(encoding="utf-8-sig")
    header, line = csv.reader(text.splitlines(), delimiter=";")
    columns = KINDS[register_id].columns
    assert header[:-1] == [column.header_fr for column in columns]
    assert line == [*(column.example for column in columns), EXAMPLE_COMMENT]


@pytest.mark.parametrize("register_id", SHIPPED)
def test_a_header_names_one_column_of_a_register(register_id):
    names = Counter(
        name
        for field in DECLARED[register_id].fields
        for name in {plain(text) for text in (field.header_fr, *field.headers)}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("register_id", SHIPPED)
def test_a_writing_stands_for_one_code_of_a_field(register_id):
    for field in DECLARED[register_id].fields:
        names = Counter(
            name
            for code, texts in field.codes.items()
            for name in {plain(text) for text in (code, *texts)}
        )
        assert [name for name, count in names.items() if count > 1] == [], field.column_id


@pytest.mark.parametrize("register_id", SHIPPED)
def test_no_header_announces_personal_data(register_id):
    headers = [
        header
        for field in DECLARED[register_id].fields
        for header in (field.header_fr, *field.headers)
    ]
    assert [header for header in headers if personal_header(header, [], lambda _: False)] == []


def test_a_text_that_names_who_acts_is_asked_to_name_a_body():
    found = [
        field
        for declared in DECLARED.values()
        for field in declared.fields
        if field.column_id in BODIES
    ]
    assert {field.column_id for field in found} == set(BODIES)
    assert all("rganisme" in field.definition_fr for field in found)
    assert all(field.body for field in found)


def test_a_person_named_where_a_body_is_asked_is_refused_and_not_repeated(lookup, tmp_path):
    kind = KINDS["actions"]
    path = tmp_path / "actions.csv"
    path.write_text(
        "repere;territoire;action;avancement;pilote\nA1;12;Essai;en_cours;Camille MACHIN\n",
        encoding="utf-8",
    )
    preview = prepare(path, kind, kind, lookup)
    (problem,) = preview.refusals
    assert (problem.column, problem.value) == ("pilote", MASKED)
    assert "MACHIN" not in repr(preview.answer())


@pytest.mark.parametrize("register_id", SHIPPED)
def test_the_prose_is_french_typography(register_id):
    assert [text for text in prose(DECLARED[register_id]) if "'" in text or '"' in text] == []


def test_lines_that_stand_for_persons_are_said_to():
    assert {name for name, item in DECLARED.items() if item.persons} == OF_PERSONS
    for name in OF_PERSONS:
        definition = DECLARED[name].fields[0].definition_fr
        assert "jamais un nom" in definition or "sans nom" in DECLARED[name].description_fr


def test_an_action_sheet_is_complete_with_three_indicators_and_the_course_of_a_campaign():
    actions = DECLARED["actions"].by_id
    parts = ("fr", "unit_fr", "base", "target", "value", "on", "body_fr")
    followed = {f"indicator{rank}_{part}" for rank in (1, 2, 3) for part in parts}
    assert set(actions) >= SHEET | CAMPAIGN | followed


def test_an_approval_is_followed_from_contact_to_renewal():
    declared = DECLARED["agrements"]
    assert [step.step_id for step in declared.steps][:5] == [
        "contact", "dossier", "visite", "commission", "decision",
    ]  # fmt: skip
    (delay,) = declared.delays
    assert (delay.from_step, delay.to_step) == ("dossier", "decision")
    assert (delay.min_months, delay.max_months) == (2, 6)
    assert declared.due_steps == ("decision",)


@pytest.mark.parametrize("register_id", SHIPPED)
def test_a_share_is_never_of_less_than_what_it_is_part_of(register_id):
    """A share of lines: its numerator asks what its denominator asks, and perhaps more."""
    for item in DECLARED[register_id].indicators:
        if item.denominator is None or item.numerator.sums:
            continue
        whole, part = item.denominator.where, item.numerator.where
        assert set(whole) <= set(part) | {"step"}, item.indicator_id
        for name in set(whole) & set(part):
            assert set(part[name]) <= set(whole[name]), item.indicator_id
