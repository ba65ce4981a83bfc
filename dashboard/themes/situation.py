"""Where territories stand against their share of a target: verdicts, chances, sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import COVERAGE, GAP, LEVEL_NOUNS, MSU, Noun
from dashboard.core.formatting import interval, number, plural, typography
from models.msu.decision import DECIDED_VERDICTS, Verdict, expected_errors, is_within_rounding

# From the most pressing to the most at ease: the order of legends and tables.
ORDER: tuple[Verdict, ...] = (
    "counted_below",
    "probably_below",
    "rather_below",
    "undecided",
    "rather_above",
    "probably_above",
    "counted_above",
)
BELOW: tuple[Verdict, ...] = ("counted_below", "probably_below", "rather_below")
VERDICT_WORDS: Mapping[Verdict, str] = {
    "counted_below": "compté, sous sa part",
    "probably_below": "probablement sous sa part",
    "rather_below": "plutôt sous sa part",
    "undecided": "indécis",
    "rather_above": "plutôt au-dessus de sa part",
    "probably_above": "probablement au-dessus de sa part",
    "counted_above": "compté, part atteinte",
}
# In a column or a list that is headed « face à sa part ».
SHORT_WORDS: Mapping[Verdict, str] = {
    "counted_below": "compté, sous",
    "probably_below": "probablement sous",
    "rather_below": "plutôt sous",
    "undecided": "indécis",
    "rather_above": "plutôt au-dessus",
    "probably_above": "probablement au-dessus",
    "counted_above": "compté, part atteinte",
}
ROUNDING_WORDS = " à l’arrondi près"
# Past this number, counts of a year are counted rather than listed.
LISTED_COUNTS = 3
# A probability is read from percentiles: none is nearer to 0 or to 1.
NEARLY_SURE = 0.95
# How near a whole number of expected errors is « environ ».
ABOUT = 0.15


@dataclass(frozen=True)
class Situation:
    """One territory against its share: counted, or estimated with a probability.

    ``low80`` and ``high80`` bound its MSU at 80 %, ``low95`` and ``high95`` at 95 %; all are
    ``msu`` where it is counted, and ``p_below`` is then None. ``share`` is in MSU. ``later`` says
    what was counted after that year, when something was; ``period`` is the year of ``msu``.
    """

    territory_id: str
    verdict_id: Verdict
    p_below: float | None
    msu: float
    low80: float
    high80: float
    low95: float
    high95: float
    share: int
    status: str
    later: str = ""
    period: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether it is a fact, without probability."""
        return self.p_below is None

    @property
    def is_decided(self) -> bool:
        """Whether it is named on one side, by a count or by four chances in five."""
        return self.is_counted or self.verdict_id in DECIDED_VERDICTS

    @property
    def is_to_the_rounding(self) -> bool:
        """Whether it is counted one below its share, which its rounding explains."""
        return self.is_counted and is_within_rounding(self.msu, self.share)

    @property
    def words(self) -> str:
        """« probablement sous sa part », « compté, part atteinte à l’arrondi près »."""
        return VERDICT_WORDS[self.verdict_id] + self._rounding

    @property
    def _rounding(self) -> str:
        return ROUNDING_WORDS if self.is_to_the_rounding else ""

    @property
    def chances(self) -> str:
        """« 9 chances sur 10 » of what the verdict says; empty where it says nothing or counts."""
        if self.p_below is None:
            return ""
        if self.verdict_id == "undecided":
            return f"{number(nearest_tenth(self.p_below))} chances sur 10 d’être sous sa part"
        return chances(max(self.p_below, 1 - self.p_below))

    @property
    def detail(self) -> str:
        """« probablement sous sa part (9 chances sur 10) »."""
        return f"{self.words} ({self.chances})" if self.chances else self.words

    @property
    def short(self) -> str:
        """« probablement sous (9 chances sur 10) », under a header that says « face à sa part »."""
        return f"{self.short_words} ({self.chances})" if self.chances else self.short_words

    @property
    def short_words(self) -> str:
        """« probablement sous »."""
        return SHORT_WORDS[self.verdict_id] + self._rounding

    @property
    def label(self) -> str:
        """« ↓ 9/10 » below, « ↑ 9/10 » above, for a place on a map; « compté », « indécis »."""
        if self.p_below is None:
            return "compté"
        side = _side(self)
        if not side:
            return SHORT_WORDS[self.verdict_id]
        tenths = _tenths(max(self.p_below, 1 - self.p_below))
        return f"{'↓' if side == 'below' else '↑'} {number(min(tenths, 9))}/10"

    @property
    def missing(self) -> str:
        """« il manquerait 12 à 40 MSU sur 62 », never with a minus sign."""
        if self.is_counted:
            return missing_counted(self.msu, self.share)
        return missing_between(*self.gap80, self.share)

    @property
    def gap80(self) -> tuple[float, float]:
        """Bounds of what is missing at 80 %, in MSU; negative above the share."""
        return self.share - self.high80, self.share - self.low80

    @property
    def gap95(self) -> tuple[float, float]:
        """Bounds of what is missing at 95 %, in MSU; negative above the share."""
        return self.share - self.high95, self.share - self.low95

    def bounds(self, indicator_id: str) -> tuple[float, float] | None:
        """Interval at 80 % of the MSU, of the gap or of the coverage.

        None where counted, for another indicator, and for the coverage of an empty share.
        """
        if self.is_counted:
            return None
        if indicator_id == MSU:
            return self.low80, self.high80
        if indicator_id == GAP:
            return self.gap80
        if indicator_id == COVERAGE and self.share:
            return 100 * self.low80 / self.share, 100 * self.high80 / self.share
        return None


