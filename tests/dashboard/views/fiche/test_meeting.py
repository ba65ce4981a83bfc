"""« Préparer ma réunion » without a browser: what is offered, what is kept, what is not asked."""

from __future__ import annotations

import pytest

from dashboard.briefs.brief import FORMATS, SECTIONS

BUTTONS = [*FORMATS.values(), "Tout, en une archive ZIP"]


def opened(page):
    page.test.session_state["reunion.ouvert"] = True
    page.test.run()
    page.is_sound()
    return page


def buttons(page) -> list[str]:
    found = [item.proto for item in page.test.get("download_button")]
    # Those of the bar above every page are not of the form.
    return [item.label for item in found if "dossier." not in item.id and item.label in BUTTONS]


@pytest.mark.usefixtures("served_warehouse")
class TestWithPublishedFigures:
    """The form is on the page of a territory, closed at first."""

    def test_nothing_is_drawn_before_it_is_opened(self, visit):
        page = visit("fiche", territoire="12")
        assert buttons(page) == []
        assert buttons(opened(page)) == BUTTONS

    def test_every_part_is_chosen_at_first_and_the_view_is_said(self, visit):
        page = opened(visit("fiche", territoire="12", cle="internes"))
        (pills,) = [item for item in page.test.pills if item.key == "reunion.parties"]
        assert list(pills.value) == list(SECTIONS)
        said = [item.value for item in page.test.markdown if "Vue du document" in item.value]
        assert "clé internes en formation" in said[0]

    def test_what_is_typed_stays_and_does_not_go_in_the_address(self, visit):
        page = opened(visit("fiche", territoire="12"))
        page.test.text_input(key="reunion.titre").set_value("Réunion du 3 décembre").run()
        page.test.text_area(key="reunion.note").set_value("Objet : agréments").run()
        page.is_sound()
        assert page.test.text_input(key="reunion.titre").value == "Réunion du 3 décembre"
        assert "décembre" not in str(page.address)

    def test_too_long_a_text_cannot_be_typed(self, visit):
        page = opened(visit("fiche", territoire="12"))
        assert page.test.text_input(key="reunion.titre").max_chars == 120
        assert page.test.text_area(key="reunion.note").max_chars == 2000

    def test_the_nation_has_no_meeting(self, visit):
        page = visit("fiche")
        assert not [item for item in page.test.expander if "réunion" in item.label]
