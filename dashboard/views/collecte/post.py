"""Section on the letter and the table of one recipient, and the archives of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from dashboard.core.catalog import MSU
from dashboard.core.files import dated_name
from dashboard.core.formatting import typography
from dashboard.core.registry import VOS_DONNEES
from dashboard.queries.kinds import read_template
from dashboard.ui import state
from dashboard.ui.downloads import EXCEL, show_download
from dashboard.ui.fields import choose
from dashboard.ui.links import open_page
from dashboard.ui.spoken import let_scroll
from dashboard.views.collecte import words
from dashboard.views.collecte.page import (
    SENDER_KEY,
    CampaignPage,
    change_from_widget,
    widget_key,
)
from dashboard.views.collecte.view import WEEKS, YEARS_BACK
from foundation.campaign.docx import letter_docx
from foundation.campaign.files import campaign_archive, letter_name, table_name
from foundation.campaign.letters import letter, mailto
from foundation.campaign.recipients import COUNCIL, FACULTY, Recipient
from foundation.campaign.template import filled_template
from foundation.french import day_fr

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
TEMPLATE = "xlsx"


def show_post(page: CampaignPage) -> None:
    """Recipient and days, the letter to copy, its files, then the archives of every recipient."""
    _show_choices(page)
    st.markdown(typography(words.deadline(page.terms)))
    st.markdown(f"**{words.LETTER_TEXT}**")
    _show_text(page, with_import=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        for kind, label in ((FACULTY, words.ALL_FACULTIES), (COUNCIL, words.ALL_COUNCILS)):
            name = f"{dated_name(page.today.isoformat(), 'collecte', words.KINDS[kind][1])}.zip"
            show_download(label, name, ZIP, f"collecte.zip.{kind}", _archive_maker(page, kind))
    st.caption(typography(words.POST_NOTE))


def show_letter(page: CampaignPage) -> None:
    """Recipient among those of the scope, the letter to copy and its two files."""
    _choose_recipient(page, page.scope_recipients)
    _show_text(page, with_import=False)


def _show_text(page: CampaignPage, *, with_import: bool) -> None:
    """The letter, the way to the mail, its files, and where its answer goes."""
    recipient, terms = page.recipient, page.terms
    text = letter(recipient, terms, page.outcome(recipient))
    st.code(f"{text.subject}\n\n{text.body}", language=None, wrap_lines=True, height=320)
    let_scroll("collecte.lettre", ".stMain pre", words.LETTER_TEXT)
    st.html(
        f'<p><a href="{escape(mailto(recipient, terms))}">{escape(words.OPEN_MAIL)}</a>. '
        f'<span class="note">{escape(typography(words.MAIL_NOTE))}</span></p>'
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        name = letter_name(recipient)
        show_download(words.DOCX, name, WORD, "collecte.docx", lambda: letter_docx(text))
        show_download(
            words.XLSX,
            table_name(recipient),
            EXCEL,
            "collecte.xlsx",
            lambda: filled_template(read_template(MSU, TEMPLATE), recipient, terms.counted_on),
        )
        is_asked = with_import and st.button(
            words.IMPORT_ANSWER, key="collecte.importer", icon=":material/upload_file:"
        )
        if is_asked:
            state.seed(state.IMPORT_KIND, MSU)
            open_page(VOS_DONNEES)


def _archive_maker(page: CampaignPage, kind: str) -> Callable[[], bytes]:
    # The terms are read now: the session is out of reach of the maker of a file.
    terms, asked = page.terms, page.of_kind(kind)
    return lambda: campaign_archive(
        asked.values(), terms, read_template(MSU, TEMPLATE), page.outcomes(asked)
    )


def _choose_recipient(page: CampaignPage, offered: Mapping[str, Recipient]) -> None:
    """Select a recipient among some; that of the letter is always there."""
    labels = page.register.step_labels
    own = page.recipient.territory_id
    choose(
        widget_key("recipient"),
        words.RECIPIENT,
        tuple(dict.fromkeys((own, *offered))),
        own,
        lambda item: words.recipient_option(
            page.recipients[item], labels[page.step(page.recipients[item])]
        ),
        on_change=change_from_widget,
        args=("recipient",),
    )


def _show_choices(page: CampaignPage) -> None:
    _choose_recipient(page, page.recipients)
    first, second, third = st.columns(3)
    with first:
        choose(
            widget_key("back"),
            words.COUNTED_ON,
            YEARS_BACK,
            page.view.back,
            lambda back: day_fr(page.today.replace(page.today.year - int(back), 1, 1)),
            on_change=change_from_widget,
            args=("back",),
        )
    with second:
        choose(
            widget_key("weeks"),
            words.DELAY,
            WEEKS,
            page.view.weeks,
            words.weeks_option,
            on_change=change_from_widget,
            args=("weeks",),
        )
    with third:
        st.text_input(
            words.SENDER, key=SENDER_KEY, max_chars=words.SENDER_MAX, help=words.SENDER_HELP
        )
