"""The national need for MSU as the 2010 campaign framed it: every intern, every student.

The campaign published its two conditions and its total, never its hypotheses: each of these is
therefore an input.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NeedHypotheses:
    """What the calculation takes for granted.

    interns_n : interns in general practice, all years
    ambulatory_semesters, maquette_semesters : semesters out of hospital, and in all
    msu_per_post : MSU who share one intern's post
    posts_per_msu : interns one MSU has at the same time
    students_n : 2nd-cycle students of one year
    weeks_per_student, weeks_per_msu : weeks of their internship; weeks an MSU receives a year
    both_msu : MSU who do for interns and for students, hence counted once
    reserve_pct : more MSU to make up for leaves and retirements, in %
    """

    interns_n: float
    ambulatory_semesters: float
    maquette_semesters: float
    msu_per_post: float
    posts_per_msu: float
    students_n: float
    weeks_per_student: float
    weeks_per_msu: float
    both_msu: float
    reserve_pct: float


@dataclass(frozen=True)
class NationalNeed:
    """Steps of the calculation, in posts then in MSU."""

    posts_n: float
    third_cycle_msu: float
    second_cycle_msu: float
    both_msu: float
    reserve_msu: float

    @property
    def total_msu(self) -> float:
        """MSU needed in all."""
        return self.third_cycle_msu + self.second_cycle_msu - self.both_msu + self.reserve_msu


def national_need(given: NeedHypotheses) -> NationalNeed:
    """Compute the need; MSU counted once cannot be more than either cycle asks for.

    Raises
    ------
    ValueError
        When more semesters are ambulatory than the maquette has.
    """
    if given.ambulatory_semesters > given.maquette_semesters:
        raise ValueError("more ambulatory semesters than the maquette has")
    posts = given.interns_n * given.ambulatory_semesters / given.maquette_semesters
    third = posts * given.msu_per_post / given.posts_per_msu
    second = given.students_n * given.weeks_per_student / given.weeks_per_msu
    both = min(given.both_msu, third, second)
    reserve = (third + second - both) * given.reserve_pct / 100
    return NationalNeed(posts, third, second, both, reserve)
