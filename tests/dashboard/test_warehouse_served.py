"""No warehouse, then one, then a newer one: the running app follows."""

from __future__ import annotations

import json

import duckdb
import pytest

from etl.pipeline import run_pipeline
from etl.settings import Settings
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


def test_a_view_survives_a_new_session_on_another_build(visit, served_warehouse):
    shown = visit("carte", territoire="12", niveau="region")
    shown.test.run()
    shown.is_sound()
    assert shown.address["territoire"] == "DEP-12"
