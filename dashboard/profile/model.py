"""Model of the profile of a territory: each value with its status, interval and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.core.catalog import (
    GAP,
    STATUS_LABELS,
    BuildInfo,
    Indicator,
    Key,
    Source,
    Target,
    Territory,
)
from dashboard.core.formatting import MISSING, interval, number, typography
from dashboard.core.formatting import period as period_in_french
from dashboard.core.names import Name
from dashboard.core.values import Measure
from dashboard.themes.retention import CohortRate, SurveyRate
from dashboard.themes.situation import Situation, gap_interval, gap_words
from dashboard.themes.stages import Balance
from models.comparison.spine import Direction, Spine, Verdict
from models.stages.balance import METHOD_ID as STAGES_METHOD

ESTIMATE_MARK = "est."


@dataclass(frozen=True, kw_only=True)
class ProfileValue(Measure):
    """One value of a profile, in words; ``ask`` says whom to ask when it is missing.

    ``low`` and ``high`` of MSU, of their gap and of their coverage bound them at 95 %,
    ``low80`` and ``high80`` at 80 %; ``situation`` is what they say of the share of the target.
    """

    label: str
    unit: str
    decimals: int
    ask: str = ""
    signed: bool = False
    low80: float | None = None
    high80: float | None = None
    situation: Situation | None = None
    indicator_id: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether it is a number of MSU missing, which is said without sign."""
        return self.indicator_id == GAP

    @property
    def text(self) -> str:
        """The value alone: « 53 », « +12 », « 12 au-dessus », « n. d. »."""
        if self.is_gap and self.value is not None:
            return gap_words(self.value)
        return number(self.value, self.decimals, signed=self.signed)

    @property
    def interval_text(self) -> str:
        """« 18 à 124 »; empty when there is none."""
        return self._bounds(self.low, self.high)

    @property
    def interval_noun(self) -> str:
        """« intervalle », or « bornes » where no level goes with it, as for the stages."""
        return "bornes" if self.method_id == STAGES_METHOD else "intervalle"

    @property
    def likely_text(self) -> str:
        """The interval at 80 %, « 34 à 80 »; empty when there is none."""
        return self._bounds(self.low80, self.high80)

    @property
    def bounds_text(self) -> str:
        """« 80 % : 34 à 80 ; 95 % : 18 à 124 », or the only interval; empty when there is none."""
        if not self.likely_text:
            return self.interval_text
        return typography(f"80 % : {self.likely_text} ; 95 % : {self.interval_text}")

    def _bounds(self, low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return ""
        if self.is_gap:
            return gap_interval(low, high)
        if self.signed:
            ends = (number(end, self.decimals, signed=True) for end in (low, high))
            return " à ".join(ends)
        return interval(low, high, self.decimals)

    @property
    def status_text(self) -> str:
        """« observé », « estimé », …; « non publié » when missing."""
        return STATUS_LABELS.get(self.status or "", "") if self.value is not None else "non publié"

    @property
    def marked_text(self) -> str:
        """« 53 est. » for an estimate, the value alone otherwise."""
        return f"{self.text}\u00a0{ESTIMATE_MARK}" if self.is_estimate else self.text

    @property
    def period_text(self) -> str:
        """« 2024 », « 2022 à 2026 »; empty when the value is missing."""
        return period_in_french(self.period) if self.period and self.value is not None else ""


@dataclass(frozen=True, kw_only=True)
class TrendPoint(Measure):
    """One year of a trend."""

    value: float
    year: int


@dataclass(frozen=True)
class KeyFigure:
    """One of the five figures.

    ``compared`` is the value set beside the nation: a rate of the same thing when the figure
    itself is a count, the figure otherwise. ``verdict`` and ``better`` are those of ``compared``
    against ``nation``; ``finding`` is what the interval of the figure itself allows to say.
    ``words`` are shown in place of the number.
    """

    figure_id: str
    label: str
    indicator_id: str | None
    value: ProfileValue
    compared: ProfileValue
    nation: ProfileValue
    region: ProfileValue | None
    verdict: Verdict | None
    better: bool | None
    rank: str
    finding: str
    trend: tuple[TrendPoint, ...]
    context: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """What is shown first: the words, or the value alone."""
        return self.words or self.value.text

    @property
    def marked_text(self) -> str:
        """What is shown first, « est. » after an estimated number."""
        return self.words or self.value.marked_text

    @property
    def gap_to_nation(self) -> float | None:
        """``compared - nation`` as both are written, so that the reader finds the same."""
        here, nation = self.compared, self.nation
        if here.value is None or nation.value is None:
            return None
        return round(here.value, here.decimals) - round(nation.value, nation.decimals)


@dataclass(frozen=True)
class SpineLine:
    """One row of the spine chart; ``spine`` is None when there is too little to draw.

    ``holder`` is what holds the territory and has the value, « subdivision de Toulouse ».
    """

    indicator_id: str
    label: str
    direction: Direction
    value: ProfileValue
    nation: ProfileValue
    region: ProfileValue | None
    verdict: Verdict | None
    better: bool | None
    spine: Spine | None
    rank: str
    holder: str = ""

    @property
    def direction_text(self) -> str:
        """Which way is better, in words."""
        return DIRECTION_WORDS[self.direction]

    @property
    def verdict_text(self) -> str:
        """« au-dessus de la France », « non départagé de la France »: what the interval allows."""
        if self.value.value is None:
            return MISSING
        return VERDICT_WORDS[self.verdict]

    @property
    def judgement(self) -> str:
        """« mieux », « moins bien », « ni mieux ni moins bien »; empty where nothing is said."""
        if self.verdict not in ("over", "under"):
            return ""
        if self.better is None:
            return NO_JUDGEMENT
        return "mieux" if self.better else "moins bien"

    @property
    def reserved_verdict(self) -> str:
        """The verdict, then the reserve of the value, which travels with it."""
        reserve = self.value.short_reserve
        return f"{self.verdict_text} (réserve : {reserve})" if reserve else self.verdict_text


NO_JUDGEMENT = "ni mieux ni moins bien"
DIRECTION_WORDS: dict[str, str] = {
    "up": "plus, c’est mieux",
    "down": "moins, c’est mieux",
    "none": "ni bien ni mal en soi",
}
VERDICT_WORDS: dict[str | None, str] = {
    "over": "au-dessus de la France",
    "under": "au-dessous de la France",
    "undetermined": "non départagé de la France",
    None: MISSING,
}


@dataclass(frozen=True)
class TargetShare:
    """MSU against the share of one target by one key; ``is_of_view`` when the view has them."""

    target: Target
    key: Key
    share_msu: int
    gap: ProfileValue
    coverage: ProfileValue
    situation: Situation | None
    is_of_view: bool

    @property
    def finding(self) -> str:
        """« probablement sous sa part (9 chances sur 10) », or « n. d. »."""
        return self.situation.detail if self.situation else MISSING


@dataclass(frozen=True)
class StageLine:
    """Stage places of one level, in place-semestres, and MSU to recruit."""

    level_id: str
    label: str
    need: ProfileValue
    offer: ProfileValue
    balance: ProfileValue
    recruit: ProfileValue
    tension: ProfileValue
    finding: str
    raw: Balance


@dataclass(frozen=True)
class PeerRow:
    """One territory beside the others; ``part`` says when only a part of it belongs here."""

    territory_id: str
    label: str
    is_self: bool
    part: str
    values: tuple[ProfileValue, ...]
    situation: Situation | None = None

    def value(self, indicator_id: str) -> ProfileValue:
        """Value of one of the indicators of the table."""
        return next(item for item in self.values if item.indicator_id == indicator_id)

    @property
    def name(self) -> str:
        """Its label, and which part of it belongs here."""
        return f"{self.label} ({self.part})" if self.part else self.label


@dataclass(frozen=True)
class Peers:
    """Neighbours of a département, or the départements of a larger territory.

    ``indicators`` head the ``values`` of each row, in the same order.
    """

    title: str
    level: str
    indicators: tuple[Indicator, ...]
    rows: tuple[PeerRow, ...]
    note: str


@dataclass(frozen=True)
class ProfileTable:
    """Any other table, ready to show: texts in French typography, one source id per citation."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordedInitiative:
    """One initiative that concerns the territory; ``is_own`` when it lies within it."""

    title: str
    place: str
    theme: str
    step: str
    year: str
    reserve: str
    is_own: bool
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class Initiatives:
    """Initiatives recorded for the territory, not those that exist.

    ``themes`` counts by theme what holds here, more widely, and for the nation; ``items`` are
    those of the territory, then the wider ones; ``values`` are the three totals, None where
    nothing is recorded; ``census`` is the first sentence of the note of the register.
    """

    finding: str
    note: str
    census: str
    themes: ProfileTable
    items: tuple[RecordedInitiative, ...]
    values: tuple[ProfileValue, ...]

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the initiatives."""
        return tuple(dict.fromkeys(item.source_id for item in self.items))


@dataclass(frozen=True)
class FollowedRegister:
    """Lines of a register in the territory; texts say « moins de 5 » where a number is withheld.

    ``values`` are the same numbers, None where withheld; ``steps`` pairs a label and a text;
    ``is_partial`` when a number is withheld.
    """

    label: str
    total: str
    steps: tuple[tuple[str, str], ...]
    due: str
    late: str
    status: str
    source_ids: tuple[str, ...]
    values: tuple[ProfileValue, ...]
    is_partial: bool


@dataclass(frozen=True)
class Question:
    """A question a council could put, why, and to whom."""

    question_id: str
    text: str
    why: str
    ask: str


@dataclass(frozen=True)
class CitedSource:
    """A source the profile cites, by its number in order of appearance."""

    number: int
    source: Source


@dataclass(frozen=True)
class Profile:
    """A territory, for the page « Fiche territoire » and for its documents."""

    territory: Territory
    name: Name
    region: Territory | None
    title: str
    headline: str
    build: BuildInfo
    parameters: Mapping[str, str]
    year: int
    target: Target
    key: Key
    share_msu: int | None
    situation: Situation | None
    stage_year: int
    sentences: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    spine: tuple[SpineLine, ...]
    targets: tuple[TargetShare, ...]
    stages: tuple[StageLine, ...]
    retention: tuple[ProfileTable, ...]
    rate: CohortRate | None
    installations: tuple[ProfileTable, ...]
    peers: Peers
    questions: tuple[Question, ...]
    caveats: tuple[str, ...]
    sources: tuple[CitedSource, ...]
    statuses: tuple[str, ...]
    # What the retention tables are made of, as values: (here, France), then the cohorts.
    practice: tuple[tuple[ProfileValue, ProfileValue], ...] = ()
    rates: tuple[CohortRate, ...] = ()
    # The official series, (here, France); empty before a refresh.
    official: tuple[tuple[ProfileValue, ProfileValue], ...] = ()
    surveys: tuple[SurveyRate, ...] = ()
    initiatives: Initiatives | None = None
    registers: tuple[FollowedRegister, ...] = ()
    actions: ProfileTable | None = None

    @property
    def is_demo(self) -> bool:
        """Whether the figures are fictitious: every page and file must say so."""
        return self.build.is_demo

    def figure(self, figure_id: str) -> KeyFigure:
        """Key figure by its identifier: msu, manque, stages, fidelisation, densite."""
        return next(item for item in self.key_figures if item.figure_id == figure_id)

    def number_of(self, source_id: str) -> int | None:
        """Number of a source in the list of those cited; None when it is not cited."""
        return next(
            (item.number for item in self.sources if item.source.source_id == source_id), None
        )
