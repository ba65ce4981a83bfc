"""Which file of a catalogue is taken, and what is believed of its date."""

from __future__ import annotations

from typing import Any

import pytest

from etl.connectors.discovery import Located, locate
from tests.support.official_sites import connector

TITLE = "ps-libreacces-personne-activite.txt"


class Catalogue:
    """A site that answers one document."""

    def __init__(self, document: object) -> None:
        self._document = document

    def document(self, url: str) -> object:
        return self._document


def resource(name: str, last_modified: object) -> dict[str, Any]:
    return {
        "id": name,
        "title": TITLE,
        "format": "txt",
        "url": f"https://static.data.gouv.fr/{name}.txt",
        "last_modified": last_modified,
    }


def located(*resources: dict[str, Any]) -> Located:
    return locate(connector("rpps-personnes"), Catalogue({"resources": list(resources)}))


def test_the_newest_of_its_files_is_taken_with_its_day():
    newest = located(
        resource("old", "2026-07-01T08:00:00+00:00"), resource("new", "2026-11-29T08:00:00.5+00:00")
    )
    assert (newest.url, newest.released_on) == (
        "https://static.data.gouv.fr/new.txt",
        "2026-11-29",
    )
    assert newest.marker


NO_DATES = [None, "", "hier", "2026-13-45T00:00:00"]


@pytest.mark.parametrize("told", NO_DATES)
def test_a_file_without_a_date_is_not_the_newest(told):
    newest = located(resource("none", told), resource("dated", "2026-07-01T08:00:00+00:00"))
    assert newest.url.endswith("/dated.txt")


@pytest.mark.parametrize("told", NO_DATES)
def test_what_is_no_date_is_no_day_and_never_tells_that_a_file_is_the_same(told):
    alone = located(resource("alone", told))
    assert (alone.url, alone.released_on, alone.marker) == (
        "https://static.data.gouv.fr/alone.txt",
        "",
        "",
    )


@pytest.mark.parametrize("told", [None, "hier"])
def test_nor_is_it_one_in_the_catalogue_of_a_portal(told):
    default = {"title": "Zones", "data_processed": told}
    found = locate(connector("ameli-zones"), Catalogue({"metas": {"default": default}}))
    assert (found.released_on, found.is_fallback) == ("", False)
