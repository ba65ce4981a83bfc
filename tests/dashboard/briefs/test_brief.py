"""What a brief holds: choices made safe, one list of values, a name that says what it is."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard.briefs import brief as brief_module
from dashboard.briefs.brief import NOTE_LENGTH, SECTIONS, TITLE_LENGTH, ordered_sections, safe_text
from dashboard.profile.model import ProfileValue
from tests.support.briefs import HOSTILE, brief_of, plain

pytestmark = pytest.mark.usefixtures("served_warehouse")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Réunion du 3 décembre", "Réunion du 3 décembre"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("\u202egauche\u202c\u2066", "gauche"),
        ("  deux   espaces\t\tet tabulations ", "deux espaces et tabulations"),
        ("une\nligne", "une ligne"),
        ("مرحبا 😀", "مرحبا 😀"),
        ("a" + "\u0301" * 50, "á\u0301\u0301"),
    ],
)
def test_what_is_typed_keeps_its_letters_and_loses_what_is_not_seen(typed, kept):
    assert safe_text(typed, 120) == (kept, 0)


def test_a_note_keeps_its_lines():
    assert safe_text("un\r\ndeux\n\n\n\n\ntrois", 100, lines=True) == ("un\ndeux\n\ntrois", 0)


def test_what_is_too_long_is_cut_and_said():
    brief = brief_of("DEP-12", title="t" * 10_000, note="n" * 10_000)
    assert (len(brief.title), brief.title[-1]) == (TITLE_LENGTH, "…")
    assert (len(brief.note), brief.note[-1]) == (NOTE_LENGTH, "…")
    assert [text.replace("\u202f", " ") for text in brief.cuts] == [
        "titre coupé\u00a0: 120 caractères gardés sur 10 000",
        "note coupée\u00a0: 2 000 caractères gardés sur 10 000",
    ]


def test_a_short_title_and_note_are_not_said_to_be_cut():
    assert brief_of("DEP-12", title="Réunion", note=HOSTILE).cuts == ()


@pytest.mark.parametrize(
    ("territory_id", "name"),
    [
        ("DEP-12", "msu_12_aveyron_2024_2026-11-25.pdf"),
        ("DEP-2A", "msu_2a_corse-du-sud_2024_2026-11-25.pdf"),
        ("DEP-974", "msu_974_la-reunion_2024_2026-11-25.pdf"),
        ("REG-76", "msu_region_76_occitanie_2024_2026-11-25.pdf"),
        ("SUB-040", "msu_subdivision_040_toulouse_2024_2026-11-25.pdf"),
    ],
)
def test_a_file_says_what_it_is(territory_id, name):
    assert brief_of(territory_id).file_name("pdf") == name


def test_the_link_opens_the_same_view():
    brief = brief_of("DEP-12")
    assert brief.link == "https://observatoire.example/fiche?territoire=DEP-12"


def test_every_value_of_the_profile_is_in_the_rows():
    brief = brief_of("DEP-12")
    profile = brief.profile
    wanted = [figure.value for figure in profile.key_figures]
    wanted += [line.value for line in profile.spine] + [line.nation for line in profile.spine]
    wanted += [share.gap for share in profile.targets]
    wanted += [value for line in profile.stages for value in (line.need, line.offer, line.balance)]
    wanted += [value for pair in profile.practice for value in pair]
    wanted += [value for row in profile.peers.rows for value in row.values]
    assert all(isinstance(value, ProfileValue) for value in wanted)
    found = Counter(row.value for row in brief.rows)
    assert Counter(wanted) - found == Counter()


def test_every_known_value_has_a_source_a_unit_and_a_period():
    for row in brief_of("DEP-12").rows:
        if row.value.value is not None:
            assert row.sources or "besoin des stages" in row.detail, row
            assert row.value.unit, row
            assert row.value.period or row.label == "Part de la cible" or row.value.note, row


def test_the_values_do_not_depend_on_the_sections_chosen():
    assert brief_of("DEP-12", sections=()).rows == brief_of("DEP-12").rows


def test_sections_keep_the_order_of_the_documents():
    assert ordered_sections(["questions", "carte", "inconnue"]) == ("carte", "questions")
    assert ordered_sections(SECTIONS, has_map=False) == tuple(SECTIONS)[1:]


def test_the_map_shows_the_neighbours_and_hatches_estimates():
    picture = brief_of("DEP-12").picture
    for name in ("Aveyron", "Lozère", "Hérault", "↑ 9/10", "indécis"):
        assert f">{name}<" in picture
    assert picture.count('fill="url(#est-map)"') == 8
    assert "FICTIVES" not in picture


def test_the_map_tells_the_situations_in_words_and_how_many_errors_to_expect():
    brief = brief_of("DEP-12")
    for words in ("probablement sous", "plutôt sous", "indécis", "plutôt au-dessus"):
        assert f">{words}<" in brief.picture
    assert ">compté" not in brief.picture
    # The note runs over several lines.
    said = re.sub(r"<[^>]+>", " ", brief.picture)
    assert re.search(r"Parmi les \d+ départements ainsi nommés, .*attendue", " ".join(said.split()))
    assert "Aveyron (12) : probablement au-dessus de sa part" in plain(brief.map_text)


def test_a_counted_territory_is_neither_hatched_nor_given_chances():
    brief = brief_of("DEP-12", year=2014)
    assert ">compté<" in brief.picture
    assert ">compté, part atteinte<" in brief.picture
    neighbours = len(brief.profile.peers.rows)
    assert brief.picture.count('fill="url(#est-map)"') == neighbours - 1


def test_rows_of_msu_say_their_verdict_their_probability_and_both_intervals():
    brief = brief_of("DEP-12")
    (msu,) = {
        (row.verdict, row.p_below, row.bounds)
        for row in brief.rows
        if row.territory_id == "DEP-12" and row.value.indicator_id == "msu"
    }
    assert msu == ("probablement au-dessus de sa part", 0.03, (49, 97, 40, 115))
    others = {row.verdict for row in brief.rows if row.value.indicator_id == "apl_mg"}
    assert others == {""}
    counted = [row for row in brief_of("DEP-12", year=2014).rows if row.label == "MSU"]
    assert {row.verdict for row in counted} == {"compté, part atteinte"}
    assert {(row.p_below, row.bounds) for row in counted} == {(None, (None,) * 4)}


def test_a_territory_without_outlines_has_a_brief_without_map(monkeypatch):
    monkeypatch.setattr(brief_module, "fetch_geometry", lambda build: None)
    brief = brief_of("DEP-12")
    assert brief.picture is None
    assert "carte" not in brief.sections


def test_the_nation_has_no_brief():
    with pytest.raises(ValueError, match="no profile"):
        brief_of("FR")


def test_the_first_of_the_month_is_written_in_french():
    brief = brief_of("DEP-12")
    assert brief.day_text == "25 novembre 2026"
    assert replace(brief, day=brief.day.replace(day=1)).day_text == "1er novembre 2026"


def test_nothing_that_makes_a_document_is_loaded_before_one_is_asked_for(served_warehouse):
    code = (
        "import sys; import dashboard.views.fiche.meeting;"
        "sys.exit(bool({'typst', 'pptx', 'xlsxwriter', 'lxml', 'pyarrow.parquet', "
        "'font_source_sans_pro'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_document_needs_nothing_of_streamlit(served_warehouse):
    code = "import sys; import dashboard.briefs.export; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("territory_id", ["DEP-23", "REG-27", "SUB-040", "REG-11"])
def test_no_name_of_the_map_stands_on_another(territory_id):
    brief = brief_of(territory_id)
    for picture in (brief.picture, brief.large_picture):
        labels = names_of(picture)
        assert len(labels) >= 6
        for first, second in itertools.combinations(labels, 2):
            width = min(first[2], second[2]) - max(first[0], second[0])
            height = min(first[3], second[3]) - max(first[1], second[1])
            assert min(width, height) <= 4, (first, second)


def names_of(picture: str) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of each line with a white halo: names, then situations."""
    boxes = []
    for node in ElementTree.fromstring(picture).iter():
        if node.get("paint-order"):
            size, middle, low = (float(node.get(key)) for key in ("font-size", "x", "y"))
            half = len(node.text) * size / 4
            boxes.append((middle - half, low - size * 0.7, middle + half, low))
    return boxes
