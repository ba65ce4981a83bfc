"""Section on whom was asked and what came of it: the 28 faculties and the 101 conseils."""

from __future__ import annotations

import streamlit as st

from dashboard.core.files import file_name, to_csv
from dashboard.core.formatting import typography
from dashboard.core.registry import SUIVI, VOS_DONNEES
from dashboard.themes.campaign import REGISTER
from dashboard.themes.registers import field_text, source_text, status_text
from dashboard.ui import state
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.fields import choose
from dashboard.ui.links import open_page, show_page_link
from dashboard.ui.tables import show_table
from dashboard.views.collecte import words
from dashboard.views.collecte.page import CampaignPage, change_from_widget, widget_key
from dashboard.views.collecte.progress import answered_n
from dashboard.views.collecte.view import ANY_STEP, KINDS
from foundation.campaign.recipients import Recipient

FIELDS = ("asked", "asked_on", "remind_on", "answered_on")
CSV_FIELDS = ("asked", "told_on", "asked_on", "remind_on", "answered_on")


def show_requests(page: CampaignPage) -> None:
    """Filters, then a line for each recipient, and the file of all."""
    _show_filters(page)
    kind = page.view.kind
    recipients = page.of_kind(kind)
    rows = [
        _row(page, item)
        for item in recipients.values()
        if page.view.step in (ANY_STEP, page.step(item))
    ]
    if rows:
        caption = words.requests_caption(kind, answered_n(page, kind), len(recipients))
        show_table(caption, words.REQUESTS_HEADER, rows)
    else:
        st.info(words.NO_SUCH)
    name = file_name(page.catalog, "collecte", "sollicitations")

    def make() -> bytes:
        lines = [_csv_row(page, item) for item in page.recipients.values()]
        return to_csv(words.REQUESTS_CSV, lines, is_demo=page.catalog.build.is_demo)

    with st.container(horizontal=True, vertical_alignment="center"):
        show_csv_download(words.CSV, f"{name}.csv", "collecte.demandes.csv", make)
        if st.button(words.IMPORT_REGISTER, key="collecte.registre", icon=":material/upload_file:"):
            state.seed(state.IMPORT_KIND, REGISTER)
            open_page(VOS_DONNEES)
        show_page_link(SUIVI)
    st.caption(typography(words.REQUESTS_NOTE))


def _show_filters(page: CampaignPage) -> None:
    labels = page.register.step_labels
    left, right = st.columns(2)
    with left:
        choose(
            widget_key("kind"),
            words.LIST,
            KINDS,
            page.view.kind,
            lambda kind: words.KINDS[kind][1],
            on_change=change_from_widget,
            args=("kind",),
        )
    with right:
        choose(
            widget_key("step"),
            words.STEP,
            (ANY_STEP, *labels),
            page.view.step,
            lambda step: labels[step] if step else words.EVERY_STEP,
            on_change=change_from_widget,
            args=("step",),
        )


def _texts(page: CampaignPage, recipient: Recipient, names: tuple[str, ...]) -> list[str]:
    """Fields of the line of a recipient, empty without one."""
    entry = page.requests.get((recipient.territory_id, recipient.kind))
    fields = page.register.by_id
    if entry is None:
        return [""] * len(names)
    return [field_text(page.catalog, fields[name], entry.fields.get(name)) for name in names]


def _row(page: CampaignPage, recipient: Recipient) -> tuple[str, ...]:
    step = page.register.step_labels[page.step(recipient)]
    return (recipient.label, step, *_texts(page, recipient, FIELDS))


def _csv_row(page: CampaignPage, recipient: Recipient) -> tuple[str, ...]:
    entry = page.requests.get((recipient.territory_id, recipient.kind))
    build = page.catalog.build
    return (
        recipient.territory_id,
        recipient.label,
        words.KINDS[recipient.kind][0],
        page.register.step_labels[page.step(recipient)],
        *_texts(page, recipient, CSV_FIELDS),
        status_text(entry) if entry else words.DERIVED,
        source_text(page.catalog, entry) if entry else "",
        build.data_version,
        build.build_id,
    )
