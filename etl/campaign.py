"""``etl campaign``: letters and tables of the call for counts, written to a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from etl.errors import EtlError
from etl.extract.reference import extract_crosswalk, extract_territories
from etl.folders import new_folder
from etl.imports.templates import FOLDER, territory_label
from etl.settings import Settings
from foundation.campaign.files import campaign_files
from foundation.campaign.letters import Terms, default_terms
from foundation.campaign.recipients import FACULTY, Recipient, recipients
from foundation.days import today_in_paris

TEMPLATE = "msu.xlsx"


def campaign_terms(
    settings: Settings, counted_on: str | None, answer_by: str | None, sender: str, site: str
) -> Terms:
    """Terms of the letters, with the days that were asked for in ISO form.

    Raises
    ------
    EtlError
        When a day is none, or when an answer is asked for before today.
    """
    terms = default_terms(today_in_paris(), settings.secrecy_threshold(), site, sender)
    if counted_on:
        terms = replace(terms, counted_on=_day("--counted-on", counted_on))
    if answer_by:
        terms = replace(terms, answer_by=_day("--answer-by", answer_by))
    if terms.answer_by < terms.written_on:
        raise EtlError(
            f"« --answer-by {answer_by} » est passé. Que faire : donner un jour à venir, "
            "AAAA-MM-JJ ; rien n’a été écrit."
        )
    return terms


def campaign_recipients(data: Path) -> dict[str, Recipient]:
    """Faculties and conseils of the reference files of ``data``, by territory."""
    territories = extract_territories(data / "reference")
    crosswalk = extract_crosswalk(data / "reference")
    labels = {
        str(row.territory_id): territory_label(str(row.level), str(row.code), str(row.name_fr))
        for row in territories.itertuples()
    }
    pairs = zip(crosswalk["departement_id"], crosswalk["subdivision_id"], strict=True)
    return recipients(labels, pairs)


def write_campaign(
    settings: Settings,
    folder: Path,
    terms: Terms,
    *,
    with_councils: bool,
    on_step: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the letters and the tables, all of them or none; return how many files.

    Raises
    ------
    EtlError
        When the folder already holds something.
    """
    asked = [
        item
        for item in campaign_recipients(settings.data).values()
        if with_councils or item.kind == FACULTY
    ]
    template = (settings.data / FOLDER / TEMPLATE).read_bytes()
    with new_folder(folder) as building:
        files = campaign_files(asked, terms, template, {}, on_step)
        for name, content in files.items():
            path = building / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    return len(files)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise EtlError(
            f"« {option} {text} » : un jour AAAA-MM-JJ est attendu. Que faire : corriger la date ; "
            "rien n’a été écrit."
        ) from error
