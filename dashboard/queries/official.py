"""The official sources: what is published of each, and what came of the last look at them."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.queries.cache import Cursor, per_build, served_stores
from dashboard.themes.official import OfficialSource
from foundation.answers import SourceState, read_states


@per_build
def fetch_official_sources(cursor: Cursor) -> tuple[OfficialSource, ...]:
    """Every official source, by publisher."""
    rows = cursor.execute(
        """
        SELECT connector_id, source_id, title, publisher, url, expected_month,
            coalesce(file, ''), coalesce(released_on, ''), coalesce(fetched_at, ''), last_year
        FROM pub.official_source LEFT JOIN pub.vintage USING (source_id)
        ORDER BY publisher DESC, title
        """
    ).fetchall()
    return tuple(OfficialSource(*row) for row in rows)


def last_looks() -> Mapping[str, SourceState]:
    """What came of the last look at each source that was looked at, by name.

    A document of the store and not of a build: none follows a failure.
    """
    store, _ = served_stores()
    return {state.connector_id: state for state in read_states(store.official.state()).sources}


def kept_builds() -> tuple[tuple[str, str], ...]:
    """Builds that can be compared, newest first: each its identifier, and its day and hour."""
    store, _ = served_stores()
    return tuple((build.build_id, build.name_fr) for build in store.builds())
