"""What the commands of the ETL answer with ``--json``: written by the ETL, read by the dashboard.

Nothing of an answer is to be looked for in its French sentences: what a program needs is a field.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, TypeAdapter

from foundation.choices import CountBy
from foundation.days import PARIS
from foundation.faults import file_message

How = Literal["exact", "synonyme", "approchant", "choisi", "valeurs", "retenu"]
Origin = Literal["", "titre", "feuille", "nom", "demande", "retenu"]
ShapeId = Literal[
    "colonnes", "croix", "sections", "entetes", "identite", "recopie", "somme", "conventions"
]
Offer = Literal[
    "fill_down", "leaves_hidden", "several_sheets", "adds_up", "ranges_apart", "of_two_years"
]
State = Literal[
    "preview",
    "accepted",
    "unchanged",
    "confirm",
    "refused",
    "undone",
    "built",
    "exported",
    "read",
    "failed",
]
# What was asked for is done.
DONE: frozenset[State] = frozenset({"accepted", "unchanged", "undone", "built", "exported"})


@dataclass(frozen=True)
class Problem:
    """A cell, a row or a file that is refused, or doubted, and what to do about it.

    ``line`` is 0 and ``column`` empty when the whole file is meant.
    """

    file: str
    sheet: str
    line: int
    column: str
    value: str
    expected_fr: str
    remedy_fr: str

    @property
    def message_fr(self) -> str:
        """The whole sentence, as the page and the command line show it."""
        return file_message(
            self.file,
            self.sheet,
            self.line,
            self.column,
            self.value,
            self.expected_fr,
            self.remedy_fr,
        )


@dataclass(frozen=True)
class SetAside:
    """Lines that are not data (title, total, empty, example), and why they were left out.

    ``line`` is the first of ``lines_n``.
    """

    line: int
    why_fr: str
    text: str
    lines_n: int = 1


@dataclass(frozen=True)
class Match:
    """A header of the file and the column it would fill.

    ``exact`` headers are those of the template; the others are proposals that the user confirms:
    « valeurs » were told by their cells, « retenu » by a file of the same layout. ``score`` is the
    likeness in %, 100 for a declared header.
    """

    header: str
    index: int
    column_id: str
    how: How
    score: int


@dataclass(frozen=True)
class Dropped:
    """A column of the file that is not kept, and why (personal data, or unknown)."""

    header: str
    why_fr: str
    personal: bool


@dataclass(frozen=True)
class Header:
    """One column of the file as its user may choose it: its name, and what it fills.

    ``header`` is what ``Choices.columns`` takes, « (sans en-tête, colonne 3) » without a name.
    ``column_id`` is empty when it fills nothing, ``is_spread`` when it holds one year or one level
    of a wide table. A ``personal`` one cannot be chosen.
    """

    header: str
    index: int
    column_id: str = ""
    how: How | None = None
    is_spread: bool = False
    personal: bool = False


@dataclass(frozen=True)
class FileValue:
    """A value of the whole file, for a column that the file lacks; empty when it is to be given.

    ``type`` is that of the column, ``origin`` where the value was read (« titre », « feuille »,
    « nom » of the file) or who gave it (« demande », « retenu » of a file of the same layout).
    """

    column_id: str
    type: str
    value: str = ""
    origin: Origin = ""


@dataclass(frozen=True)
class Shape:
    """A way the table is laid out, as a French sentence; a file is stored once it is confirmed."""

    shape_id: ShapeId
    sentence_fr: str
    needs_confirmation: bool = True


@dataclass(frozen=True)
class Doctors:
    """Doctors of a list: those read, those counted, and why the others are not, with how many."""

    read_n: int
    counted_n: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class FilePreview:
    """What was read in a file; ``rows`` are the first that would be stored, by column.

    ``lines`` are the first lines of the sheet as text, without personal data, ``headers`` all its
    columns. ``values`` are those of the whole file, proposed, given or to give; ``shapes`` say how
    the table was read, ``offers`` what its user may choose besides. ``count_by`` is what tells the
    doctors of a list apart. ``header_line`` is the last of ``header_lines_n`` joined ones.
    """

    kind_id: str
    stores: str
    file: str
    sha256: str
    sheet: str
    sheets: tuple[str, ...]
    encoding: str
    separator: str
    header_line: int
    read_n: int
    kept_n: int
    refused_n: int
    needs_confirmation: bool
    matches: tuple[Match, ...]
    dropped: tuple[Dropped, ...]
    set_aside: tuple[SetAside, ...]
    refusals: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    rows: tuple[dict[str, Any], ...]
    doctors: Doctors | None = None
    lines: tuple[tuple[str, ...], ...] = ()
    header_lines_n: int = 1
    headers: tuple[Header, ...] = ()
    values: tuple[FileValue, ...] = ()
    shapes: tuple[Shape, ...] = ()
    offers: tuple[Offer, ...] = ()
    count_by: CountBy = ""

    @property
    def lacking(self) -> tuple[FileValue, ...]:
        """Values of the whole file that are to be given."""
        return tuple(value for value in self.values if not value.value)


@dataclass(frozen=True)
class ImportRecord:
    """One import of the history; ``replaces`` is the import whose place it took."""

    import_id: str
    kind_id: str
    stores: str
    label_fr: str
    file: str
    sha256: str
    digest: str
    rows_n: int
    territory_ids: tuple[str, ...]
    imported_at: str
    imported_by_fr: str
    state: Literal["active", "replaced", "undone"]
    replaces: str | None = None


@dataclass(frozen=True)
class BuildRecord:
    """A build that was published: row count of each table, files of older builds removed.

    ``deduced`` names withheld counts that earlier publications give back.
    """

    build_id: str
    file: str
    row_counts: dict[str, int]
    removed: tuple[str, ...]
    deduced: tuple[str, ...] = ()


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal; what an action does not say is empty."""

    at: str
    action: str
    who_fr: str
    import_id: str = ""
    kind_id: str = ""
    label_fr: str = ""
    sha256: str = ""
    rows_n: int = 0
    reason: str = ""
    problems_n: int = 0
    columns: tuple[str, ...] = ()
    undo: bool = False
    stores: str = ""


