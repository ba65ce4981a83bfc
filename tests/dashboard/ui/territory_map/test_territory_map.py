"""The map component: what Python sends to the browser."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace

import pytest

from dashboard.ui.carried import joined_script
from dashboard.ui.territory_map import MapLayer, component, layer_payload, show_territory_map
from tests.support.patience import PATIENCE_SECONDS

N = 101


def make_layer(size: int = N, **changes) -> MapLayer:
    rng = random.Random(1)
    values = [rng.uniform(-90, 150) for _ in range(size)]
    layer = MapLayer(
        indicator_id="gap_msu",
        title="MSU manquants (clé population)",
        subtitle="2026, cible de 10 000",
        unit="MSU",
        decimals=0,
        kind="diverging",
        breaks=(-40, -10, 10, 40),
        colors=("#2166ac", "#92c5de", "#f7f7f7", "#f4a582", "#b2182b"),
        values=values,
        low=[value - 25 for value in values],
        high=[value + 40 for value in values],
        status=["estimated"] * size,
        note=None,
        source=0,
        sources=("DREES, RPPS, 2026",),
        method="méthode msu-v1, intervalle à 80 %",
    )
    return replace(layer, **changes)


def test_a_layer_of_101_intervals_weighs_under_4_kb():
    note = ["indéterminé : l’intervalle contient la cible" if i % 2 else None for i in range(N)]
    payload = layer_payload(make_layer(note=note))
    text = json.dumps(payload, ensure_ascii=False)
    assert len(text.encode()) < 4_000


def test_values_are_rounded_to_the_decimals_of_the_indicator():
    payload = layer_payload(make_layer(2, decimals=1, values=[12.3456, 7.0], low=None, high=None))
    assert payload["v"] == [12.3, 7]
    assert "lo" not in payload
    assert "hi" not in payload


def test_nan_infinity_and_none_become_null_and_lose_their_status():
    values = [math.nan, math.inf, None, 4.0]
    payload = layer_payload(make_layer(4, values=values, low=[None] * 4, high=[None] * 4))
    assert payload["v"] == [None, None, None, 4]
    assert payload["st"] == "0003"
    json.dumps(payload, allow_nan=False)


def test_statuses_are_one_digit_per_territory():
    layer = make_layer(
        4,
        values=[1, 2, 3, 4],
        low=None,
        high=None,
        status=["observed", "imported", "estimated", "demo"],
    )
    assert layer_payload(layer)["st"] == "1234"


def test_a_value_without_status_is_refused_with_its_position():
    layer = make_layer(2, values=[1, 2], low=None, high=None, status=["observed", None])
    with pytest.raises(ValueError, match=r"gap_msu.*position 1.*None"):
        layer_payload(layer)


@pytest.mark.parametrize("name", ["low", "high", "status", "note", "source"])
def test_a_column_of_the_wrong_length_is_named(name):
    with pytest.raises(ValueError, match=rf"{name} has 3 items, values has 101"):
        layer_payload(make_layer(**{name: [None, None, None]}))


def test_colours_must_be_one_more_than_breaks():
    with pytest.raises(ValueError, match="2 colours for 4 breaks, expected 5"):
        layer_payload(make_layer(colors=("#000", "#fff")))


def test_breaks_must_ascend():
    with pytest.raises(ValueError, match="ascend"):
        layer_payload(make_layer(breaks=(-40, 10, -10, 40)))


def test_circles_need_neither_breaks_nor_several_colours():
    payload = layer_payload(make_layer(kind="circles", breaks=(), colors=("#2b6ca3",)))
    assert payload["kind"] == "circles"


def test_circles_take_a_second_colour_for_losses_and_no_third():
    two = ("#3f9d95", "#ad5827")
    assert layer_payload(make_layer(kind="circles", breaks=(), colors=two))["colors"] == list(two)
    with pytest.raises(ValueError, match="one colour, or two"):
        layer_payload(make_layer(kind="circles", breaks=(), colors=(*two, "#000000")))


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="'heat'"):
        layer_payload(make_layer(kind="heat"))


def test_repeated_notes_travel_once():
    layer = make_layer(3, values=[1, 2, 3], low=None, high=None, note=["a", None, "a"])
    payload = layer_payload(layer)
    assert payload["notes"] == ["a"]
    assert payload["n"] == [0, -1, 0]


def test_a_common_source_travels_as_one_number_and_others_as_ranks():
    two = make_layer(2, values=[1, 2], low=None, high=None, sources=("A", "B"), source=[0, 1])
    assert layer_payload(two)["src"] == [0, 1]
    assert layer_payload(replace(two, source=[1, 1]))["src"] == 1
    assert layer_payload(replace(two, source=None))["src"] == -1


def test_a_source_out_of_range_is_refused():
    with pytest.raises(ValueError, match="source 4 at position 0"):
        layer_payload(make_layer(source=4))


def test_the_wrapper_refuses_three_layers_and_unknown_levels():
    options = {
        "geo_url": "/geo.json",
        "selected": None,
        "key": "map",
        "footer": "",
        "on_select": lambda: None,
    }
    with pytest.raises(ValueError, match="3 layers"):
        show_territory_map([make_layer()] * 3, level="departement", **options)
    with pytest.raises(ValueError, match="'commune'"):
        show_territory_map([make_layer()], level="commune", **options)
    with pytest.raises(ValueError, match="different lengths"):
        show_territory_map([make_layer(3), make_layer(4)], level="region", **options)


def test_the_first_view_names_the_territories_it_frames_and_nothing_else(monkeypatch):
    sent = []
    monkeypatch.setattr(component._component, "mount", lambda **given: sent.append(given["data"]))
    options = {"geo_url": "", "selected": None, "key": "m", "footer": "", "on_select": print}
    for focus in ((), ("DEP-12", "DEP-48")):
        show_territory_map([make_layer()], level="departement", focus=focus, **options)
    assert "focus" not in sent[0]
    assert sent[1]["focus"] == ["DEP-12", "DEP-48"]


def test_the_script_is_one_module_with_one_default_export():
    script = joined_script(component.HERE, "map.css", component.ENTRY)
    assert script.count("export default") == 1
    assert "innerHTML" not in script
    assert "http://" not in script.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in script


def test_data_messages_do_not_carry_the_drawing_code():
    assert len((component.HERE / "values.js").read_text(encoding="utf-8")) < 500


def test_the_component_mounts_in_a_streamlit_run():
    from streamlit.testing.v1 import AppTest

    def page():
        import streamlit as st

        from dashboard.ui.territory_map import MapLayer, show_territory_map

        layer = MapLayer(
            "x",
            "Titre",
            "2026",
            "%",
            1,
            "sequential",
            (5.0,),
            ("#eee", "#333"),
            [1.0, 9.0],
            None,
            None,
            ["observed", "observed"],
            None,
            0,
            ("Source",),
        )
        chosen = st.session_state.setdefault("chosen", "DEP-01")
        st.text(chosen)
        result = show_territory_map(
            [layer],
            level="departement",
            geo_url="/geo.json",
            selected=chosen,
            key="map",
            footer="",
            on_select=lambda: None,
        )
        st.text(result.selected)

    app = AppTest.from_function(page, default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    assert [text.value for text in app.text] == ["DEP-01", "None"]
    app.session_state["chosen"] = "DEP-02"
    app.run()
    assert not app.exception
    # A territory chosen by the page is no event of the map.
    assert [text.value for text in app.text] == ["DEP-02", "None"]


def test_categories_are_named_one_colour_each_and_silence_has_its_own_word():
    layer = make_layer(
        3,
        kind="categories",
        names=("a répondu", "n’a pas répondu"),
        missing="pas interrogé",
        colors=("#1f5590", "#d9923f"),
        breaks=(1,),
        values=[0, 1, None],
        low=None,
        high=None,
        status=["demo", "demo", None],
        decimals=0,
    )
    payload = layer_payload(layer)
    assert payload["names"] == ["a répondu", "n’a pas répondu"]
    assert (payload["missing"], payload["st"], payload["v"]) == (
        "pas interrogé",
        "440",
        [0, 1, None],
    )
    with pytest.raises(ValueError, match="1 names for 2 colours"):
        layer_payload(replace(layer, names=("a répondu",)))


def test_a_layer_without_names_sends_none():
    assert not {"names", "missing", "reach"} & layer_payload(make_layer()).keys()
