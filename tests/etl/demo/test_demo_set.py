"""The demonstration set is complete, holds together, and copies no published count."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from etl.declared.catalog import load_registers
from etl.declared.kinds import load_kinds
from etl.demo.figures import write_demo
from etl.extract.figures import extract_figures, extract_local_points
from etl.extract.reference import extract_crosswalk, extract_territories
from etl.imports.prepare import prepare
from etl.imports.templates import territory_label
from etl.rows.convert import Lookup
from tests.support.paths import DATA

KINDS = load_kinds(DATA)
MAX_BYTES = 2_000_000


def demo(name: str) -> pd.DataFrame:
    """One committed file, every cell as text."""
    return pd.read_csv(DATA / "demo" / f"demo_{name}.csv", sep=";", encoding="utf-8-sig", dtype=str)


def numbers(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Some columns as numbers."""
    return frame[list(columns)].astype("float64")


@pytest.fixture(scope="module")
def territories() -> pd.DataFrame:
    frame = extract_territories(DATA / "reference")
    labels = [territory_label(row.level, row.code, row.name_fr) for row in frame.itertuples()]
    return frame.assign(label=labels)


@pytest.fixture(scope="module")
def departements(territories) -> set[str]:
    return set(territories.loc[territories["level"] == "departement", "code"])


@pytest.fixture(scope="module")
def subdivisions(territories) -> set[str]:
    return set(territories.loc[territories["level"] == "subdivision", "label"])


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return extract_figures(DATA / "figures")


@pytest.mark.parametrize("kind_id", KINDS)
def test_every_kind_has_a_file_with_the_headers_of_the_template(kind_id):
    assert list(demo(kind_id).columns) == [column.header_fr for column in KINDS[kind_id].columns]


@pytest.mark.parametrize("kind_id", KINDS)
def test_no_two_lines_of_a_file_have_the_same_key(kind_id):
    kind = KINDS[kind_id]
    keys = [kind.column(column_id).header_fr for column_id in kind.keys]
    assert not demo(kind_id).duplicated(keys).any()


@pytest.mark.parametrize("kind_id", KINDS)
def test_no_required_cell_is_empty(kind_id):
    required = [column.header_fr for column in KINDS[kind_id].columns if column.required]
    assert demo(kind_id)[required].notna().all(axis=None)


@pytest.mark.parametrize("name", ["msu", "stages", "installations"])
def test_every_departement_has_as_many_lines_as_the_others(name, departements):
    counts = demo(name)["territoire"].value_counts()
    assert set(counts.index) == departements
    assert counts.min() == counts.max()


def test_every_subdivision_and_every_departement_has_its_cohorts(departements, subdivisions):
    cohorts = demo("cohortes").groupby("perimetre")["territoire"].agg(set)
    assert cohorts.to_dict() == {"stage": departements, "subdivision": subdivisions}


def test_cohorts_are_seen_only_after_delays_already_past():
    seen = numbers(demo("cohortes"), "cohorte", "delai").sum(axis=1)
    assert seen.max() <= 2026


def test_every_departement_and_subdivision_has_values(departements, subdivisions):
    values = demo("valeurs").groupby("indicateur")["territoire"].agg(set)
    assert values.pop("ratio_etudiants_3e_cycle_par_msu") == subdivisions
    assert len(values) >= 3
    assert all(places == departements for places in values)


def test_the_msu_stay_under_the_published_national_count_of_each_year(figures):
    firm = figures[(figures["indicator_id"] == "msu_cnge") & (figures["confidence"] == "high")]
    published = firm.set_index("period_year")["value"]
    counted = demo("msu").astype({"date": int, "total": int}).groupby("date")["total"].sum()
    assert len(counted) == 8
    assert (counted / published.loc[counted.index]).between(0.95, 0.97).all()


