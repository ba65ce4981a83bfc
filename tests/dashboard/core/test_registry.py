"""The pages of the menu, by folder and by address."""

from __future__ import annotations

import pytest

from dashboard.core.registry import PAGES, page_at, page_of


def test_the_first_page_is_at_the_root_and_the_others_at_their_folder():
    assert [page.url_path for page in PAGES[:2]] == ["", "carte"]
    assert page_of("vos_donnees").url_path == "vos-donnees"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_is_found_by_its_folder_and_by_its_address(page):
    assert page_of(page.slug) == page_at(page.url_path) == page


def test_a_page_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        page_of("essai")
