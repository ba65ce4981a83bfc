"""What the build publishes from the committed figures, read back from its database."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.pipeline import run_pipeline
from etl.settings import Settings
from etl.version import digest_data

LEVELS = ("departement", "national", "region", "subdivision")
FIRM_COUNTS = {
    "2010": 4739,
    "2014": 7666,
    "2015": 7863,
    "2016": 8550,
    "2017": 9135,
    "2018": 9440,
    "2019": 10736,
    "2021": 11837,
    "2023": 12790,
    "2024": 13908,
}
OBSERVED = {
    ("SUB-037", "2010"): 338,  # Bordeaux
    ("SUB-030", "2010"): 245,  # Nantes
    ("SUB-025", "2010"): 238,  # Grenoble
    ("SUB-026", "2010"): 235,  # Lyon
    ("SUB-036", "2010"): 78,  # Nice
    ("DEP-12", "2014"): 52,
    ("DEP-12", "2016"): 55,
    ("SUB-042", "2019"): 168,  # Océan Indien
    ("DEP-19", "2023"): 56,
}


@pytest.fixture(scope="module")
def msu(observation):
    return observation[observation["indicator_id"] == "msu"]


@pytest.fixture(scope="module")
def second_build(tmp_path_factory, copy_data, read_tables):
    """Build the same files a second time, from a copy of their folder."""
    folder = tmp_path_factory.mktemp("again")
    settings = Settings(copy_data(folder / "data"), folder / "warehouse", folder / "geometry")
    return read_tables(run_pipeline(settings).file)


def test_there_are_one_nation_101_departements_18_regions_and_28_subdivisions(tables):
    counts = tables["territory"]["level"].value_counts().to_dict()
    assert counts == {"departement": 101, "subdivision": 28, "region": 18, "national": 1}


def test_codes_stay_text_and_keep_their_zeros_and_letters(tables):
    rows = tables["territory"].set_index("territory_id")
    codes = {"DEP-01": "01", "DEP-2A": "2A", "DEP-2B": "2B", "DEP-974": "974", "DEP-976": "976"}
    assert rows.loc[list(codes), "code"].to_dict() == codes


def test_a_region_and_a_departement_of_the_same_code_are_two_territories(tables):
    names = tables["territory"].set_index("territory_id")["name_fr"]
    assert (names["REG-01"], names["DEP-01"]) == ("Guadeloupe", "Ain")
    assert (names["REG-84"], names["DEP-84"]) == ("Auvergne-Rhône-Alpes", "Vaucluse")


def test_population_sums_to_the_nation_at_every_level(tables):
    sums = tables["territory"].groupby("level")["population_hab"].sum()
    # Subdivisions add rounded pieces of the five départements they share.
    assert sums["departement"] == sums["region"] == sums["national"] == 68_350_798
    assert abs(sums["subdivision"] - sums["national"]) <= 28


def test_neighbours_are_mutual_and_the_islands_have_none(tables):
    links = tables["territory_link"]
    pairs = {
        (row.parent_id, row.child_id) for row in links[links["kind"] == "neighbour"].itertuples()
    }
    assert pairs == {(child, parent) for parent, child in pairs}
    assert ("DEP-2A", "DEP-2B") in pairs
    assert ("DEP-75", "DEP-92") in pairs
    alone = set(tables["territory"].query("level == 'departement'")["territory_id"]) - {
        one for one, _ in pairs
    }
    assert alone == {"DEP-971", "DEP-972", "DEP-973", "DEP-974", "DEP-976"}


def test_every_target_is_shared_exactly_by_every_key_at_every_level(tables):
    rows = tables["apportionment"].merge(tables["territory"][["territory_id", "level"]])
    sums = rows.pivot_table(
        index=["target_id", "key_id"], columns="level", values="target_msu", aggfunc="sum"
    )
    assert tuple(sums.columns) == LEVELS
    targets = tables["target"].set_index("target_id")["value_msu"]
    keys = set(tables["allocation_key"]["key_id"])
    assert {tuple(pair) for pair in sums.index} == {(t, k) for t in targets.index for k in keys}
    expected = sums.index.get_level_values("target_id").map(targets)
    assert sums.eq(np.asarray(expected), axis=0).all(axis=None)


def test_the_share_of_a_departement_is_within_one_unit_of_its_quota(tables):
    keys = tables["apportionment_key"]
    part = keys["weight"] / keys.groupby("key_id")["weight"].transform("sum")
    shares = keys[["key_id", "territory_id"]].assign(part=part).merge(tables["apportionment"])
    quotas = shares.merge(tables["target"][["target_id", "value_msu"]])
    assert len(quotas) == 101 * 4 * len(tables["target"])
    assert (quotas["target_msu"] - quotas["part"] * quotas["value_msu"]).abs().max() < 1


def test_the_share_of_a_region_is_the_sum_of_its_departements(tables):
    shares = tables["apportionment"].merge(tables["territory"][["territory_id", "region_id"]])
    departements = shares[shares["territory_id"].str.startswith("DEP-")]
    summed = departements.groupby(["target_id", "key_id", "region_id"])["target_msu"].sum()
    regions = shares[shares["territory_id"].str.startswith("REG-")]
    published = regions.set_index(["target_id", "key_id", "territory_id"])["target_msu"]
    assert summed.sort_index().to_list() == published.sort_index().to_list()


def test_msu_are_published_for_the_ten_years_of_a_firm_count_and_no_other(msu):
    national = msu[msu["territory_id"] == "FR"].set_index("period")["value"]
    assert national.to_dict() == FIRM_COUNTS
    assert set(msu["period"]) == set(FIRM_COUNTS)


@pytest.mark.parametrize("period", FIRM_COUNTS)
def test_msu_sum_exactly_to_the_national_count_at_every_level(msu, period):
    sums = msu[msu["period"] == period].groupby("level")["value"].sum()
    assert sums.to_dict() == dict.fromkeys(LEVELS, FIRM_COUNTS[period])


def test_msu_are_whole_and_never_negative(msu):
    assert (msu["value"] == msu["value"].round()).all()
    assert (msu["value"] >= 0).all()
    assert (msu["low"].dropna() >= 0).all()


def test_the_msu_of_a_region_are_the_sum_of_its_departements(msu, tables):
    region_of = tables["territory"].set_index("territory_id")["region_id"]
    departements = msu[msu["level"] == "departement"]
    summed = departements.groupby(["period", departements["territory_id"].map(region_of)])
    regions = msu[msu["level"] == "region"].set_index(["period", "territory_id"])["value"]
    assert summed["value"].sum().to_list() == regions.sort_index().to_list()


@pytest.mark.parametrize(("place", "count"), OBSERVED.items(), ids=str)
def test_a_published_local_count_replaces_the_estimate_of_its_year(msu, place, count):
    row = msu.set_index(["territory_id", "period"]).loc[place]
    assert row["value"] == count
    assert row["status"] == "observed"
    assert pd.isna(row["method_id"])
    assert pd.isna(row["low"])
    assert pd.isna(row["high"])


def test_no_other_local_value_is_said_to_be_observed(msu):
    observed = msu[(msu["status"] == "observed") & (msu["level"] != "national")]
    assert set(zip(observed["territory_id"], observed["period"], strict=True)) == set(OBSERVED)


def test_a_round_number_of_the_press_does_not_replace_the_estimate(msu, tables):
    # « Une cinquantaine », in March 2018.
    row = msu.set_index(["territory_id", "period"]).loc[("DEP-26", "2018")]
    assert row["status"] == "estimated"
    assert row["low"] < row["value"] < row["high"]
    point = tables["validation"].set_index("evidence_id").loc["drome-2018"]
    assert "« une cinquantaine »" in point["locator"].lower()


def test_a_local_count_is_cited_from_its_own_source_and_the_estimate_from_the_observatory(msu):
    rows = msu.set_index(["territory_id", "period"])
    assert rows.loc[("DEP-12", "2016"), "source_id"] == "S050"
    assert "2016" in rows.loc[("DEP-12", "2016"), "locator"]
    # An estimate is the observatory's own: the national count it shares is named in its place.
    assert rows.loc[("DEP-48", "2016"), "source_id"] == "MSU-V2"
    assert rows.loc[("FR", "2016"), "source_id"] in rows.loc[("DEP-48", "2016"), "locator"]


def test_every_other_msu_by_departement_is_estimated_with_interval_and_method(msu):
    rows = msu[(msu["level"] == "departement") & (msu["status"] != "observed")]
    assert len(rows) == 101 * 10 - 3
    assert set(rows["status"]) == {"estimated"}
    assert set(rows["method_id"]) == {"msu-v2"}
    assert (rows["low"] < rows["high"]).all()
    assert rows["value"].between(rows["low"], rows["high"]).all()


def test_an_observed_departement_is_found_in_the_sum_of_its_region(msu, tables):
    members = tables["territory"].query("region_id == 'REG-76' and level == 'departement'")
    year = msu[msu["period"] == "2016"].set_index("territory_id")["value"]
    assert year[members["territory_id"]].sum() == year["REG-76"]
    assert year["DEP-12"] == 55


def test_the_interval_of_a_region_is_narrower_than_the_sum_of_its_departements(msu, tables):
    region_of = tables["territory"].set_index("territory_id")["region_id"]
    rows = msu.assign(width=msu["high"] - msu["low"]).query("period == '2024'")
    departements = rows[rows["level"] == "departement"]
    parts = departements.groupby(departements["territory_id"].map(region_of))["width"]
    regions = rows[rows["level"] == "region"].set_index("territory_id")["width"]
    several = parts.count()[parts.count() > 1].index
    assert len(several) == 13
    assert (regions[several] < parts.sum()[several]).all()
    alone = parts.count()[parts.count() == 1].index
    assert (regions[alone] == parts.sum()[alone]).all()


def test_the_interval_of_an_estimate_holds_the_validated_error(msu, tables):
    method = tables["method"].query("method_id == 'msu-v2'").set_index("parameter_id")["value"]
    rows = msu.query("period == '2024' and level == 'departement' and value >= 50")
    factor = np.sqrt(rows["high"] / rows["low"])
    assert factor.median() == pytest.approx(method["interval_factor_95"], rel=0.15)


@pytest.mark.parametrize("place", ["DEP-976", "DEP-973"])
def test_where_liberal_gps_are_few_the_interval_reaches_what_all_gps_would_give(
    msu, observation, place
):
    def share(indicator_id, period):
        rows = observation[
            (observation["indicator_id"] == indicator_id) & (observation["period"] == period)
        ].set_index("territory_id")["value"]
        return rows[place] / rows[rows.index.str.startswith("DEP-")].sum()

    ratio = share("mg_rpps", "2026") / share("mg_liberaux_cnam", "2024")
    assert ratio > 1.7
    row = msu[(msu["territory_id"] == place) & (msu["period"] == "2024")].iloc[0]
    # The value already stands between what the keys give: the mean of them all.
    assert row["high"] > 1.5 * row["value"]
    assert row["high"] / row["low"] > 4


def test_a_gap_is_the_share_less_the_msu_and_its_class_never_says_more_than_the_interval(tables):
    gap = tables["msu_gap"]
    assert len(gap) == 148 * 10 * 4 * len(tables["target"])
    assert (gap["gap_msu"] == gap["target_msu"] - gap["msu"]).all()
    straddles = (gap["msu_low"] < gap["target_msu"]) & (gap["msu_high"] >= gap["target_msu"])
    assert (straddles == (gap["class_id_v1"] == "indetermine")).all()
    counted = gap[gap["msu_status"] == "observed"]
    assert set(counted["class_id_v1"]) == {"manque", "atteint"}


def test_the_national_count_passed_the_default_target_between_2018_and_2019(tables):
    default = tables["target"].query("is_default")["target_id"].item()
    gap = tables["msu_gap"].query("territory_id == 'FR' and key_id == 'population'")
    verdicts = gap[gap["target_id"] == default].set_index("period")["verdict_id"]
    assert (verdicts["2018"], verdicts["2019"]) == ("counted_below", "counted_above")


def test_every_row_count_of_the_report_is_the_number_of_rows(warehouse, tables):
    assert warehouse.report.row_counts == {name: len(frame) for name, frame in tables.items()}


def test_the_build_names_the_map_geometry_it_was_drawn_with(warehouse, tables):
    build = tables["build"].iloc[0]
    assert build["build_id"] == warehouse.report.build_id
    assert ((warehouse.settings.warehouse / "geometry") / build["geometry_file"]).is_file()


@pytest.mark.parametrize(
    "table", ["observation", "msu_gap", "apportionment", "validation", "territory_link", "source"]
)
def test_two_builds_of_the_same_files_publish_the_same_rows(tables, second_build, table):
    # To nine digits: another process may round the last bits of a sum otherwise.
    pd.testing.assert_frame_equal(tables[table], second_build[table], rtol=1e-9, atol=0)


def test_two_builds_of_the_same_files_have_the_same_data_version_and_geometry(tables, second_build):
    columns = ["data_version", "geometry_file", "is_demo"]
    first, second = tables["build"], second_build["build"]
    assert first[columns].to_numpy().tolist() == second[columns].to_numpy().tolist()
    assert first["build_id"].item() != second["build_id"].item()


def test_the_data_version_changes_with_any_file_read_and_with_no_other(tmp_path, copy_data):
    folder = copy_data(tmp_path / "data")
    version = digest_data(folder)
    (folder / "local").mkdir()
    (folder / "local" / "mine.csv").write_text("x", encoding="utf-8")
    (folder / "warehouse").mkdir()
    (folder / "warehouse" / "current.json").write_text("{}", encoding="utf-8")
    assert digest_data(folder) == version
    figures = folder / "figures" / "age.csv"
    figures.write_bytes(figures.read_bytes() + b"\n")
    changed = digest_data(folder)
    assert changed != version
    figures.rename(figures.with_name("ages.csv"))
    assert digest_data(folder) not in {version, changed}
