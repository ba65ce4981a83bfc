"""Under a chart: what travels to the browser, what its files are called and hold."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.catalog import Catalog
from dashboard.core.files import SERIES_HEADER, decimal, file_name, place_name, series_rows
from dashboard.queries.cache import open_build
from dashboard.queries.catalog import read_catalog
from dashboard.queries.series import fetch_national_series
from dashboard.ui.carried import joined_script
from dashboard.ui.chart import status_note
from dashboard.ui.chart_tools import component
from dashboard.ui.national_series import national_rows
from dashboard.views.ensemble.figures import plot_national_trend
from tests.support.patience import PATIENCE_SECONDS

# Streamlit replaces a message by a reference to it from this size on.
CACHED_MESSAGE_BYTES = 10_000


@pytest.fixture(scope="module")
def connection(warehouse) -> Iterator:
    with open_build(str(warehouse.path)) as opened:
        yield opened


@pytest.fixture(scope="module")
def catalog(connection) -> Catalog:
    return read_catalog(connection.cursor())


@pytest.fixture(scope="module")
def counts(connection):
    return fetch_national_series.read(connection.cursor(), "msu_cnge")


def test_the_code_is_one_module_that_asks_nothing_outside():
    script = joined_script(component.HERE, "tools.css", component.ENTRY)
    assert script.count("export default") == 1
    assert "innerHTML" not in script
    assert "http" not in script.replace("http://www.w3.org/2000/svg", "").replace(
        "a plain http address", ""
    )


def test_the_code_travels_once_and_values_do_not_carry_it():
    script = joined_script(component.HERE, "tools.css", component.ENTRY)
    assert len(script.encode()) >= CACHED_MESSAGE_BYTES
    assert len((component.HERE / "values.js").read_text(encoding="utf-8")) < 300


def page(demo: bool) -> None:
    from types import SimpleNamespace

    from dashboard.ui.chart import Caption, Table, show_chart

    source = SimpleNamespace(citation="CNGE, « Comptage »")
    build = SimpleNamespace(is_demo=demo, built_on_iso="2026-11-24")
    show_chart(
        SimpleNamespace(build=build, sources={"S1": source}),
        {"data": [{"type": "scatter", "x": [1], "y": [2]}], "layout": {}},
        key="essai.courbe",
        alt="Courbe : essai",
        caption=Caption("Une courbe", "France, 2024", ("essai", "12 Aveyron"), ["S1", "S1"]),
        table=Table(("a",), lambda: [("1",)]),
    )


@pytest.mark.parametrize("demo", [False, True])
def test_a_chart_is_marked_when_it_is_fictitious_and_described_always(demo):
    app = AppTest.from_function(page, args=(demo,), default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    spec = json.loads(chart.proto.spec)
    marks = [note["text"] for note in spec["layout"].get("annotations", ())]
    assert marks == (["DONNÉES FICTIVES"] if demo else [])
    assert json.loads(chart.proto.config)["displayModeBar"] is False
    assert chart.proto.alt == "Courbe\u00a0: essai"


def test_a_chart_sends_what_its_picture_says_and_no_value():
    app = AppTest.from_function(page, args=(False,), default_timeout=PATIENCE_SECONDS).run()
    (tools,) = app.get("bidi_component")
    assert json.loads(tools.proto.json) == {
        "key": "essai.courbe",
        "name": "essai_12-aveyron_2026-11-24",
        "title": "Une courbe",
        "subtitle": "France, 2024",
        "sources": "CNGE, «\u00a0Comptage\u00a0»",
    }


def values_only() -> None:
    from types import SimpleNamespace

    from dashboard.ui.chart import Caption, Table, show_values

    build = SimpleNamespace(is_demo=False, built_on_iso="2026-11-24")
    show_values(
        SimpleNamespace(build=build, sources={}),
        key="essai.arcs",
        caption=Caption("Des arcs", "France, 2024", ("essai",), []),
        table=Table(("a",), lambda: [("1",)]),
    )


def test_a_drawing_without_picture_offers_its_values_and_its_link_only():
    app = AppTest.from_function(values_only, default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    assert app.get("plotly_chart") == []
    (tools,) = app.get("bidi_component")
    assert json.loads(tools.proto.json)["bare"] is True
    (button,) = app.get("download_button")
    assert button.proto.label == "CSV"


def test_statuses_are_told_once_each_in_french():
    assert status_note(["estimated", None, "observed", "estimated"]) == "Statut : estimé, observé."
    assert status_note([None]) == ""


def test_the_name_of_a_file_says_what_it_is_without_accent_or_space(catalog):
    built = catalog.build.built_on_iso
    assert file_name(catalog, "carte", "Couverture de la cible", "departement", "2024") == (
        f"carte_couverture-de-la-cible_departement_2024_{built}"
    )
    assert file_name(catalog, "../é\\à", "", "2022/2026") == f"e-a_2022-2026_{built}"


@pytest.mark.parametrize(
    ("territory_id", "name"),
    [
        ("DEP-2A", "2a-corse-du-sud"),
        ("DEP-976", "976-mayotte"),
        ("REG-76", "occitanie-region"),
        ("SUB-040", "toulouse-subdivision"),
        ("FR", "france-entiere"),
    ],
)
def test_a_territory_is_named_in_the_files_by_code_or_kind(catalog, territory_id, name):
    found = file_name(catalog, place_name(catalog.territories[territory_id]))
    assert found == f"{name}_{catalog.build.built_on_iso}"


@pytest.mark.parametrize(("value", "text"), [(-0.2, "0"), (-1234.0, "-1234"), (None, "")])
def test_a_value_has_a_decimal_comma_and_zero_has_no_sign(value, text):
    assert decimal(value, 0) == text
    assert decimal(12.345, 1) == "12,3"


def test_each_point_of_a_series_has_unit_source_place_confidence_and_build(catalog, counts):
    rows = [
        dict(zip(SERIES_HEADER, row, strict=True))
        for row in series_rows(catalog, "CNGE", "MSU", 0, counts)
    ]
    latest = next(row for row in rows if row["periode"].startswith("2024"))
    assert (latest["valeur"], latest["unite"]) == ("13908", "MSU")
    for row in rows:
        assert row["source"]
        assert row["emplacement"]
        assert row["confiance"]
        assert row["construction"] == catalog.build.build_id


def test_the_file_of_the_curve_holds_every_point_and_every_target_it_draws(catalog, counts):
    targets = list(catalog.targets.values())
    rows = national_rows(catalog, {"CNGE": counts}, targets)
    chosen = catalog.targets[catalog.default_target]
    figure = plot_national_trend(counts, (), (), targets, chosen)
    drawn = [str(int(value)) for trace in figure["data"] for value in trace["y"]]
    assert set(drawn) <= {row[2] for row in rows}
    assert all(row[4] for row in rows)
