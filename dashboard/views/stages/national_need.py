"""« Refaire le calcul du besoin national » : every hypothesis in sight, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.selection import FREE_TARGET_MAX, FREE_TARGET_MIN, Selection, changed_parameters
from dashboard.core.values import SeriesPoint
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.national_series import COUNTS
from dashboard.ui.tables import show_table
from dashboard.views.stages.words import NATIONAL_NEED, NEED_BOTH, NEED_NOTES, NEED_STARTS
from models.msu.national_need import NationalNeed, NeedHypotheses, national_need

REGISTERED = "etudiants_des_mg_inscrits"
DONE = "stages_2e_cycle_realises"
SHARE = "couverture_stage_2e_cycle_pct"
COLUMNS = 5
HEADER = ("Étape", "Calcul", "Résultat")
CSV_HEADER = ("ligne", "valeur", "unite", "statut", "version_donnees", "construction")


def show_national_need(desk: Desk) -> None:
    """The hypotheses, the steps, and what the need says beside the MSU counted."""
    st.markdown(typography(NATIONAL_NEED))
    start = st.segmented_control(
        "Partir de",
        list(NEED_STARTS),
        format_func=NEED_STARTS.__getitem__,
        default="2010",
        required=True,
        key="stages.besoin.depart",
    )
    series = {
        item: fetch_national_series(desk.build, item) for item in (REGISTERED, DONE, SHARE, COUNTS)
    }
    first = (
        OF_2010
        if start == "2010"
        else latest_hypotheses(series[REGISTERED], series[DONE], series[SHARE])
    )
    st.caption(
        typography(
            NEED_NOTES[str(start)].format(
                interns=number(first.interns_n),
                interns_date=period(series[REGISTERED][-1].period),
                students=number(first.students_n),
                done=number(series[DONE][-1].value),
                share=number(series[SHARE][-1].value, 1),
                done_date=period(series[DONE][-1].period),
            )
        )
    )
    given = _asked(str(start), first)
    if given is None:
        st.info("Remplir chaque hypothèse ; les semestres en ville font partie de la maquette.")
        return
    need = national_need(given)
    show_table(
        "Besoin national de MSU, simulation",
        HEADER,
        [(step, typography(how), value) for step, how, value in need_rows(given, need)],
    )
    st.caption(typography(NEED_BOTH))
    counted = series[COUNTS][-1]
    told = typography(
        f"Le CNGE a compté {number(counted.value)} MSU en {period(counted.period)} : "
        f"{quantity(100 * counted.value / need.total_msu, '%')} de ce besoin simulé."
        if need.total_msu
        else "Sans étudiant ni interne, il n’y a pas de besoin."
    )
    st.html(f'<p class="note">{escape(told)} {_map_link(desk.catalog, desk.selection, need)}</p>')
    show_csv_download(
        "Télécharger ce calcul (CSV)",
        f"{file_name(desk.catalog, 'besoin national', 'simulation')}.csv",
        "stages.besoin.csv",
        lambda: need_csv(desk.catalog, given, need),
    )


def _asked(start: str, first: NeedHypotheses) -> NeedHypotheses | None:
    """The hypotheses as they stand; None while one is missing or they contradict each other."""
    given: dict[str, float | None] = {}
    for at in range(0, len(FIELDS), COLUMNS):
        for column, field in zip(st.columns(COLUMNS), FIELDS[at : at + COLUMNS], strict=True):
            kind = float if field.decimals else int
            given[field.name] = column.number_input(
                field.label_fr,
                min_value=kind(field.low),
                max_value=kind(field.high),
                value=kind(getattr(first, field.name)),
                step=kind(field.step),
                format=f"%.{field.decimals}f" if field.decimals else "%d",
                key=f"stages.besoin.{start}.{field.name}",
            )
    known = {name: float(value) for name, value in given.items() if value is not None}
    if len(known) < len(FIELDS) or known["ambulatory_semesters"] > known["maquette_semesters"]:
        return None
    return NeedHypotheses(**known)


def _map_link(catalog: Catalog, selection: Selection, need: NationalNeed) -> str:
    """Link to the shortfall of each territory with this need as target."""
    target = round(need.total_msu)
    if not FREE_TARGET_MIN <= target <= FREE_TARGET_MAX:
        return ""
    query = urlencode(changed_parameters(selection, catalog) | {"cible": str(target)})
    return (
        f'<a href="carte?{escape(query)}" target="_self">Le partager entre les départements et '
        "les subdivisions</a>, comme valeur libre qu’aucune source ne porte."
    )


def need_csv(catalog: Catalog, given: NeedHypotheses, need: NationalNeed) -> bytes:
    """File of the hypotheses, then of the results."""
    return to_csv(CSV_HEADER, _csv_rows(catalog, given, need), is_demo=catalog.build.is_demo)


def _csv_rows(catalog: Catalog, given: NeedHypotheses, need: NationalNeed) -> list[tuple[str, ...]]:
    origin = (catalog.build.data_version, catalog.build.build_id)
    values = asdict(given)
    hypotheses: list[tuple[str, ...]] = [
        (field.label_fr, decimal(values[field.name], field.decimals), "", "hypothèse", *origin)
        for field in FIELDS
    ]
    results = [
        ("Postes d’internes en ville", need.posts_n, "postes"),
        ("MSU pour les internes", need.third_cycle_msu, "MSU"),
        ("MSU pour les externes", need.second_cycle_msu, "MSU"),
        ("MSU faisant les deux", need.both_msu, "MSU"),
        ("Réserve", need.reserve_msu, "MSU"),
        ("Besoin total", need.total_msu, "MSU"),
    ]
    return hypotheses + [
        (label, decimal(value, 0), unit, "simulé", *origin) for label, value, unit in results
    ]


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
