"""``python -m etl refresh``: fetch the official files, read them, publish what they tell.

Each source stands alone: one that fails, or that asks to be accepted, leaves the others and what
is served as they are. A refresh that is killed has published nothing or all of a build; the next
one goes on from what is on the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from etl import store
from etl.cancelling import past_cancelling
from etl.connectors.comparison import doubts, moves
from etl.connectors.discovery import Located, locate
from etl.connectors.faults import ShapeError, SourceError
from etl.connectors.fetching import NO_VALIDATORS, Fetched, Fetcher
from etl.connectors.raw import RawFile, RawStore
from etl.connectors.readers import reader_of
from etl.connectors.reading import Context
from etl.connectors.states import keep_states
from etl.declared.catalog import load_indicators
from etl.declared.connectors import FILE, Connector, load_connectors
from etl.errors import CheckError, DataError, EtlError
from etl.extract.reference import extract_territories
from etl.imports import journal
from etl.official import (
    OfficialSeries,
    Vintage,
    archive_bytes,
    archive_name,
    archives,
    read_archive,
)
from etl.settings import LOCAL_USER, Settings
from etl.status import is_pending
from foundation.answers import Advance, SourceOutcome
from foundation.french import counted

if TYPE_CHECKING:
    from etl.pipeline import BuildReport

OnProgress = Callable[[Advance], None]
# Moves of a source that waits that are told one by one.
CHANGES_TOLD = 200
# Files of a folder that are looked at: it is a folder of downloads, not a disk.
LOOKED_AT = 500
# Year, month, day, hour and minute together: a day alone may be that of a download.
MOMENT_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)\d{4}(?!\d)")
LOST_YEARS_FR = (
    "ce qui était publié de cette source est endommagé : sans une sauvegarde, les années que ce "
    "fichier ne dit plus seront perdues"
)
ACCEPT_FR = "vérifier, puis lancer « python -m etl refresh {} --accept »"


@dataclass(frozen=True)
class Request:
    """What is asked: which sources (all when none), from the network or a folder.

    ``is_accepted`` publishes what would have been asked for; only of the file of this SHA-256 when
    ``accepted_sha256`` is given: whoever looked at one has not looked at another. ``who_fr`` is who
    asks, as the journal names them.
    """

    connector_ids: tuple[str, ...] = ()
    folder: Path | None = None
    is_accepted: bool = False
    accepted_sha256: str = ""
    who_fr: str = LOCAL_USER

    def accepts(self, sha256: str) -> bool:
        """Whether a file is published whatever it changes."""
        return self.is_accepted and self.accepted_sha256 in ("", sha256)


@dataclass(frozen=True)
class Refreshed:
    """What came of a refresh: each source, and the build when one was published."""

    outcomes: tuple[SourceOutcome, ...]
    build: BuildReport | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing failed and nothing waits."""
        return all(item.state in ("published", "unchanged", "absent") for item in self.outcomes)

    @property
    def problems_fr(self) -> str:
        """How many sources failed or wait, as a sentence."""
        states = [item.state for item in self.outcomes]
        failed = counted(states.count("failed"), "source en échec", "sources en échec")
        waiting = counted(states.count("confirm"), "source à accepter", "sources à accepter")
        return f"{failed}, {waiting} ; les autres sont à jour."


@dataclass(frozen=True)
class _Read:
    """A source that was looked at: what came of it, and its archive when there is a new one."""

    outcome: SourceOutcome
    archive: bytes | None = None


