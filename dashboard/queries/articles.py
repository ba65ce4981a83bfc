"""``data/reference/articles.csv``: the article of each territory's name, in a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

ARTICLES = Path("reference") / "articles.csv"


def fetch_articles(folder: Path) -> dict[str, int]:
    """TNCC of each département, région and subdivision, by territory.

    Source: COG-2026; subdivisions follow its convention.
    """
    with (folder / ARTICLES).open(encoding="utf-8", newline="") as file:
        return {row["territory_id"]: int(row["tncc"]) for row in csv.DictReader(file)}
