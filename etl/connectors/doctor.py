"""``python -m etl doctor``: each official source, reachable or not, of its shape, on time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from etl.connectors.discovery import locate
from etl.connectors.faults import SourceError
from etl.connectors.fetching import Fetcher
from etl.connectors.readers import reader_of
from etl.connectors.refresh import chosen
from etl.declared.connectors import Connector
from etl.errors import DataError, EtlError
from etl.official import Vintage, archive_name, read_archive
from etl.settings import Settings
from foundation.answers import SourceHealth
from foundation.days import today_in_paris
from foundation.editions import overdue_year
from foundation.french import MONTHS


def examine(
    settings: Settings,
    connector_ids: tuple[str, ...] = (),
    on_step: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] | None = None,
) -> tuple[SourceHealth, ...]:
    """Look at each source from here, without fetching any file."""
    options = {} if sleep is None else {"sleep": sleep}
    health = []
    try:
        with Fetcher(settings.connectors(), on_wait=on_step, **options) as fetcher:
            for connector in chosen(settings, connector_ids):
                on_step(f"{connector.publisher} : {connector.title}")
                health.append(_examine(settings, connector, fetcher))
    except SourceError as error:
        raise EtlError(str(error)) from error
    return tuple(health)


def _examine(settings: Settings, connector: Connector, fetcher: Fetcher) -> SourceHealth:
    published = _published(settings, connector)
    base = SourceHealth(
        connector_id=connector.connector_id,
        title_fr=f"{connector.publisher}, {connector.title}",
        url=connector.address,
        file_fr="",
        late_fr=late_fr(connector, published, today_in_paris()),
        published_fr=_version_fr(published),
    )
    facts = base.__dict__
    try:
        located = locate(connector, fetcher)
        facts = facts | {"url": located.url, "file_fr": located.name_fr}
        seen = fetcher.glimpse(located.url)
    except SourceError as error:
        return SourceHealth(**facts | {"problem_fr": str(error)})
    fault = reader_of(connector).fault_of_head(seen.head)
    size_fault = ""
    if seen.size is not None and seen.size > connector.max_mb * 1_000_000:
        size_fault = f"le fichier dépasse {connector.max_mb} Mo, la taille admise"
    columns = "comme attendu" if connector.format == "csv" else "classeur, lu à l’actualisation"
    return SourceHealth(
        **facts
        | {
            "problem_fr": fault or size_fault,
            "content_type": seen.content_type,
            "size": seen.size,
            "released_on": located.released_on or seen.validators.released_on,
            "columns_fr": fault or columns,
        }
    )


def late_fr(connector: Connector, published: Vintage | None, today: date) -> str:
    """Whether an edition was due that is not published here, in French; empty when not."""
    if published is None:
        return ""
    due_year = overdue_year(published.released_on, connector.expected_month, today)
    if due_year is None:
        return ""
    month = MONTHS[connector.expected_month - 1]
    return f"édition de {month} {due_year} attendue, celle du {published.released_on} est publiée"


def _published(settings: Settings, connector: Connector) -> Vintage | None:
    name = archive_name(connector.connector_id)
    content = settings.official.read(name)
    try:
        return read_archive(name, content).vintage if content is not None else None
    except DataError:
        return None


def _version_fr(published: Vintage | None) -> str:
    if published is None:
        return "rien de publié"
    return f"jusqu’en {published.last_year}, lu le {published.fetched_at[:10]}"
