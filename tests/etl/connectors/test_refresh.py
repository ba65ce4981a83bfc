"""A refresh against sites of this machine: what it publishes, and what each fault leaves alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.queries.cache import served_build
from dashboard.queries.installations import fetch_installations
from etl.connectors.faults import ShapeError
from etl.connectors.raw import RawStore
from etl.connectors.readers import READERS
from etl.connectors.refresh import Refreshed, Request, day_in_name, refresh
from etl.connectors.states import keep_states
from etl.errors import EtlError
from etl.imports.journal import read_journal
from etl.official import Tables
from etl.settings import Settings
from etl.status import is_pending
from etl.warehouse import current_build, read_warehouse
from foundation.answers import Advance, read_states
from stores import StoreError
from stores.files import FilesOfficial
from tests.support.importing import digests, few_draws, is_sound, new_installation
from tests.support.official_files import REGIONS, AgeExport, Export, Workbook, csv_bytes
from tests.support.official_rpps import Extraction
from tests.support.official_sites import Sites, network_settings, official_sites

ALL = (
    "drees-medecins",
    "ameli-installations",
    "ameli-zones",
    "ameli-ages",
    "rpps-personnes",
    "drees-apl",
)


@dataclass
class Connected:
    """An installation, the sites it asks, and how long it was made to wait."""

    settings: Settings
    sites: Sites
    waits: list[float]

    def refresh(
        self,
        *connector_ids: str,
        folder: Path | None = None,
        accept: bool = False,
        sha256: str = "",
    ):
        """Refresh some sources, without the waits."""
        self.sites.requests.clear()
        request = Request(connector_ids, folder, accept, sha256)
        return refresh(self.settings, request, sleep=self.waits.append)

    def left(self) -> dict[str, str]:
        """What a refresh may publish: the warehouse and the archives."""
        return digests(self.settings.warehouse) | digests(self.settings.raw / "publie")

    def rows(self, query: str) -> list[tuple]:
        """Rows of the build being served."""
        with read_warehouse(current_build(self.settings)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse):
    with few_draws():
        yield


@pytest.fixture(scope="module")
def first(warehouse, tmp_path_factory) -> Iterator[tuple[Connected, Refreshed]]:
    """An installation refreshed once from every site."""
    folder = tmp_path_factory.mktemp("refreshed")
    with official_sites() as sites:
        settings = replace(new_installation(warehouse.settings, folder), raw=folder / "raw")
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        connected = Connected(settings, sites, [])
        yield connected, connected.refresh()


@pytest.fixture
def connected(first, tmp_path) -> Iterator[Connected]:
    """A copy of that installation, whose sites a test may spoil."""
    before = first[0].settings
    raw = shutil.copytree(before.raw, tmp_path / "raw")
    copy = shutil.copytree(before.warehouse, tmp_path / "warehouse")
    with official_sites() as sites:
        settings = replace(
            before,
            raw=raw,
            warehouse=copy,
            local=tmp_path / "local",
            choices=tmp_path / "reglages.toml",
        )
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        yield Connected(settings, sites, [])


def test_a_first_refresh_publishes_every_source(first):
    connected, done = first
    assert [(item.connector_id, item.state) for item in done.outcomes] == [
        (name, "published") for name in ALL
    ]
    assert done.build is not None
    assert is_sound(connected.settings)
    assert not is_pending(connected.settings)
    assert {path.parent.name[:2] for path in connected.settings.raw.rglob("*.xlsx")} == {"20"}


def test_the_shares_of_graduates_fill_the_eighteen_regions(first):
    rows = first[0].rows(
        "SELECT territory_id, status, source_id, locator FROM pub.observation "
        "WHERE indicator_id = 'exercent_region_de_diplome_pct' AND period = '2025'"
    )
    assert len({row[0] for row in rows} - {"FR"}) == 18
    assert {row[1:3] for row in rows} == {("observed", "DREES-MEDECINS-RPPS")}
    assert all("feuille « Effectifs par lieu diplôme »" in row[3] for row in rows)


def test_a_share_is_that_of_the_file(first):
    book = Workbook()
    (brittany,) = [place for place in REGIONS if place.territory_id == "REG-53"]
    stayed = book.flow(brittany, "53-Bretagne", 2025)
    trained = sum(book.flow(place, "53-Bretagne", 2025) for place in REGIONS)
    ((value,),) = first[0].rows(
        "SELECT value FROM pub.observation WHERE territory_id = 'REG-53' AND period = '2025' "
        "AND indicator_id = 'exercent_region_de_diplome_pct'"
    )
    assert value == pytest.approx(100 * stayed / trained, abs=1e-4)


def test_the_first_installations_fill_the_departements(first):
    rows = first[0].rows(
        "SELECT territory_id, entries_n, status FROM pub.installation "
        "WHERE field_id = 'liberal_first_installations_by_territory' AND period = '2024' "
        "AND territory_id LIKE 'DEP-%'"
    )
    assert len(rows) == 101
    assert {row[2] for row in rows} == {"observed"}


def test_an_official_value_takes_the_place_of_its_committed_copy(first):
    sources = first[0].rows(
        "SELECT DISTINCT source_id FROM pub.observation WHERE indicator_id = 'apl_mg' "
        "AND period = '2024'"
    )
    assert sources == [("DREES-APL",)]


@pytest.mark.parametrize(
    ("indicator_id", "period", "source_id"),
    [
        ("mg_rpps", "2025", "DREES-MEDECINS-RPPS"),
        ("mg_liberaux_cnam", "2024", "AMELI-EFFECTIFS-AGES"),
        ("densite_mg_liberaux_cnam_pour_100k", "2024", "AMELI-EFFECTIFS-AGES"),
    ],
)
def test_the_gps_of_the_committed_figures_are_those_of_the_official_files(
    first, indicator_id, period, source_id
):
    rows = first[0].rows(
        "SELECT territory_id, source_id, value FROM pub.observation WHERE "
        f"indicator_id = '{indicator_id}' AND period = '{period}' "
        "AND left(territory_id, 3) <> 'SUB'"
    )
    assert len(rows) == 120
    assert {row[1] for row in rows} == {source_id}
    if not indicator_id.startswith("densite"):
        values = {row[0]: row[2] for row in rows}
        inside = [name for name in values if name.startswith("DEP-")]
        assert values["FR"] == sum(values[name] for name in inside)


def test_a_page_reads_the_new_series(first, monkeypatch):
    settings = first[0].settings
    monkeypatch.setenv("MSU_WAREHOUSE", str(settings.warehouse))
    build = served_build()
    movements = fetch_installations(build, "DEP-12").movements
    assert {2014, 2023, 2024} <= {
        item.year
        for item in movements
        if item.field_id == "liberal_first_installations_by_territory"
    }


def test_the_build_knows_the_vintage_of_each_source(first):
    connected, done = first
    rows = connected.rows("SELECT source_id, sha256, last_year FROM pub.vintage")
    assert {row[1] for row in rows} == {item.sha256 for item in done.outcomes}
    assert {row[0]: row[2] for row in rows}["DREES-MEDECINS-RPPS"] == 2025


def test_gps_are_told_by_age_and_mode(first):
    ((whole,),) = first[0].rows(
        "SELECT count_n FROM pub.gp_count WHERE territory_id = 'DEP-12' AND year = 2025 "
        "AND age_class = 'ensemble' AND mode_id = 'ensemble'"
    )
    parts = first[0].rows(
        "SELECT count_n FROM pub.gp_count WHERE territory_id = 'DEP-12' AND year = 2025 "
        "AND age_class <> 'ensemble' AND mode_id NOT IN ('ensemble') "
        "AND source_id = 'DREES-MEDECINS-RPPS'"
    )
    assert len(parts) == 9
    assert sum(row[0] for row in parts) == whole


def test_a_second_refresh_fetches_nothing(connected):
    before = connected.left()
    done = connected.refresh()
    assert {item.state for item in done.outcomes} == {"unchanged"}
    assert connected.sites.files_asked() == []
    assert done.build is None
    assert connected.left() == before


def test_without_catalogue_the_last_address_is_asked_and_tells_nothing_new(connected):
    connected.sites.catalogue_fault = 404
    done = connected.refresh()
    assert {item.state for item in done.outcomes} == {"unchanged"}


def test_a_new_edition_is_published_and_the_former_file_is_kept(connected):
    connected.sites.files["drees-medecins"] = Workbook(years=(2023, 2024, 2025, 2026)).content()
    connected.sites.released = connected.sites.released.replace(year=2027)
    done = connected.refresh("drees-medecins")
    assert [item.state for item in done.outcomes] == ["published"]
    assert len(list((connected.settings.raw / "drees-medecins").rglob("*.xlsx"))) == 2
    ((year,),) = connected.rows("SELECT max(year) FROM pub.diploma_flow")
    assert year == 2026


def test_years_that_a_damaged_archive_would_lose_are_asked_about(connected):
    archive = connected.settings.raw / "publie" / "drees-apl.zip"
    archive.write_bytes(archive.read_bytes()[:100])
    (asked,) = connected.refresh("drees-apl").outcomes
    assert asked.state == "confirm"
    assert "seront perdues" in asked.reasons_fr[0]
    (accepted,) = connected.refresh("drees-apl", accept=True).outcomes
    assert accepted.state == "published"


def test_a_file_that_is_cut_is_resumed_where_it_was(connected):
    connected.sites.files["drees-medecins"] = Workbook(years=(2023, 2024, 2025, 2026)).content()
    connected.sites.released = connected.sites.released.replace(year=2027)
    connected.sites.faults["drees-medecins"] = ["cut", 429, "ok"]
    done = connected.refresh("drees-medecins")
    assert [item.state for item in done.outcomes] == ["published"]
    assert 2.0 in connected.waits


INSTALLATIONS, DREES = "ameli-installations", "drees-medecins"


@dataclass(frozen=True)
class Fault:
    """How one source is spoiled, and what is said of it."""

    connector_id: str
    spoil: Callable[[Any], bytes | None]
    message: str
    state: str = "failed"

    def strike(self, sites: Sites) -> None:
        """Spoil the newest edition of the source."""
        sites.released = sites.released.replace(year=2027)
        if self.connector_id == DREES:
            book = Workbook(years=(2023, 2024, 2025, 2026))
            self.spoil(book.sheets)
            sites.files[DREES] = book.content()
        else:
            export = Export("effectif_primo_installe", years=(2014, 2023, 2024, 2025))
            sites.files[INSTALLATIONS] = self.spoil(export) or export.content()


def of_export(spoil: Callable[[Export], bytes | None], message: str, **options: str) -> Fault:
    return Fault(INSTALLATIONS, spoil, message, **options)


def of_book(spoil: Callable[[dict[str, list]], object], message: str) -> Fault:
    return Fault(DREES, spoil, message)


def set_cell(rows: list[list], row: int, column: int, value: object) -> None:
    rows[row][column] = value


DIPLOMA = "Effectifs par lieu diplôme"
SITE_FAULTS = {
    404: "n’a plus ce fichier (réponse 404)",
    403: "refuse l’accès (réponse 403)",
    429: "est occupé (réponse 429)",
    500: "est occupé (réponse 500)",
    "slow": "ne répond pas à temps",
    "cut": "a été coupée",
    "page": "une page ou un message au lieu du fichier CSV",
    "empty": "fichier vide",
    "loop": "renvoie sans fin",
}
FAULTS = {
    "renamed column": of_export(
        lambda export: set_cell([export.header], 0, 6, "nombre"),
        "absente(s) : « effectif_primo_installe »",
    ),
    "no header": of_export(
        lambda export: export.content().split(b"\n", 1)[1], "colonne(s) attendue(s) absente(s)"
    ),
    "Windows-1252": of_export(lambda export: export.content("cp1252"), "n’est pas en UTF-8"),
    "doubled": of_export(
        lambda export: csv_bytes(export.header, export.rows * 2), "ligne en double"
    ),
    "cut without a word": of_export(lambda export: export.content()[:-20], "ligne coupée"),
    "unknown département": of_export(
        lambda export: set_cell(export.rows, 5, 4, "99"), "territoire inconnu"
    ),
    "wrong total": of_export(
        lambda export: set_cell(export.rows, 0, 6, "99999"), "n’est pas la somme"
    ),
    "stale": of_export(
        lambda export: Export(export.count, years=(2014, 2023)).content(),
        "s’arrête en 2023",
        state="confirm",
    ),
    "large change": of_export(
        lambda export: Export(export.count, growth=3).content(),
        "changent de plus de 20 %",
        state="confirm",
    ),
    "missing sheet": of_book(
        lambda sheets: sheets.update({"Autre": sheets.pop(DIPLOMA)}),
        "feuille « effectifs-par-lieu-diplome » absente",
    ),
    "renamed column of the workbook": of_book(
        lambda sheets: set_cell(sheets[DIPLOMA], 0, 1, "lieu"), "absente(s) : « region_diplome »"
    ),
    "doubled workbook": of_book(
        lambda sheets: sheets[DIPLOMA].extend(sheets[DIPLOMA][1:]), "ligne en double"
    ),
    "text for a count": of_book(
        lambda sheets: set_cell(sheets[DIPLOMA], 1, 5, "beaucoup"), "« beaucoup » lu"
    ),
    "unknown région": of_book(
        lambda sheets: set_cell(sheets[DIPLOMA], 1, 1, "98-Atlantide"), "région inconnue"
    ),
    "wrong total of the workbook": of_book(
        lambda sheets: set_cell(sheets["Effectifs"], 1, 8, 1), "n’est pas la somme"
    ),
}


@pytest.mark.parametrize("fault", SITE_FAULTS)
def test_each_fault_of_a_site_says_so_in_french_and_changes_nothing(connected, fault):
    sites = connected.sites
    sites.released = sites.released.replace(year=2027)
    sites.faults[INSTALLATIONS] = [fault]
    # Without them what was cut is not resumed, and ends whole.
    sites.has_validators = False
    if fault == "slow":
        impatient = network_settings(sites, silence_seconds=1)
        connected.settings.choices.write_text(impatient, encoding="utf-8")
    before = connected.left()
    (outcome,) = connected.refresh(INSTALLATIONS).outcomes
    assert (outcome.state, SITE_FAULTS[fault] in outcome.message_fr) == ("failed", True)
    assert "Que faire : " in outcome.message_fr
    assert connected.left() == before


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_file_says_so_in_french_and_changes_nothing(connected, fault):
    FAULTS[fault].strike(connected.sites)
    before = connected.left()
    done = connected.refresh(FAULTS[fault].connector_id)
    (outcome,) = done.outcomes
    assert outcome.state == FAULTS[fault].state
    assert FAULTS[fault].message in outcome.message_fr
    assert "Que faire : " in outcome.message_fr
    assert done.build is None
    assert connected.left() == before
    assert not done.is_whole


def test_a_large_change_is_published_once_accepted(connected):
    FAULTS["large change"].strike(connected.sites)
    name = INSTALLATIONS
    assert connected.refresh(name).outcomes[0].state == "confirm"
    assert connected.refresh(name, accept=True).outcomes[0].state == "published"
    assert connected.refresh(name).outcomes[0].state == "unchanged"


def test_only_the_file_that_was_looked_at_is_accepted_and_it_is_not_fetched_again(connected):
    FAULTS["large change"].strike(connected.sites)
    (waiting,) = connected.refresh(INSTALLATIONS).outcomes
    assert (len(waiting.changes) > 1, waiting.changes_n >= len(waiting.changes)) == (True, True)
    assert {change.where_fr for change in waiting.changes} >= {
        "Aveyron, 2024, Premières installations libérales de généralistes, par territoire"
    }
    (other,) = connected.refresh(INSTALLATIONS, accept=True, sha256="0" * 64).outcomes
    assert other.state == "confirm"
    connected.sites.faults[INSTALLATIONS] = [404]
    (accepted,) = connected.refresh(INSTALLATIONS, accept=True, sha256=waiting.sha256).outcomes
    assert (accepted.state, connected.sites.requests) == ("published", [])
    (line,) = read_journal(connected.settings.store)
    assert (line.action, line.who_fr, line.sha256) == (
        "actualisation",
        "Poste local",
        waiting.sha256,
    )
    assert "changent de plus de 20 %" in line.reason


def test_the_last_look_at_each_source_is_kept_whatever_came_of_it(connected):
    def state(name: str):
        states = read_states(connected.settings.official.state()).sources
        return next(item for item in states if item.connector_id == name)

    good = state(INSTALLATIONS).good_at
    assert good
    connected.sites.released = connected.sites.released.replace(year=2027)
    connected.sites.faults[INSTALLATIONS] = [404]
    (failed,) = connected.refresh(INSTALLATIONS).outcomes
    assert state(INSTALLATIONS).outcome == failed
    assert state(INSTALLATIONS).good_at == good
    assert state(DREES).outcome.state == "published"


@pytest.mark.parametrize("fault", [StoreError("la base ne répond pas"), OSError(5, "illisible")])
def test_what_was_published_stays_so_when_the_state_cannot_be_read(first, monkeypatch, fault):
    def fail(*_: object) -> None:
        raise fault

    _, done = first
    monkeypatch.setattr(FilesOfficial, "read", fail)
    keep_states(first[0].settings.official, done.outcomes, "2026-11-30T10:00:00Z")


def test_a_refresh_tells_the_bytes_as_they_come_and_what_came_of_each_source(connected):
    connected.sites.files[DREES] = Workbook(years=(2023, 2024, 2025, 2026)).content()
    connected.sites.released = connected.sites.released.replace(year=2027)
    told: list[Advance] = []
    refresh(connected.settings, Request((DREES,)), told.append, sleep=connected.waits.append)
    received = [item for item in told if item.received]
    size = len(connected.sites.files[DREES])
    assert {(item.source, item.size) for item in received} == {(DREES, size)}
    assert [item.state for item in told if item.state] == ["published"]


def test_a_file_that_tells_no_value_is_refused(connected, monkeypatch):
    empty = replace(READERS["ameli-zones"], version=99, read=lambda *_: Tables())
    monkeypatch.setitem(READERS, "ameli-zones", empty)
    (outcome,) = connected.refresh("ameli-zones").outcomes
    assert outcome.state == "failed"
    assert "ne dit aucune valeur" in outcome.message_fr


def test_a_source_that_fails_leaves_the_others_be_published(connected):
    connected.sites.released = connected.sites.released.replace(year=2027)
    connected.sites.faults["ameli-installations"] = [404]
    connected.sites.files["ameli-ages"] = AgeExport(years=(2023, 2024, 2025)).content()
    done = connected.refresh("ameli-installations", "ameli-ages")
    assert [item.state for item in done.outcomes] == ["failed", "published"]
    ((year,),) = connected.rows(
        "SELECT last_year FROM pub.vintage WHERE source_id = 'AMELI-EFFECTIFS-AGES'"
    )
    assert year == 2025
    assert connected.rows("SELECT 1 FROM pub.vintage WHERE source_id = 'AMELI-PRIMO-INSTALLATIONS'")


def test_a_column_more_and_a_title_above_the_header_are_read_and_said(connected):
    export = Export("effectif_primo_installe", years=(2014, 2023, 2024, 2025))
    export.header.append("commentaire")
    for row in export.rows:
        row.append("")
    title = b"Primo-installations ; ; ; ; ; ; ; ;\r\n"
    connected.sites.files["ameli-installations"] = title + export.content()
    connected.sites.released = connected.sites.released.replace(year=2027)
    (outcome,) = connected.refresh("ameli-installations").outcomes
    assert outcome.state == "published"
    assert "commentaire" in outcome.message_fr


def test_files_dropped_by_hand_are_known_by_their_shape(connected, tmp_path):
    dropped = tmp_path / "depot"
    dropped.mkdir()
    (dropped / "telechargement (3)").write_bytes(Workbook(years=(2024, 2025, 2026)).content())
    (dropped / "notes.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    done = connected.refresh("drees-medecins", "ameli-ages", folder=dropped, accept=True)
    assert [item.state for item in done.outcomes] == ["published", "absent"]
    assert connected.sites.requests == []


def test_a_certificate_that_nobody_knows_is_refused_unless_its_authority_is_named(
    connected, tmp_path
):
    with official_sites(tmp_path) as sites:
        connected.sites = sites
        connected.settings.choices.write_text(network_settings(sites), encoding="utf-8")
        sites.released = sites.released.replace(year=2027)
        (outcome,) = connected.refresh("ameli-zones").outcomes
        assert outcome.state == "failed"
        assert "certificat" in outcome.message_fr
        authority = tmp_path / "site.crt"
        connected.settings.choices.write_text(network_settings(sites, authority), encoding="utf-8")
        (outcome,) = connected.refresh("ameli-zones").outcomes
        assert outcome.state == "unchanged"


def held(connected: Connected) -> list[Path]:
    """Files of the source that names persons."""
    return [path for path in connected.settings.raw.glob("rpps-personnes/**/*") if path.is_file()]


PERSON = b"EXEMPLE|Alix"


def test_the_file_that_names_persons_is_deleted_once_read_and_only_counts_remain(first):
    connected, _ = first
    assert held(connected) == []
    rest = [path for path in connected.settings.raw.rglob("*") if path.is_file()]
    assert rest
    assert not any(PERSON in path.read_bytes() for path in rest)
    rows = connected.rows(
        "SELECT value, status FROM pub.observation "
        "WHERE indicator_id = 'mg_rpps_extraction' AND left(territory_id, 3) = 'DEP'"
    )
    assert len(rows) == 101
    assert {row[1] for row in rows} == {"observed"}
    ((digest,),) = connected.rows(
        "SELECT sha256 FROM pub.vintage WHERE source_id = 'RPPS-EXTRACTION'"
    )
    assert len(digest) == 64


@pytest.mark.parametrize("end", [ShapeError("illisible"), KeyboardInterrupt(), OSError(28, "x")])
def test_it_is_deleted_however_its_reading_ends(connected, monkeypatch, end):
    seen, shared = [], []

    def stop(*_: object) -> None:
        seen.extend(held(connected))
        shared.extend(connected.settings.official.names())
        raise end

    monkeypatch.setitem(READERS, "rpps", replace(READERS["rpps"], read=stop))
    connected.sites.released = connected.sites.released.replace(month=11)
    connected.sites.files["rpps-personnes"] = Extraction(growth=1.05).content()
    with suppress(KeyboardInterrupt):
        connected.refresh("rpps-personnes")
    assert len(seen) == 1
    # A backup, or a move to a database, takes all that the store names.
    assert shared
    assert not [name for name in shared if name.startswith("rpps-personnes/")]
    assert held(connected) == []


def test_a_file_of_persons_that_cannot_be_deleted_stops_its_source_then_any_refresh(
    connected, monkeypatch
):
    calls, forget = [], RawStore.forget

    def refuse(raw: RawStore, connector_id: str) -> None:
        calls.append(connector_id)
        if len(calls) > 1:
            raise PermissionError(13, "Permission denied")
        forget(raw, connector_id)

    monkeypatch.setattr(RawStore, "forget", refuse)
    connected.sites.released = connected.sites.released.replace(month=11)
    connected.sites.files["rpps-personnes"] = Extraction(growth=1.05).content()
    done = connected.refresh("rpps-personnes", "ameli-zones")
    assert {item.connector_id: item.state for item in done.outcomes} == {
        "rpps-personnes": "failed",
        "ameli-zones": "unchanged",
    }
    with pytest.raises(EtlError, match="nomme des personnes.*le supprimer à la main"):
        connected.refresh("ameli-zones")


def test_what_a_killed_refresh_left_of_it_is_deleted_by_the_next_one_of_any_source(connected):
    for name in ("2026-11-29/1234-extraction.txt", ".en-cours/fichier.partiel"):
        path = connected.settings.raw / "rpps-personnes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PERSON)
    connected.refresh("ameli-zones")
    assert held(connected) == []


def test_a_change_that_waits_to_be_accepted_keeps_no_file_and_fetches_it_again(connected):
    connected.sites.released = connected.sites.released.replace(month=11)
    connected.sites.files["rpps-personnes"] = Extraction(growth=3).content()
    assert connected.refresh("rpps-personnes").outcomes[0].state == "confirm"
    assert held(connected) == []
    assert connected.refresh("rpps-personnes", accept=True).outcomes[0].state == "published"
    assert connected.refresh("rpps-personnes").outcomes[0].state == "unchanged"
    assert connected.sites.files_asked() == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("PS_LibreAcces_Personne_activite_202512311015.txt", "2025-12-31"),
        ("PS_LibreAcces_Personne_activite_202513311015.txt", ""),
        # What a browser adds is the day of the download.
        ("extraction-20251231.txt", ""),
        ("telechargement", ""),
    ],
)
def test_a_dropped_file_is_of_the_day_that_its_publisher_wrote_in_its_name(name, day):
    assert day_in_name(name) == day


def test_an_extraction_dropped_the_year_after_is_of_its_own_year(connected, tmp_path):
    dropped = tmp_path / "depot"
    dropped.mkdir()
    path = dropped / "PS_LibreAcces_Personne_activite_202512311015.txt"
    path.write_bytes(Extraction(growth=1.05).content())
    (outcome,) = connected.refresh("rpps-personnes", folder=dropped, accept=True).outcomes
    assert (outcome.released_on, outcome.last_year) == ("2025-12-31", 2025)


def test_a_dropped_extraction_is_read_and_its_copy_deleted(connected, tmp_path):
    dropped = tmp_path / "depot"
    dropped.mkdir()
    (dropped / "telechargement").write_bytes(Extraction(growth=1.05).content())
    done = connected.refresh("rpps-personnes", folder=dropped)
    assert [item.state for item in done.outcomes] == ["published"]
    assert held(connected) == []
    done = connected.refresh("rpps-personnes", folder=dropped)
    assert [item.state for item in done.outcomes] == ["unchanged"]
    assert held(connected) == []
