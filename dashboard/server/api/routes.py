"""What can be asked of the API: the routes, their columns, their filters, their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from dashboard.core.catalog import STATUS_LABELS, Catalog
from models.msu.decision import Verdict

API = "/api/v1"
OPENAPI, HELP = "openapi.json", "aide"
Type = Literal["string", "integer", "number", "boolean"]
Choices = Callable[[Catalog], Iterable[str]]
LEVELS = ("national", "region", "departement", "subdivision")
SCOPES = ("stage", "subdivision", "region_diplome")
VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Column:
    """A column of an answer: its type, what it says, in French."""

    type: Type
    description_fr: str


COUNT = "integer"
COLUMNS: dict[str, Column] = {
    "territory_id": Column("string", "Territoire : FR, REG-84, DEP-01, DEP-2A, SUB-017"),
    "level": Column("string", "Niveau : national, region, departement ou subdivision"),
    "code": Column("string", "Code officiel, avec ses zéros"),
    "name_fr": Column("string", "Nom du territoire"),
    "region_id": Column("string", "Région d’un département ou d’une subdivision qui y tient toute"),
    "indicator_id": Column("string", "Indicateur"),
    "label_fr": Column("string", "Libellé"),
    "definition_fr": Column("string", "Définition : numérateur, dénominateur, champ, date"),
    "unit_fr": Column("string", "Unité de la valeur et de ses bornes"),
    "decimals": Column("integer", "Décimales à montrer"),
    "direction": Column("string", "up : plus, c’est mieux ; down : moins, c’est mieux ; none"),
    "additive": Column("boolean", "Les territoires peuvent se sommer"),
    "theme": Column("string", "Thème"),
    "caveat_fr": Column("string", "Ce que la valeur ne dit pas : à montrer avec elle"),
    "source_id": Column("string", "Source"),
    "source_fr": Column("string", "Éditeur et titre de la source"),
    "source_url": Column("string", "Adresse de la source"),
    "licence": Column("string", "Licence de la source"),
    "locator": Column("string", "Emplacement dans la source"),
    "confidence": Column("string", "high, medium, low, derived-high ou derived-medium"),
    "method_id": Column("string", "Méthode d’une valeur calculée"),
    "note_fr": Column("string", "Réserve sur cette ligne"),
    "status": Column("string", "observed, imported, estimated (avec intervalle) ou demo (fictif)"),
    "period": Column("string", "Période : AAAA, AAAA-MM, AAAA-MM-JJ, AAAA-Tn ou AAAA/AAAA"),
    "period_year": Column("integer", "Première année de la période"),
    "year": Column("integer", "Année ; la première d’une période plus longue"),
    "value": Column("number", "Valeur, dans l’unité de l’indicateur"),
    "low": Column("number", "Borne basse de l’intervalle, même unité"),
    "high": Column("number", "Borne haute de l’intervalle, même unité"),
    "title": Column("string", "Titre de la source"),
    "publisher": Column("string", "Éditeur"),
    "deposit": Column("string", "Dépôt où la source a été lue, faute de l’être chez l’éditeur"),
    "url": Column("string", "Adresse"),
    "published": Column("string", "Date de publication"),
    "kind": Column("string", "Nature de la source"),
    "note": Column("string", "Réserves sur la source"),
    "target_id": Column("string", "Cible nationale"),
    "target_fr": Column("string", "Libellé de la cible"),
    "target_source_id": Column("string", "Source de la cible"),
    "value_msu": Column("integer", "Cible nationale, en MSU"),
    "horizon": Column("string", "Échéance de la cible"),
    "scope_fr": Column("string", "Ce que la cible compte"),
    "is_default": Column("boolean", "Cible montrée d’abord"),
    "key_id": Column("string", "Clé de répartition de la cible"),
    "key_fr": Column("string", "Libellé de la clé"),
    "key_caveat_fr": Column("string", "Ce que la clé favorise"),
    "msu": Column("integer", "MSU du territoire"),
    "msu_low": Column("integer", "Borne basse à 95 %, en MSU ; égale à msu quand ils sont comptés"),
    "msu_high": Column("integer", "Borne haute à 95 %, en MSU"),
    "target_msu": Column("integer", "Part de la cible, en MSU"),
    "gap_msu": Column("integer", "Part moins MSU : positif quand il en manque"),
    "gap_low_msu": Column("integer", "Borne basse du manque, en MSU"),
    "gap_high_msu": Column("integer", "Borne haute du manque, en MSU"),
    "coverage_pct": Column("number", "MSU rapportés à la part, en %"),
    "coverage_low_pct": Column("number", "Borne basse de la couverture, en %"),
    "coverage_high_pct": Column("number", "Borne haute de la couverture, en %"),
    "p_below": Column("number", "Probabilité d’être sous la part, de 0 à 1 ; vide si compté"),
    "verdict_id": Column("string", "Situation : " + ", ".join(VERDICTS)),
    "scope": Column("string", "Ce que « formé ici » veut dire : stage, subdivision, région de "
                              "diplôme ; jamais comparés ni moyennés"),
    "settled_in": Column("string", "Ce que « installé ici » veut dire : departement ou region"),
    "cohort": Column("integer", "Année de fin de formation"),
    "delay_years": Column("integer", "Recul, en années pleines"),
    "trained_n": Column("integer", "Médecins formés ; vide : inconnu ou tu"),
    "settled_n": Column("integer", "Dont installés ici ; vide : inconnu ou tu"),
    "not_followed_n": Column("integer", "Dont sans installation connue ; vide : inconnu ou tu"),
    "rate_pct": Column("number", "Taux, en %"),
    "low_pct": Column("number", "Borne basse à 95 % (Wilson), en %"),
    "high_pct": Column("number", "Borne haute à 95 % (Wilson), en %"),
    "not_followed_pct": Column("number", "Part sans installation connue, en %"),
    "missing": Column("string", "Pourquoi il n’y a pas de taux : withheld (tu), unknown, nobody"),
    "survey_id": Column("string", "Enquête"),
    "asked_territory_ids": Column("string", "Subdivisions interrogées, séparées par « ; »"),
    "family_id": Column("string", "Ce qui est compté ; des familles ne se comparent pas"),
    "is_comparable": Column("boolean", "Peut être mise à côté des autres de sa famille"),
    "cohort_fr": Column("string", "Promotions interrogées"),
    "delay_min_years": Column("integer", "Recul le plus court, en années"),
    "delay_max_years": Column("integer", "Recul le plus long, en années"),
    "asked_n": Column("integer", "Anciens internes interrogés"),
    "respondents_n": Column("integer", "Dont ont répondu"),
    "response_pct": Column("number", "Taux de réponse, en %"),
    "base_n": Column("integer", "Médecins dont le taux est calculé"),
    "practising_n": Column("integer", "Dont exercent ici"),
    "value_pct": Column("number", "Taux publié, en %"),
    "denominator_fr": Column("string", "De qui est le taux"),
    "duration_ans": Column("integer", "Durée de la période, en années"),
    "age_class": Column("string", "Tranche d’âge, « ensemble » pour toutes"),
    "field_id": Column("string", "Ce qui est compté ; des champs ne se somment ni ne se comparent"),
    "entries_n": Column("number", "Généralistes installés ; vide : inconnu ou tu"),
    "entries_low_n": Column("number", "Borne basse des installations estimées"),
    "entries_high_n": Column("number", "Borne haute des installations estimées"),
    "exits_n": Column("number", "Généralistes partis ; vide : inconnu ou tu"),
    "exits_low_n": Column("number", "Borne basse des départs estimés"),
    "exits_high_n": Column("number", "Borne haute des départs estimés"),
    "net_n": Column("number", "Solde, en médecins"),
    "origin_id": Column("string", "Région de diplôme ; ETR (étranger), ANT (Antilles-Guyane) "
                                  "ou INC (inconnue)"),
    "destination_id": Column("string", "Région d’exercice"),
    "count_n": Column("integer", "Médecins"),
    "mode_id": Column("string", "Mode d’exercice : ensemble, liberal, salarie ou mixte"),
    "file": Column("string", "Fichier officiel lu"),
    "sha256": Column("string", "Empreinte du fichier"),
    "fetched_at": Column("string", "Date de lecture chez l’éditeur (UTC)"),
    "released_on": Column("string", "Date que l’éditeur donne"),
    "first_year": Column("integer", "Première année dite"),
    "last_year": Column("integer", "Dernière année dite"),
    "topic_fr": Column("string", "Ce qui manque"),
    "grain_fr": Column("string", "À quelle maille"),
    "why_fr": Column("string", "Ce qui a été cherché"),
    "ask_fr": Column("string", "À qui le demander"),
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """A parameter that chooses rows by a column of the answer.

    ``choices`` gives the values that exist, None for any whole number.
    """

    column: str
    description_fr: str
    example: str
    choices: Choices | None

    @property
    def type(self) -> Type:
        """Type of its values."""
        return "integer" if self.choices is None else "string"


def _fixed(*names: str) -> Choices:
    return lambda catalog: names


TERRITORY = Filter(
    "territory_id", "Territoires", "DEP-12,DEP-48", lambda catalog: catalog.territories
)
LEVEL = Filter("level", "Niveaux", "departement", _fixed(*LEVELS))
REGION = Filter(
    "region_id", "Régions des territoires", "REG-76", lambda catalog: catalog.level_ids["region"]
)
INDICATOR = Filter("indicator_id", "Indicateurs", "apl_mg", lambda catalog: catalog.indicators)
SOURCE = Filter("source_id", "Sources", "S201", lambda catalog: catalog.sources)
STATUS = Filter("status", "Statuts", "observed", _fixed(*STATUS_LABELS))
YEAR = Filter("year", "Années", "2024", None)
PERIOD_YEAR = Filter("period_year", "Premières années des périodes", "2024", None)
TARGET = Filter("target_id", "Cibles", "gouvernement-2026", lambda catalog: catalog.targets)
KEY = Filter("key_id", "Clés", "population", lambda catalog: catalog.keys)
PLACES = (TERRITORY, LEVEL, REGION)


@dataclass(frozen=True)
class Route:
    """Rows that can be asked for: their columns, what chooses among them, their order."""

    name: str
    title_fr: str
    description_fr: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    has_latest: bool = False

    @property
    def path(self) -> str:
        """Address of the rows."""
        return f"{API}/{self.name}"


PLACE_COLUMNS = ("territory_id", "level", "code", "name_fr", "region_id")
SOURCE_COLUMNS = ("source_id", "source_fr", "source_url", "licence")
ROUTES: Mapping[str, Route] = {
    route.name: route
    for route in (
        Route(
            "territories",
            "Territoires",
            "Nation, régions, départements (COG 2026) et subdivisions d’internat. Leur population "
            "est un indicateur (population_municipale_hab).",
            PLACE_COLUMNS,
            ("territory_id",),
            PLACES,
        ),
        Route(
            "indicators",
            "Indicateurs",
            "Définition, unité, sens et réserve de chaque indicateur.",
            ("indicator_id", "label_fr", "definition_fr", "unit_fr", "decimals", "direction",
             "additive", "theme", "caveat_fr"),
            ("indicator_id",),
            (INDICATOR,),
        ),
        Route(
            "sources",
            "Sources",
            "Chaque source citée, avec son éditeur, sa licence et ses réserves.",
            ("source_id", "title", "publisher", "deposit", "url", "licence", "published", "period",
             "kind", "note"),
            ("source_id",),
            (SOURCE,),
        ),
        Route(
            "targets",
            "Cibles nationales",
            "Les cibles, leur échéance et la population qu’elles comptent.",
            ("target_id", "label_fr", "value_msu", "horizon", "scope_fr", "note_fr", "is_default",
             *SOURCE_COLUMNS),
            ("target_id",),
            (TARGET,),
        ),
        Route(
            "keys",
            "Clés de répartition",
            "Les clés par lesquelles une cible nationale est partagée entre les territoires.",
            ("key_id", "label_fr", "definition_fr", "caveat_fr"),
            ("key_id",),
            (KEY,),
        ),
        Route(
            "observations",
            "Valeurs",
            "Toutes les valeurs publiées, une ligne par territoire, période, indicateur et source.",
            (*PLACE_COLUMNS, "indicator_id", "label_fr", "unit_fr", "period", "period_year",
             "value", "low", "high", "status", *SOURCE_COLUMNS, "locator", "confidence",
             "method_id", "note_fr", "caveat_fr"),
            ("indicator_id", "territory_id", "period", "source_id"),
            (*PLACES, INDICATOR, PERIOD_YEAR, STATUS, SOURCE),
            has_latest=True,
        ),
        Route(
            "gaps",
            "Manques de MSU",
            "MSU de chaque territoire devant sa part de chaque cible, par chaque clé : manque, "
            "couverture, bornes à 95 %, probabilité et situation. Source et emplacement sont ceux "
            "des MSU.",
            (*PLACE_COLUMNS, "period", "target_id", "target_fr", "key_id", "key_fr", "msu",
             "msu_low", "msu_high", "status", "target_msu", "gap_msu", "gap_low_msu",
             "gap_high_msu", "coverage_pct", "coverage_low_pct", "coverage_high_pct", "p_below",
             "verdict_id", *SOURCE_COLUMNS, "locator", "confidence", "method_id",
             "target_source_id", "key_caveat_fr"),
            ("territory_id", "period", "target_id", "key_id"),
            (*PLACES, Filter("period", "Années du recensement national", "2024",
                             lambda catalog: map(str, catalog.years)), TARGET, KEY,
             Filter("verdict_id", "Situations", "probably_below", _fixed(*VERDICTS))),
        ),
        Route(
            "retention",
            "Fidélisation",
            "Part de ceux qui ont été formés ici et s’y sont installés, par promotion, recul et "
            "définition de « formé ici ». Vide avant une actualisation des sources officielles ou "
            "un import.",
            (*PLACE_COLUMNS, "scope", "settled_in", "cohort", "delay_years", "trained_n",
             "settled_n", "not_followed_n", "rate_pct", "low_pct", "high_pct", "not_followed_pct",
             "missing", "status", *SOURCE_COLUMNS, "locator", "method_id"),
            ("territory_id", "scope", "settled_in", "cohort", "delay_years"),
            (*PLACES, Filter("scope", "Définitions de « formé ici »", "region_diplome",
                             _fixed(*SCOPES)), Filter("cohort", "Promotions", "2018", None),
             STATUS),
        ),
        Route(
            "retention-surveys",
            "Fidélisation selon les enquêtes",
            "Taux des enquêtes auprès d’anciens internes, chacun avec sa réserve. Des familles "
            "différentes ne se comparent ni ne se moyennent.",
            ("survey_id", "label_fr", "asked_territory_ids", "territory_id", "family_id",
             "is_comparable", "period", "cohort_fr", "delay_min_years", "delay_max_years",
             "asked_n", "respondents_n", "response_pct", "base_n", "practising_n", "value_pct",
             "low_pct", "high_pct", "denominator_fr", "caveat_fr", "status", *SOURCE_COLUMNS,
             "locator", "confidence"),
            ("survey_id",),
            (TERRITORY,),
        ),
        Route(
            "installations",
            "Installations et départs",
            "Généralistes installés et partis. Des champs différents (field_id) ne se somment, ne "
            "s’enchaînent ni ne se soustraient ; les estimations sont des ordres de grandeur.",
            (*PLACE_COLUMNS, "year", "period", "duration_ans", "age_class", "field_id",
             "entries_n", "entries_low_n", "entries_high_n", "exits_n", "exits_low_n",
             "exits_high_n", "net_n", "status", *SOURCE_COLUMNS, "locator", "method_id",
             "note_fr"),
            ("territory_id", "period", "age_class", "field_id", "source_id"),
            (*PLACES, YEAR, STATUS, SOURCE),
        ),
        Route(
            "diploma-flows",
            "Région de diplôme et région d’exercice",
            "Généralistes de tous âges par région de diplôme et d’exercice, au 1er janvier. Vide "
            "avant une actualisation des sources officielles.",
            ("origin_id", "destination_id", "year", "count_n", "status", *SOURCE_COLUMNS,
             "locator"),
            ("origin_id", "destination_id", "year", "source_id"),
            (YEAR,),
        ),
        Route(
            "gp-counts",
            "Généralistes par âge et mode d’exercice",
            "Des sources différentes comptent des champs différents : jamais sommées ni "
            "soustraites. Vide avant une actualisation des sources officielles.",
            (*PLACE_COLUMNS, "year", "age_class", "mode_id", "count_n", "status", *SOURCE_COLUMNS,
             "locator"),
            ("territory_id", "year", "age_class", "mode_id", "source_id"),
            (*PLACES, YEAR, SOURCE),
        ),
        Route(
            "vintages",
            "Millésimes",
            "Fichier de chaque source officielle dont la construction est faite.",
            (*SOURCE_COLUMNS, "file", "sha256", "fetched_at", "released_on", "first_year",
             "last_year"),
            ("source_id",),
        ),
        Route(
            "unpublished",
            "Ce qui n’est pas publié",
            "Ce qui manque, à quelle maille, et à qui le demander.",
            ("topic_fr", "grain_fr", "why_fr", "ask_fr"),
            ("topic_fr", "grain_fr"),
        ),
    )
}  # fmt: skip
PROFILE = "profile"
# Blocks of a profile, each the rows of a route for one territory.
PROFILE_BLOCKS = {
    "values": "observations",
    "gaps": "gaps",
    "retention": "retention",
    "surveys": "retention-surveys",
    "installations": "installations",
}
# Columns added to each row of a file, which says nothing around its rows.
CONSTANTS: Mapping[str, Column] = {
    "is_demo": Column("boolean", "Vrai pour la démonstration : données fictives"),
    "build_id": Column("string", "Construction, à citer"),
}
