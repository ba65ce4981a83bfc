"""The registers load, and every kind of fault is named by file, entry and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.declared.catalog import (
    load_glossary,
    load_indicators,
    load_keys,
    load_known_gaps,
    load_registers,
    load_sources,
    load_targets,
    load_unpublished,
)
from etl.errors import RegisterError
from tests.support.paths import DATA

TARGET = """\
- id: cible-a
  label_fr: Cible A
  value_msu: 100
  horizon: "2030"
  scope_fr: MSU
  source_id: S001
  default: true
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "targets.yml"
    path.write_text(text, encoding="utf-8")
    return path


def _fault(folder: Path, text: str) -> str:
    with pytest.raises(RegisterError) as caught:
        load_targets(_write(folder, text))
    message = str(caught.value)
    assert "targets.yml" in message
    return message


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("sources.yml", load_sources),
        ("indicators.yml", load_indicators),
        ("targets.yml", load_targets),
        ("keys.yml", load_keys),
        ("glossaire.yml", load_glossary),
        ("non_publie.yml", load_unpublished),
        ("known_gaps.yml", load_known_gaps),
    ],
)
def test_every_committed_register_loads_and_is_not_empty(name, load):
    assert load(DATA / name)


def test_the_committed_registers_agree_with_each_other():
    registers = load_registers(DATA)
    assert {key.key_id for key in registers.keys} == {
        "population",
        "generalistes",
        "internes",
        "sous_densite",
    }


def test_ten_thousand_is_the_default_target():
    (default,) = [target for target in load_targets(DATA / "targets.yml") if target.default]
    assert (default.target_id, default.value_msu) == ("arnault-2018", 10000)


def test_a_register_entry_is_frozen(tmp_path):
    (target,) = load_targets(_write(tmp_path, TARGET))
    with pytest.raises(ValueError, match="frozen"):
        target.value_msu = 1


def test_an_unknown_field_is_named_with_the_fields_expected(tmp_path):
    message = _fault(tmp_path, TARGET + "  couleur: rouge\n")
    assert "« cible-a »" in message
    assert "« couleur »" in message
    assert "« rouge »" in message
    assert "value_msu" in message


def test_a_missing_field_is_named(tmp_path):
    message = _fault(tmp_path, TARGET.replace("  scope_fr: MSU\n", ""))
    assert "« cible-a »" in message
    assert "« scope_fr »" in message
    assert "champ absent" in message


def test_a_wrong_type_is_named_with_the_value_seen_and_expected(tmp_path):
    message = _fault(tmp_path, TARGET.replace("100", "cent"))
    assert "« cible-a »" in message
    assert "« value_msu »" in message
    assert "« cent »" in message
    assert "un nombre entier" in message


def test_a_number_is_not_silently_taken_for_text(tmp_path):
    message = _fault(tmp_path, TARGET.replace('"2030"', "2030"))
    assert "« horizon »" in message
    assert "un texte" in message


def test_a_value_outside_the_vocabulary_is_named_with_the_vocabulary(tmp_path):
    path = tmp_path / "sources.yml"
    path.write_text(
        "- id: S001\n  title: T\n  publisher: P\n  url: https://example.org\n"
        "  licence: CC0\n  published: null\n  period: null\n  kind: press\n",
        encoding="utf-8",
    )
    with pytest.raises(RegisterError, match="« licence ».*« CC0 ».*Licence Ouverte 2.0"):
        load_sources(path)


def test_a_duplicate_identifier_is_refused(tmp_path):
    message = _fault(tmp_path, TARGET + TARGET)
    assert "« cible-a »" in message
    assert "« id »" in message
    assert "unique" in message


def test_unreadable_yaml_gives_the_file_and_the_line(tmp_path):
    message = _fault(tmp_path, TARGET + "- id: 'cible-b\n  label_fr: B\n")
    assert "YAML illisible" in message
    assert "ligne" in message


def test_a_mapping_in_place_of_a_list_is_refused(tmp_path):
    assert "une liste" in _fault(tmp_path, "id: cible-a\n")


def test_an_entry_that_is_not_a_mapping_is_named_by_its_rank(tmp_path):
    assert "« n° 2 »" in _fault(tmp_path, TARGET + "- cible-b\n")


def test_an_absent_register_says_what_to_do(tmp_path):
    with pytest.raises(RegisterError, match="Que faire"):
        load_targets(tmp_path / "targets.yml")


@pytest.mark.parametrize(
    "text",
    [
        TARGET.replace("default: true", "default: false"),
        TARGET + TARGET.replace("cible-a", "cible-b"),
    ],
    ids=["none", "two"],
)
def test_exactly_one_target_is_the_default(tmp_path, text):
    assert "« default »" in _fault(tmp_path, text)


def test_a_target_whose_source_is_not_declared_is_named(tmp_path):
    for path in DATA.glob("*.yml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    _write(tmp_path, TARGET.replace("S001", "S999"))
    with pytest.raises(RegisterError, match=r"targets\.yml.*« cible-a ».*« source_id ».*« S999 »"):
        load_registers(tmp_path)
