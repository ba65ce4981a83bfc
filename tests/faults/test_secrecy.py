"""Nothing secret gets out: an attacker who keeps everything finds no withheld count."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import store
from etl.errors import DataError
from etl.imports.run import Importer, ImportRequest, label_of, new_entry
from etl.published import Ledger, read_ledger, write_ledger
from etl.settings import Settings
from etl.transform import registers
from etl.transform.linked import Linked
from etl.transform.registers import build_counts
from etl.version import data_version_of
from etl.warehouse import read_warehouse
from models.territories.cells import Cells
from tests.support.attacker import MOST, Attacker
from tests.support.importing import MSU, OCCITANIE, VALUES, build_with, few_draws, write_lines
from tests.support.paths import DATA

# Two régions of two and of three départements, one of which lies in two subdivisions.
COUNTRY = Cells.from_links(
    [
        ("DEP-A", "SUB-1", 1.0),
        ("DEP-B", "SUB-1", 1.0),
        ("DEP-C", "SUB-2", 1.0),
        ("DEP-D", "SUB-2", 1.0),
        ("DEP-E", "SUB-2", 0.5),
        ("DEP-E", "SUB-3", 0.5),
    ],
    {"DEP-A": "REG-1", "DEP-B": "REG-1", "DEP-C": "REG-2", "DEP-D": "REG-2", "DEP-E": "REG-2"},
)
CHAIN = ("filled", "offered", "approved")
QUICK, LONG = 25, 1_000
# Shares of the GPs that are MSU (%), by code.
SHARES = {"11": "9,5", "48": "4,6", "12": "14,6"}


@dataclass
class Installation:
    """A small installation whose figures are known to the test alone, and its publications."""

    truth: dict[str, list[int]]
    bounds: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    told: list[dict[tuple[str, str], int]] = field(default_factory=list)
    listed: list[set[tuple[str, str]]] = field(default_factory=list)

    def value(self, measure: str, place: str) -> int:
        """True count of a territory."""
        return sum(self.truth[measure][cell] for cell in COUNTRY.members([place]))

    def publish(self, places: dict[str, set[str]], threshold: int) -> None:
        """Publish some territories of each measure, as a build does."""
        build: Any = SimpleNamespace(cells=COUNTRY, threshold=threshold, ledger=self.ledger)
        linked = Linked(build, "stages")
        for measure in CHAIN:
            given = {place: self.value(measure, place) for place in sorted(places.get(measure, ()))}
            if given:
                linked.add(measure, given)
        for small, large in zip(CHAIN, CHAIN[1:], strict=False):
            linked.at_most(small, large)
        linked.most("approved", self.bounds)
        answers = linked.published()
        self.told.append(
            {(m, p): n for m, (public, _) in answers.items() for p, n in public.items()}
        )
        self.listed.append({(m, p) for m, (_, hidden) in answers.items() for p in hidden})
        self.ledger = Ledger(self.ledger.together)

    def attacked(self) -> dict[Hashable, int]:
        """Withheld counts that every publication together gives back.

        A count that the publications gave back before any file had it could not be protected.
        """
        known = set().union(*self.told)
        secret = sorted(set().union(*self.listed) - known)
        found = self._attacker(len(self.told)).finds({name: self._terms(*name) for name in secret})
        for name in list(found):
            first = next(rank for rank, hidden in enumerate(self.listed) if name in hidden)
            found.update(dict.fromkeys(self._attacker(first).finds({name: self._terms(*name)}), -1))
        return {name: count for name, count in found.items() if count >= 0}

    def _attacker(self, publications: int) -> Attacker:
        """Who knows the first publications."""
        attacker = Attacker()
        size = len(self.truth["filled"])
        for small, large in zip(CHAIN, CHAIN[1:], strict=False):
            for cell in range(size):
                attacker.compares([(small, cell)], [(large, cell)])
        for place, bound in self.bounds.items():
            attacker.learns(self._terms("approved", place), 0, bound)
        for told in self.told[:publications]:
            for (measure, place), count in told.items():
                attacker.learns(self._terms(measure, place), count, count)
        return attacker

    def _terms(self, measure: str, place: str) -> list[Hashable]:
        return [(measure, cell) for cell in COUNTRY.members([place])]


def _random_installation(rng: random.Random) -> Installation:
    size = len(COUNTRY.weight)
    filled = [rng.choice((0, 1, 2, 3, 4, 6, 9, 30)) for _ in range(size)]
    offered = [n + rng.choice((0, 0, 1, 3, 8)) for n in filled]
    approved = [n + rng.choice((0, 0, 1, 2, 7)) for n in offered]
    one = Installation({"filled": filled, "offered": offered, "approved": approved})
    for place in rng.sample(COUNTRY.departement_ids, rng.randint(0, 2)):
        one.bounds[place] = one.value("approved", place) + rng.choice((0, 1, 5))
    everywhere = list(COUNTRY.territory_ids)
    for _ in range(rng.randint(1, 3)):
        shown = {
            measure: set(rng.sample(everywhere, rng.randint(1, len(everywhere))))
            for measure in CHAIN
            if measure == "offered" or rng.random() < 0.8
        }
        one.publish(shown, rng.choice((5, 5, 5, 8)))
    return one


@pytest.mark.fault(
    "retrouver un effectif tu par sommes, inégalités, bornes publiées et versions successives",
    "aucun n’est rendu exactement",
)
@settings(deadline=None, max_examples=QUICK)
@given(st.integers(0, 2**32))
def test_no_withheld_count_is_found_in_small_random_installations(seed):
    assert _random_installation(random.Random(seed)).attacked() == {}


@pytest.mark.long
@pytest.mark.fault(
    "la même attaque sur mille installations tirées au hasard", "aucun n’est rendu exactement"
)
def test_no_withheld_count_is_found_in_a_thousand_random_installations():
    found = {
        seed: answer
        for seed in range(LONG)
        if (answer := _random_installation(random.Random(seed)).attacked())
    }
    assert found == {}


@pytest.fixture
def own(tmp_path) -> Settings:
    """An installation without anything published yet."""
    choices = tmp_path / "reglages.toml"
    choices.touch()
    return Settings(DATA, tmp_path / "warehouse", tmp_path / "local", choices)


def _request(folder: Path, total: int, who_fr: str, label: str) -> ImportRequest:
    path = write_lines(folder, "msu.csv", ["territoire;date;total", f"48;2021;{total}"])
    mine = frozenset({"DEP-48"})
    return ImportRequest("msu", path, label_fr=label, who_fr=who_fr, territories=mine)


def _stored(own: Settings, total: int, who_fr: str) -> store.ImportEntry:
    """An import in force, as another organisation left it."""
    importer, request = Importer(own), _request(own.local.parent, total, who_fr, who_fr)
    preview = importer.preview(request, ())
    entry = new_entry(request, preview, label_of(request), store.digest_rows(preview.rows))
    entry = store.with_rows(own.store, entry, preview.rows)
    store.write_manifest(own.store, store.with_import((), entry))
    return entry


@pytest.mark.fault(
    "essayer les petits effectifs contre l’identifiant d’un import et la version des données",
    "ni l’un ni l’autre ne dépend des lignes",
)
def test_nothing_public_is_a_digest_of_the_rows(own):
    first, again = _stored(own, 3, "CDOM"), _stored(own, 3, "CDOM")
    assert first.digest == again.digest
    assert first.import_id.rpartition("-")[2] != again.import_id.rpartition("-")[2]
    assert first.import_id.rpartition("-")[2] not in first.digest + first.sha256
    other = first.model_copy(update={"digest": "0" * 64, "sha256": "0" * 64, "rows_n": 9})
    assert data_version_of(own, (first,)) == data_version_of(own, (other,))
    assert data_version_of(own, (first,)) != data_version_of(own, (again,))


@pytest.mark.fault(
    "essayer des valeurs à l’aperçu jusqu’à ce que l’avertissement disparaisse",
    "l’avertissement est le même quelle que soit la valeur",
)
def test_a_preview_is_the_same_whatever_another_organisation_stored(own):
    _stored(own, 3, "CDOM")
    manifest, importer = store.read_manifest(own.store), Importer(own)
    told = set()
    for total in range(10):
        request = _request(own.local.parent, total, "ARS", "Essai")
        warnings = importer.preview(request, manifest).warnings
        told.add(tuple((item.expected_fr, item.remedy_fr) for item in warnings))
    (((expected, _),),) = told
    assert "« CDOM »" in expected
    assert not any(digit in expected for digit in "0123456789")


def test_who_imported_a_value_is_told_of_it(own):
    _stored(own, 30, "CDOM")
    request = _request(own.local.parent, 31, "CDOM", "Essai")
    (warning,) = Importer(own).preview(request, store.read_manifest(own.store)).warnings
    assert warning.expected_fr == "la valeur déjà importée, 30 (« CDOM »)"


@pytest.mark.fault(
    "publier sans une ligne ce qui, avec elle, était tu : la différence la rendrait",
    "l’ancienne publication entre dans le contrôle de la nouvelle",
)
def test_a_row_taken_away_is_not_given_back_by_the_older_publication(own):
    values = {"DEP-A": 3, "DEP-B": 33}
    one = Installation({measure: [3, 33, 20, 21, 11, 11] for measure in CHAIN})
    assert one.value("offered", "DEP-A") == values["DEP-A"]
    one.publish({"offered": {"DEP-A", "DEP-B"}, "approved": {"REG-1"}}, 5)
    one.publish({"offered": {"DEP-A", "DEP-B", "REG-1"}}, 5)
    write_ledger(own.store, one.ledger)
    one.ledger = Ledger(read_ledger(own.store).past)
    one.publish({"offered": {"DEP-B"}}, 5)
    assert ("offered", "DEP-B") in one.listed[-1]
    assert one.attacked() == {}


def test_the_same_figures_published_again_change_neither_what_is_told_nor_the_record(own):
    one = _random_installation(random.Random(7))
    places = {measure: {"DEP-A", "DEP-B", "DEP-C", "REG-1", "REG-2"} for measure in CHAIN}
    for _ in range(2):
        one.publish(places, 5)
    write_ledger(own.store, Ledger(present=dict(one.ledger.past)))
    before = own.store.published_facts()
    one.publish(places, 5)
    write_ledger(own.store, Ledger(present=dict(one.ledger.past)))
    assert one.told[-1] == one.told[-2]
    assert own.store.published_facts() == before


def test_a_count_already_given_back_is_told_to_who_builds():
    one = Installation({measure: [6, 33, 20, 21, 11, 11] for measure in CHAIN})
    one.publish({"offered": {"DEP-A"}}, 5)
    past = one.ledger
    build: Any = SimpleNamespace(cells=COUNTRY, threshold=8, ledger=Ledger(past.past))
    linked = Linked(build, "stages")
    linked.add("offered", {"DEP-A": 6})
    assert linked.published()["offered"] == ({}, {"DEP-A"})
    assert build.ledger.warnings == ["stages : offered|DEP-A"]


# What is left of the région is that of the Lozère and of the Aude, which a value tells apart.
TOLD_APART = {
    "msu Occitanie": [
        MSU,
        *(f"{code};2021;{3 if code == '48' else 40}" for code in OCCITANIE if code != "11"),
        "REG-76;2021;476",
    ],
    "valeurs Occitanie": [
        VALUES,
        "11;2021;msu_local;33;T",
        *(f"{code};2021;part_mg_msu_pct;{share};T" for code, share in SHARES.items()),
        "48;2021;ratio_etudiants_3e_cycle_par_msu;4;T",
        "48;2022;msu_local_partiel;3;T",
        "12;2022;msu_local_partiel;30;T",
        "48;2022;densite_mg_liberaux_mep_cnam_pour_100k;3,9;T",
        "12;2022;densite_mg_liberaux_mep_cnam_pour_100k;30,9;T",
    ],
}
HIDDEN = {
    ("DEP-11", "msu_local"),
    ("DEP-11", "part_mg_msu_pct"),
    ("DEP-48", "part_mg_msu_pct"),
    ("DEP-48", "ratio_etudiants_3e_cycle_par_msu"),
    ("DEP-48", "msu_local_partiel"),
    ("DEP-48", "densite_mg_liberaux_mep_cnam_pour_100k"),
}


@pytest.mark.fault(
    "retrouver un effectif tu par un taux et son dénominateur, ou par un autre type de fichier",
    "le taux et l’autre comptage sont tus avec lui, les autres restent",
)
def test_a_rate_or_another_kind_of_file_gives_no_withheld_count_back(own):
    own.warehouse.mkdir()
    with few_draws():
        report = build_with(own, TOLD_APART)
    with read_warehouse(report.file) as connection:
        hidden = connection.sql(
            "SELECT territory_id, indicator_id FROM pub.withheld_cell WHERE kind_id = 'valeurs'"
        ).fetchall()
        told = connection.sql(
            "SELECT territory_id, indicator_id FROM pub.observation WHERE source_id LIKE 'LOCAL%'"
        ).fetchall()
    assert set(hidden) == HIDDEN
    assert not HIDDEN & set(told)
    values = {row for row in told if row[0] == "DEP-12"}
    assert values >= {("DEP-12", "part_mg_msu_pct"), ("DEP-12", "msu_local_partiel")}


@pytest.mark.fault(
    "retrouver les petits effectifs d’un registre par ceux qui ne sont pas dits petits",
    "à côté d’un effectif tu qui ne l’est pas, aucun n’est dit petit",
)
@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1))
def test_what_is_called_small_in_a_register_gives_no_step_back(numbers):
    lines = pd.DataFrame(
        {"departement_ids": ["DEP-A"], "quantity": 1, "step": step}
        for step, count in numbers.items()
        for _ in range(count)
    )
    if lines.empty:
        return
    told: list[pd.DataFrame] = []
    build: Any = SimpleNamespace(cells=COUNTRY, threshold=5, ledger=None, connection=None)
    register: Any = SimpleNamespace(
        register_id="agrements", steps=[SimpleNamespace(step_id=step) for step in "abc"]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "append", lambda _, __, frame: told.append(frame))
        patch.setattr(registers, "local_status", lambda _: "imported")
        build_counts(build, register, lines)
    attacker = Attacker()
    steps = {step: [step] for step in "abc"}
    for row in told[0].to_dict("records"):
        is_total = pd.isna(row["step"])
        of = [*"abc"] if is_total else [row["step"]]
        if not pd.isna(row["entries_n"]):
            attacker.learns(of, row["entries_n"], row["entries_n"])
            steps.pop(row["step"], None)
        elif row["is_small"]:
            attacker.learns(of, 0, 4)
        elif any(told[0]["is_small"]):
            attacker.learns(of, 5, MOST)
    assert told[0].empty or attacker.finds(steps) == {}


def test_a_damaged_record_refuses_the_build_in_french(own):
    own.store.write_published_facts(b"rien")
    with pytest.raises(DataError, match="Restaurer ce fichier depuis une sauvegarde"):
        read_ledger(own.store)
