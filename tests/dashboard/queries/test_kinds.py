"""The layouts of files: the page reads from the warehouse what the import reads from its data."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.kinds import fetch_kinds, read_template
from etl.declared.kinds import load_kinds
from models.imports.kinds import ImportKind
from tests.support.paths import DATA


@pytest.fixture
def kinds(served_warehouse: Path) -> dict[str, ImportKind]:
    return fetch_kinds(served_build())


def test_the_page_reads_the_same_kinds_as_the_import(kinds):
    imports = load_kinds(DATA)
    assert list(kinds) == list(imports)
    for kind_id, kind in imports.items():
        assert (kinds[kind_id].label_fr, kinds[kind_id].stores) == (kind.label_fr, kind.stores)
        assert kinds[kind_id].fields == tuple(column.field() for column in kind.columns)


def test_only_the_anonymous_list_is_counted_rather_than_stored(kinds):
    assert [kind.kind_id for kind in kinds.values() if kind.is_counted] == ["msu_lignes"]
    assert kinds["msu_lignes"].stored_fields == kinds["msu"].fields


@pytest.mark.parametrize(("suffix", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_every_kind_has_its_templates(kinds, suffix, start):
    for kind_id in kinds:
        assert read_template(kind_id, suffix).startswith(start), kind_id
