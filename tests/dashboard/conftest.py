"""The dashboard run without a browser, and what its pages say."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.core.registry import PAGES
from dashboard.core.selection import EXPERT
from dashboard.ui import etl_process
from etl.settings import Settings
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS
from tests.support.processes import run_forked

APP = ROOT / "dashboard" / "app.py"

NAMED_OTHERWISE = {spec.slug for spec in PAGES if spec.url_path not in ("", spec.slug)}


ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
UNSEEN = str.maketrans("", "", "\u2060\u2068\u2069")


def as_read(markdown: str) -> str:
    """Escaped text as it is read once rendered."""
    return ESCAPED.sub(r"\1", markdown).translate(UNSEEN)


class Page:
    """One visitor's session."""

    def __init__(self, test: AppTest) -> None:
        self.test = test

    def open(self, page: str = "ensemble", **parameters: str) -> Page:
        """Open the address of a page, as a link would; an expert's unless told."""
        for name, value in ({"mode": EXPERT} | parameters).items():
            self.test.query_params[name] = value
        if page in NAMED_OTHERWISE:
            # Before a first run, AppTest only knows a page by the name of its file.
            self.test.run()
        return self.go(page)

    def go(self, page: str) -> Page:
        """Choose a page in the menu."""
        self.test.switch_page(f"views/{page}/{page}.py").run()
        return self

    def choose(self, key: str, value: str) -> Page:
        """Choose an option of a selector."""
        self.test.selectbox(key=key).set_value(value).run()
        return self

    @property
    def title(self) -> str:
        """The one title of the page, every kind of space as an ordinary one."""
        titles = [plain(item.value) for item in self.test.title]
        assert len(titles) == 1, titles
        return titles[0]

    @property
    def headings(self) -> list[str]:
        """The headings under the title."""
        return [plain(item.value) for item in (*self.test.header, *self.test.subheader)]

    @property
    def html(self) -> str:
        """Everything the page writes as HTML."""
        return "\n".join(item.proto.body for item in self.test.get("html"))

    @property
    def key_figures(self) -> list[str]:
        """The text of each key figure."""
        sections = re.findall(r"<section.*?</section>", self.html, re.S)
        return [plain(re.sub(r"<[^>]+>", " ", section)) for section in sections]

    def table(self, column: str) -> pd.DataFrame:
        """The one table that has this column."""
        found = [item.value for item in self.test.dataframe if column in item.value.columns]
        assert len(found) == 1, [list(item.value.columns) for item in self.test.dataframe]
        return found[0]

    @property
    def footer(self) -> str:
        """The foot of the page."""
        return plain(re.sub(r"<[^>]+>", " ", self.html.rpartition("<footer")[2]))

    @property
    def warnings(self) -> list[str]:
        """The warnings shown, as they are read once Markdown is rendered."""
        return [as_read(item.value) for item in self.test.warning]

    @property
    def address(self) -> dict[str, str]:
        """The parameters of the address."""
        read = dict(self.test.query_params)
        return {key: one[0] if isinstance(one, list) else one for key, one in read.items()}

    def is_sound(self) -> None:
        """No exception and no error message."""
        assert not self.test.exception, [item.value for item in self.test.exception]
        assert not self.test.error, [item.value for item in self.test.error]


def plain(text: str) -> str:
    """Text with ordinary spaces only."""
    return re.sub(r"\s+", " ", unescape(text)).strip()


@pytest.fixture
def own_installation(installation: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation of its own that the pages read and the ETL process writes, forked."""
    monkeypatch.setattr(etl_process, "_run", run_forked)
    for name, path in {
        "MSU_DATA": installation.data,
        "MSU_WAREHOUSE": installation.warehouse,
        "MSU_LOCAL": installation.local,
    }.items():
        monkeypatch.setenv(name, str(path))
    return installation


@pytest.fixture
def visit() -> Callable[..., Page]:
    """Start a new session and open a page of the dashboard."""

    def start(page: str = "ensemble", **parameters: str) -> Page:
        return Page(AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)).open(
            page, **parameters
        )

    return start
