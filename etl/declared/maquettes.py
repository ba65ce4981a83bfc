"""``data/maquettes.yml``: what each text asks of a cohort, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, FiniteFloat

from etl.declared.entries import Entry, Slug, SourceId, Text, load_entries
from etl.errors import RegisterError

REGISTER = "maquettes.yml"
StageLevel = Literal["N1", "SASPAS", "SF", "SE", "SFE", "DJ", "2C"]


class Stage(Entry):
    """One stage of a maquette: when it falls, how long it lasts, how much of it is in ville."""

    level: StageLevel
    year: int = Field(ge=1)
    semesters: FiniteFloat | None = Field(default=None, gt=0)
    weeks: int | None = Field(default=None, gt=0)
    share: FiniteFloat = Field(ge=0, le=1)
    share_low: FiniteFloat = Field(ge=0, le=1)
    share_high: FiniteFloat = Field(ge=0, le=1)
    status: Literal["source", "hypothese"]
    basis_fr: Text


class MaquetteEntry(Entry):
    """The stages that one text asks of the cohorts entered from a given year on."""

    maquette_id: Slug = Field(alias="id")
    label_fr: Text
    cycle: Literal[2, 3]
    source_id: SourceId
    from_cohort: int = Field(ge=1990, le=2100)
    years: int = Field(ge=1)
    stages: tuple[Stage, ...] = Field(strict=False)


def load_maquettes(folder: Path, source_ids: Iterable[str]) -> tuple[MaquetteEntry, ...]:
    """Read the maquettes of ``folder`` (a ``data`` folder), in the order of their first cohort.

    Raises
    ------
    RegisterError
        When an entry is not what it should be, or cites a source that is not declared.
    """
    path = folder / REGISTER
    entries = load_entries(path, MaquetteEntry, lambda item: item.maquette_id)
    known = set(source_ids)
    for entry in entries:
        if problem := _problem(entry, known):
            raise RegisterError(str(path), entry.maquette_id, *problem)
    _refuse_twins(path, entries)
    return tuple(sorted(entries, key=lambda item: (-item.cycle, item.from_cohort)))


def _problem(entry: MaquetteEntry, known: set[str]) -> tuple[str, str] | None:
    """Field at fault and what is wrong with it, in French."""
    if entry.source_id not in known:
        return (
            "source_id",
            f"valeur lue « {entry.source_id} » ; un identifiant déclaré dans sources.yml "
            "est attendu.",
        )
    levels = [stage.level for stage in entry.stages]
    if not levels or len(set(levels)) != len(levels):
        return "stages", f"niveaux lus : {', '.join(levels)} ; chaque niveau une fois est attendu."
    for rank, stage in enumerate(entry.stages):
        if problem := _stage_problem(stage, entry):
            field, sentence = problem
            return f"stages.{rank}.{field}", sentence
    return None


def _stage_problem(stage: Stage, entry: MaquetteEntry) -> tuple[str, str] | None:
    unit = "weeks" if entry.cycle == 2 else "semesters"
    if (stage.weeks is None) == (stage.semesters is None) or getattr(stage, unit) is None:
        return (
            unit,
            "durée absente ou en double ; « semesters » est attendu pour le 3e cycle, « weeks » "
            "pour le 2e.",
        )
    if (stage.level == "2C") != (entry.cycle == 2):
        return "level", f"valeur lue « {stage.level} » ; un niveau du cycle {entry.cycle} attendu."
    if stage.year > entry.years:
        return (
            "year",
            f"valeur lue « {stage.year} » ; un rang d’année de 1 à {entry.years} est attendu.",
        )
    if not stage.share_low <= stage.share <= stage.share_high:
        return (
            "share",
            f"valeur lue « {stage.share:g} » ; une part entre share_low ({stage.share_low:g}) et "
            f"share_high ({stage.share_high:g}) est attendue.",
        )
    return None


def _refuse_twins(path: Path, entries: Iterable[MaquetteEntry]) -> None:
    seen: dict[tuple[int, int], str] = {}
    for entry in entries:
        key = (entry.cycle, entry.from_cohort)
        if key in seen:
            raise RegisterError(
                str(path),
                entry.maquette_id,
                "from_cohort",
                f"valeur lue « {entry.from_cohort} », déjà celle de « {seen[key]} » ; une seule "
                "maquette par cycle et promotion de départ est attendue.",
            )
        seen[key] = entry.maquette_id
