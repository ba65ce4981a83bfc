import numpy as np
import pytest

from models.msu.campaign import after_counts, belief, gain, log_moments, prospect, who_to_ask
from models.msu.decision import p_below
from models.msu.hierarchical import draw_cells

TARGET = 10_000


@pytest.fixture(scope="module")
def now(published, years):
    """What is believed of the départements; then come the subdivisions, and the cells."""
    year = years[2024]
    departements = published.departements
    when, total = published.national[2024]
    cells = draw_cells(published.posterior, when, total)
    moments = log_moments(np.hstack([year.draws[:, departements.start :], cells]))
    return belief(moments, published.share(TARGET)[departements])


@pytest.fixture(scope="module")
def departements(published):
    return {name: [rank] for rank, name in enumerate(published.build.cells.departement_ids)}


@pytest.fixture(scope="module")
def faculties(published):
    """Rows of the cells of each subdivision: a faculty that answers by département."""
    cells = published.build.cells
    first = len(cells.departement_ids) + len(cells.subdivision_ids)
    return {
        name: [first + int(cell) for cell in np.flatnonzero(cells.subdivision == rank)]
        for rank, name in enumerate(cells.subdivision_ids)
    }


def test_the_gaussian_belief_decides_about_as_many_as_the_draws(published, years, now):
    draws = years[2024].draws[:, published.departements]
    chances = p_below(draws, published.share(TARGET)[published.departements])
    named = ((chances >= 0.8) | (chances <= 0.2)).sum()
    assert prospect(now).decided == pytest.approx(named, abs=6)


def test_each_answer_leaves_fewer_misclassified(now, departements):
    steps = who_to_ask(now, departements, 20)
    wrong = [prospect(now).misclassified, *(step.after.misclassified for step in steps)]
    assert (np.diff(wrong) < 0).all()
    assert len({step.name for step in steps}) == 20
    assert steps[-1].after.decided > 75


def test_the_first_answer_is_the_best_of_all(now, departements):
    first = who_to_ask(now, departements, 1)[0]
    each = {
        name: prospect(after_counts(now, rows)).misclassified for name, rows in departements.items()
    }
    assert first.name == min(each, key=each.__getitem__)
    assert first.after.misclassified == pytest.approx(each[first.name])


def test_a_faculty_by_departement_decides_more_than_its_total(published, now, faculties):
    first = len(published.build.cells.departement_ids)
    totals = {name: [first + rank] for rank, name in enumerate(faculties)}
    by_total = who_to_ask(now, totals, 5)[-1].after
    by_departement = who_to_ask(now, faculties, 5)[-1].after
    assert by_departement.misclassified < by_total.misclassified
    assert by_departement.decided > by_total.decided + 5


def test_a_dozen_faculties_by_departement_decide_nine_departements_in_ten(now, faculties):
    assert who_to_ask(now, faculties, 14)[-1].after.decided > 88


def test_a_count_decides_its_own_territory_and_helps_its_neighbours(published, now, departements):
    cells = published.build.cells
    gains = gain(now, departements["DEP-41"])
    rank = {name: place for place, name in enumerate(cells.departement_ids)}
    assert gains[rank["DEP-41"]] == max(gains)
    # Loir-et-Cher belongs to Tours, as Cher does; Finistère does not.
    assert gains[rank["DEP-18"]] > 5 * abs(gains[rank["DEP-29"]])


def test_a_count_already_given_brings_nothing_more(now, departements):
    once = after_counts(now, departements["DEP-41"])
    assert np.abs(gain(once, departements["DEP-41"])).max() < 0.01


def test_a_list_is_no_longer_than_its_candidates(now, departements):
    few = {name: departements[name] for name in ("DEP-41", "DEP-11")}
    assert [step.name for step in who_to_ask(now, few, 10)] == ["DEP-41", "DEP-11"]


def test_asking_changes_nothing_of_what_is_believed(now, departements, faculties):
    before = prospect(now)
    who_to_ask(now, departements, 3)
    who_to_ask(now, faculties, 3)
    assert prospect(now) == before
