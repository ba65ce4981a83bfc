"""A register is added by a YAML file and its figures, nothing else: everything follows from it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import numpy as np
import pytest

from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.kinds import fetch_kinds
from dashboard.queries.register_counts import fetch_indicator_values
from dashboard.queries.registers import (
    fetch_due,
    fetch_entries,
    fetch_facets,
    fetch_register_sizes,
    fetch_step_dates,
)
from dashboard.themes.registers import EntryFilter
from etl.errors import DataError, RegisterError
from etl.imports.run import undo_import
from etl.imports.templates import write_templates
from etl.pipeline import run_pipeline
from etl.settings import Settings
from tests.support.importing import few_draws, take, write_lines
from tests.support.new_register import DECLARATION, FIGURES, LOCAL, REGISTER_ID


@pytest.fixture(scope="module")
def added(
    warehouse, copy_data, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, str]]:
    """An installation with one register more, then an import into it; its identifier."""
    folder = tmp_path_factory.mktemp("register")
    settings = Settings(
        data=copy_data(folder / "data"),
        warehouse=folder / "warehouse",
        local=folder / "local",
        choices=folder / "reglages.toml",
    )
    _declare(settings)
    with few_draws():
        result = take(settings, REGISTER_ID, LOCAL, "Navettes de Lozère")
    assert result.entry
    yield settings, result.entry.import_id


@pytest.fixture
def build(added: tuple[Settings, str], monkeypatch: pytest.MonkeyPatch) -> ServedBuild:
    monkeypatch.setenv("MSU_WAREHOUSE", str(added[0].warehouse))
    return served_build()


def _declare(settings: Settings, declaration: str = DECLARATION) -> None:
    registers = settings.data / "registers"
    (registers / f"{REGISTER_ID}.yml").write_text(declaration, encoding="utf-8")
    write_lines(registers, f"{REGISTER_ID}.csv", FIGURES)


def _ids(build: ServedBuild, chosen: EntryFilter) -> list[str]:
    return [entry.entry_id for entry in fetch_entries(build, REGISTER_ID, chosen, 10)]


def test_its_lines_are_published_beside_those_that_are_imported(build):
    entries = fetch_entries(build, REGISTER_ID, EntryFilter(), 10)
    assert {(entry.entry_id, entry.status, entry.locator) for entry in entries} == {
        ("N-1", "observed", "p. 4"),
        ("N-2", "observed", "p. 5"),
        ("N-3", "observed", "p. 6"),
        ("A1", "imported", "fichier local, ligne 2"),
    }
    first = next(entry for entry in entries if entry.entry_id == "N-1")
    assert first.partners == ("ARS", "communes")
    assert (first.theme, first.step, first.quantity) == ("bus", "ouverte", 8.0)
    assert (first.date_start, first.date_due, first.year) == ("2026-01-10", "2027-03-11", 2026)


def test_its_lines_are_found_by_territory_and_by_every_field_it_filters(build):
    assert _ids(build, EntryFilter("DEP-12")) == ["N-1"]
    assert sorted(_ids(build, EntryFilter("DEP-12", with_wider=True))) == ["N-1", "N-2", "N-3"]
    assert sorted(_ids(build, EntryFilter("REG-76"))) == ["A1", "N-1", "N-2"]
    assert _ids(build, EntryFilter(themes=("taxi",))) == ["N-2"]
    assert _ids(build, EntryFilter(steps=("fermee",))) == ["N-3"]
    assert _ids(build, EntryFilter(years=(2026, 2026))) == ["N-1"]
    assert _ids(build, EntryFilter(statuses=("imported",))) == ["A1"]
    facets = fetch_facets(build, REGISTER_ID, EntryFilter(themes=("bus",)))
    assert (facets.total_n, facets.by_theme) == (2, {"bus": 2, "taxi": 1})
    assert facets.by_departement == {"DEP-12": 1, "DEP-48": 1}


def test_its_steps_due_dates_and_indicators_follow_from_its_declaration(build):
    dates = fetch_step_dates(build, REGISTER_ID, "FR")
    assert sorted(dates.step.tolist()) == [0, 1, 1, 2]
    opened = dates.dates[~np.isnat(dates.dates[:, 1])]
    assert (opened[:, 1] - opened[:, 0]).tolist() == [datetime.timedelta(days=60)]
    due = fetch_due(build, REGISTER_ID, "FR", datetime.date(2027, 3, 11))
    assert [entry.entry_id for entry in due] == ["N-1"]
    assert not fetch_due(build, REGISTER_ID, "FR", datetime.date(2027, 3, 10))
    (share,) = fetch_indicator_values(build, REGISTER_ID, "FR")
    assert (share.numerator, share.denominator) == (14, 18)


def test_it_has_a_template_and_its_place_among_what_can_be_imported(added):
    settings, _ = added
    written = [path.name for path in write_templates(settings.data)]
    assert {f"{REGISTER_ID}.csv", f"{REGISTER_ID}.xlsx"} <= set(written)


def test_its_layout_is_published_with_the_others(build):
    kind = fetch_kinds(build)[REGISTER_ID]
    assert (kind.stores, tuple(kind.fields[3].codes or ())) == (REGISTER_ID, ("bus", "taxi"))


def test_a_bad_cell_of_its_figures_is_refused_with_file_line_and_column(added):
    settings, _ = added
    path = settings.data / "registers" / f"{REGISTER_ID}.csv"
    whole = path.read_text(encoding="utf-8")
    for bad, column in (
        (whole.replace(",taxi,", ",avion,"), "mode"),
        (whole.replace("S001,p. 5", "S999,p. 5"), "source_id"),
        (whole.replace("S001,p. 5", "S001,"), "locator"),
    ):
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(DataError) as caught, few_draws():
            run_pipeline(settings)
        assert (caught.value.line, caught.value.column) == (3, column)
        assert f"{REGISTER_ID}.csv" in str(caught.value)
    path.write_text(whole, encoding="utf-8")


def test_an_indicator_linked_to_an_unknown_one_is_refused(added):
    settings, _ = added
    _declare(settings, DECLARATION.replace("unit_fr: '%'", "unit_fr: '%', published: inconnu"))
    with pytest.raises(RegisterError, match="« inconnu » ; un identifiant déclaré") as caught:
        run_pipeline(settings)
    assert caught.value.entry == "ouvertes"
    _declare(settings)


def test_undoing_its_import_leaves_the_published_lines(added, monkeypatch):
    settings, import_id = added
    with few_draws():
        undo_import(settings, import_id)
    monkeypatch.setenv("MSU_WAREHOUSE", str(settings.warehouse))
    sizes = fetch_register_sizes(served_build())[REGISTER_ID]
    assert (sizes.entries_n, sizes.observed_n, sizes.local_n) == (3, 3, 0)
