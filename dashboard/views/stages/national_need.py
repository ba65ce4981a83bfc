"""« Refaire le calcul du besoin national » : every hypothesis in sight, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, period, typography
from dashboard.core.values import SeriesPoint
from dashboard.queries.desk import Desk
from dashboard.queries.series import fetch_national_series
from dashboard.ui import state
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.fields import Bounds, type_number
from dashboard.ui.national_series import COUNTS
from dashboard.ui.tables import show_table
from dashboard.views.stages import words
from dashboard.views.stages.page import shortfall_address
from models.msu.national_need import NationalNeed, NeedHypotheses, national_need

REGISTERED = "etudiants_des_mg_inscrits"
DONE = "stages_2e_cycle_realises"
SHARE = "couverture_stage_2e_cycle_pct"
START_2010, START_PUBLISHED = "2010", "publie"
COLUMNS = 5
HEADER = ("Étape", "Calcul", "Résultat")
CSV_HEADER = ("ligne", "valeur", "unite", "statut", "version_donnees", "construction")
# One combination among others that comes back to the order of magnitude of 2010.
OF_2010 = NeedHypotheses(9_000, 2, 6, 2.5, 1, 8_000, 6, 24, 500, 0)


@dataclass(frozen=True)
class NeedField:
    """Field of one hypothesis: its name in the model, its bounds, its step."""

    name: str
    low: float
    high: float
    step: float
    decimals: int = 0

    @property
    def label_fr(self) -> str:
        """Label of the field."""
        return words.NEED_FIELDS[self.name]


FIELDS = (
    NeedField("interns_n", 0, 50_000, 100),
    NeedField("ambulatory_semesters", 0, 10, 0.5, 1),
    NeedField("maquette_semesters", 1, 10, 1),
    NeedField("msu_per_post", 0.1, 10, 0.1, 1),
    NeedField("posts_per_msu", 0.1, 10, 0.1, 1),
    NeedField("students_n", 0, 50_000, 100),
    NeedField("weeks_per_student", 0, 52, 1),
    NeedField("weeks_per_msu", 1, 52, 1),
    NeedField("both_msu", 0, 50_000, 100),
    NeedField("reserve_pct", 0, 100, 1),
)


def show_national_need(desk: Desk) -> None:
    """The hypotheses, the steps, and the need beside the MSU counted."""
    st.markdown(typography(words.NATIONAL_NEED))
    start = st.segmented_control(
        words.NEED_START_LABEL,
        list(words.NEED_STARTS),
        format_func=words.NEED_STARTS.__getitem__,
        default=START_2010,
        required=True,
        key="stages.besoin.depart",
    )
    series = {
        item: fetch_national_series(desk.build, item) for item in (REGISTERED, DONE, SHARE, COUNTS)
    }
    first = (
        OF_2010
        if start == START_2010
        else latest_hypotheses(series[REGISTERED], series[DONE], series[SHARE])
    )
    st.caption(typography(_start_note(str(start), first, series)))
    hypotheses = _read_hypotheses(str(start), first)
    if hypotheses is None:
        st.info(words.NEED_INCOMPLETE)
        return
    need = national_need(hypotheses)
    show_table(
        words.NEED_TABLE,
        HEADER,
        [(step, typography(how), value) for step, how, value in need_rows(hypotheses, need)],
    )
    st.caption(typography(words.NEED_BOTH_NOTE))
    counted = series[COUNTS][-1]
    comparison = typography(
        words.counted_share(
            counted.value, period(counted.period), 100 * counted.value / need.total_msu
        )
        if need.total_msu
        else words.NO_NEED
    )
    st.html(f'<p class="note">{escape(comparison)} {_map_link(desk, need)}</p>')
    show_csv_download(
        "Télécharger ce calcul (CSV)",
        f"{file_name(desk.catalog, 'besoin national', 'simulation')}.csv",
        "stages.besoin.csv",
        lambda: need_csv(desk.catalog, hypotheses, need),
    )


def _start_note(
    start: str, first: NeedHypotheses, series: Mapping[str, Sequence[SeriesPoint]]
) -> str:
    registered, done, share = (series[item][-1] for item in (REGISTERED, DONE, SHARE))
    return words.NEED_NOTES[start].format(
        interns=number(first.interns_n),
        interns_date=period(registered.period),
        students=number(first.students_n),
        done=number(done.value),
        share=number(share.value, 1),
        done_date=period(done.period),
    )


def _read_hypotheses(start: str, first: NeedHypotheses) -> NeedHypotheses | None:
    """The hypotheses typed; None while one is missing or they contradict each other."""
    typed: dict[str, float | None] = {}
    for at in range(0, len(FIELDS), COLUMNS):
        for column, field in zip(st.columns(COLUMNS), FIELDS[at : at + COLUMNS], strict=True):
            key = f"stages.besoin.{start}.{field.name}"
            bounds = Bounds(field.low, field.high, field.decimals)
            text = state.widget_value(key)
            value = bounds.read(text) if isinstance(text, str) else getattr(first, field.name)
            typed[field.name] = type_number(field.label_fr, key, bounds, value, place=column)
    values = {name: float(value) for name, value in typed.items() if value is not None}
    if len(values) < len(FIELDS) or values["ambulatory_semesters"] > values["maquette_semesters"]:
        return None
    return NeedHypotheses(**values)


def _map_link(desk: Desk, need: NationalNeed) -> str:
    """Link to the shortfall of each territory with this need as target."""
    address = shortfall_address(desk, round(need.total_msu))
    if not address:
        return ""
    return (
        f'<a href="{escape(address)}" target="_self">{words.NEED_MAP_LINK}</a>, '
        f"comme {words.FREE_VALUE}"
    )


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


def need_rows(hypotheses: NeedHypotheses, need: NationalNeed) -> list[tuple[str, str, str]]:
    """Each step, how it is computed, and its result."""
    decimals = {field.name: field.decimals for field in FIELDS}
    text = {
        name: number(value, 0 if value == int(value) else decimals[name])
        for name, value in asdict(hypotheses).items()
    }
    return [
        (
            words.NEED_POSTS,
            f"{text['interns_n']} × {text['ambulatory_semesters']} ÷ {text['maquette_semesters']}",
            number(need.posts_n),
        ),
        (
            words.NEED_THIRD_CYCLE,
            f"{number(need.posts_n)} × {text['msu_per_post']} ÷ {text['posts_per_msu']}",
            number(need.third_cycle_msu),
        ),
        (
            words.NEED_SECOND_CYCLE,
            f"{text['students_n']} × {text['weeks_per_student']} ÷ {text['weeks_per_msu']}",
            number(need.second_cycle_msu),
        ),
        (words.NEED_BOTH_ONCE, "à retrancher", number(-need.both_msu)),
        (words.NEED_RESERVE, f"{text['reserve_pct']} %", number(need.reserve_msu, signed=True)),
        (words.NEED_TOTAL, "MSU", number(need.total_msu)),
    ]


def need_csv(catalog: Catalog, hypotheses: NeedHypotheses, need: NationalNeed) -> bytes:
    """File of the hypotheses, then of the results."""
    rows = _csv_rows(catalog, hypotheses, need)
    return to_csv(CSV_HEADER, rows, is_demo=catalog.build.is_demo)


def _csv_rows(
    catalog: Catalog, hypotheses: NeedHypotheses, need: NationalNeed
) -> list[tuple[str, ...]]:
    origin = (catalog.build.data_version, catalog.build.build_id)
    values = asdict(hypotheses)
    rows: list[tuple[str, ...]] = [
        (field.label_fr, decimal(values[field.name], field.decimals), "", "hypothèse", *origin)
        for field in FIELDS
    ]
    results = [
        (words.NEED_POSTS, need.posts_n, "postes"),
        (words.NEED_THIRD_CYCLE, need.third_cycle_msu, "MSU"),
        (words.NEED_SECOND_CYCLE, need.second_cycle_msu, "MSU"),
        (words.NEED_BOTH, need.both_msu, "MSU"),
        (words.NEED_RESERVE, need.reserve_msu, "MSU"),
        (words.NEED_TOTAL, need.total_msu, "MSU"),
    ]
    return rows + [
        (label, decimal(value, 0), unit, "simulé", *origin) for label, value, unit in results
    ]
