"""Checks a build must pass before it is served, written as sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from etl.errors import CheckError
from etl.warehouse import run_sql

if TYPE_CHECKING:
    from etl.build import Build

MAX_EXAMPLES = 5

CHECKS: dict[str, str] = {
    "territories_are_complete": "Il y a 1 nation, 18 régions, 101 départements et 28 subdivisions, "
    "chacun avec sa population.",
    "other_names_name_a_territory": "Chaque autre nom désigne un territoire, un seul par niveau.",
    "every_departement_has_one_region": "Chaque département appartient à une région et une seule.",
    "crosswalk_weights_sum_to_one": "Les poids d’un département entre subdivisions somment à 1.",
    "every_observation_is_known": "Chaque valeur a un territoire, un indicateur et une source "
    "déclarés.",
    "every_observation_has_a_place_in_its_source": "Chaque valeur dit où la lire dans sa source.",
    "no_period_is_in_the_future": "Aucune période n’est dans le futur.",
    "additive_indicators_sum_to_their_parent": "Les indicateurs additifs somment des départements "
    "aux régions et à la nation, ou l’écart est recensé.",
    "figures_are_in_their_domain": "Chaque chiffre publié est de ceux que son indicateur peut "
    "avoir (un effectif est entier et positif, une part est de 0 à 100).",
    "rates_are_not_summed": "Aucun taux n’est une somme de taux.",
    "every_target_is_shared_by_every_key": "Chaque cible est répartie par chaque clé, pour chaque "
    "territoire.",
    "shares_sum_exactly_to_their_target": "Les parts somment exactement à leur cible, à chaque "
    "niveau.",
    "msu_sum_exactly_to_the_national_count": "Les MSU somment exactement au comptage national, "
    "chaque année et à chaque niveau.",
    "intervals_contain_their_value": "Chaque intervalle contient sa valeur.",
    "estimates_have_an_interval": "Chaque estimation a un intervalle.",
    "estimates_have_a_method": "Chaque estimation a une méthode, et aucune observation n’en a.",
    "gaps_follow_from_their_parts": "Chaque écart est la part de la cible moins les MSU, et sa "
    "classe suit de l’intervalle.",
    "stage_balances_sum_to_their_parent": "Besoins et offres de stages somment des départements "
    "aux régions et des subdivisions à la nation, pour chaque année et chaque niveau.",
    "stage_balances_follow_from_their_parts": "Chaque solde de stages est l’offre moins le besoin, "
    "sans place négative, entre ses bornes, avec ses sources ; estimé, il a une probabilité.",
    "cohort_rates_follow_from_their_counts": "Chaque taux de cohorte est le rapport de ses "
    "effectifs, dans son intervalle ; sans taux, la raison est dite.",
    "installations_follow_from_their_parts": "Chaque solde est les entrées moins les départs du "
    "même champ, et chaque estimation est dans son intervalle.",
    "installations_sum_to_their_parent": "Soldes, entrées et départs somment des départements aux "
    "régions et des subdivisions à la nation.",
    "kept_left_and_not_followed_sum_to_those_trained": "Restés, partis et sans installation connue "
    "somment à ceux qui ont été formés, pour chaque cohorte.",
    "retention_surveys_follow_from_their_parts": "Chaque taux d’une enquête est dans son "
    "intervalle, qu’il n’a que si sa base est connue ; ceux qui ont été interrogés sont déclarés.",
    "diploma_rates_follow_from_their_flows": "Chaque part des diplômés restés dans leur région "
    "suit de leurs effectifs.",
    "official_rows_are_known": "Chaque ligne des séries officielles a un territoire, une source et "
    "un emplacement.",
    "register_entries_are_known": "Chaque ligne d’un registre a un territoire, une source, un "
    "emplacement et une étape déclarés.",
    "every_published_column_is_described": "Chaque colonne publiée est décrite.",
}


@dataclass(frozen=True)
class CheckResult:
    """Outcome of one check; ``examples`` are the first offending rows, in words."""

    check_id: str
    sentence_fr: str
    offending_rows: int
    examples: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when no row offends."""
        return self.offending_rows == 0


def check_build(build: Build) -> None:
    """Refuse the build unless every check passes; raise CheckError otherwise."""
    # Checking what is served draws nothing.
    from etl.geo.drawing import check_geometry

    departements = build.territories[build.territories["level"] == "departement"]
    problems = check_geometry(build.geometry["departements"], departements["code"])
    if problems:
        raise CheckError(problems)
    require_passed(check_warehouse(build.connection))


def check_warehouse(
    connection: duckdb.DuckDBPyConnection,
    on_check: Callable[[CheckResult], None] = lambda _: None,
) -> list[CheckResult]:
    """Run every check on an open build, in order."""
    results = []
    for check_id, sentence in CHECKS.items():
        rows = run_sql(connection, f"checks/{check_id}")
        result = CheckResult(check_id, sentence, len(rows), _examples(rows))
        on_check(result)
        results.append(result)
    return results


def require_passed(results: list[CheckResult]) -> None:
    """Refuse a build with failed checks.

    Raises
    ------
    CheckError
        Names each failed check, its offending rows and the next step.
    """
    failed = [result for result in results if not result.passed]
    if failed:
        raise CheckError(
            [
                f"{result.sentence_fr} {result.offending_rows} ligne(s) en défaut : "
                + " ; ".join(result.examples)
                for result in failed
            ]
        )


def _examples(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        ", ".join(f"{column}={value}" for column, value in row.items())
        for row in rows.head(MAX_EXAMPLES).to_dict("records")
    )