def test_the_msu_of_a_type_never_exceed_the_msu_of_the_place():
    msu = demo("msu")
    counts = numbers(msu, *msu.columns[2:]).fillna(0)
    whole = counts["total"]
    assert (counts.le(whole, axis=0)).all(axis=None)
    assert (counts["2e cycle"] + counts["3e cycle"] >= whole).all()
    trainees = counts.drop(columns=["total", "2e cycle"])
    assert trainees.le(counts["3e cycle"], axis=0).all(axis=None)


def test_some_counts_are_small_enough_to_be_secret():
    assert (numbers(demo("msu"), "santé de la femme")["santé de la femme"] < 5).sum() > 50


def test_no_demonstration_count_is_a_published_local_count(figures):
    local = figures[figures["indicator_id"] == "msu_local"]
    published = set(zip(local["territory_id"], local["period_year"], local["value"], strict=True))
    published |= {
        (point.territory_ids, point.year, point.value_msu)
        for point in extract_local_points(DATA / "figures")
    }
    invented = {
        (f"DEP-{row.territoire}", int(row.date), int(row.total)) for row in demo("msu").itertuples()
    }
    assert {place for place, *_ in invented} & {place for place, *_ in published}
    assert invented & published == set()


def test_a_count_that_would_be_the_published_one_is_moved_away_from_it(tmp_path, copy_data):
    copied = copy_data(tmp_path / "data")
    msu = demo("msu")
    drawn = msu[(msu["territoire"] == "26") & (msu["date"] == "2018")]["total"].iloc[0]
    points = copied / "figures" / "msu_local_points.csv"
    text = points.read_text(encoding="utf-8")
    assert "DEP-26,2018,50," in text
    points.write_text(text.replace("DEP-26,2018,50,", f"DEP-26,2018,{drawn},"), encoding="utf-8")
    write_demo(copied)
    lines = (copied / "demo" / "demo_msu.csv").read_text(encoding="utf-8-sig").splitlines()
    (moved,) = [line for line in lines if line.startswith("26;2018;")]
    assert moved.split(";")[2] == str(int(drawn) - 1)


def test_no_demonstration_value_is_a_published_value(figures):
    published = set(
        figures["territory_id"] + " " + figures["period"] + " " + figures["indicator_id"]
    )
    values = demo("valeurs")
    invented = set(
        "DEP-" + values["territoire"] + " " + values["periode"] + " " + values["indicateur"]
    )
    assert invented & published == set()


def test_values_are_those_of_indicators_no_method_uses():
    methods = {"mg_liberaux_cnam", "mg_rpps", "solde_mg_rpps", "mg_liberaux_cartosante"}
    used = set(demo("valeurs")["indicateur"])
    assert not used & methods
    assert not [name for name in used if name.startswith(("postes_", "population_"))]