@dataclass(frozen=True)
class Change:
    """A value in force that a new version would change, or leave without a value.

    ``territory_fr`` and ``measure_fr`` are names to show; ``old_fr`` and ``new_fr`` the values as
    a reader writes them. ``new_fr`` is None when nothing in force would give a value any more.
    """

    territory_id: str
    territory_fr: str
    period: str
    measure_fr: str
    old_fr: str
    new_fr: str | None

    @property
    def sentence_fr(self) -> str:
        """The change as one sentence, as the page and the command line show it."""
        what = f"{self.territory_fr}, {self.period}, « {self.measure_fr} »"
        if self.new_fr is None:
            return f"{what} : {self.old_fr} → n’aurait plus de valeur"
        return f"{what} : {self.old_fr} → {self.new_fr}"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a command; ``message_fr`` says why it was not done."""

    state: State
    message_fr: str = ""

    @property
    def is_done(self) -> bool:
        """Whether what was asked for is done."""
        return self.state in DONE


@dataclass(frozen=True, kw_only=True)
class BuildAnswer(Answer):
    """What came of a build: row count of each table, files of older builds removed.

    ``deduced`` names withheld counts that earlier publications give back.
    """

    build_id: str = ""
    file: str = ""
    row_counts: dict[str, int] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    deduced: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UndoAnswer(Answer):
    """What came of undoing an import."""

    build: BuildRecord | None = None


@dataclass(frozen=True, kw_only=True)
class FileAnswer(Answer):
    """What came of a file that was looked at or imported.

    ``entry`` is its line of the history, ``replaces`` the one whose place it takes. ``sheets`` are
    those between which to choose when several would do. ``proposals`` are the headers to confirm.
    ``companion`` is what the same lines would also bring to a register, ``others`` what they did.
    ``changes`` are the first values of the set replaced that would change, those lost first, and
    ``changes_n`` how many there are; ``lost_n`` of them would have no value any more. ``beside``
    are the sets of the same file name that cover something else: they stay in force.
    ``other_label_fr`` is a name under which nothing would be lost, when something would.
    """

    label_fr: str = ""
    preview: FilePreview | None = None
    refusals: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    entry: Annotated[ImportRecord | None, Field(alias="import")] = None
    replaces: ImportRecord | None = None
    build: BuildRecord | None = None
    companion: FilePreview | None = None
    others: tuple[ImportRecord, ...] = ()
    changes: tuple[Change, ...] = ()
    changes_n: int = 0
    lost_n: int = 0
    beside: tuple[ImportRecord, ...] = ()
    other_label_fr: str = ""


@dataclass(frozen=True)
class KindGuess:
    """A kind that a file may be: ``score`` from 0 to 1, whether it has every column needed.

    ``lacks_date`` says that its user has only a date to give.
    """

    kind_id: str
    score: float
    is_whole: bool
    lacks_date: bool = False


@dataclass(frozen=True, kw_only=True)
class RecognitionAnswer(Answer):
    """Kinds that a file may be, the likeliest first."""

    kinds: tuple[KindGuess, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Answer):
    """Every import, oldest first, and the journal.

    ``pending`` says that an import was accepted but is not served yet.
    """

    imports: tuple[ImportRecord, ...] = ()
    journal: tuple[JournalLine, ...] = ()
    pending: bool = False


@dataclass(frozen=True)
class SourceChange:
    """A value that the file of a source changes: where in French, before and after.

    They are texts of a French reader; ``after_fr`` is empty when the value is gone.
    """

    where_fr: str
    before_fr: str
    after_fr: str = ""


@dataclass(frozen=True)
class SourceOutcome:
    """What came of an official source: published, unchanged, to confirm, failed, or absent.

    ``file`` is relative to the folder of the official files; ``fetched_at`` is a UTC time,
    ``released_on`` the day its publisher gives; both are empty when nothing was read. A source to
    confirm has its reasons, and the first of its ``changes_n`` changed values, the largest first.
    """

    connector_id: str
    title_fr: str
    state: Literal["published", "unchanged", "confirm", "failed", "absent"]
    message_fr: str
    file: str = ""
    sha256: str = ""
    fetched_at: str = ""
    released_on: str = ""
    last_year: int | None = None
    rows_n: int = 0
    reasons_fr: tuple[str, ...] = ()
    changes: tuple[SourceChange, ...] = ()
    changes_n: int = 0


@dataclass(frozen=True)
class SourceState:
    """What came of the last look at an official source.

    ``tried_at`` says when, ``good_at`` when one last went well, empty when none did: both are UTC
    times, ISO.
    """

    outcome: SourceOutcome
    tried_at: str
    good_at: str

    @property
    def connector_id(self) -> str:
        """Name of the source."""
        return self.outcome.connector_id


@dataclass(frozen=True)
class SourceStates:
    """What came of the last look at each official source, as the store keeps it."""

    sources: tuple[SourceState, ...] = ()


@dataclass(frozen=True)
class Advance:
    """What a command does now: a step in French, at which official source.

    Besides, ``received`` of ``size`` bytes of its file (None when the site does not tell), or the
    ``state`` that the source is left in; without a step, when it goes on.
    """

    step: str = ""
    source: str = ""
    received: int = 0
    size: int | None = None
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class RefreshAnswer(Answer):
    """What came of a refresh: each source, and the build when one was published."""

    sources: tuple[SourceOutcome, ...] = ()
    build: BuildRecord | None = None


@dataclass(frozen=True, kw_only=True)
class ExportAnswer(Answer):
    """What came of an export: the build, and the files written."""

    build_id: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceHealth:
    """An official source as it is seen from here.

    ``problem_fr`` is empty when it is reachable and of the expected shape; ``late_fr`` says that a
    new edition was due; ``size`` in bytes, None when the site does not tell.
    """

    connector_id: str
    title_fr: str
    url: str
    file_fr: str
    problem_fr: str = ""
    late_fr: str = ""
    content_type: str = ""
    size: int | None = None
    released_on: str = ""
    columns_fr: str = ""
    published_fr: str = ""


@dataclass(frozen=True, kw_only=True)
class DoctorAnswer(Answer):
    """Each official source as it is seen from here."""

    sources: tuple[SourceHealth, ...] = ()


@dataclass(frozen=True)
class ValueChange:
    """One value before and after, in the unit of its indicator; None where there is none."""

    territory_id: str
    period: str
    source_id: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class IndicatorChanges:
    """What moved of one indicator: how many values, and the largest moves first."""

    indicator_id: str
    added_n: int
    removed_n: int
    changed_n: int
    largest: tuple[ValueChange, ...]

    @property
    def moved_n(self) -> int:
        """All the values that moved."""
        return self.added_n + self.removed_n + self.changed_n


@dataclass(frozen=True, kw_only=True)
class DiffAnswer(Answer):
    """What moved between two builds, the indicators that moved most first."""

    indicators: tuple[IndicatorChanges, ...] = ()


AnswerT = TypeVar("AnswerT", bound=Answer)


def write_answer(answer: Answer) -> str:
    """An answer as one JSON object on one line."""
    return TypeAdapter(type(answer)).dump_json(answer, by_alias=True, fallback=str).decode()


def read_answer(text: bytes, kind: type[AnswerT]) -> AnswerT:
    """Read an answer of a kind; raise ValueError when the text is none."""
    return TypeAdapter(kind).validate_json(text)


def write_states(states: SourceStates) -> bytes:
    """What came of the last look at each official source, as a document of the store."""
    return TypeAdapter(SourceStates).dump_json(states)


def read_states(content: bytes | None) -> SourceStates:
    """Read that document; nothing is known of any source when it is absent or damaged.

    A source whose times cannot be told in words was not written by a refresh: it is not known.
    """
    try:
        states = TypeAdapter(SourceStates).validate_json(content or b"{}")
    except ValueError:
        return SourceStates()
    return SourceStates(tuple(filter(_has_moments, states.sources)))


def _has_moments(state: SourceState) -> bool:
    try:
        for text in filter(None, (state.tried_at, state.good_at)):
            datetime.fromisoformat(text).astimezone(PARIS)
    except (ValueError, OverflowError):
        return False
    return bool(state.tried_at)


def write_advance(advance: Advance) -> str:
    """A step of a command as one JSON object on one line, without what it does not tell."""
    fields = {name: value for name, value in asdict(advance).items() if value}
    return json.dumps(fields, ensure_ascii=False)


def read_advance(line: str) -> Advance | None:
    """Read such a line; None when it is none."""
    try:
        document = json.loads(line)
        return _ADVANCE.validate_python(document) if isinstance(document, dict) else None
    except ValueError:
        return None


_ADVANCE = TypeAdapter(Advance)
