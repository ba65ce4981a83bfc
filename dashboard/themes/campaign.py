"""The call for counts: who may be asked, what an answer decides, what is counted already. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.core.catalog import Catalog
from dashboard.themes.situation import Situations
from foundation.campaign.letters import Outcome
from foundation.campaign.recipients import FACULTY, Recipient, recipients
from models.msu.campaign import Belief, Prospect, after_counts, gain, prospect
from models.registers.register import RegisterEntry
from models.territories.cells import Cells

REGISTER = "sollicitations"
TO_ASK = "a_solliciter"
REFUSED = "refus"
ANSWERED = "repondu"
# What is asked: each département of a faculty, its total, or the count of one département.
DETAIL, TOTAL, DEPARTEMENT = "detail", "total", "departement"
WAYS = (DETAIL, TOTAL, DEPARTEMENT)
# Spread of a logarithm under which a territory is as good as counted.
COUNTED_SD = 0.025
Requests = Mapping[tuple[str, str], RegisterEntry]


@dataclass(frozen=True)
class Outlook:
    """Law of the MSU of the latest national year, against the shares of a target.

    ``names`` are the units of its rows, the départements to decide first; ``situations`` say where
    each département stands now.
    """

    belief: Belief
    names: tuple[str, ...]
    situations: Situations
    target_msu: int

    @cached_property
    def row(self) -> dict[str, int]:
        """Row of each unit."""
        return {name: rank for rank, name in enumerate(self.names)}

    @property
    def departements(self) -> tuple[str, ...]:
        """Territories to decide."""
        return self.names[: len(self.belief.threshold)]

    @cached_property
    def decided(self) -> frozenset[str]:
        """Départements that are counted, or given one side with enough chances."""
        by_id = self.situations.by_id
        return frozenset(name for name, item in by_id.items() if item.is_decided)

    def expected(self, after: Prospect) -> float:
        """Départements decided after some answers, from those that are decided now.

        The Gaussian law decides a few more or less than the draws do: what is added to it counts.
        """
        added = after.decided - prospect(self.belief).decided
        return min(len(self.decided) + added, len(self.departements))

    @property
    def misclassified(self) -> float:
        """Départements expected on the wrong side when each is given its likeliest side."""
        if self.all_counted(self.departements):
            return 0.0
        return prospect(self.belief).misclassified

    def all_counted(self, departements: Iterable[str]) -> bool:
        """Whether some départements all have a count of the year, which no model has to guess."""
        by_id = self.situations.by_id
        return all(item in by_id and by_id[item].is_counted for item in departements)

    def is_counted(self, name: str) -> bool:
        """Whether nothing is left to learn of a territory."""
        rank = self.row[name]
        return bool(self.belief.covariance[rank, rank] < COUNTED_SD**2)

    def rows(self, recipient: Recipient, inside: Collection[str], way: str) -> tuple[int, ...]:
        """Rows that an answer counts; ``inside`` are the whole départements of a faculty.

        The total of a faculty adds to its départements only where it shares one with another.
        """
        own = self.row[recipient.territory_id]
        if recipient.kind != FACULTY or way == TOTAL:
            return (own,)
        wholes = tuple(self.row[item] for item in inside)
        return (*wholes, own) if recipient.pieces else wholes

    def outcome(self, rows: tuple[int, ...]) -> Outcome | None:
        """What an answer decides; None when it decides no département more."""
        before = len(self.decided)
        after = self.expected(prospect(after_counts(self.belief, rows)))
        if round(after) <= before:
            return None
        return Outcome(before, after, self.target_msu)

    def gains(self, rows: tuple[int, ...]) -> dict[str, float]:
        """Chances of being decided that an answer brings to each département."""
        return dict(zip(self.departements, gain(self.belief, rows).tolist(), strict=True))


@dataclass(frozen=True)
class Clue:
    """An imported answer without an exact count: a range, a share of the GPs or a lower bound."""

    period: str
    kind: str
    low_msu: int | None
    high_msu: int | None
    share_pct: float | None
    status: str
    source_id: str
    locator: str


def campaign_recipients(catalog: Catalog) -> dict[str, Recipient]:
    """Faculties and conseils départementaux, by territory."""
    labels = {key: item.label for key, item in catalog.territories.items()}
    links = (
        (departement, subdivision)
        for departement, holders in catalog.subdivisions_of.items()
        for subdivision, _ in holders
    )
    return recipients(labels, links)


def candidates(
    outlook: Outlook, catalog: Catalog, way: str, excluded: Collection[str]
) -> dict[str, tuple[int, ...]]:
    """Rows that each recipient would count, by territory, those that would teach nothing apart."""
    found = {}
    for territory_id, item in campaign_recipients(catalog).items():
        if (item.kind == FACULTY) == (way == DEPARTEMENT) or territory_id in excluded:
            continue
        if outlook.all_counted(catalog.departements_in(territory_id)):
            continue
        inside = catalog.departements_in(territory_id, whole=True)
        rows = outlook.rows(item, inside, way)
        if not all(outlook.is_counted(outlook.names[row]) for row in rows):
            found[territory_id] = rows
    return found


def latest_requests(entries: Iterable[RegisterEntry]) -> Requests:
    """Line of each recipient, by territory and kind; the latest when several were written."""
    lines: dict[tuple[str, str], RegisterEntry] = {}
    for entry in sorted(entries, key=lambda item: (item.date_start or "", item.entry_id)):
        lines[entry.territory_id, str(entry.theme)] = entry
    return lines


def step_of(requests: Requests, territory_id: str, kind: str) -> str:
    """Step of a recipient; one without a line is to be asked."""
    entry = requests.get((territory_id, kind))
    return (entry.step if entry else None) or TO_ASK


def refusing_territories(requests: Requests) -> frozenset[str]:
    """Territories of the recipients who refused, whom nobody asks again."""
    return frozenset(
        territory_id
        for territory_id, kind in requests
        if step_of(requests, territory_id, kind) == REFUSED
    )


def answering_territories(catalog: Catalog, counted: Collection[str], way: str) -> frozenset[str]:
    """Territories of the recipients who gave what is asked, for the latest national year or since.

    ``counted`` are the territories that have such a count. A total does not answer for the
    départements inside it.
    """
    return frozenset(
        territory_id
        for territory_id in campaign_recipients(catalog)
        if (way == TOTAL and territory_id in counted)
        or set(catalog.departements_in(territory_id)) <= set(counted)
    )


def covered_departements(cells: Cells, counted: Collection[str]) -> frozenset[str]:
    """Départements whose MSU are counted: alone, or inside territories that are."""
    inside = set(cells.members([name for name in counted if name in cells.territory_ids]))
    return frozenset(name for name in cells.departement_ids if set(cells.members([name])) <= inside)


@dataclass(frozen=True)
class Progress:
    """How far the campaign is, in a territory.

    ``counted_msu`` of ``msu`` are counted, ``decided_n`` of ``departements_n`` decided; None when
    what decides is not published.
    """

    territory_id: str
    counted_msu: float
    msu: float
    covered_n: int
    decided_n: int | None
    departements_n: int

    @property
    def counted_part(self) -> float:
        """Part of the MSU that are counted, from 0 to 1."""
        return min(self.counted_msu / self.msu, 1.0) if self.msu else 0.0


def progress(
    catalog: Catalog,
    territory_id: str,
    msu: Mapping[str, float],
    counted: Mapping[str, float],
    outlook: Outlook | None,
) -> Progress:
    """Progress of a territory.

    Parameters
    ----------
    msu : MSU of each territory for the latest national year, counted or estimated
    counted : latest count of each territory that has one
    """
    inside = catalog.departements_in(territory_id)
    covered = [item for item in covered_departements(catalog.cells, counted) if item in inside]
    total = sum(counted.get(item, msu.get(item, 0.0)) for item in covered)
    return Progress(
        territory_id,
        total,
        msu.get(territory_id, 0.0),
        len(covered),
        None if outlook is None else sum(item in outlook.decided for item in inside),
        len(inside),
    )
