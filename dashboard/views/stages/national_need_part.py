"""Where the calculation of the national need starts from, and how its steps are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.core.formatting import number
from dashboard.queries.series import SeriesPoint
from models.msu.national_need import NationalNeed, NeedHypotheses


@dataclass(frozen=True)
class NeedField:
    """One hypothesis: its name in the model, what it is called, its bounds and its step."""

    name: str
    label_fr: str
    low: float
    high: float
    step: float
    decimals: int = 0


FIELDS = (
    NeedField("interns_n", "Internes de médecine générale", 0, 50_000, 100),
    NeedField("ambulatory_semesters", "Semestres en ville", 0, 10, 0.5, 1),
    NeedField("maquette_semesters", "Semestres de la maquette", 1, 10, 1),
    NeedField("msu_per_post", "MSU par poste d’interne", 0.1, 10, 0.1, 1),
    NeedField("posts_per_msu", "Internes à la fois par MSU", 0.1, 10, 0.1, 1),
    NeedField("students_n", "Externes par promotion", 0, 50_000, 100),
    NeedField("weeks_per_student", "Semaines de stage par externe", 0, 52, 1),
    NeedField("weeks_per_msu", "Semaines par MSU et par an", 1, 52, 1),
    NeedField("both_msu", "MSU faisant les deux", 0, 50_000, 100),
    NeedField("reserve_pct", "Réserve (%)", 0, 100, 1),
)
# One combination among others that comes back to the order of magnitude of 2010.
OF_2010 = NeedHypotheses(9_000, 2, 6, 2.5, 1, 8_000, 6, 24, 500, 0)


def latest_hypotheses(
    registered: Sequence[SeriesPoint], done: Sequence[SeriesPoint], share: Sequence[SeriesPoint]
) -> NeedHypotheses:
    """Start from the latest published headcounts; the other hypotheses are those of 2010.

    Parameters
    ----------
    registered : interns registered in the DES, oldest first
    done, share : 2nd-cycle internships done, and the share of a cohort they are, in %
    """
    students = round(done[-1].value / share[-1].value * 100, -2)
    return NeedHypotheses(registered[-1].value, 2, 6, 2.5, 1, students, 6, 24, 0, 0)


def need_rows(given: NeedHypotheses, need: NationalNeed) -> list[tuple[str, str, str]]:
    """Each step, how it is computed, and its result."""

    def told(name: str) -> str:
        decimals = next(field.decimals for field in FIELDS if field.name == name)
        value = getattr(given, name)
        return number(value, 0 if value == int(value) else decimals)

    return [
        (
            "Postes d’internes en ville",
            f"{told('interns_n')} × {told('ambulatory_semesters')} ÷ {told('maquette_semesters')}",
            number(need.posts_n),
        ),
        (
            "MSU pour les internes",
            f"{number(need.posts_n)} × {told('msu_per_post')} ÷ {told('posts_per_msu')}",
            number(need.third_cycle_msu),
        ),
        (
            "MSU pour les externes",
            f"{told('students_n')} × {told('weeks_per_student')} ÷ {told('weeks_per_msu')}",
            number(need.second_cycle_msu),
        ),
        ("MSU faisant les deux, comptés une fois", "à retrancher", number(-need.both_msu)),
        ("Réserve", f"{told('reserve_pct')} %", number(need.reserve_msu, signed=True)),
        ("Besoin total", "MSU", number(need.total_msu)),
    ]