@dataclass(frozen=True)
class Situations:
    """Situations of the territories of one level that have MSU, in the order of the level.

    ``ids`` are all those of the level.
    """

    level: str
    ids: tuple[str, ...]
    by_id: Mapping[str, Situation]

    def of(self, *verdicts: Verdict) -> tuple[Situation, ...]:
        """Situations of some verdicts, the surest first."""
        some = [item for item in self.by_id.values() if item.verdict_id in verdicts]
        return tuple(sorted(some, key=_surest_first))

    def count(self, *verdicts: Verdict) -> int:
        """How many territories have one of these verdicts."""
        return sum(item.verdict_id in verdicts for item in self.by_id.values())

    def among(self, ids: Sequence[str]) -> Situations:
        """Situations of some territories of the level."""
        some = {item: self.by_id[item] for item in ids if item in self.by_id}
        return Situations(self.level, tuple(ids), some)

    @property
    def everywhere(self) -> bool:
        """Whether every territory of the level has MSU."""
        return len(self.by_id) == len(self.ids)

    @property
    def named(self) -> int:
        """Estimated territories named on one side."""
        return self.count(*DECIDED_VERDICTS)

    @property
    def decided(self) -> int:
        """Territories counted, or named on one side."""
        return sum(item.is_decided for item in self.by_id.values())

    def errors(self, *verdicts: Verdict) -> float:
        """Errors expected among the territories named, those of some verdicts or all."""
        some = verdicts or DECIDED_VERDICTS
        return expected_errors(
            item.p_below
            for item in self.by_id.values()
            if item.p_below is not None and item.verdict_id in some
        )


def _surest_first(item: Situation) -> tuple[float, str]:
    distance = 1.0 if item.p_below is None else abs(item.p_below - 0.5)
    return -distance, item.territory_id


def chances(probability: float) -> str:
    """« 9 chances sur 10 »; never 10, as an estimate is never sure."""
    if probability >= NEARLY_SURE:
        return "plus de 9 chances sur 10"
    return f"{number(_tenths(probability))} chances sur 10"


def nearest_tenth(probability: float) -> int:
    """Tenth of a probability that claims no side: the nearest, as tables write it.

    0.59 is 5: six chances would be those of a class that claims one.
    """
    return min(5, round(10 * probability))


def _tenths(probability: float) -> int:
    """Whole tenths reached: 0.77 is 7, so that the words and the number never disagree."""
    return int(10 * probability + 1e-9)


def missing_counted(msu: float, share: int) -> str:
    """What a counted territory lacks: a fact."""
    gap = round(share - msu)
    if is_within_rounding(msu, share):
        return f"à {number(gap)} MSU de sa part ({number(share)}), qui est arrondie"
    if gap > 0:
        return f"il manque {number(gap)} MSU sur {number(share)}"
    if gap < 0:
        return f"{number(-gap)} MSU au-dessus de sa part ({number(share)})"
    return f"sa part ({number(share)} MSU) est exactement atteinte"


