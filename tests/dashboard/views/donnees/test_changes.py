"""« Ce qui a changé »: what two builds do not publish alike, as a table, a file and a text."""

from __future__ import annotations

import duckdb
import pytest

from dashboard.ui import etl_process
from dashboard.views.donnees import changes, words
from foundation.answers import DiffAnswer
from stores import find_served
from tests.dashboard.conftest import plain
from tests.support.importing import copy_build, new_installation
from tests.support.processes import run_forked


@pytest.fixture
def two_builds(warehouse, tmp_path, monkeypatch):
    """An installation whose second build lacks a value, has one more and another changed."""
    settings = new_installation(warehouse.settings, tmp_path)
    kept = settings.store
    served = find_served(kept)
    with kept.building("suivante") as path:
        copy_build(served.path, path)
        with duckdb.connect(str(path)) as connection:
            where = "indicator_id = 'mg_rpps' AND period = '2022' AND territory_id ="
            connection.execute("UPDATE pub.build SET build_id = 'suivante'")
            connection.execute(f"UPDATE pub.observation SET value = 1 WHERE {where} 'DEP-12'")
            connection.execute(f"UPDATE pub.observation SET value = 98765 WHERE {where} 'DEP-48'")
            connection.execute(f"DELETE FROM pub.observation WHERE {where} 'DEP-30'")
            connection.execute(
                "INSERT INTO pub.observation SELECT * REPLACE ('2019' AS period) "
                f"FROM pub.observation WHERE {where} 'DEP-46'"
            )
        kept.publish(path, "suivante", served.build.outlines)
    monkeypatch.setattr(etl_process, "_run", run_forked)
    for name, folder in {"WAREHOUSE": settings.warehouse, "LOCAL": settings.local}.items():
        monkeypatch.setenv(f"MSU_{name}", str(folder))
    with duckdb.connect(str(served.path), read_only=True) as connection:
        ((removed,),) = connection.execute(
            f"SELECT value FROM pub.observation WHERE {where} 'DEP-30'"
        ).fetchall()
    return f"{removed:,.0f}".replace(",", " ")


def opened(visit):
    shown = visit("donnees")
    shown.test.session_state["donnees.onglets"] = words.CHANGES
    shown.test.run()
    shown.is_sound()
    return shown


def test_what_moved_is_counted_by_indicator_and_the_largest_is_told_first(
    visit, two_builds, monkeypatch
):
    files = []
    monkeypatch.setattr(
        changes, "show_csv_download", lambda label, name, key, make: files.append((name, make()))
    )
    shown = opened(visit)
    table = plain(shown.html.partition(words.CHANGES_CAPTION)[2])
    assert "<td>1</td><td>1</td><td>2</td>" in table
    largest = plain(shown.html.partition("Les 4 valeurs qui diffèrent")[2])
    assert largest.index("98 765") < largest.index("Aveyron (12)")
    assert words.WITHDRAWN in largest
    (code,) = shown.test.code
    assert plain(code.value).endswith(": 1 valeur ajoutée, 1 valeur retirée, 2 valeurs changées.")
    name, content = files[-1]
    lines = content.decode("utf-8-sig").splitlines()
    assert name.startswith("ce-qui-a-change_")
    assert len(lines) == 5
    (withdrawn,) = [line for line in lines if "DEP-30" in line]
    assert withdrawn.split(";")[6:9] == ["retirée", "", ""]
    # What is not published any more is not published again by what tells it.
    assert two_builds not in largest.partition("Gard (30)")[2].partition("</tr>")[0]


def test_one_build_has_nothing_to_be_compared_with(visit, served_warehouse):
    captions = [plain(item.value) for item in opened(visit).test.caption]
    assert words.ONE_BUILD in captions


def test_builds_that_cannot_be_compared_are_said_so(visit, two_builds, monkeypatch):
    refused = DiffAnswer(state="refused", message_fr="Construction inconnue.")
    monkeypatch.setattr(changes, "compare_builds", lambda before, after: refused)
    shown = visit("donnees")
    shown.test.session_state["donnees.onglets"] = words.CHANGES
    shown.test.run()
    (error,) = shown.test.error
    assert "Construction inconnue" in error.value
