"""The profile of a territory: the published values, what they allow to say, and what is missing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from dashboard.core.selection import changed_parameters, default_selection
from dashboard.profile.build import build_profile
from dashboard.profile.figures import DENSITY
from dashboard.profile.model import Profile
from dashboard.profile.readings import read
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk

FIGURES = ("msu", "manque", "stages", "fidelisation", "densite")


@pytest.fixture
def profile_of(profile_desk):
    def make(territory_id: str, **changes) -> Profile:
        return build_profile(profile_desk(territory_id, **changes))

    return make


def test_needs_nothing_of_streamlit(served_warehouse):
    code = (
        "import sys; from dashboard.profile.build import build_profile;"
        "sys.exit('streamlit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("territory_id", ["DEP-01", "DEP-2A", "DEP-75", "REG-76", "SUB-040"])
def test_the_shares_of_every_target_are_those_published(profile_of, connection, territory_id):
    profile = profile_of(territory_id)
    published = {
        (target_id, key_id): tuple(rest)
        for target_id, key_id, *rest in connection.execute(
            "SELECT target_id, key_id, target_msu, gap_msu, gap_low_msu, gap_high_msu, verdict_id, "
            "p_below FROM pub.msu_gap WHERE territory_id = ? AND period = ?",
            [territory_id, str(profile.year)],
        ).fetchall()
    }
    shown = {
        (share.target.target_id, share.key.key_id): (
            share.share_msu,
            share.gap.value,
            share.gap.low,
            share.gap.high,
            share.situation.verdict_id,
            share.situation.p_below,
        )
        for share in profile.targets
        if share.target.source_id
    }
    assert shown == {key: published[key] for key in shown}
    assert len(shown) == len(published)


@pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-973", "REG-11", "SUB-018"])
def test_each_line_of_the_spine_is_a_published_value(profile_of, connection, territory_id):
    for line in profile_of(territory_id).spine:
        if line.indicator_id in ("couverture_pct", "tension_stages") or line.value.value is None:
            continue
        holder = "SUB-041" if territory_id == "DEP-973" else "SUB-040"
        row = connection.execute(
            "SELECT value, low, high, status, source_id, locator FROM pub.observation "
            "WHERE territory_id = ? AND indicator_id = ? AND period = ?",
            [holder if line.holder else territory_id, line.indicator_id, line.value.period],
        ).fetchone()
        value = line.value
        (source_id,) = value.source_ids
        shown = (value.value, value.low, value.high, value.status, source_id, value.locator)
        assert shown == row, line.indicator_id


def test_the_stages_are_the_published_balance(profile_of, connection):
    profile = profile_of("DEP-59")
    published = connection.execute(
        "SELECT level_id, need_place_semestres, offer_place_semestres, balance_low, balance_high, "
        "recruit_msu, p_short FROM pub.stage_balance WHERE territory_id = 'DEP-59' AND year = ?",
        [profile.stage_year],
    ).fetchall()
    by_level = {row[0]: row[1:] for row in published}
    for line in profile.stages:
        shown = (
            line.need.value,
            line.offer.value,
            line.balance.low,
            line.balance.high,
            line.recruit.value,
            line.raw.p_short,
        )
        assert shown == pytest.approx(by_level[line.level_id], nan_ok=True, abs=1e-3)
        assert ("chances sur 10" in line.finding) == (line.raw.p_short is not None)


def test_every_territory_has_five_figures_three_sentences_and_numbered_sources(profile_of, build):
    catalog = fetch_catalog(build)
    for territory in catalog.territories.values():
        if territory.level == "national":
            continue
        profile = profile_of(territory.territory_id)
        assert tuple(item.figure_id for item in profile.key_figures) == FIGURES
        assert len(profile.sentences) == 3
        assert all(text.endswith(".") for text in profile.sentences)
        assert not any("None" in text or "nan" in text for text in profile.sentences)
        assert [item.number for item in profile.sources] == list(range(1, len(profile.sources) + 1))
        assert profile.questions
        assert profile.caveats


def test_what_is_shown_is_cited_and_what_is_cited_is_numbered_once(profile_of):
    profile = profile_of("DEP-12")
    for line in profile.spine:
        for source_id in line.value.source_ids:
            assert profile.number_of(source_id)
    assert len({item.source.source_id for item in profile.sources}) == len(profile.sources)
    assert profile.sources[0].source.source_id == profile.figure("msu").value.source_ids[0]


def test_a_departement_takes_its_place_among_subdivisions_for_what_is_theirs(profile_of):
    lines = {line.indicator_id: line for line in profile_of("DEP-12").spine}
    assert lines["internes_pour_100k"].holder == "subdivision de Toulouse"
    assert "subdivision de Toulouse" in lines["internes_pour_100k"].value.note
    assert lines["densite_mg_liberaux_cnam_pour_100k"].holder == ""


def test_an_estimate_has_no_rank(profile_of):
    profile = profile_of("DEP-12")
    assert {profile.figure(item).rank for item in ("msu", "manque", "stages")} == {""}
    assert not [line for line in profile.spine if line.value.is_estimate and line.rank]
    assert profile.figure("densite").rank.endswith("/ 101")
    assert profile.figure("fidelisation").rank == ""


def test_a_rank_counts_those_that_are_better(profile_of, connection):
    (better,) = connection.execute(
        "SELECT count(*) FROM pub.observation JOIN pub.territory USING (territory_id) "
        "WHERE level = 'departement' AND indicator_id = 'part_mg_liberaux_60_ans_et_plus_pct' "
        "AND value < (SELECT value FROM pub.observation WHERE territory_id = 'DEP-12' "
        "AND indicator_id = 'part_mg_liberaux_60_ans_et_plus_pct')"
    ).fetchone()
    lines = {line.indicator_id: line for line in profile_of("DEP-12").spine}
    assert lines["part_mg_liberaux_60_ans_et_plus_pct"].rank.startswith(f"{better + 1} ")


def test_an_estimate_is_set_beside_the_nation_by_its_interval(profile_of):
    density = profile_of("SUB-034").figure("densite")
    assert density.value.is_estimate
    assert density.value.low > density.nation.value
    assert (density.verdict, density.better) == ("over", True)


def test_an_estimate_without_interval_is_not_told_apart_from_the_nation(profile_desk):
    reading = read(profile_desk("SUB-034"), DENSITY)
    blind = replace(reading, value=replace(reading.value, low=None, high=None))
    assert (blind.verdict, blind.better) == ("undetermined", None)


def test_mayotte_says_what_is_missing_and_whom_to_ask(profile_of):
    profile = profile_of("DEP-976")
    zoning = next(x for x in profile.spine if x.indicator_id == "part_population_zip_zac_pct")
    assert zoning.value.text == "n.\u00a0d."
    assert zoning.value.status_text == "non publié"
    assert zoning.value.ask
    assert zoning.spine is not None
    assert zoning.verdict is None
    assert "zonage" in {question.question_id for question in profile.questions}
    assert profile.peers.rows[1:] == ()
    assert "limitrophe" in profile.peers.note


def test_a_year_without_rates_shows_them_missing_rather_than_those_of_another(profile_of):
    lines = {line.indicator_id: line for line in profile_of("DEP-12", year=2010).spine}
    assert lines["msu_pour_100k"].value.value is None
    assert lines["couverture_pct"].value.period == "2010"


def test_the_nation_stands_beside_with_its_value_of_the_same_period(profile_of, connection):
    for line in profile_of("DEP-12").spine:
        if line.indicator_id in ("couverture_pct", "tension_stages"):
            continue
        published = connection.execute(
            "SELECT value, period FROM pub.observation "
            "WHERE territory_id = 'FR' AND indicator_id = ? AND period = ?",
            [line.indicator_id, line.value.period],
        ).fetchone()
        assert (line.nation.value, line.nation.period) == (published or (None, ""))


def test_a_departement_on_two_subdivisions_says_whose_value_it_shows(profile_of):
    lines = {line.indicator_id: line for line in profile_of("DEP-83").spine}
    note = lines["internes_pour_100k"].value.note
    assert (
        note
        == "valeur de la subdivision d’Aix-Marseille (AP-HM), qui en couvre la plus grande part"
    )


def test_the_trend_of_the_gap_follows_from_that_of_the_msu(profile_of):
    profile = profile_of("DEP-12")
    msu, gap = profile.figure("msu").trend, profile.figure("manque").trend
    assert [p.year for p in msu] == [p.year for p in gap]
    assert gap[-1].value == profile.figure("manque").value.value
    assert (gap[-1].low, gap[-1].high) == (
        profile.figure("manque").value.low,
        profile.figure("manque").value.high,
    )


def test_the_departements_of_a_territory_are_its_own(profile_of, build):
    rows = profile_of("REG-94").peers.rows
    assert [row.territory_id for row in rows] == ["REG-94", "DEP-2A", "DEP-2B"]
    parts = {row.territory_id: row.part for row in profile_of("SUB-026").peers.rows}
    assert parts["DEP-69"] == ""
    assert parts["DEP-38"] == "en partie"
    assert set(profile_of("DEP-2A").peers.rows[1:]) != set()


def test_the_link_of_the_profile_is_that_of_the_view(profile_of, build):
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="DEP-75", key_id="internes")
    profile = profile_of("DEP-75", key_id="internes")
    assert profile.parameters == changed_parameters(selection, catalog)
    assert [share.is_of_view for share in profile.targets].count(True) == 1


def test_a_free_target_is_one_of_those_compared(profile_of):
    profile = profile_of("DEP-12", target_id="libre", free_target_msu=20_000)
    chosen = [share for share in profile.targets if share.is_of_view]
    assert [share.target.value_msu for share in chosen] == [20_000]
    assert profile.figure("manque").value.value == chosen[0].gap.value


def test_the_nation_has_no_profile(profile_of):
    with pytest.raises(ValueError, match="nation"):
        profile_of("FR")


def test_the_demonstration_shows_cohorts_and_says_it_is_fictitious(served_demonstration):
    build = served_build(demo=True)
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="DEP-12")
    profile = build_profile(Desk(build, catalog, selection))
    assert profile.is_demo
    assert profile.rate is not None
    assert profile.rate.settled_in == "departement"
    assert "médecins formés" in profile.sentences[2]
    assert "fictif" in profile.figure("msu").value.status_text
    assert any(table.title.startswith("Formés ici") for table in profile.retention)
    assert "cohortes" not in {question.question_id for question in profile.questions}
    assert "demo" in profile.statuses


def test_who_came_and_who_left_is_told_field_by_field_with_the_reservation_of_the_creuse(
    profile_of,
):
    (table,) = profile_of("DEP-23").installations
    rows = {row[0]: row for row in table.rows}
    net = rows["RPPS, tous modes d’exercice"]
    assert net[4:6] == ("+57", "observé")
    assert "probablement" in net[6]
    estimated = rows["solde RPPS (tous modes) et départs estimés (libéraux)"]
    assert estimated[5] == "estimé"
    assert "(de " in estimated[2]
    assert table.source_ids


def test_retention_is_the_rate_of_those_asked_with_answers_delay_and_respondents(profile_of):
    figure = profile_of("DEP-12").figure("fidelisation")
    assert (figure.value.value, figure.value.status, figure.verdict) == (81.0, "observed", None)
    assert figure.value.low < 81 < figure.value.high
    assert "317\u00a0répondants sur 460 (69\u00a0%), 3 à 5 ans après" in figure.context
    assert figure.context.endswith("répondants seulement")
    assert figure.value.source_ids == ("S213",)


@pytest.mark.parametrize("territory_id", ["DEP-78", "REG-76", "SUB-041"])
def test_retention_is_not_measured_where_nobody_was_asked_and_says_whom_to_ask(
    profile_of, territory_id
):
    profile = profile_of(territory_id)
    figure = profile.figure("fidelisation")
    assert figure.value.value is None
    assert figure.finding == "non mesuré"
    assert "DMG de la subdivision" in figure.value.ask
    assert "la fidélisation n’y est pas mesurée" in " ".join(profile.sentences)


def test_the_surveys_of_a_region_are_those_of_its_subdivisions(profile_of):
    profile = profile_of("REG-76")
    assert [item.asked_ids for item in profile.surveys] == [("SUB-040",)]
    assert profile.retention[0].title == "Fidélisation mesurée auprès des anciens internes"
    assert profile.number_of("S213")


def test_a_value_under_a_reserve_is_neither_better_nor_worse_and_says_why(profile_of):
    lines = {line.indicator_id: line for line in profile_of("DEP-23").spine}
    change = lines["evolution_mg_rpps_pct"]
    assert (change.verdict, change.better) == ("over", None)
    assert change.judgement == "ni mieux ni moins bien"
    assert change.value.short_reserve == "écart probablement en partie administratif"
    assert change.reserved_verdict.endswith(
        "(réserve : écart probablement en partie administratif)"
    )
    sound = next(
        line for line in profile_of("DEP-12").spine if line.indicator_id == "evolution_mg_rpps_pct"
    )
    assert (sound.value.reserve, sound.better is None) == ("", sound.verdict == "undetermined")


def test_an_estimate_is_credited_to_the_observatory_and_not_to_the_press(profile_of):
    msu = profile_of("DEP-23").figure("msu").value
    assert msu.source_ids == ("MSU-V2",)
    assert "Le Quotidien du Médecin (CNGE), S022" in msu.locator
    assert "d’après le comptage national" in msu_source(profile_of("DEP-23")).citation


def msu_source(profile):
    return next(item.source for item in profile.sources if item.source.source_id == "MSU-V2")


def test_a_figure_read_in_a_re_deposit_says_so_in_its_citation(profile_of):
    cited = {item.source.source_id: item.source for item in profile_of("DEP-23").sources}
    assert cited["S114"].citation.endswith(
        "(relu chez un tiers : vivadata/san-ter, ecluse-dev/ecluse)"
    )
    assert cited["S114"].credit.startswith("Calcul sur DREES (relu chez")
    assert "relu" not in cited["MSU-V2"].citation
