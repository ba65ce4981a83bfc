"""Where the newest file of a source is: its catalogue first, else the last known address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etl.connectors.faults import SourceError
from etl.connectors.fetching import Fetcher
from etl.declared.connectors import Connector

DATAGOUV = "https://www.data.gouv.fr"


@dataclass(frozen=True)
class Located:
    """A file to fetch: its address, what its catalogue says of it, and a sentence that names it.

    ``marker`` changes with the file, empty when nothing tells; ``released_on`` is a day, ISO.
    ``is_fallback`` says that the catalogue named no such file.
    """

    url: str
    name_fr: str
    marker: str = ""
    released_on: str = ""
    is_fallback: bool = False


def locate(connector: Connector, fetcher: Fetcher) -> Located:
    """The newest file of a source; the last known address when the catalogue names none."""
    find = _of_portal if connector.portal else _of_datagouv
    try:
        located = find(connector, fetcher)
    except SourceError as error:
        why = error.why_fr
    else:
        if located is not None:
            return located
        why = "le catalogue ne nomme aucun fichier de cette forme"
    return Located(connector.address, f"dernière adresse connue, car {why}", is_fallback=True)


def _of_datagouv(connector: Connector, fetcher: Fetcher) -> Located | None:
    """The newest resource of the right format and title."""
    document = fetcher.document(f"{DATAGOUV}/api/1/datasets/{connector.dataset}/")
    title = re.compile(connector.resource or "", re.IGNORECASE)
    candidates = [
        resource
        for resource in _resources(document)
        if _is_of_format(resource, connector.format)
        and title.search(str(resource.get("title", "")))
    ]
    if not candidates:
        return None
    newest = max(candidates, key=lambda one: (bool(_day(_moment(one))), _moment(one)))
    day = _day(_moment(newest))
    marks = [str(newest.get(name, "")) for name in ("id", "last_modified", "filesize")]
    return Located(
        url=str(newest.get("latest") or newest["url"]),
        name_fr=f"« {newest.get('title', '')} », data.gouv.fr, {day or 'sans date'}",
        # Without its date, another file could have the same.
        marker="|".join(marks) if day else "",
        released_on=day,
    )


def _moment(resource: dict[str, Any]) -> str:
    """When a resource was last changed; empty when it does not say."""
    return str(resource.get("last_modified") or "")


def _day(moment: str) -> str:
    """Day of a moment, ISO; empty when a site tells something else."""
    try:
        return datetime.fromisoformat(moment).date().isoformat()
    except ValueError:
        return ""


def _resources(document: object) -> Iterator[dict[str, Any]]:
    resources = document.get("resources") if isinstance(document, dict) else None
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and str(resource.get("url", "")).startswith("https://"):
            yield resource


def _is_of_format(resource: dict[str, Any], expected: str) -> bool:
    told = str(resource.get("format") or "").casefold()
    return told == expected or str(resource["url"]).casefold().endswith(f".{expected}")


def _of_portal(connector: Connector, fetcher: Fetcher) -> Located | None:
    """The export of an Opendatasoft data set, with the date of its data."""
    document = fetcher.document(
        f"{connector.portal}/api/explore/v2.1/catalog/datasets/{connector.dataset}"
    )
    metas = document.get("metas") if isinstance(document, dict) else None
    default = metas.get("default") if isinstance(metas, dict) else None
    if not isinstance(default, dict):
        return None
    moment = str(default.get("data_processed") or default.get("modified") or "")
    day = _day(moment)
    return Located(
        url=connector.address,
        name_fr=f"« {default.get('title') or connector.dataset} », {day or 'sans date'}",
        marker=f"{moment}|{default.get('records_count', '')}" if moment else "",
        released_on=day,
    )
