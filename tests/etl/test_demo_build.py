"""The demonstration: fictitious files, marked as such everywhere, apart from the real warehouse."""

from __future__ import annotations

import pytest

from etl import store
from etl.checks import check_warehouse
from etl.declared.kinds import load_kinds
from etl.demo.build import WHO_FR, demo_files
from etl.errors import DataError
from etl.status import describe_current, is_pending
from etl.warehouse import current_build, read_warehouse
from tests.support.importing import digests, read_served
from tests.support.paths import DATA

LOCAL_TABLES = ("stage_place", "cohort", "flow", "correction")


@pytest.fixture(scope="module")
def built(built_demonstration):
    """Settings of an installation, the digests of its files before, and the steps announced."""
    demo = built_demonstration
    return demo.settings, demo.before, demo.steps


@pytest.fixture(scope="module")
def served(built):
    return read_served(built[0].for_demo())


def test_every_kind_of_file_has_its_demonstration():
    kinds = [path.stem.removeprefix("demo_") for path in demo_files(DATA)]
    assert sorted(kinds) == sorted(load_kinds(DATA))


def test_the_demonstration_has_a_warehouse_and_files_of_its_own(built):
    settings, before, steps = built
    demo = settings.for_demo()
    assert demo.warehouse.is_relative_to(settings.warehouse)
    after = digests(settings.warehouse)
    assert {name: after[name] for name in after if not name.startswith("demo/")} == before
    assert not settings.local.exists()
    assert store.read_manifest(settings.store) == ()
    assert not is_pending(settings)
    assert "Lire demo_msu.csv" in steps
    assert "Contrôler" in steps


def test_the_real_warehouse_says_nothing_fictitious(built):
    tables = read_served(built[0])
    assert not tables["build"]["is_demo"].item()
    assert "demo" not in set(tables["observation"]["status"])
    assert tables["local_import"].empty


def test_the_demonstration_passes_every_check_and_says_what_it_is(built, served):
    demo = built[0].for_demo()
    with read_warehouse(current_build(demo)) as connection:
        assert [item for item in check_warehouse(connection) if not item.passed] == []
    assert served["build"]["is_demo"].item()
    assert describe_current(demo)["demo"]
    assert not is_pending(demo)


def test_fictitious_values_are_marked_and_none_passes_for_an_import(served):
    rows = served["observation"]
    assert set(rows["status"]) == {"observed", "estimated", "demo"}
    fictitious = rows[rows["status"] == "demo"]
    assert len(fictitious) > 1000
    assert fictitious["source_id"].str.startswith("LOCAL-").all()
    assert rows.loc[rows["source_id"].str.startswith("LOCAL-"), "status"].eq("demo").all()
    for name in LOCAL_TABLES:
        assert set(served[name]["status"]) == {"demo"}, name
    installations = served["installation"]
    is_local = installations["field_id"].eq("local_file")
    assert installations["status"].eq("demo").equals(is_local)
    assert is_local.sum() > 1000


def test_fictitious_sources_are_marked_too(served):
    rows = served["source"]
    rows = rows[rows["source_id"].str.startswith("LOCAL-")]
    assert len(rows) == len(demo_files(DATA))
    assert set(rows["kind"]) == {"demo"}
    assert set(rows["licence"]) == {"données fictives"}
    assert set(rows["publisher"]) == {WHO_FR}
    assert rows["title"].str.startswith("Données fictives").all()


def test_published_figures_remain_observed_in_the_demonstration(served, tables):
    keys = ["territory_id", "period", "indicator_id", "source_id"]
    real, demo = (
        of["observation"][of["observation"]["indicator_id"].ne("msu")].set_index(keys)
        for of in (tables, served)
    )
    figures = real[real["status"].eq("observed") & real["method_id"].isna()]
    figures = figures[~figures.index.get_level_values("indicator_id").str.startswith("msu_pour")]
    assert len(figures) > 1000
    same = demo.reindex(figures.index)
    assert (same["status"] == "observed").all()
    assert (same["value"] == figures["value"]).all()


def test_no_fictitious_count_under_the_threshold_is_published(served):
    assert len(served["withheld_cell"]) > 100
    assert served["stage_place"]["places_n"].min() >= 5
    assert served["flow"]["count_n"].min() >= 5
    for column in ("entries_n", "exits_n"):
        assert served["installation"][column].min() >= 5


def test_a_set_that_is_not_there_says_how_to_make_it(tmp_path):
    with pytest.raises(DataError, match="python -m etl docs"):
        demo_files(tmp_path)