def missing_between(low: float, high: float, share: int) -> str:
    """What an estimated territory would lack, between two bounds; none is written negative."""
    part = f"sur {number(share)}"
    if low > 0:
        return f"il manquerait {interval(low, high)} MSU {part}"
    if high <= 0:
        over = f"{number(-high)} à {number(-low)}" if high < 0 else f"jusqu’à {number(-low)}"
        return f"{over} MSU au-dessus de sa part ({number(share)})"
    if low == 0:
        return f"il manquerait jusqu’à {number(high)} MSU {part}"
    return f"de {number(-low)} MSU au-dessus à {plural(round(high), 'manquant')} {part}"


def later_count(msu: float, period_fr: str) -> str:
    """« compté 190 MSU en 2026 »: a count dated after the year that is shown."""
    return typography(f"compté {number(msu)} MSU {period_fr}")


def gap_words(gap: float) -> str:
    """« 12 manquants », « 12 au-dessus », « part atteinte »: a gap in MSU without sign."""
    whole = round(gap)
    if whole > 0:
        return plural(whole, "manquant")
    return f"{number(-whole)} au-dessus" if whole < 0 else "part atteinte"


def gap_interval(low: float, high: float) -> str:
    """« 12 à 40 manquants », « 24 au-dessus à 12 manquants »: bounds of a gap without sign."""
    first, last = round(low), round(high)
    if first >= 0:
        return f"{number(first)} à {plural(last, 'manquant')}"
    if last <= 0:
        return f"{number(-last)} à {number(-first)} au-dessus"
    return f"{number(-first)} au-dessus à {plural(last, 'manquant')}"


def headline(situations: Situations, target_msu: int, year: int) -> str:
    """Finding of the map in one sentence: how many are named below, how many above."""
    clause = situation_clause(situations, target_msu, year)
    return f"{clause[0].upper()}{clause[1:]}"


def situation_clause(situations: Situations, target_msu: int, year: int) -> str:
    """The finding without capital or full stop; see ``headline``."""
    noun = LEVEL_NOUNS[situations.level]
    total = len(situations.by_id)
    if total == 0:
        return f"aucun comptage de MSU publié par {noun.one}"
    below, above = (
        situations.count(f"probably_{side}", f"counted_{side}")  # type: ignore[arg-type]
        for side in ("below", "above")
    )
    share = f"part de la cible de {number(target_msu)} MSU"
    of_all = number(total) if situations.everywhere else _counted_total(total, noun)
    surely = "probablement " if situations.named else ""
    verb, whose = ("sont", "leur") if below > 1 else ("est" if below else "n’est", "sa")
    first = f"{counted(below, noun)} sur {of_all} {verb} {surely}sous {whose} {share}"
    others = number(above) if above else f"aucun{'e' if noun.feminine else ''}"
    when = _when(situations, year)
    return typography(f"{when}, {first} ; {others} {surely}au-dessus{_facts(situations)}")


def _when(situations: Situations, year: int) -> str:
    """« en 2026 », or « en 2024 ou 2026 (dernière valeur connue) » where years are mixed."""
    years = sorted({item.period for item in situations.by_id.values()} - {""})
    if len(years) < 2:
        return f"en {years[0] if years else year}"
    return f"en {' ou '.join(years)} (dernière valeur connue)"


def local_counts_sentence(
    level: str, year: int, names: Mapping[str, str], situations: Situations
) -> str:
    """What the counts of a year without national count change; empty when there is none.

    ``names`` are those of the territories with their article (« la Creuse »), by identifier.
    """
    counted_here = [
        item for item in situations.by_id.values() if item.is_counted and item.period == str(year)
    ]
    if not counted_here or len(counted_here) == len(situations.by_id):
        return ""
    noun = LEVEL_NOUNS[level]
    older = max(item.period for item in situations.by_id.values() if item.period != str(year))
    others = f"Les autres {noun.many} gardent leur valeur de {older}."
    if len(counted_here) > LISTED_COUNTS:
        count = plural(len(counted_here), noun.one, noun.many)
        below = sum(item.verdict_id == "counted_below" for item in counted_here)
        agreed = "comptées" if noun.feminine else "comptés"
        under = f"dont {number(below)} sous leur part" if below else "aucun sous sa part"
        return typography(f"En {year}, {count} {agreed} localement, {under}. {others}")
    told = " ; ".join(f"{names[item.territory_id]}, {_count_told(item)}" for item in counted_here)
    only = "seul comptage" if len(counted_here) == 1 else "seuls comptages"
    return typography(f"En {year}, {only} : {told}. {others}")


