"""Letters and tables of the campaign as files: of a folder, or of an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from foundation.archive import archive
from foundation.campaign.docx import letter_docx
from foundation.campaign.letters import Outcome, Terms, letter
from foundation.campaign.recipients import FACULTY, Recipient
from foundation.campaign.template import filled_template

FOLDERS = {FACULTY: "facultes"}
COUNCILS = "conseils"
OnFile = Callable[[str], None]


def letter_name(recipient: Recipient) -> str:
    """Name of the letter of a recipient."""
    return f"courrier_msu_{recipient.file_part}.docx"


def table_name(recipient: Recipient) -> str:
    """Name of the table of a recipient."""
    return f"comptage_msu_{recipient.file_part}.xlsx"


def campaign_files(
    asked: Iterable[Recipient],
    terms: Terms,
    template: bytes,
    outcomes: Mapping[str, Outcome],
    on_file: OnFile = lambda _: None,
) -> dict[str, bytes]:
    """Letter and table of each recipient, by path: « facultes/courrier_msu_dijon.docx ».

    ``outcomes`` are those known, by territory of the recipient.
    """
    files = {}
    for item in asked:
        folder = FOLDERS.get(item.kind, COUNCILS)
        on_file(item.label)
        text = letter(item, terms, outcomes.get(item.territory_id))
        files[f"{folder}/{letter_name(item)}"] = letter_docx(text)
        files[f"{folder}/{table_name(item)}"] = filled_template(template, item, terms.counted_on)
    return files


def campaign_archive(
    asked: Iterable[Recipient],
    terms: Terms,
    template: bytes,
    outcomes: Mapping[str, Outcome],
) -> bytes:
    """Letters and tables of many recipients in one archive."""
    return archive(campaign_files(asked, terms, template, outcomes))
