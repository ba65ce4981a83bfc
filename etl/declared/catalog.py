"""The registers of ``data/*.yml``: typed, frozen, checked when they are read.

A register is a YAML list of entries. Sources, indicators, targets and keys carry an ``id``;
here it takes the name it has in the warehouse (``source_id``, ``indicator_id``…).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, StringConstraints, model_validator

from etl.declared.domains import DomainId
from etl.declared.entries import Entry, Slug, SourceId, Text, load_entries
from etl.errors import RegisterError
from foundation.faults import quoted

IsoDate = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]


class Source(Entry):
    """A document or data set that figures are read from: publisher first, deposit second."""

    source_id: SourceId = Field(alias="id")
    title: Text
    publisher: Text
    deposit: Text | None = None
    url: Address | None
    licence: Literal["Licence Ouverte 2.0", "citation", "inconnue"]
    published: IsoDate | None
    period: Text | None
    kind: Literal["official", "survey", "press", "parliament", "research", "computation"]
    note: Text | None = None


class Indicator(Entry):
    """What an indicator counts, in which unit, and what it does not say."""

    indicator_id: Slug = Field(alias="id")
    label_fr: Text
    short_fr: Text
    definition_fr: Text
    unit_fr: Text
    decimals: int = Field(ge=0, le=3)
    domain: DomainId | None = None
    direction: Literal["up", "down", "none"]
    additive: bool
    theme: Slug
    caveat_fr: Text
    source_ids: tuple[SourceId, ...] = Field(default=(), strict=False)
    publishes: Literal["figures", "computed", "imported"]
    map: bool

    @model_validator(mode="after")
    def _read_within_a_domain(self) -> Self:
        """Values that are computed follow from the others: only those that are read need one."""
        if self.domain is None and self.publishes != "computed":
            raise ValueError("domain")
        return self


class Target(Entry):
    """A national number of MSU set or claimed for a horizon."""

    target_id: Slug = Field(alias="id")
    label_fr: Text
    value_msu: int = Field(gt=0)
    horizon: Text
    scope_fr: Text
    source_id: SourceId
    note_fr: Text | None = None
    default: bool


class Key(Entry):
    """A rule that shares a national target between départements."""

    key_id: Slug = Field(alias="id")
    label_fr: Text
    definition_fr: Text
    numerator: Slug
    caveat_fr: Text


class GlossaryTerm(Entry):
    """A term of the field and its definition."""

    term: Text
    definition_fr: Text


class Unpublished(Entry):
    """Something users look for that is not published, and whom to ask."""

    topic_fr: Text
    grain_fr: Text
    why_fr: Text
    ask_fr: Text


class KnownGap(Entry):
    """A published total that differs from the sum of its published parts."""

    indicator_id: Slug
    period: Text
    level: Literal["region", "departement", "subdivision"]
    published_value: FiniteFloat
    summed_value: FiniteFloat
    reason_fr: Text


@dataclass(frozen=True)
class Registers:
    """Every register of one ``data`` folder."""

    sources: tuple[Source, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    keys: tuple[Key, ...]
    glossary: tuple[GlossaryTerm, ...]
    unpublished: tuple[Unpublished, ...]
    known_gaps: tuple[KnownGap, ...]


def load_registers(folder: Path) -> Registers:
    """Read every register of ``folder`` and check that they agree with each other.

    Raises
    ------
    RegisterError
        At the first fault; the message names the file, the entry and the field.
    """
    registers = Registers(
        sources=load_sources(folder / "sources.yml"),
        indicators=load_indicators(folder / "indicators.yml"),
        targets=load_targets(folder / "targets.yml"),
        keys=load_keys(folder / "keys.yml"),
        glossary=load_glossary(folder / "glossaire.yml"),
        unpublished=load_unpublished(folder / "non_publie.yml"),
        known_gaps=load_known_gaps(folder / "known_gaps.yml"),
    )
    _check_references(folder, registers)
    return registers


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read ``sources.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Source, lambda item: item.source_id)


def load_indicators(path: Path) -> tuple[Indicator, ...]:
    """Read ``indicators.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Indicator, lambda item: item.indicator_id)


def load_targets(path: Path) -> tuple[Target, ...]:
    """Read ``targets.yml``: exactly one target is the default; raise RegisterError otherwise."""
    targets = load_entries(path, Target, lambda item: item.target_id)
    chosen = [target.target_id for target in targets if target.default]
    if len(chosen) != 1:
        raise RegisterError(
            str(path),
            ", ".join(chosen),
            "default",
            f"{len(chosen)} objectif(s) par défaut ; un seul est attendu.",
        )
    return targets


def load_keys(path: Path) -> tuple[Key, ...]:
    """Read ``keys.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Key, lambda item: item.key_id)


def load_glossary(path: Path) -> tuple[GlossaryTerm, ...]:
    """Read ``glossaire.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, GlossaryTerm, lambda item: item.term)


def load_unpublished(path: Path) -> tuple[Unpublished, ...]:
    """Read ``non_publie.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Unpublished, lambda item: item.topic_fr)


def load_known_gaps(path: Path) -> tuple[KnownGap, ...]:
    """Read ``known_gaps.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, KnownGap, lambda item: (item.indicator_id, item.period, item.level))


def _check_references(folder: Path, registers: Registers) -> None:
    sources = {source.source_id for source in registers.sources}
    indicators = {indicator.indicator_id for indicator in registers.indicators}
    for indicator in registers.indicators:
        for source_id in indicator.source_ids:
            _check_known(
                folder / "indicators.yml", indicator.indicator_id, "source_ids", source_id, sources
            )
    for target in registers.targets:
        _check_known(
            folder / "targets.yml", target.target_id, "source_id", target.source_id, sources
        )
    for key in registers.keys:
        _check_known(folder / "keys.yml", key.key_id, "numerator", key.numerator, indicators)
    for gap in registers.known_gaps:
        _check_known(
            folder / "known_gaps.yml",
            f"{gap.indicator_id} {gap.period}",
            "indicator_id",
            gap.indicator_id,
            indicators,
        )


def _check_known(path: Path, entry: str, field: str, value: str, known: set[str]) -> None:
    if value not in known:
        register = "indicators.yml" if field in ("numerator", "indicator_id") else "sources.yml"
        raise RegisterError(
            str(path),
            entry,
            field,
            f"valeur lue {quoted(value)} ; un identifiant déclaré dans {register} est attendu.",
        )
