"""No warehouse, then one, then a newer one: the running app follows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from etl.errors import HeldStoreError
from etl.pipeline import run_pipeline
from etl.settings import Settings
from etl.status import damages_of
from etl.warehouse import served_file
from models.msu import hierarchical


@pytest.fixture
def few_draws(warehouse, monkeypatch):
    """Draw intervals fifty times: the figures of these builds are not read."""
    monkeypatch.setitem(hierarchical.draw_cells.__kwdefaults__, "draws", 50)


def test_without_a_warehouse_the_page_says_what_to_do(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    shown = visit()
    assert not shown.test.exception
    assert len(shown.test.error) == 1
    message = shown.test.error[0].value
    assert str(tmp_path) not in message
    assert "etl build" in message


def test_a_warehouse_of_an_older_version_says_what_to_do(visit, tmp_path, monkeypatch):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("CREATE SCHEMA pub")
        connection.execute("CREATE TABLE pub.build AS SELECT 'old' AS build_id")
    pointer = {"build_id": "old", "file": "old.duckdb"}
    (tmp_path / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    shown = visit()
    assert not shown.test.exception
    assert "etl build" in shown.test.error[0].value


@pytest.mark.usefixtures("few_draws")
def test_the_next_click_follows_a_new_build(visit, warehouse, tmp_path, monkeypatch):
    settings = Settings(data=warehouse.settings.data, warehouse=tmp_path)
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    shown = visit("carte")
    assert shown.test.error
    first = run_pipeline(settings)
    shown.test.run()
    shown.go("carte").is_sound()
    assert first.build_id in shown.footer
    second = run_pipeline(settings)
    assert second.build_id != first.build_id
    shown.choose("vue.niveau", "region").is_sound()
    assert second.build_id in shown.footer
    assert first.build_id not in shown.footer


HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


@contextmanager
def held(path: Path) -> Iterator[int]:
    """Another program opens a build as most do, to write in it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.communicate("\n")


@pytest.mark.usefixtures("few_draws")
def test_a_build_held_by_another_program_gives_way_until_it_is_let_go(visit, warehouse, tmp_path):
    settings = Settings(data=warehouse.settings.data, warehouse=tmp_path)
    first = run_pipeline(settings)
    second = run_pipeline(settings)
    with held(tmp_path / second.file) as pid:
        served = served_file(settings)
        assert served.build.build_id == first.build_id
        (damage,) = served.damages
        assert damage.is_passing
        assert f"ouverte en écriture par un autre programme (PID {pid})" in damage.message_fr
        assert "en lecture seule" in damage.message_fr
        assert "endommagée" not in damage.message_fr
        with pytest.raises(HeldStoreError, match=rf"PID {pid}\) : le fermer.*Rien n’est endommagé"):
            damages_of(settings)
    assert damages_of(settings) == []
    assert served_file(settings).build.build_id == second.build_id


@pytest.mark.usefixtures("few_draws")
def test_the_page_says_that_another_program_holds_the_build(
    visit, warehouse, tmp_path, monkeypatch
):
    settings = Settings(data=warehouse.settings.data, warehouse=tmp_path)
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    first = run_pipeline(settings)
    second = run_pipeline(settings)
    with held(tmp_path / second.file):
        shown = visit("carte")
        shown.is_sound()
        assert first.build_id in shown.footer
        assert any("autre programme" in warning.value for warning in shown.test.warning)
    shown.test.run()
    assert second.build_id in shown.footer


def test_a_view_survives_a_new_session_on_another_build(visit, served_warehouse):
    shown = visit("carte", territoire="12", niveau="region")
    shown.test.run()
    shown.is_sound()
    assert shown.address["territoire"] == "DEP-12"
