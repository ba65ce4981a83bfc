"""Section « Qui solliciter d’abord »: the list, for the target and the key of the selection."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import number, typography
from dashboard.themes.campaign import WAYS, Outlook
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.fields import choose
from dashboard.ui.tables import show_table
from dashboard.views.collecte import words
from dashboard.views.collecte.page import CampaignPage, change_from_widget, widget_key
from models.msu.campaign import Step


def show_first(page: CampaignPage) -> None:
    """Way of asking, then who to ask, with what is expected once they have answered."""
    outlook = page.outlook
    if outlook is None:
        st.info(typography(words.NOT_PUBLISHED))
        return
    choose(
        widget_key("way"),
        words.WAY,
        WAYS,
        page.view.way,
        words.WAYS.__getitem__,
        on_change=change_from_widget,
        args=("way",),
    )
    st.markdown(typography(words.now_line(outlook)))
    steps = show_order(page)
    if not steps:
        return
    st.caption(typography(words.FIRST_NOTE))
    name = file_name(page.catalog, "collecte", words.WAYS[page.view.way])
    show_csv_download(
        "Cette liste (CSV)", f"{name}.csv", "collecte.ordre.csv", _csv(page, outlook, steps)
    )


def show_order(page: CampaignPage) -> tuple[Step, ...]:
    """Table of who to ask, in order; the steps, none when nobody is left to ask."""
    outlook = page.outlook
    steps = () if outlook is None else page.steps(page.view.way)
    if outlook is None or not steps:
        st.info(typography(words.NOTHING_LEFT))
        return ()
    rows = [_row(page, outlook, rank, step) for rank, step in enumerate(steps, start=1)]
    show_table(words.first_caption(page.view.way, page.target), words.FIRST_HEADER, rows)
    return steps


def _row(page: CampaignPage, outlook: Outlook, rank: int, step: Step) -> tuple[str, ...]:
    recipient = page.recipients[step.name]
    return (
        f"{number(rank)}. {recipient.label}",
        number(len(page.rows(recipient, page.view.way))),
        number(outlook.expected(step.after)),
        number(step.after.misclassified, 1),
        page.register.step_labels[page.step(recipient)],
    )


def _csv(page: CampaignPage, outlook: Outlook, steps: tuple[Step, ...]) -> Callable[[], bytes]:
    def make() -> bytes:
        rows = [
            (
                str(rank),
                step.name,
                page.recipients[step.name].label,
                decimal(outlook.expected(step.after), 1),
                decimal(step.after.misclassified, 1),
                str(page.target.value_msu),
                page.selection.key_id,
                str(page.year),
                page.catalog.build.build_id,
            )
            for rank, step in enumerate(steps, start=1)
        ]
        return to_csv(words.FIRST_CSV, rows, is_demo=page.catalog.build.is_demo)

    return make