class Refresh:
    """The refresh of an installation.

    Parameters
    ----------
    settings : of the installation
    request : what is asked
    fetcher : asks the sites; unused when files are taken from a folder
    on_progress : told of each step, and of what came of each source
    """

    def __init__(
        self,
        settings: Settings,
        request: Request,
        fetcher: Fetcher,
        on_progress: OnProgress = lambda _: None,
    ) -> None:
        self.settings = settings
        self.request = request
        self.fetcher = fetcher
        self.on_progress = on_progress
        self.official = settings.official
        self.raw = RawStore(settings.raw, self.official)
        self.territories = extract_territories(settings.data / "reference")

    def run(self) -> Refreshed:
        """Refresh the sources that were asked for, then build when one of them is new.

        Raises
        ------
        EtlError
            When a source is unknown, when another refresh runs, when the build cannot be made.
        """
        connectors = chosen(self.settings, self.request.connector_ids)
        folder = self.request.folder
        if folder is not None and not folder.is_dir():
            raise EtlError(f"« {folder} » n’est pas un dossier. Que faire : vérifier --from.")
        with self.raw.alone():
            self._forget_persons()
            read = []
            for connector in connectors:
                read.append(self._read_source(connector))
                self._tell(connector, state=read[-1].outcome.state)
            done = self._publish(read)
            keep_states(self.official, done.outcomes, _now())
            return done

    def _tell(self, connector: Connector, step: str = "", state: str = "") -> None:
        self.on_progress(Advance(step, connector.connector_id, state=state))

    def _step(self, step: str) -> None:
        self.on_progress(Advance(step))

    def _read_source(self, connector: Connector) -> _Read:
        self._tell(connector, f"{connector.publisher} : {connector.title}")
        try:
            return self._looked_at(connector)
        except SourceError as error:
            return _Read(_outcome(connector, "failed", str(error)))
        except OSError as error:
            why = f"lecture ou écriture impossible ({error.strerror})"
            return _Read(_outcome(connector, "failed", f"{why}. Que faire : vérifier le disque."))

    def _looked_at(self, connector: Connector) -> _Read:
        try:
            file, is_new = self._file_of(connector)
            if file is None:
                return _Read(_outcome(connector, "absent", "aucun fichier de cette forme déposé"))
            return self._read_file(connector, file, is_new=is_new)
        finally:
            if connector.holds_persons:
                self.raw.forget(connector.connector_id)

    def _forget_persons(self) -> None:
        """Delete the files that name persons: a refresh that was killed may have left one."""
        for connector in load_connectors(self.settings.data):
            if not connector.holds_persons:
                continue
            try:
                self.raw.forget(connector.connector_id)
            except OSError as error:
                raise EtlError(
                    f"Le dossier « {connector.connector_id} » des fichiers officiels nomme des "
                    f"personnes et n’a pas pu être supprimé ({error.strerror}). Que faire : le "
                    "supprimer à la main, puis recommencer."
                ) from error

    def _file_of(self, connector: Connector) -> tuple[RawFile | None, bool]:
        """The file of a source, and whether it was just taken; None when a folder has none."""
        if self.request.folder is not None:
            return self._dropped(connector, self.request.folder)
        return self._fetched(connector)

    def _fetched(self, connector: Connector) -> tuple[RawFile, bool]:
        known = self.raw.register().get(connector.connector_id)
        if known is not None and not self._is_at_hand(connector, known):
            known = None
        if known is not None and known.sha256 == self.request.accepted_sha256:
            return known, False
        located = locate(connector, self.fetcher)
        self._tell(connector, located.name_fr)
        now = _now()
        if known is not None and located.marker and known.marker == located.marker:
            return self._checked(known, now), False
        fetched = self.fetcher.fetch(
            located.url,
            self.raw.part(connector.connector_id),
            connector.max_mb,
            known.validators if known is not None and known.url == located.url else NO_VALIDATORS,
            lambda received, size: self.on_progress(
                Advance("", connector.connector_id, received, size)
            ),
        )
        if known is not None and (fetched is None or fetched.sha256 == known.sha256):
            if fetched is not None:
                fetched.path.unlink()
            return self._checked(replace(known, marker=located.marker or known.marker), now), False
        if fetched is None:
            raise SourceError("le site dit inchangé un fichier qui n’est pas là")
        return self._kept(connector, fetched, located, now), True

    def _is_at_hand(self, connector: Connector, known: RawFile) -> bool:
        """Whether a file need not be had again: it is there, or what it tells is published."""
        if not connector.holds_persons:
            return self.raw.is_intact(known)
        before = self._published(connector)
        return before is not None and _tells(before.vintage, connector, known)

    def _checked(self, known: RawFile, now: str) -> RawFile:
        file = replace(known, checked_at=now)
        self.raw.record(file)
        return file

    def _dropped(self, connector: Connector, folder: Path) -> tuple[RawFile | None, bool]:
        """The file of a folder that has the shape of a source, whatever its name."""
        reader = reader_of(connector)
        found = [path for path in _files(folder) if reader.recognises(path)]
        if not found:
            return None, False
        taken = {}
        for path in found:
            fetched = self.raw.take(connector.connector_id, path)
            taken[fetched.sha256] = fetched
        if len(taken) > 1:
            names = ", ".join(f"« {path.name} »" for path in found)
            raise SourceError(
                f"plusieurs fichiers ont la forme de cette source : {names}",
                "ne laisser que le plus récent dans le dossier",
            )
        (fetched,) = taken.values()
        known = self.raw.register().get(connector.connector_id)
        now = _now()
        if (
            known is not None
            and known.sha256 == fetched.sha256
            and self._is_at_hand(connector, known)
        ):
            return self._checked(known, now), False
        name = found[0].name
        located = Located(f"fichier déposé : {name}", name, released_on=day_in_name(name))
        return self._kept(connector, fetched, located, now), True

    def _kept(self, connector: Connector, fetched: Fetched, located: Located, now: str) -> RawFile:
        """Keep a file that has the right beginning; refuse any other."""
        with fetched.path.open("rb") as file:
            fault = reader_of(connector).fault_of_head(file.read(65_536))
        if fault:
            fetched.path.unlink()
            raise SourceError(f"le fichier reçu n’est pas celui de cette source : {fault}")
        file_name = _name_of(located.url, connector)
        is_shared = not connector.holds_persons
        path = self.raw.keep(connector.connector_id, fetched, file_name, now, is_shared=is_shared)
        if is_shared:
            self.raw.share(path)
        kept = RawFile(
            connector_id=connector.connector_id,
            path=path,
            url=located.url,
            sha256=fetched.sha256,
            size=fetched.size,
            fetched_at=now,
            checked_at=now,
            released_on=located.released_on or fetched.validators.released_on,
            marker=located.marker,
            etag=fetched.validators.etag,
            last_modified=fetched.validators.last_modified,
        )
        self.raw.record(kept)
        return kept

    def _read_file(self, connector: Connector, file: RawFile, *, is_new: bool) -> _Read:
        """Read a file that is kept, unless what it tells is already published."""
        reader = reader_of(connector)
        before = self._published(connector)
        if before is not None and _tells(before.vintage, connector, file):
            return _Read(_outcome(connector, "unchanged", "", file=file, series=before))
        self._tell(connector, f"{connector.publisher} : lecture du fichier")
        day = file.released_on or file.fetched_at[:10]
        context = Context.of(connector, self.territories, day)
        tables = reader.read(self.raw.path(file), context)
        if connector.keeps_past and before is not None:
            tables = tables.with_past(before.tables)
        years = tables.years()
        if not years:
            raise ShapeError("le fichier ne dit aucune valeur")
        vintage = Vintage(
            connector_id=connector.connector_id,
            source_id=connector.source_id,
            title=connector.title,
            publisher=connector.publisher,
            licence=connector.licence,
            url=connector.page,
            file=PurePosixPath(file.path).name,
            sha256=file.sha256,
            fetched_at=file.fetched_at,
            released_on=file.released_on,
            first_year=years[0],
            last_year=years[-1],
            reader_version=reader.version,
            notes_fr=tables.notes_fr,
        )
        series = OfficialSeries(vintage, tables)
        names = self._names()
        lost = self._lost_years(connector, before)
        reasons = [*lost, *doubts(before, series, connector.change_pct, names)]
        if reasons and not self.request.accepts(file.sha256):
            why = f"{' ; '.join(reasons)}. Que faire : {ACCEPT_FR.format(connector.connector_id)}."
            outcome = _outcome(connector, "confirm", why, file=file, series=series)
            moved = moves(before, series) if before else []
            reasons = [*lost, *doubts(before, series, connector.change_pct, examples_n=0)]
            changes = tuple(move.told(names) for move in moved[:CHANGES_TOLD])
            return _Read(
                replace(outcome, reasons_fr=tuple(reasons), changes=changes, changes_n=len(moved))
            )
        message = "; ".join(tables.notes_fr) if is_new or tables.notes_fr else ""
        outcome = _outcome(connector, "published", message, file=file, series=series)
        return _Read(replace(outcome, reasons_fr=tuple(reasons)), archive_bytes(series))

    def _lost_years(self, connector: Connector, before: OfficialSeries | None) -> list[str]:
        """Why the years that a file no longer tells would be lost: they cannot be read again."""
        is_there = bool(self.official.digest(archive_name(connector.connector_id)))
        return [LOST_YEARS_FR] if connector.keeps_past and before is None and is_there else []

    def _names(self) -> dict[str, str]:
        """Names of the territories and of the indicators, by their identifiers."""
        names = dict(self.territories[["territory_id", "name_fr"]].itertuples(index=False))
        indicators = load_indicators(self.settings.data / "indicators.yml")
        return names | {item.indicator_id: item.label_fr for item in indicators}

    def _published(self, connector: Connector) -> OfficialSeries | None:
        """What is published of a source; a damaged archive counts for nothing."""
        name = archive_name(connector.connector_id)
        content = self.official.read(name)
        try:
            return read_archive(name, content) if content is not None else None
        except DataError:
            return None

    def _publish(self, read: Sequence[_Read]) -> Refreshed:
        """Build with the new archives; without those that a build does not accept."""
        new = {item.outcome.connector_id: item.archive for item in read if item.archive}
        outcomes = {item.outcome.connector_id: item.outcome for item in read}
        facts = {name: _facts(outcome) for name, outcome in outcomes.items()}
        try:
            report = self._build(new, facts)
        except (CheckError, DataError) as error:
            if not new and not any(item.state == "confirm" for item in outcomes.values()):
                raise
            # What waits for an answer is told, even where nothing can be built before it.
            report = None
            accepted: dict[str, bytes] = {}
            for connector_id, archive in new.items():
                try:
                    if len(new) == 1:
                        raise error
                    report = self._build(accepted | {connector_id: archive}, facts)
                    accepted[connector_id] = archive
                except (CheckError, DataError) as refusal:
                    outcomes[connector_id] = replace(
                        outcomes[connector_id], state="failed", message_fr=str(refusal)
                    )
        return Refreshed(tuple(outcomes.values()), report)

    def _build(
        self, new: Mapping[str, bytes], facts: Mapping[str, Mapping[str, object]]
    ) -> BuildReport | None:
        """Build and serve with new archives, which are published with the build or not at all."""
        if not new and not is_pending(self.settings):
            return None
        from etl.pipeline import run_pipeline

        kept = self.settings.store
        with store.exclusive(kept, self._step):
            manifest = store.read_manifest(kept)
            store.remove_strays(kept, manifest)
            changed = {archive_name(name): archive for name, archive in new.items()}

            def commit() -> None:
                past_cancelling()
                # Nothing changes without a trace: the journal comes first.
                for name in new:
                    journal.record(kept, "actualisation", self.request.who_fr, **facts[name])
                for name, archive in changed.items():
                    self.official.write(name, [archive])

            return run_pipeline(
                self.settings,
                self._step,
                manifest=manifest,
                archives=dict(sorted((archives(self.official) | changed).items())),
                before_publish=commit,
            )


