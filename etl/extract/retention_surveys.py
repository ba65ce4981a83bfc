"""``data/figures/enquetes_fidelisation.csv``: retention as surveys measured it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, PositiveInt, model_validator

from etl.declared.periods import Period
from etl.extract.figures import RETENTION_SURVEYS, Confidence
from etl.extract.tables import extract_rows

# What is compared: practising in the région three to six years after, all those who answered.
COMPARABLE = "region_3_6_ans_tous_repondants"
COMPARABLE_DELAYS = (3, 6)
Family = Literal[
    "region_3_6_ans_tous_repondants",
    "installes_dans_la_subdivision",
    "liberaux_installes_deduit",
    "debut_d_activite",
    "intention_de_rester",
]
# A published share is rounded to the unit.
ROUNDING = 0.5


class RetentionSurvey(BaseModel):
    """One rate of a survey of former interns: who was asked, where they practise, out of whom.

    ``respondents_n`` answered the survey; ``base_n`` are those the rate is of, fewer when it is
    of the settled only, none when the source does not say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    survey_id: str
    label_fr: str
    asked_territory_ids: str
    place_territory_id: str
    family_id: Family
    period: Period
    cohort_fr: str
    delay_min_years: int | None = Field(ge=0)
    delay_max_years: int | None = Field(ge=0)
    asked_n: PositiveInt | None
    respondents_n: PositiveInt | None
    response_pct: FiniteFloat | None = Field(gt=0, le=100)
    base_n: PositiveInt | None
    practising_n: int | None = Field(ge=0)
    value_pct: FiniteFloat = Field(ge=0, le=100)
    denominator_fr: str
    caveat_fr: str
    source_id: str
    locator: str
    confidence: Confidence

    @property
    def asked_territories(self) -> tuple[str, ...]:
        """Territories whose interns were asked: the rate is theirs."""
        return tuple(self.asked_territory_ids.split(";"))

    @model_validator(mode="after")
    def agrees_with_itself(self) -> RetentionSurvey:
        """Refuse a line whose rate, counts, delays and family contradict each other."""
        first, last = self.delay_min_years, self.delay_max_years
        expectations = {
            "value_pct = 100 × practising_n / base_n, à l’arrondi près": _agree(
                self.practising_n, self.base_n, self.value_pct
            ),
            "response_pct = 100 × respondents_n / asked_n, à l’arrondi près": _agree(
                self.respondents_n, self.asked_n, self.response_pct
            ),
            "une base au plus égale aux répondants": (self.base_n or 0)
            <= (self.respondents_n or 0),
            "deux délais dans l’ordre, ou aucun": (
                first is None
                and last is None
                or first is not None
                and last is not None
                and first <= last
            ),
            "dans la famille comparable, une région, 3 à 6 ans et tous les répondants": (
                self.family_id != COMPARABLE or self._is_comparable
            ),
        }
        for expected, holds in expectations.items():
            if not holds:
                raise ValueError(expected)
        return self

    @property
    def _is_comparable(self) -> bool:
        first, last = COMPARABLE_DELAYS
        return (
            self.place_territory_id.startswith("REG-")
            and self.delay_min_years is not None
            and self.delay_max_years is not None
            and first <= self.delay_min_years <= self.delay_max_years <= last
            and self.base_n == self.respondents_n
        )


def _agree(part: int | None, whole: int | None, share_pct: float | None) -> bool:
    """True unless the three are known and the share is not that of the part in the whole."""
    if part is None or whole is None or share_pct is None:
        return True
    return abs(100 * part / whole - share_pct) <= ROUNDING


def extract_retention_surveys(folder: Path) -> list[RetentionSurvey]:
    """Read the rates that surveys of former interns published."""
    return extract_rows(folder / RETENTION_SURVEYS, RetentionSurvey)
