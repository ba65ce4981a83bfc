"""The committed templates are those the registers describe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl.declared.kinds import load_kinds
from etl.imports.templates import write_templates
from tests.support.paths import DATA

COMMITTED = DATA / "templates"


def content(path: Path) -> dict[str, object]:
    """What a workbook holds: cells and their formats, rules, widths.

    Two libraries of compression pack the same content into different bytes.
    """
    return {
        sheet.title: (
            [
                (cell.coordinate, cell.value, cell.number_format, cell.font.b, cell.font.i)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
            sorted(
                (str(rule.sqref), rule.type, rule.formula1, rule.formula2, rule.error)
                for rule in sheet.data_validations.dataValidation
            ),
            {
                letter: (dimension.width, dimension.number_format)
                for letter, dimension in sheet.column_dimensions.items()
            },
            sheet.freeze_panes,
        )
        for sheet in load_workbook(path)
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, copy_data: Callable[[Path], Path]) -> Path:
    copied = copy_data(tmp_path_factory.mktemp("fresh") / "data")
    for path in (copied / "templates").iterdir():
        path.unlink()
    write_templates(copied)
    return copied / "templates"


def test_there_is_one_csv_and_one_workbook_per_kind_and_nothing_else(fresh):
    expected = {f"{kind}{suffix}" for kind in load_kinds(DATA) for suffix in (".csv", ".xlsx")}
    assert {path.name for path in COMMITTED.iterdir()} == expected
    assert {path.name for path in fresh.iterdir()} == expected


@pytest.mark.parametrize("kind_id", load_kinds(DATA))
def test_the_committed_csv_template_is_up_to_date(fresh, kind_id):
    # « python -m etl docs » writes it again.
    name = f"{kind_id}.csv"
    assert (COMMITTED / name).read_bytes() == (fresh / name).read_bytes()


@pytest.mark.parametrize("kind_id", load_kinds(DATA))
def test_the_committed_workbook_is_up_to_date(fresh, kind_id):
    name = f"{kind_id}.xlsx"
    assert content(COMMITTED / name) == content(fresh / name)


def test_a_changed_cell_or_a_lost_rule_is_caught(fresh, tmp_path):
    book = load_workbook(fresh / "stages.xlsx")
    book["Données"]["A2"] = "13"
    book.save(tmp_path / "changed.xlsx")
    assert content(tmp_path / "changed.xlsx") != content(fresh / "stages.xlsx")
    book = load_workbook(fresh / "stages.xlsx")
    book["Données"].data_validations.dataValidation.pop()
    book.save(tmp_path / "ruleless.xlsx")
    assert content(tmp_path / "ruleless.xlsx") != content(fresh / "stages.xlsx")
