"""The pages of the dashboard as text, every section open, with the files that they offer.

Nothing here names a module of the dashboard: only its entry script, the addresses of its pages
and the keys of its widgets, which users keep in their links.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import streamlit as st
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.context import StreamlitHeaders
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Node

from tests.support.documents import READERS, document_text
from tests.support.paths import ROOT

APP = ROOT / "dashboard" / "app.py"
PATIENCE_S = 120
HOME = "ensemble"
# Rounds of opening: a section may hold another.
ROUNDS = 6
PAYLOAD_CHARACTERS = 1500
# How an element is drawn, and what Streamlit names anew at each run.
UNSEEN = {
    "arrow_data",
    "component_name",
    "css_content",
    "deferred_file_id",
    "hide_anchor",
    "js_content",
    "page_script_hash",
}
JSON_FIELDS = {"json", "spec", "config"}
SILENT_BLOCKS = {"container", "flex_container", "unknown", "transparent", "main", "root"}
TERRITORIES = ("FR", "REG-53", "SUB-028", "DEP-12", "DEP-2A", "DEP-976")
# The documents that a page makes are read for this one only: each takes a second or two.
WITH_DOCUMENTS = "DEP-12"
# What a visitor does, given the options of the selectors by key.
Step = Callable[[AppTest, dict[str, list[Any]]], object]
DATA_SETS = {"published": {}, "demonstration": {"donnees": "demo"}}


@dataclass(frozen=True)
class View:
    """One address of a page, and what a visitor then does there, step by named step.

    Only who opens the page on its machine may import.
    """

    page: str
    parameters: dict[str, str] = field(default_factory=dict)
    scene: str = ""
    steps: Mapping[str, Step] = field(default_factory=dict)
    on_this_machine: bool = False

    @property
    def name(self) -> str:
        """Name of the files of this view."""
        words = [f"{key}={value}" for key, value in self.parameters.items()]
        return " ".join(filter(None, (self.page, *words, self.scene)))


def choosing(key: str, rank: int = 0) -> Step:
    """Choose an option of a selector, by its rank; nothing where the page has no such selector."""

    def choose(test: AppTest, options: dict[str, list[Any]]) -> None:
        if options.get(key):
            test.selectbox(key=key).set_value(options[key][rank]).run()

    return choose


def depositing(name: str, text: str) -> Step:
    """Deposit a CSV file."""
    return lambda test, _: test.file_uploader[0].set_value((name, text.encode(), "text/csv")).run()


def ticking(test: AppTest, _: dict[str, list[Any]]) -> None:
    """Tick the last box, which confirms what was read."""
    test.main.checkbox[-1].check().run()


def pressing(label: str) -> Step:
    """Press the button of this label."""

    def press(test: AppTest, _: dict[str, list[Any]]) -> None:
        next(button for button in test.button if button.label == label).click().run()

    return press


EXACT = depositing("msu_12.csv", "territoire;date;total\n12;2025;61\n")
WITH_SYNONYMS = depositing(
    "msu.csv", "Département;Année;Nombre de MSU;Nom\n12;2025;61;Dupont Marie\n"
)
REFUSED = depositing("msu.csv", "territoire;date;total\n12;2025;soixante\nXX;2025;6\n")

# What an address shows beside the first view of a page; published and demonstration.
OTHER_VIEWS = (
    View("ensemble", {"territoire": "12", "cible": "12345", "annee": "2018"}),
    View("carte", {"niveau": "region", "indicateur": "msu", "comparer": "aucun"}),
    View("carte", {"niveau": "subdivision", "territoire": "SUB-028", "annee": "2019"}),
    View("carte", {"territoire": "99", "niveau": "x", "annee": "1", "cible": "x", "cle": "x"}),
    View("comparer", {"territoire": "12", "ensemble": "region"}),
    View("comparer", {"groupe": "DEP-12,DEP-48,DEP-46", "nom": "Trois voisins"}),
    View("comparer", {"niveau": "region", "territoire": "REG-53", "reference": "x"}),
    View("fiche", {"territoire": "12", "annee": "2018", "cle": "internes"}),
    View("stages", {"niveau": "region", "territoire": "REG-76", "stage": "N1"}),
    View("stages", {"formation": "2026", "promotions": "110", "stage": "SFE"}),
    View("fidelisation", {"vue": "cartes", "niveau": "region"}),
    View("fidelisation", {"territoire": "SUB-040", "perimetre": "subdivision"}),
    View("fidelisation", {"territoire": "12", "perimetre": "stage", "delai": "5"}),
    View("fidelisation", {"territoire": "12", "retirer": "msu", "seuil": "90", "promos": "2"}),
    View("initiatives", {"recherche": "bretagne", "statut": "en_place"}),
    View("initiatives", {"territoire": "47", "theme": "aide_financiere", "elargir": "oui"}),
    View("initiatives", {"initiative": "INI-062~SEED-ARNAULT-2016"}),
    View("donnees", {"definition": "gap_msu"}),
    *(
        View("suivi", {"territoire": "12", "registre": register, "partie": part})
        for register in ("agrements", "actions", "criteres", "rencontres", "vivier")
        for part in ("parcours", "echeances", "partenaires", "carte")
    ),
    *(
        View(
            "suivi",
            {"territoire": territory, "registre": register, "partie": "liste"},
            steps={"first line": choosing("suivi.fiche")},
        )
        for territory, register in (
            *(("12", item) for item in ("agrements", "actions", "rencontres", "vivier")),
            *(("FR", item) for item in ("criteres", "aides", "conventions", "enquetes")),
        )
    ),
)
KINDS = 23
# They change what is published, so they come after everything else.
IMPORT_VIEWS = tuple(
    View("vos-donnees", {"territoire": "12"}, scene, steps, on_this_machine=True)
    for scene, steps in (
        ("kinds", {f"kind {rank:02}": choosing("import.type", rank) for rank in range(KINDS)}),
        ("refused", {"file": REFUSED}),
        ("synonyms", {"file": WITH_SYNONYMS, "confirmed": ticking}),
        (
            "import",
            {
                "file": EXACT,
                "imported": pressing("Importer"),
                "undone": pressing("Annuler cet import"),
            },
        ),
    )
)


@dataclass
class Offered:
    """The files that a page offers, by step then key of their button, each made once a step."""

    with_documents: bool
    step: str = ""
    files: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, button: str, name: str, data: Any) -> None:
        """Make a file, unless it is a document that this page is not read for."""
        key = f"{self.step} {button}".strip()
        extension = name.rpartition(".")[2]
        if key in self.files or (extension in READERS and not self.with_documents):
            return
        content = data() if callable(data) else data
        content = content.encode("utf-8") if isinstance(content, str) else bytes(content)
        self.files[key] = (name, document_text(name, content))


@dataclass(frozen=True)
class Screen:
    """What one view shows: its text, and its files by key of their button."""

    text: str
    files: dict[str, tuple[str, str]]


class Screens:
    """Reads views of the dashboard; long texts are kept by ``keep``, which returns their mark."""

    def __init__(self, keep: Callable[[str], str]) -> None:
        self._keep = keep
        first = AppTest.from_file(str(APP), default_timeout=PATIENCE_S).run()
        self.menu = list(first._registered_pages.values())
        self._hashes = {
            page.get("url_pathname") or HOME: identifier
            for identifier, page in first._registered_pages.items()
        }

    @property
    def pages(self) -> list[str]:
        """Addresses of the pages, in the order of the menu."""
        return list(self._hashes)

    def read(self, view: View) -> Screen:
        """Open a view as a link would, open all its sections, and write what it shows."""
        test = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
        test.query_params.update(view.parameters)
        if view.page != HOME:
            # Before a first run, switching pages knows none whose address is not its file's.
            test._page_hash = self._hashes[view.page]
        with_documents = view.parameters.get("territoire") == WITH_DOCUMENTS
        offered = Offered(with_documents or view.on_this_machine)
        titles: list[str] = []
        options: dict[str, list[Any]] = {}
        with _watch(offered, titles, options), _visitor(on_this_machine=view.on_this_machine):
            test.run()
            first_sections = [item.key for item in _sections(test) if item.proto.expanded]
            open_keys = _open_sections(test, set())
            lines = [
                f"address: {dict(test.query_params)}",
                f"window: {titles[-1] if titles else ''}",
                f"open at first: {first_sections}",
                *self._lines(test._tree),
            ]
            for container in _tab_containers(test):
                lines += self._tabs(test, container.key)
            for name, step in view.steps.items():
                offered.step = name
                step(test, options)
                open_keys = _open_sections(test, open_keys)
                lines += [f"=== {name}", f"address: {dict(test.query_params)}"]
                lines += self._lines(test.main)
        return Screen("\n".join(lines) + "\n", offered.files)

    def _tabs(self, test: AppTest, key: str) -> Iterator[str]:
        labels = [tab.label for tab in _children(_tab_container(test, key))]
        for label in labels[1:]:
            test.session_state[key] = label
            test.run()
            yield f"=== tab {label} of {key}"
            for tab in _children(_tab_container(test, key)):
                if tab.label == label:
                    yield from self._lines(tab)

    def _lines(self, node: Node) -> Iterator[str]:
        proto = getattr(node, "proto", None)
        key = getattr(node, "key", None)
        if isinstance(node, Block):
            is_silent = node.type in SILENT_BLOCKS and not key
            if not is_silent:
                yield f"<{node.type}{f' key={key}' if key else ''}>"
                if isinstance(proto, Message) and node.type not in SILENT_BLOCKS:
                    yield from self._fields(proto)
            for child in _children(node):
                yield from self._lines(child)
            if not is_silent:
                yield f"</{node.type}>"
        else:
            yield f"[{node.type}{f' key={key}' if key else ''}]"
            if node.type in ("dataframe", "table") and isinstance(node, Element):
                yield from self._long("rows", node.value.to_csv(lineterminator="\n"))
            if isinstance(proto, Message):
                yield from self._fields(proto)

    def _fields(self, proto: Message) -> Iterator[str]:
        content = MessageToDict(proto, preserving_proto_field_name=True)
        for name, value in sorted(content.items()):
            if name in UNSEEN or name == "id" or value in ("", {}):
                continue
            if name in JSON_FIELDS and isinstance(value, str):
                yield from self._json(name, value)
            elif isinstance(value, str):
                # One tag per line, so that a difference shows the sentence it is in.
                text = value.replace("><", ">\n<") if name == "body" else value
                yield from self._long(name, text)
            else:
                yield from self._long(name, json.dumps(value, ensure_ascii=False, sort_keys=True))

    def _json(self, name: str, text: str) -> Iterator[str]:
        value = json.loads(text)
        if name == "spec" and isinstance(value, dict):
            title = value.get("layout", {}).get("title", {})
            yield f"  title: {title.get('text', '') if isinstance(title, dict) else title}"
        yield from self._long(name, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))

    def _long(self, name: str, text: str) -> Iterator[str]:
        """A text in place when short, else the mark of where it is kept."""
        if len(text) > PAYLOAD_CHARACTERS and name != "body":
            yield f"  {name}: {self._keep(text)}"
        elif "\n" in text:
            yield f"  {name}:"
            yield from (f"    {line}" for line in text.split("\n"))
        else:
            yield f"  {name}: {text}"


@contextmanager
def _watch(offered: Offered, titles: list[str], options: dict[str, list[Any]]) -> Iterator[None]:
    """Take the files behind the buttons, the titles of the window, the options of selectors."""
    download_method, download, selectbox = (
        DeltaGenerator.download_button,
        st.download_button,
        st.selectbox,
    )
    configure = st.set_page_config

    def take_file(place: Any, label: str, data: Any, file_name: str = "", **others: Any) -> Any:
        offered.take(others.get("key") or label, file_name, data)
        return download_method(place, label, data, file_name, **others)

    def take_title(page_title: str | None = None, **others: Any) -> None:
        titles.append(str(page_title))
        configure(page_title, **others)

    def take_options(label: str, choices: Any, *words: Any, **others: Any) -> Any:
        options[others.get("key") or label] = list(choices)
        return selectbox(label, choices, *words, **others)

    with (
        patch.object(DeltaGenerator, "download_button", take_file),
        patch.object(
            st,
            "download_button",
            lambda *words, **others: take_file(download.__self__, *words, **others),
        ),
        patch.object(st, "set_page_config", take_title),
        patch.object(st, "selectbox", take_options),
    ):
        yield


@contextmanager
def _visitor(*, on_this_machine: bool) -> Iterator[None]:
    """Come from a browser of this machine, or from nowhere known."""
    if not on_this_machine:
        yield
        return
    host = "localhost:8501"
    headers = StreamlitHeaders([("Host", host), ("Origin", f"http://{host}")])
    with (
        patch.object(type(st.context), "headers", headers),
        patch.object(type(st.context), "ip_address", None),
    ):
        yield


def _children(block: Block) -> list[Any]:
    return [block.children[rank] for rank in sorted(block.children)]


def _sections(test: AppTest) -> list[Any]:
    """Expanders that draw their content when open only."""
    return [node for node in test._tree if node.type == "expander" and node.proto.id and node.key]


def _open_sections(test: AppTest, open_keys: set[str]) -> set[str]:
    """Open what is not opened yet, then what that holds; return the keys of all."""
    for _ in range(ROUNDS):
        closed = {item.key for item in _sections(test)} - open_keys
        if not closed:
            return open_keys
        for key in closed:
            test.session_state[key] = True
        open_keys = open_keys | closed
        test.run()
    raise RuntimeError(f"sections still closed after {ROUNDS} rounds: {closed}")


def _tab_containers(test: AppTest) -> list[Any]:
    return [node for node in test._tree if node.type == "tab_container" and node.key]


def _tab_container(test: AppTest, key: str) -> Any:
    return next(node for node in _tab_containers(test) if node.key == key)