def _count_told(item: Situation) -> str:
    """« 16 MSU, à 1 MSU de sa part (17), qui est arrondie »."""
    return f"{number(item.msu)} MSU, {item.missing}"


def _facts(situations: Situations) -> str:
    """« (dont 3 comptés) », where some territories named are counted."""
    facts = situations.count("counted_below", "counted_above")
    if not facts or not situations.named:
        return ""
    feminine = LEVEL_NOUNS[situations.level].feminine
    return f" (dont {plural(facts, 'compté' + 'e' * feminine, 'compté' + 'e' * feminine + 's')})"


def _counted_total(total: int, noun: Noun) -> str:
    agreed = f"compté{'e' if noun.feminine else ''}{'s' if total > 1 else ''}"
    return f"{number(total)} {agreed}"


def certainty(situations: Situations) -> str:
    """How many errors to expect among those named, and how many are not."""
    return " ".join(text for text in (errors_sentence(situations), _waiting(situations)) if text)


def _waiting(situations: Situations) -> str:
    noun = LEVEL_NOUNS[situations.level]
    left = len(situations.by_id) - situations.decided
    if left == 0:
        return ""
    verb = "restent" if left > 1 else "reste"
    return typography(f"{counted(left, noun)} {verb} à départager : un comptage local trancherait.")


def errors_sentence(situations: Situations) -> str:
    """How many errors to expect among the territories named; empty when none is."""
    if situations.named == 0:
        return ""
    noun = LEVEL_NOUNS[situations.level]
    named = plural(situations.named, f"{noun.one} ainsi nommé", f"{noun.many} ainsi nommés")
    if noun.feminine:
        named = plural(situations.named, f"{noun.one} ainsi nommée", f"{noun.many} ainsi nommées")
    return typography(f"Parmi les {named}, {errors_text(situations.errors())}.")


def errors_text(errors: float) -> str:
    """« 4 à 5 erreurs sont attendues », from the expected number."""
    low = int(errors)
    # An expected number bounds nothing: 0.7 is not « one at most ».
    if errors < 1 - ABOUT:
        return "moins d’une erreur est attendue"
    if abs(errors - round(errors)) < ABOUT:
        count = round(errors)
        return f"environ {plural(count, 'erreur est attendue', 'erreurs sont attendues')}"
    return f"{number(low)} à {number(low + 1)} erreurs sont attendues"


def counted(count: int, noun: Noun) -> str:
    """« aucun département », « 1 département », « 12 départements »."""
    return noun.no_one if count == 0 else plural(count, noun.one, noun.many)


def answer_clause(situation: Situation, neighbours: Sequence[Situation]) -> str:
    """What is said of a territory: verdict, chances, what is missing, its neighbours."""
    parts = [situation.detail, situation.missing]
    if neighbours and situation.verdict_id != "undecided":
        parts.append(_same_case(situation, neighbours))
    if situation.later:
        parts.append(f"{situation.later}, ce dont l’estimation tient compte")
    elif not situation.is_counted:
        parts.append("un comptage local trancherait")
    return typography(" ; ".join(parts))


def neighbours_sentence(situation: Situation, neighbours: Sequence[Situation]) -> str:
    """How many neighbours stand on either side of their share, or like the territory."""
    if situation.verdict_id != "undecided":
        clause = _same_case(situation, neighbours)
        return typography(f"{clause[0].upper()}{clause[1:]}.")
    below = sum(_case(item) == "probably_below" for item in neighbours)
    above = sum(_case(item) == "probably_above" for item in neighbours)
    return typography(
        f"Voisins (sur {number(len(neighbours))}) : {number(below)} probablement sous leur part, "
        f"{number(above)} probablement au-dessus."
    )


def _same_case(situation: Situation, neighbours: Sequence[Situation]) -> str:
    same = sum(_case(item) == _case(situation) for item in neighbours)
    some = plural(same, "voisin est", "voisins sont") if same else "aucun voisin n’est"
    return f"{some} dans le même cas (sur {number(len(neighbours))})"


def _side(item: Situation) -> str:
    if item.verdict_id in BELOW:
        return "below"
    return "" if item.verdict_id == "undecided" else "above"


def _case(item: Situation) -> str:
    """What a neighbour has in common: the class, a count being as good as « probably »."""
    return item.verdict_id.replace("counted", "probably")