def test_places_never_grow_on_their_way_from_approved_to_filled():
    places = numbers(demo("stages"), "agréées", "offertes", "financées", "pourvues")
    assert (places.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


def test_docteurs_juniors_have_places_from_november_2026_only():
    stages = demo("stages")
    assert set(stages.loc[stages["niveau"] == "DJ", "semestre"]) == {"2026-11"}


def test_all_ages_are_the_sum_of_the_age_classes():
    frame = demo("installations").astype({"installations": int, "departs": int})
    whole = frame["classe_age"] == "ensemble"
    place = ["territoire", "annee"]
    counts = ["installations", "departs"]
    classes = frame[~whole].groupby(place)[counts].sum()
    pd.testing.assert_frame_equal(frame[whole].set_index(place)[counts].sort_index(), classes)


def test_no_cohort_settles_more_doctors_than_it_trained():
    cohorts = demo("cohortes")
    settled = numbers(cohorts, "meme_departement", "meme_region", "ailleurs").sum(axis=1)
    assert (settled <= cohorts["formes"].astype(int)).all()


def test_the_same_departement_is_counted_for_stages_only():
    cohorts = demo("cohortes")
    counted = cohorts["meme_departement"].notna()
    assert (counted == (cohorts["perimetre"] == "stage")).all()


def test_flows_add_up_to_the_cohorts_in_and_out_of_the_subdivision(territories):
    crosswalk = extract_crosswalk(DATA / "reference")
    labels = territories.set_index("territory_id")["label"]
    inside = set(
        zip(
            crosswalk["subdivision_id"].map(labels),
            crosswalk["departement_id"].str.removeprefix("DEP-"),
            strict=True,
        )
    )
    flows = demo("cohortes_flux").astype({"effectif": int})
    stayed = [pair in inside for pair in zip(flows["origine"], flows["destination"], strict=True)]
    side = pd.Series(stayed).map({True: "meme_region", False: "ailleurs"})
    summed = flows.assign(side=side).pivot_table(
        index=["origine", "cohorte"], columns="side", values="effectif", aggfunc="sum", fill_value=0
    )
    cohorts = demo("cohortes").set_index(["territoire", "cohorte"])
    told = cohorts[(cohorts["perimetre"] == "subdivision") & (cohorts["delai"] == "5")]
    expected = told.loc[summed.index, ["ailleurs", "meme_region"]].astype(int)
    assert len(summed) == 2 * 28
    assert summed.to_numpy().tolist() == expected.to_numpy().tolist()


def test_a_correction_quotes_the_published_value_and_is_signed_as_fictitious(figures):
    columns = ["territory_id", "period", "indicator_id", "source_id"]
    published = figures.set_index(columns)["value"]
    corrections = demo("corrections")
    assert len(corrections) >= 2
    for row in corrections.itertuples():
        key = (f"DEP-{row.territoire}", row.periode, row.indicateur, row.source)
        assert published.loc[key] == float(row.valeur_publiee)
        assert row.valeur_corrigee != row.valeur_publiee
        assert "fictif" in row.signature
        assert "fictif" in row.motif


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    registers = load_registers(DATA)
    return Lookup(
        territories=extract_territories(DATA / "reference"),
        indicators={
            one.indicator_id: one.label_fr
            for one in registers.indicators
            if one.publishes == "figures"
        },
        sources=frozenset(one.source_id for one in registers.sources),
        today=datetime.date(2026, 11, 21),
    )


@pytest.mark.parametrize("kind_id", KINDS)
def test_every_file_is_read_whole_with_nothing_to_confirm_nor_to_doubt(kind_id, lookup):
    kind = KINDS[kind_id]
    stored = next(
        one
        for one in KINDS.values()
        if one.stores == kind.stores and all(column.use == "stored" for column in one.columns)
    )
    preview = prepare(DATA / "demo" / f"demo_{kind_id}.csv", kind, stored, lookup)
    assert preview.refusals + preview.warnings + preview.proposals + preview.dropped == ()
    assert len(preview.rows) == (8 if kind_id == "msu_lignes" else len(demo(kind_id)))


def test_the_anonymous_list_holds_lines_that_do_not_count():
    states = demo("msu_lignes")["statut"].value_counts()
    assert set(states.index) == {"actif", "suspendu", "termine", "en_cours"}
    assert states["actif"] > 0.8 * states.sum()


def test_the_folder_is_small_and_says_in_capitals_that_all_is_invented():
    folder = DATA / "demo"
    assert "DONNÉES FICTIVES" in (folder / "README.md").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < MAX_BYTES


def test_writing_the_set_again_changes_no_byte(tmp_path, copy_data):
    copied = copy_data(tmp_path / "data")
    for path in (copied / "demo").glob("*.csv"):
        path.unlink()
    written = write_demo(copied)
    assert {path.name for path in written} == {path.name for path in (DATA / "demo").glob("*.csv")}
    for path in written:
        assert path.read_bytes() == (DATA / "demo" / path.name).read_bytes(), path.name


def test_another_seed_gives_other_numbers(tmp_path, copy_data):
    copied = copy_data(tmp_path / "data")
    before = (copied / "demo" / "demo_msu.csv").read_bytes()
    write_demo(copied, seed=1)
    assert (copied / "demo" / "demo_msu.csv").read_bytes() != before
