"""What is committed under ``data`` holds together."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from etl.declared.catalog import load_registers
from etl.declared.maquettes import load_maquettes
from etl.extract.figures import OWN_COLUMNS, RETENTION_SURVEYS
from foundation.days import today_in_paris
from tests.support.paths import DATA

HEADER = [
    "territory_id",
    "period",
    "indicator_id",
    "value",
    "source_id",
    "locator",
    "confidence",
    "note",
]
CONFIDENCE = {"high", "medium", "low", "derived-high", "derived-medium"}
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-T[1-4]|/\d{4})?|n\.d\.")
FIRM_CNGE = {
    "2010-05": 4739,
    "2014-01-01": 7666,
    "2015-01-01": 7863,
    "2016-01-01": 8550,
    "2017-01-01": 9135,
    "2018-01-01": 9440,
    "2019-01-01": 10736,
    "2021-01-01": 11837,
    "2023": 12790,
    "2024": 13908,
}
FILES = sorted(
    path.name for path in (DATA / "figures").glob("*.csv") if path.name not in OWN_COLUMNS
)


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def registers():
    return load_registers(DATA)


@pytest.fixture(scope="module")
def territories():
    return _read(DATA / "reference" / "territories.csv")


@pytest.fixture(scope="module")
def crosswalk():
    return _read(DATA / "reference" / "crosswalk.csv")


@pytest.fixture(scope="module")
def figures():
    frames = [_read(DATA / "figures" / name).assign(file=name) for name in FILES]
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def points():
    return _read(DATA / "figures" / "msu_local_points.csv")


@pytest.mark.parametrize("name", FILES)
def test_a_figures_file_has_the_declared_columns(name):
    assert list(_read(DATA / "figures" / name).columns) == HEADER


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_a_known_territory_indicator_and_source(name, registers, territories):
    frame = _read(DATA / "figures" / name)
    assert set(frame["territory_id"]) <= set(territories["territory_id"])
    assert set(frame["indicator_id"]) <= {i.indicator_id for i in registers.indicators}
    assert set(frame["source_id"]) <= {s.source_id for s in registers.sources}


def test_every_row_says_where_to_read_it_in_its_source(figures):
    assert figures.loc[figures["locator"].str.strip() == "", "indicator_id"].tolist() == []


def test_an_indicator_lives_in_the_file_of_its_theme(figures, registers):
    themes = {i.indicator_id: f"{i.theme}.csv" for i in registers.indicators}
    assert (figures["file"] == figures["indicator_id"].map(themes)).all()


def test_indicators_declared_as_published_have_figures_and_the_computed_ones_have_none(
    figures, registers
):
    published = {i.indicator_id for i in registers.indicators if i.publishes == "figures"}
    assert published == set(figures["indicator_id"])


def test_the_sources_of_an_indicator_are_those_of_its_figures(figures, registers):
    used = figures.groupby("indicator_id")["source_id"].agg(set).to_dict()
    declared = {
        i.indicator_id: set(i.source_ids) for i in registers.indicators if i.publishes == "figures"
    }
    assert declared == used


def test_every_value_is_a_finite_number_with_a_decimal_point(figures):
    assert figures["value"].str.fullmatch(r"-?\d+(\.\d+)?").all()


def test_every_share_lies_between_0_and_100(figures):
    shares = figures[figures["indicator_id"].str.fullmatch(r"(part|couverture|taux)_.*_pct")]
    assert shares["value"].astype(float).between(0, 100).all()


def test_every_period_follows_the_grammar(figures):
    bad = figures.loc[~figures["period"].str.fullmatch(PERIOD), "period"]
    assert bad.tolist() == []


def test_no_period_is_in_the_future(figures):
    dated = figures.loc[figures["period"] != "n.d.", "period"]
    this_year = today_in_paris().year
    assert dated.str[:4].astype(int).max() <= this_year
    intervals = dated[dated.str.contains("/")].str.split("/", expand=True).astype(int)
    assert (intervals[1] > intervals[0]).all()
    assert intervals[1].max() <= this_year


def test_an_unreadable_date_is_always_of_low_confidence(figures):
    undated = figures[figures["period"] == "n.d."]
    assert set(undated["confidence"]) == {"low"}


def test_every_confidence_belongs_to_the_vocabulary(figures, points):
    assert set(figures["confidence"]) <= CONFIDENCE
    assert set(points["confidence"]) <= CONFIDENCE


def test_no_value_is_given_twice_by_the_same_source(figures):
    key = ["territory_id", "period", "indicator_id", "source_id"]
    assert figures[figures.duplicated(key)].empty


def test_there_are_101_departements_18_regions_and_28_subdivisions(territories):
    assert territories["level"].value_counts().to_dict() == {
        "departement": 101,
        "subdivision": 28,
        "region": 18,
        "national": 1,
    }
    assert territories["territory_id"].is_unique


def test_codes_stay_text_and_departements_do_not_collide_with_regions(territories):
    names = territories.set_index("territory_id")["name_fr"]
    assert names["DEP-01"] == "Ain"
    assert names["REG-01"] == "Guadeloupe"
    assert names["DEP-2A"] == "Corse-du-Sud"
    assert names["DEP-976"] == "Mayotte"
    assert names["REG-84"] == "Auvergne-Rhône-Alpes"
    assert names["DEP-84"] == "Vaucluse"


def test_every_departement_has_a_region_and_no_other_prefix_than_its_level(territories):
    regions = set(territories.loc[territories["level"] == "region", "territory_id"])
    departements = territories[territories["level"] == "departement"]
    assert set(departements["region_id"]) == regions
    prefixes = {"national": "FR", "region": "REG-", "departement": "DEP-", "subdivision": "SUB-"}
    for row in territories.itertuples():
        assert row.territory_id == prefixes[row.level] + (
            "" if row.level == "national" else row.code
        )


def test_every_departement_region_and_the_nation_have_a_population(figures, territories):
    population = figures[figures["indicator_id"] == "population_municipale_hab"]
    wanted = territories.loc[territories["level"] != "subdivision", "territory_id"]
    assert set(wanted) <= set(population["territory_id"])
    latest = population.sort_values("period").drop_duplicates("territory_id", keep="last")
    values = latest.set_index("territory_id")["value"].astype(int)
    regions = territories[territories["level"] == "departement"].set_index("territory_id")[
        "region_id"
    ]
    assert values[regions.index].groupby(regions).sum().eq(values[sorted(set(regions))]).all()
    assert values[regions.index].sum() == values["FR"] == 68350798


def test_mayotte_keeps_its_2017_census_and_says_so(figures):
    rows = figures[
        (figures["territory_id"] == "DEP-976")
        & (figures["indicator_id"] == "population_municipale_hab")
    ]
    assert rows[["period", "value"]].to_numpy().tolist() == [["2017", "256518"]]
    assert rows["note"].str.contains("2017").all()


def test_every_departement_is_shared_between_subdivisions_with_weights_that_sum_to_1(
    crosswalk, territories, registers
):
    weights = crosswalk.assign(weight=crosswalk["weight"].astype(float))
    assert weights["weight"].between(0, 1, inclusive="right").all()
    assert weights.groupby("departement_id")["weight"].sum().round(9).eq(1).all()
    levels = territories.groupby("level")["territory_id"].agg(set)
    assert set(crosswalk["departement_id"]) == levels["departement"]
    assert set(crosswalk["subdivision_id"]) == levels["subdivision"]
    assert not crosswalk.duplicated(["departement_id", "subdivision_id"]).any()
    assert (crosswalk["basis_fr"] != "").all()
    assert set(crosswalk["source_id"]) <= {s.source_id for s in registers.sources}


def test_a_split_weight_says_where_it_comes_from_and_that_it_is_an_approximation(crosswalk):
    split = crosswalk[crosswalk["weight"].astype(float) < 1]
    assert set(split["departement_id"]) == {"DEP-22", "DEP-38", "DEP-42", "DEP-74", "DEP-83"}
    assert split["basis_fr"].str.contains("habitants sur").all()
    assert split["basis_fr"].str.contains("approximation").all()


def test_the_cnge_series_has_its_ten_firm_points_and_one_derived(figures):
    rows = figures[figures["indicator_id"] == "msu_cnge"]
    firm = rows[rows["confidence"] == "high"].set_index("period")["value"].astype(int)
    assert firm.to_dict() == FIRM_CNGE
    derived = rows[rows["confidence"] != "high"]
    columns = ["period", "value", "confidence"]
    assert derived[columns].to_numpy().tolist() == [["2022", "12377", "derived-high"]]


def test_contradicted_press_figures_never_join_the_cnge_series(figures):
    press = figures[figures["indicator_id"] == "msu_presse"]
    assert {"3500", "6500", "6724", "10000", "13000", "14000"} <= set(press["value"])
    assert set(press["confidence"]) <= {"low", "medium"}
    assert (press["note"] != "").all()


@pytest.mark.parametrize(
    ("indicator_id", "value", "said"),
    [
        ("honoraires_interne_annonces_min_eur_mois", "150", "600 € bruts par mois"),
        ("honoraires_interne_annonces_max_eur_mois", "450", "600 € bruts par mois"),
        ("internes_mg_accueillis_presse", "9000", "12 790"),
    ],
)
def test_a_contradicted_claim_is_shown_with_what_contradicts_it(
    figures, registers, indicator_id, value, said
):
    row = figures.set_index("indicator_id").loc[indicator_id]
    assert (row["value"], row["confidence"]) == (value, "low")
    assert said in row["note"].replace("\N{NO-BREAK SPACE}", " ")
    (indicator,) = (i for i in registers.indicators if i.indicator_id == indicator_id)
    assert "contredit" in indicator.caveat_fr.lower()


def test_the_interns_without_a_project_are_told_with_their_number(figures):
    row = figures.set_index("indicator_id").loc["part_internes_sans_projet_defini_pct"]
    assert (row["territory_id"], row["period"], row["value"]) == ("FR", "2019", "85")
    assert "2 443 internes" in row["note"]


@pytest.mark.parametrize(
    ("indicator_id", "period", "departements"),
    [
        ("mg_liberaux_cnam", "2024", 101),
        ("densite_mg_liberaux_cnam_pour_100k", "2024", 101),
        ("mg_liberaux_60_ans_et_plus_cartosante", "2019", 101),
        ("mg_rpps", "2022", 101),
        ("mg_rpps", "2026", 101),
        ("solde_mg_rpps", "2022/2026", 101),
        ("part_population_zip_pct", "2025", 99),
    ],
)
def test_the_series_every_page_needs_cover_the_departements(
    figures, indicator_id, period, departements
):
    rows = figures[(figures["indicator_id"] == indicator_id) & (figures["period"] == period)]
    assert rows["territory_id"].str.startswith("DEP-").sum() == departements


def test_only_la_reunion_and_mayotte_lack_a_zoning(figures, territories):
    zoned = set(figures.loc[figures["indicator_id"] == "part_population_zip_pct", "territory_id"])
    departements = set(territories.loc[territories["level"] == "departement", "territory_id"])
    assert departements - zoned == {"DEP-974", "DEP-976"}


def test_net_change_is_the_difference_of_the_two_counts_it_names(figures):
    rows = figures[figures["territory_id"].str.startswith("DEP-")]
    wide = rows[rows["indicator_id"].isin(["mg_rpps", "solde_mg_rpps"])].pivot_table(
        index="territory_id", columns="period", values="value", aggfunc="first"
    )
    wide = wide.astype(float)
    assert (wide["2026"] - wide["2022"]).eq(wide["2022/2026"]).all()


def test_every_listed_gap_between_a_total_and_its_parts_is_the_real_one(figures, registers):
    prefixes = {"region": "REG-", "departement": "DEP-", "subdivision": "SUB-"}
    for gap in registers.known_gaps:
        rows = figures[
            (figures["indicator_id"] == gap.indicator_id) & (figures["period"] == gap.period)
        ]
        rows = rows.assign(value=rows["value"].astype(float))
        total = rows.loc[rows["territory_id"] == "FR", "value"].iloc[0]
        parts = rows[rows["territory_id"].str.startswith(prefixes[gap.level])]["value"].sum()
        assert (total, parts) == (gap.published_value, gap.summed_value)


def test_every_local_point_names_known_territories_and_sources(points, territories, registers):
    assert points["point_id"].is_unique
    named = points["territory_ids"].str.split(";").explode()
    assert set(named) <= set(territories["territory_id"])
    assert set(points["source_id"]) <= {s.source_id for s in registers.sources}
    assert set(points["kind"]) <= {"count", "ratio_students", "share_of_gps", "oral"}


def test_a_local_point_gives_a_count_or_a_ratio_and_never_both(points):
    assert ((points["value_msu"] != "") ^ (points["ratio"] != "")).all()


def test_a_local_point_that_cannot_be_compared_says_why(points):
    unusable = (points["year"] == "") | (points["kind"].isin(["oral", "share_of_gps"]))
    assert (points.loc[unusable, "excluded_reason_fr"] != "").all()
    kept = points[points["excluded_reason_fr"] == ""]
    assert kept.loc[kept["kind"] == "count", "year"].astype(int).between(2010, 2024).all()


def test_every_source_is_cited(figures, points, crosswalk, registers):
    cited = {*figures["source_id"], *points["source_id"], *crosswalk["source_id"]}
    cited |= {target.source_id for target in registers.targets}
    cited |= {source for i in registers.indicators for source in i.source_ids}
    known = [source.source_id for source in registers.sources]
    maquettes = load_maquettes(DATA, known)
    cited |= {source for m in maquettes for source in re.findall(r"MAQ-[\w-]+", str(m))}
    for path in (DATA / "registers").glob("*.csv"):
        cited |= set(_read(path)["source_id"])
    for path in (DATA / "evidence" / "msu.csv", DATA / "figures" / RETENTION_SURVEYS):
        cited |= set(_read(path)["source_id"])
    # Of the territories, of their outlines, and of the estimate, which the build makes.
    uncited = {"COG-2026", "IGN-2024", "MSU-V2"}
    assert {s.source_id for s in registers.sources} - cited == uncited


def test_french_prose_uses_typographic_apostrophes(registers, territories):
    straight = re.compile(r"\w'\w")
    prose = [
        text
        for group in (registers.indicators, registers.targets, registers.keys)
        for item in group
        for name, text in item
        if name.endswith("_fr") and text
    ]
    prose += [term.definition_fr for term in registers.glossary]
    prose += territories["name_fr"].tolist()
    assert [text for text in prose if straight.search(text)] == []