def refresh(
    settings: Settings,
    request: Request,
    on_progress: OnProgress = lambda _: None,
    sleep: Callable[[float], None] | None = None,
) -> Refreshed:
    """Refresh the official sources of an installation; ``sleep`` waits between two tries."""
    options = {} if sleep is None else {"sleep": sleep}

    def tell_wait(why_fr: str) -> None:
        on_progress(Advance(why_fr))

    try:
        with Fetcher(settings.connectors(), on_wait=tell_wait, **options) as fetcher:
            return Refresh(settings, request, fetcher, on_progress).run()
    except SourceError as error:
        # Only the settings of the network may fail before any source.
        raise EtlError(str(error)) from error


def answer_state(done: Refreshed) -> Literal["built", "unchanged", "confirm", "failed"]:
    """What came of a refresh in one word: the worst of its sources, else whether it built."""
    states = {item.state for item in done.outcomes}
    if "failed" in states:
        return "failed"
    if "confirm" in states:
        return "confirm"
    return "built" if done.build else "unchanged"


def chosen(settings: Settings, connector_ids: Sequence[str]) -> tuple[Connector, ...]:
    """The sources of these names, all of them when none is named.

    Raises
    ------
    EtlError
        When a name is unknown.
    """
    connectors = load_connectors(settings.data)
    known = {connector.connector_id for connector in connectors}
    unknown = [name for name in connector_ids if name not in known]
    if unknown:
        raise EtlError(
            f"Source inconnue : « {unknown[0]} ». Sources de {FILE} : {', '.join(sorted(known))}."
        )
    return tuple(c for c in connectors if not connector_ids or c.connector_id in connector_ids)


