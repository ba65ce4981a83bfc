"""A refresh on one server serves all those that share a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.connectors.refresh import Request, refresh
from etl.errors import RefreshingError
from etl.imports.run import rebuild
from etl.settings import Settings
from etl.status import is_pending
from etl.warehouse import read_warehouse
from foundation.answers import read_states
from stores import find_served
from tests.support.importing import few_draws, new_installation
from tests.support.official_sites import network_settings, official_sites

SOURCE = "ameli-zones"


def server(warehouse, folder, sites, url) -> Settings:
    """A server of its own, on the database that others share."""
    folder.mkdir()
    settings = replace(new_installation(warehouse.settings, folder), raw=folder / "raw")
    settings.choices.write_text(
        f'[stockage]\nurl = "{url}"\n{network_settings(sites)}', encoding="utf-8"
    )
    return settings


def rows(settings: Settings) -> int:
    with read_warehouse(find_served(settings.store).path) as connection:
        ((count,),) = connection.execute(
            "SELECT count(*) FROM pub.observation WHERE source_id = 'AMELI-ZONES-SOUS-DOTEES'"
        ).fetchall()
    return int(count)


def test_what_one_server_fetched_and_published_another_reads_builds_and_does_not_fetch(
    warehouse, tmp_path, postgresql
):
    url = postgresql.new_database()
    with official_sites() as sites, few_draws():
        one, two = (server(warehouse, tmp_path / name, sites, url) for name in ("one", "two"))
        done = refresh(one, Request((SOURCE,)))
        assert [item.state for item in done.outcomes] == ["published"]
        assert rows(two) == 360
        assert not is_pending(two)
        (state,) = read_states(two.official.state()).sources
        assert state.outcome == done.outcomes[0]
        asked = len(sites.files_asked())
        assert [item.state for item in refresh(two, Request((SOURCE,))).outcomes] == ["unchanged"]
        assert len(sites.files_asked()) == asked
        with two.official.alone(), pytest.raises(RefreshingError):
            refresh(one, Request((SOURCE,)))
        # A build of the other server holds the series that it never fetched.
        rebuild(two)
        assert rows(one) == 360
        raw = two.raw / done.outcomes[0].file
        assert raw.read_bytes() == (one.raw / done.outcomes[0].file).read_bytes()
