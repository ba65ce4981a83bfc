"""Importing and undoing: the one code path of the page, the command line and the demonstration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from etl import store
from etl.cancelling import past_cancelling
from etl.declared.catalog import Registers, load_registers
from etl.declared.domains import DOMAINS
from etl.declared.kinds import Kind, load_kinds, stored_kind
from etl.errors import (
    BusyError,
    CancelledError,
    ConfirmationError,
    DataError,
    EtlError,
    ImportStateError,
)
from etl.extract.figures import extract_figures
from etl.extract.reference import extract_territories
from etl.imports import journal
from etl.imports.clues import CLUES, COUNT, COUNTS, VALUE, apart_n, lost_clues
from etl.imports.identity import (
    CHANGES_MAX,
    LABEL_MAX,
    Placed,
    changes_of,
    placed_by_name,
    told_apart,
)
from etl.imports.layouts import read_layouts, remember
from etl.imports.lists import AGREEMENTS
from etl.imports.plausibility import Comparison, find_contradictions, find_warnings, outside
from etl.imports.prepare import first_problems, prepare, to_confirm
from etl.imports.recognition import recognise
from etl.reading.confined import confined
from etl.reading.personal import scrubbed
from etl.reading.preview import Preview, RefusedFileError
from etl.reading.text import file_name
from etl.rows.convert import LINES, Lookup
from etl.settings import LOCAL_USER, Settings
from etl.store import ImportEntry, Manifest
from foundation.answers import Change, KindGuess, Problem
from foundation.choices import Choices
from foundation.days import today_in_paris
from stores import StoreError

if TYPE_CHECKING:
    from etl.pipeline import BuildReport

OnStep = Callable[[str], None]


@dataclass(frozen=True)
class ImportRequest:
    """What a user asks: which file, as which kind, with which choices, under which name.

    ``territories`` limits what the importer may name; None is no limit. ``is_confirmed`` says
    that what was proposed was looked at. ``with_agreements`` takes the lines of a list also as
    those of the register.
    """

    kind_id: str
    path: Path
    name: str | None = None
    label_fr: str | None = None
    choices: Choices = Choices()
    with_agreements: bool = False
    is_confirmed: bool = False
    who_fr: str = LOCAL_USER
    territories: frozenset[str] | None = None


@dataclass(frozen=True)
class ImportResult:
    """What came of a request: « preview », « accepted » or « unchanged ».

    ``companion`` is what a list also brings to the register of agréments, ``others`` the imports
    that were accepted with it. ``changes`` are the values of the set replaced that change, those
    lost first; ``beside`` the sets of the same file name that stay in force. ``to_confirm`` says in
    sentences what its user has to confirm. ``other_label_fr`` is a name under which the set
    replaced would stay, when it would lose values.
    """

    state: Literal["preview", "accepted", "unchanged"]
    preview: Preview
    label_fr: str
    entry: ImportEntry | None = None
    replaces: ImportEntry | None = None
    build: BuildReport | None = None
    companion: Preview | None = None
    others: tuple[ImportEntry, ...] = ()
    changes: tuple[Change, ...] = ()
    beside: tuple[ImportEntry, ...] = ()
    to_confirm: tuple[str, ...] = ()
    other_label_fr: str = ""

    @property
    def lost_n(self) -> int:
        """How many values nothing would give any more."""
        return sum(change.new_fr is None for change in self.changes)


class Importer:
    """The registers and the store an import is checked against, read once.

    Files are read in a process that the limits of the installation bound, unless they are our own
    (``is_trusted``).
    """

    def __init__(self, settings: Settings, *, is_trusted: bool = False) -> None:
        self.settings = settings
        self.is_trusted = is_trusted

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Layouts a file may have."""
        return load_kinds(self.settings.data)

    @cached_property
    def registers(self) -> Registers:
        """Registers of the installation."""
        return load_registers(self.settings.data)

    @cached_property
    def territories(self) -> pd.DataFrame:
        """Territories, with the name a message gives them."""
        return extract_territories(self.settings.data / "reference")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Published figures, as committed."""
        return extract_figures(self.settings.data / "figures")

    def kind(self, kind_id: str) -> Kind:
        """One layout; raises ImportStateError when there is none of this name."""
        if kind_id not in self.kinds:
            raise ImportStateError(
                f"Type de fichier inconnu : « {kind_id} ». Types attendus : "
                f"{', '.join(self.kinds)}."
            )
        return self.kinds[kind_id]

    def stored(self, kind: Kind) -> Kind:
        """The layout whose rows those of ``kind`` become."""
        return stored_kind(self.kinds, kind)

    def recognise(self, path: Path, name: str | None) -> tuple[KindGuess, ...]:
        """Kinds that a file may be, the likeliest first."""
        lookup = self._lookup(None)
        limits = self.settings.limits()
        shown = file_name(name or path.name)
        return confined(limits, shown, recognise, path, self.kinds, lookup, name=name)

    def read(
        self, request: ImportRequest, *, as_register: bool = False, for_copy: bool = False
    ) -> Preview:
        """What a file says by itself, whatever is stored: nothing of the store is needed.

        ``as_register`` reads the lines of a list as those of the register of the request;
        ``for_copy`` keeps the cells that an annotated copy repeats.

        Raises
        ------
        RefusedFileError
            When the whole file is refused, or takes too much to read.
        """
        kind = self.kind(request.kind_id)
        read = partial(
            prepare,
            request.path,
            kind,
            self.stored(kind),
            self._lookup(kind),
            name=request.name,
            choices=request.choices,
            list_kind=self.kinds[LINES] if as_register else None,
            layouts={} if self.is_trusted else read_layouts(self.settings.local),
            for_copy=for_copy,
        )
        if self.is_trusted:
            return read()
        return confined(self.settings.limits(), file_name(request.name or request.path.name), read)

    def read_companion(self, request: ImportRequest, read: Preview) -> Preview | None:
        """The lines of a file as another kind reads them too; None when none does.

        Those of a list are agréments; ranges beside counts of MSU are clues.
        """
        asked = _companion(request, read)
        if asked is None or asked.kind_id not in self.kinds:
            return None
        try:
            other = self.read(asked, as_register=asked.kind_id == AGREEMENTS)
        except RefusedFileError:
            if asked.kind_id == CLUES and apart_n(read.set_aside):
                raise
            return None
        # What a file of counts sets aside as a clue is one, or the file is refused.
        lost_n = apart_n(read.set_aside) - len(other.rows)
        if asked.kind_id == CLUES and lost_n and not other.refusals:
            fault = lost_clues(other, lost_n)
            raise RefusedFileError([fault], replace(other, refusals=(fault,)))
        return other

    def judge_companion(
        self, request: ImportRequest, read: Preview | None, manifest: Manifest
    ) -> Preview | None:
        """What the lines of a file bring to another kind.

        Lines that the other kind refuses bring nothing; a range that is refused refuses the file:
        its user asked for it.
        """
        if read is None:
            return None
        try:
            preview = self.judge(_of_kind(request, read.kind_id), read, manifest)
        except RefusedFileError:
            if read.kind_id == CLUES:
                raise
            return None
        if read.kind_id == CLUES:
            return preview
        has_dates = preview.rows[["decided_on", "expires_on"]].notna().any(axis=None)
        return preview if has_dates else None

    def preview(self, request: ImportRequest, manifest: Manifest) -> Preview:
        """Read and check a file without writing anything.

        Raises
        ------
        RefusedFileError
            When the file, or one of its rows, is refused.
        """
        return self.judge(request, self.read(request), manifest)

    def judge(self, request: ImportRequest, read: Preview, manifest: Manifest) -> Preview:
        """Check what was read against what is stored.

        Raises
        ------
        RefusedFileError
            When one of the rows is refused.
        """
        stored = self.stored(self.kind(request.kind_id))
        known = self._known(stored, manifest, request, self.place(request, read, manifest))
        refusals = [*read.refusals, *find_contradictions(read, stored, known)]
        if request.territories is not None:
            refusals += outside(read, stored, request.territories, known.names)
        warnings = [*read.warnings, *find_warnings(read, stored, known)]
        preview = replace(
            read,
            refusals=first_problems(refusals, read),
            warnings=first_problems(warnings, read),
        )
        if refusals:
            raise RefusedFileError(preview.refusals, preview)
        return preview

    def _lookup(self, kind: Kind | None) -> Lookup:
        figures_only = kind is not None and kind.stores == "valeurs"
        return Lookup(
            territories=self.territories,
            indicators={
                item.indicator_id: item.label_fr
                for item in self.registers.indicators
                if not figures_only or item.publishes == "figures"
            },
            sources=frozenset(item.source_id for item in self.registers.sources),
            today=today_in_paris(),
            domains={
                item.indicator_id: DOMAINS[item.domain]
                for item in self.registers.indicators
                if item.domain
            },
        )

    def place(self, request: ImportRequest, read: Preview, manifest: Manifest) -> Placed:
        """The name under which what was read is kept, and the set that it replaces."""
        label = label_of(request)
        active = [entry for entry in store.active(manifest) if entry.stores == read.stores]
        if not _is_file_name(request):
            return Placed(label, store.replaced_by(manifest, read.stores, label))
        return placed_by_name(label, read.rows, request.who_fr, active, self._rows_of, self._names)

    def changes(
        self, request: ImportRequest, preview: Preview, manifest: Manifest
    ) -> tuple[Change, ...]:
        """Values of the set replaced that would change, or that nothing would give any more."""
        placed = self.place(request, preview, manifest)
        if placed.replaced is None:
            return ()
        stored = self.stored(self.kind(request.kind_id))
        others = [
            entry
            for entry in store.active(manifest)
            if entry.stores == preview.stores and entry.import_id != placed.replaced.import_id
        ]
        try:
            old = self._rows_of(placed.replaced)
        except DataError:
            # Damaged rows give no value: their replacement loses none.
            return ()
        readable = [entry for entry in others if is_readable(entry, request)]
        is_shown = is_readable(placed.replaced, request)
        return changes_of(
            stored, old, preview.rows, self._rows(readable), self._names, is_shown=is_shown
        )

    def other_label(self, result: ImportResult, manifest: Manifest) -> str:
        """A name under which nothing of the set replaced is lost; '' when nothing is."""
        if not result.lost_n:
            return ""
        taken = {entry.label_fr for entry in store.active(manifest)}
        return told_apart(result.label_fr, result.preview.rows, taken, self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        frame = self.territories
        return dict(zip(frame["territory_id"], frame["name_fr"], strict=True))

    def _rows_of(self, entry: ImportEntry) -> pd.DataFrame:
        return store.read_rows(self.settings.store, entry)

    def _known(
        self, kind: Kind, manifest: Manifest, request: ImportRequest, placed: Placed
    ) -> Comparison:
        others = [
            entry
            for entry in store.active(manifest)
            if entry.stores == kind.stores and entry.label_fr != placed.label_fr
        ]
        frame = self.territories
        departements = frame[frame["level"] == "departement"]
        return Comparison(
            self.figures,
            self._rows([entry for entry in others if is_readable(entry, request)]),
            self._names,
            dict(zip(departements["territory_id"], departements["region_id"], strict=True)),
            self._rows([entry for entry in others if not is_readable(entry, request)]),
        )

    def _rows(self, entries: Sequence[ImportEntry]) -> pd.DataFrame:
        frames = [
            store.read_rows(self.settings.store, entry).assign(label_fr=entry.label_fr)
            for entry in entries
        ]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def is_readable(entry: ImportEntry, request: ImportRequest) -> bool:
    """Whether who asks may be told what an import says: its own, or any for an administrator."""
    return request.territories is None or entry.imported_by_fr == request.who_fr


def run_import(
    settings: Settings,
    request: ImportRequest,
    *,
    dry_run: bool = False,
    for_copy: bool = False,
    on_step: OnStep = lambda _: None,
) -> ImportResult:
    """Read a file, check it, and unless it is a trial store it and rebuild the warehouse.

    ``for_copy`` keeps the cells that an annotated copy of the file repeats.

    Raises
    ------
    RefusedFileError, ConfirmationError, BusyError, EtlError
        Nothing is then written but a line in the journal; what is served does not change.
    """
    importer = Importer(settings)
    if dry_run:
        on_step("Lire et contrôler le fichier")
        manifest = store.read_manifest(settings.store)
        read = importer.read(request, for_copy=for_copy)
        preview = importer.judge(request, read, manifest)
        result = _result("preview", preview, request, manifest, importer)
        companion = importer.read_companion(request, read)
        return replace(result, companion=importer.judge_companion(request, companion, manifest))
    with _refusal_recorded(settings, request):
        # Read before its turn: a file that takes long, or is refused, holds nobody.
        on_step("Lire et contrôler le fichier")
        read = importer.read(request, for_copy=for_copy)
        is_list = request.kind_id == LINES
        brings = request.with_agreements if is_list else request.choices.ranges_apart
        companion = importer.read_companion(request, read) if brings else None
        on_step("Attendre son tour")
        with store.exclusive(settings.store, on_step):
            manifest = store.read_manifest(settings.store)
            return _accept(settings, importer, request, (read, companion), manifest, on_step)


@contextmanager
def _refusal_recorded(settings: Settings, request: ImportRequest) -> Iterator[None]:
    try:
        yield
    except (ConfirmationError, BusyError, CancelledError):
        raise
    except EtlError as error:
        _record_refusal(settings, request, error)
        raise


def undo_import(
    settings: Settings,
    import_id: str,
    *,
    who_fr: str = LOCAL_USER,
    territories: frozenset[str] | None = None,
    on_step: OnStep = lambda _: None,
) -> BuildReport:
    """Undo an import and rebuild; the version it had replaced counts again.

    Raises
    ------
    ImportStateError, BusyError, EtlError
        What is served does not change; a line in the journal says that it was refused.
    """
    with store.exclusive(settings.store, on_step):
        try:
            return _undo(settings, import_id, who_fr, territories, on_step)
        except EtlError as error:
            facts = {"undo": True, "reason": type(error).__name__}
            with suppress(OSError, StoreError):
                journal.record(settings.store, "refus", who_fr, **facts)
            raise


def rebuild(settings: Settings, on_step: OnStep = lambda _: None) -> BuildReport:
    """Build again from the committed figures and the imports in force, once no import runs."""
    kept = settings.store
    with store.exclusive(kept, on_step):
        manifest = store.read_manifest(kept)
        store.remove_strays(kept, manifest)
        return _run_pipeline(settings, on_step, manifest=manifest)


def _run_pipeline(settings: Settings, on_step: OnStep, **options: Any) -> BuildReport:
    """Build: its models are loaded once a file is accepted, not for a trial nor a refusal."""
    from etl.pipeline import run_pipeline

    return run_pipeline(settings, on_step, **options)


def label_of(request: ImportRequest) -> str:
    """Name of a set: the one given, else that of its file and of the sheet that was chosen.

    Raises
    ------
    RefusedFileError
        When the name is empty, too long or holds personal data.
    """
    file = Path(request.name or request.path.name).name
    label = " ".join((request.label_fr or Path(file).stem).split())
    sheets = request.choices.sheets
    if _is_file_name(request) and len(sheets) == 1:
        label = f"{label} – {sheets[0]}"[:LABEL_MAX]
    is_personal = scrubbed(label) != label
    if label and len(label) <= LABEL_MAX and not is_personal and label.isprintable():
        return label
    problem = Problem(
        file,
        "",
        0,
        "nom du jeu",
        "(masqué)" if is_personal else label[:LABEL_MAX],
        f"un nom de 1 à {LABEL_MAX} caractères, sans personne nommée, e-mail, téléphone ni RPPS",
        "Donner un autre nom au jeu de données.",
    )
    raise RefusedFileError([problem])


def _is_file_name(request: ImportRequest) -> bool:
    """Whether nobody named the set: what it is called is only the name of its file."""
    stem = " ".join(Path(Path(request.name or request.path.name).name).stem.split())
    return request.label_fr is None or " ".join(request.label_fr.split()) == stem


def _undo(
    settings: Settings,
    import_id: str,
    who_fr: str,
    territories: frozenset[str] | None,
    on_step: OnStep,
) -> BuildReport:
    manifest = store.read_manifest(settings.store)
    entry = store.find(manifest, import_id)
    _refuse_outside(entry, territories)
    candidate = store.without_import(manifest, import_id)

    def commit() -> None:
        past_cancelling()
        # Nothing changes without a trace: the journal comes first.
        journal.record(settings.store, "annulation", who_fr, **_facts(entry))
        store.write_manifest(settings.store, candidate)

    return _publish(settings, manifest, candidate, commit, on_step)


def _publish(
    settings: Settings,
    manifest: Manifest,
    candidate: Manifest,
    commit: Callable[[], None],
    on_step: OnStep,
) -> BuildReport:
    """Build with a history and serve it; when that fails, the history is what it was."""
    kept = settings.store
    try:
        return _run_pipeline(settings, on_step, manifest=candidate, before_publish=commit)
    except BaseException:
        with suppress(EtlError, OSError, StoreError):
            if store.read_manifest(kept) == candidate:
                # Written, and the build it describes could not be served.
                store.write_manifest(kept, manifest)
            store.remove_strays(kept, store.read_manifest(kept))
        raise


def _accept(
    settings: Settings,
    importer: Importer,
    request: ImportRequest,
    read: tuple[Preview, Preview | None],
    manifest: Manifest,
    on_step: OnStep,
) -> ImportResult:
    preview = importer.judge(request, read[0], manifest)
    placed = importer.place(request, preview, manifest)
    label, previous = placed.label_fr, placed.replaced
    if not request.is_confirmed:
        _ask_confirmation(importer, request, preview, manifest)
    active = store.active(manifest)
    same = _same_rows(active if previous is None else (previous,), preview, request)
    companion = importer.judge_companion(request, read[1], manifest)
    # The counts may be those in force, and the ranges beside them others.
    if same and (companion is None or _same_rows(active, companion, request)):
        journal.record(settings.store, "inchange", request.who_fr, **_facts(same))
        return ImportResult("unchanged", preview, label, same)
    _refuse_outside(previous, request.territories)
    store.remove_strays(settings.store, manifest)
    candidate = manifest
    if same is None:
        entry = new_entry(request, preview, label, store.digest_rows(preview.rows))
        entry = store.with_rows(settings.store, entry, preview.rows)
        candidate = store.with_import(manifest, entry)
    if companion is not None:
        asked = _of_kind(request, companion.kind_id)
        goes = importer.place(asked, companion, manifest)
        other = new_entry(asked, companion, goes.label_fr, store.digest_rows(companion.rows))
        _refuse_outside(goes.replaced, request.territories)
        other = store.with_rows(settings.store, other, companion.rows)
        candidate = store.with_import(candidate, other)
    accepted = candidate[len(manifest) :]

    def commit() -> None:
        past_cancelling()
        # Nothing changes without a trace: the journal comes first.
        for one in accepted:
            journal.record(settings.store, "import", request.who_fr, **_facts(one))
        store.write_manifest(settings.store, candidate)

    report = _publish(settings, manifest, candidate, commit, on_step)
    remember(settings.local, preview.layout, importer.kind(request.kind_id), preview.choices)
    return replace(
        _result("accepted", preview, request, manifest, importer),
        entry=same or accepted[0],
        build=report,
        companion=companion,
        others=accepted if same else accepted[1:],
    )


def _same_rows(
    entries: Iterable[ImportEntry], preview: Preview, request: ImportRequest
) -> ImportEntry | None:
    """The import that already holds the rows of a file; None when there is none.

    « Unchanged » would tell who tries them the rows of another organisation.
    """
    held = (preview.stores, store.digest_rows(preview.rows))
    same = (entry for entry in entries if (entry.stores, entry.digest) == held)
    return next((entry for entry in same if is_readable(entry, request)), None)


def _ask_confirmation(
    importer: Importer, request: ImportRequest, preview: Preview, manifest: Manifest
) -> None:
    """Ask for what was proposed, and for the values that only the name of a file would lose."""
    asked = to_confirm(preview, importer.kind(request.kind_id))
    result = _result("preview", preview, request, manifest, importer)
    lost = [c.sentence_fr for c in result.changes if c.new_fr is None and _is_file_name(request)]
    if len(lost) > CHANGES_MAX:
        lost[CHANGES_MAX:] = [f"et {len(lost) - CHANGES_MAX} autres"]
    if preview.needs_confirmation or lost:
        raise ConfirmationError(asked, lost, result.other_label_fr)


def _companion(request: ImportRequest, read: Preview) -> ImportRequest | None:
    """The request of what the lines of a file are besides; None when they are nothing else.

    The headers of a list are its own; those of counts say where the clues are.
    """
    asked = request.choices
    if request.kind_id == LINES:
        choices = Choices(sheets=asked.sheets, leaves_hidden=asked.leaves_hidden)
        return replace(_of_kind(request, AGREEMENTS), choices=choices)
    if request.kind_id != COUNTS or not asked.ranges_apart:
        return None
    names = {"territory_id": "territory_id", "period": "period", COUNT: VALUE}
    columns = {match.header: names.get(match.column_id, "") for match in read.matches}
    values = tuple((v.column_id, v.value) for v in read.values if v.value and v.column_id in names)
    choices = replace(
        asked,
        columns=tuple(({name: "" for name, _ in asked.columns} | columns).items()),
        values=values,
        ranges_apart=False,
    )
    return replace(_of_kind(request, CLUES), choices=choices)


def _of_kind(request: ImportRequest, kind_id: str) -> ImportRequest:
    """The same request, of another kind."""
    return replace(request, kind_id=kind_id)


def new_entry(request: ImportRequest, preview: Preview, label_fr: str, digest: str) -> ImportEntry:
    """Line of the history for a file about to be accepted."""
    moment = datetime.now(UTC)
    return ImportEntry(
        # Drawn at random: everybody reads it, and a digest would let small counts be guessed.
        import_id=f"{moment:%Y%m%dT%H%M%S%f}"[:-3] + f"-{preview.stores}-{token_hex(3)}",
        kind_id=preview.kind_id,
        stores=preview.stores,
        label_fr=label_fr,
        file=preview.file,
        sha256=preview.sha256,
        digest=digest,
        rows_n=len(preview.rows),
        territory_ids=tuple(sorted(set(preview.rows["territory_id"].astype(str)))),
        imported_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        imported_by_fr=request.who_fr,
        state="active",
    )


def _result(
    state: Literal["preview", "accepted"],
    preview: Preview,
    request: ImportRequest,
    manifest: Manifest,
    importer: Importer,
) -> ImportResult:
    placed = importer.place(request, preview, manifest)
    result = ImportResult(
        state,
        preview,
        placed.label_fr,
        replaces=placed.replaced,
        changes=importer.changes(request, preview, manifest),
        beside=placed.beside,
        to_confirm=tuple(to_confirm(preview, importer.kind(request.kind_id))),
    )
    return replace(result, other_label_fr=importer.other_label(result, manifest))


def _refuse_outside(entry: ImportEntry | None, territories: frozenset[str] | None) -> None:
    """Refuse to touch an import that covers territories the user has no right over."""
    if entry is None or territories is None or set(entry.territory_ids) <= territories:
        return
    raise ImportStateError(
        f"L’import « {entry.label_fr} » couvre des territoires hors de votre ressort. "
        "Que faire : donner un autre nom à votre jeu, ou s’adresser à un administrateur."
    )


def _record_refusal(settings: Settings, request: ImportRequest, error: EtlError) -> None:
    """Write a refusal in the journal: how many problems, never the content of a cell."""
    problems = error.problems if isinstance(error, RefusedFileError) else ()
    facts: dict[str, Any] = {
        "kind_id": request.kind_id,
        "reason": type(error).__name__,
        "problems_n": len(problems),
        "columns": sorted({problem.column for problem in problems if problem.line})[:20],
    }
    # A full disk may refuse this line too: the refusal is said all the same.
    with suppress(OSError, StoreError):
        journal.record(settings.store, "refus", request.who_fr, **facts)


def _facts(entry: ImportEntry) -> dict[str, Any]:
    names: Sequence[str] = ("import_id", "kind_id", "stores", "label_fr", "sha256", "rows_n")
    return {name: getattr(entry, name) for name in names}
