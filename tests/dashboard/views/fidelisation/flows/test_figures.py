"""Arcs and ribbons of the flows: what they show adds up."""

from __future__ import annotations

import json

import pytest

from dashboard.charts.deck import Ground
from dashboard.views.fidelisation.flows.figures import (
    CAME,
    LEFT,
    STAYED,
    Arc,
    Ribbon,
    plot_arcs,
    plot_ribbons,
)

GROUND = Ground("/areas.json", "/limits.json")
RIBBONS = [
    Ribbon("Formés ici", "Installés ici", 62, STAYED),
    Ribbon("Formés ici", "Occitanie", 44, LEFT),
    Ribbon("Montpellier", "Installés ici", 18, CAME),
    Ribbon("Occitanie", "Installés ici", 7, CAME),
]
OUT = [Arc((800, 1300), (900, 1310), 23, "Toulouse → Hérault : 23 médecins")]
INTO = [Arc((1000, 400), (800, 1300), 7, "Île-de-France → Toulouse : 7 médecins")]


def spec(*arguments: object, **options: object) -> dict:
    return json.loads(plot_arcs(GROUND, *arguments, **options).to_json())


def layers(figure: dict) -> dict[str, dict]:
    return {layer["id"]: layer for layer in figure["layers"]}


def test_each_ribbon_links_the_two_places_it_names():
    (trace,) = plot_ribbons(RIBBONS)["data"]
    labels, link = trace["node"]["label"], trace["link"]
    for ribbon, source, target in zip(RIBBONS, link["source"], link["target"], strict=True):
        assert labels[source].startswith(ribbon.source)
        assert labels[target].startswith(ribbon.target)
    assert sum(link["value"]) == sum(ribbon.doctors_n for ribbon in RIBBONS)


def test_each_place_tells_the_sum_of_its_ribbons():
    (trace,) = plot_ribbons(RIBBONS)["data"]
    assert "Formés ici : 106" in trace["node"]["label"]
    assert "Installés ici : 87" in trace["node"]["label"]


def test_a_place_that_gives_and_takes_stands_in_both_columns():
    (trace,) = plot_ribbons(RIBBONS)["data"]
    assert sorted(name for name in trace["node"]["label"] if name.startswith("Occitanie")) == [
        "Occitanie : 44",
        "Occitanie : 7",
    ]
    # A ribbon from a place of the right column would turn back.
    assert max(trace["link"]["source"]) < min(trace["link"]["target"])


@pytest.mark.parametrize("on_dark", [False, True])
def test_names_contrast_with_their_halo(on_dark):
    (trace,) = plot_ribbons(RIBBONS, on_dark=on_dark)["data"]
    font = trace["textfont"]
    assert font["color"] == ("#ffffff" if on_dark else "#12161c")
    assert font["color"] not in font["shadow"]


def test_arcs_say_what_they_are_and_nothing_is_fetched_outside():
    figure = spec(OUT, INTO, ((800, 1300), "Toulouse"), is_demo=False)
    shown = layers(figure)
    assert shown["aires-sans-encarts"]["data"] == GROUND.areas_url
    assert shown["limites-sans-encarts"]["data"] == GROUND.limits_url
    assert [row["text"] for row in shown["partis"]["data"]] == [OUT[0].text]
    assert shown["partis"]["data"][0]["w"] > shown["arrives"]["data"][0]["w"]
    assert "mapProvider" not in figure
    assert "http" not in json.dumps(figure)


def test_numbers_stand_at_the_end_that_is_not_the_territory():
    shown = layers(spec(OUT, INTO, ((800, 1300), "Toulouse"), is_demo=False))
    assert {(tuple(r["at"]), r["label"]) for r in shown["effectifs"]["data"]} == {
        ((900, 1310), "23"),
        ((1000, 400), "7"),
    }


def test_the_map_is_as_near_as_its_arcs_allow_and_whole_when_one_goes_overseas():
    near = spec(OUT, (), ((800, 1300), "Toulouse"), is_demo=False)
    far = spec(OUT, INTO, ((800, 1300), "Toulouse"), is_demo=False)
    overseas = [Arc((800, 1300), (390, 1160), 5, "")]
    whole = spec(overseas, (), ((800, 1300), "Toulouse"), is_demo=False)
    country = spec(OUT, (), is_demo=False)
    zooms = [f["initialViewState"]["zoom"] for f in (near, far, whole, country)]
    assert zooms[0] > zooms[1] > zooms[2] == zooms[3]
    # Insets that no arc reaches are not cut by the edge of the map: they are not drawn.
    # The browser keeps the colours of a layer that keeps its name.
    for name in ("aires-{}-encarts", "limites-{}-encarts"):
        assert name.format("sans") in layers(far)
        assert name.format("avec") in layers(whole)


def test_a_map_of_the_demonstration_says_so():
    assert "fictif" in layers(spec(OUT, INTO, is_demo=True))
    assert "fictif" not in layers(spec(OUT, INTO, is_demo=False))


def test_the_json_of_a_map_has_no_blanks():
    text = plot_arcs(GROUND, OUT, INTO, is_demo=False).to_json()
    assert "\n" not in text
    assert len(text) < 3_500