def _tells(vintage: Vintage, connector: Connector, file: RawFile) -> bool:
    """Whether what is published is what a file tells, as it is read now."""
    version = reader_of(connector).version
    return (vintage.sha256, vintage.reader_version) == (file.sha256, version)


def _facts(outcome: SourceOutcome) -> dict[str, object]:
    """What the journal says of a source that is published; large changes were accepted, if any."""
    facts: dict[str, object] = {
        "label_fr": outcome.title_fr,
        "sha256": outcome.sha256,
        "rows_n": outcome.rows_n,
    }
    return facts | ({"reason": "; ".join(outcome.reasons_fr)} if outcome.reasons_fr else {})


def _outcome(
    connector: Connector,
    state: Literal["published", "unchanged", "confirm", "failed", "absent"],
    message_fr: str,
    *,
    file: RawFile | None = None,
    series: OfficialSeries | None = None,
) -> SourceOutcome:
    return SourceOutcome(
        connector_id=connector.connector_id,
        title_fr=f"{connector.publisher}, {connector.title}",
        state=state,
        message_fr=message_fr,
        file=file.path if file else "",
        sha256=file.sha256 if file else "",
        fetched_at=file.fetched_at if file else "",
        released_on=file.released_on if file else "",
        last_year=series.vintage.last_year if series else None,
        rows_n=sum(map(len, series.tables.named().values())) if series else 0,
    )


def _files(folder: Path) -> list[Path]:
    """Files of a folder and of its folders, the hidden ones left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in found if not path.name.startswith(".")][:LOOKED_AT]


def day_in_name(name: str) -> str:
    """Day of the moment that a publisher writes in the name of a file, ISO; empty without one.

    « PS_LibreAcces_Personne_activite_202512311015.txt » is of 2025, whenever it is dropped.
    """
    match = MOMENT_IN_NAME.search(name)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def _name_of(url: str, connector: Connector) -> str:
    """A safe file name: the last part of the address when it is one of the format."""
    last = unquote(PurePosixPath(urlsplit(url).path).name)
    name = re.sub(r"[^0-9A-Za-z._-]+", "-", last)[-80:].lstrip(".-")
    expected = f".{connector.format}"
    return name if name.endswith(expected) else f"{connector.connector_id}{expected}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
