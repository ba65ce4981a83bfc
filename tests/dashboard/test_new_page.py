"""A page is added by its folder and one line of the registry."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.support.new_page import checkout_with_a_new_page
from tests.support.patience import PATIENCE_SECONDS

VISIT = """
import json, sys
from streamlit.testing.v1 import AppTest

def visit(**parameters):
    test = AppTest.from_file("dashboard/app.py", default_timeout=float(sys.argv[1]))
    for name, value in parameters.items():
        test.query_params[name] = value
    return test.switch_page("views/essai/essai.py").run()

def seen(test):
    return {
        "titles": [item.value for item in test.title],
        "warnings": [item.value for item in test.warning],
        "errors": [item.value for item in (*test.exception, *test.error)],
        "address": dict(test.query_params),
    }

first = visit(territoire="12", saison="été")
steps = [seen(first)]
first.selectbox(key="essai.saison").set_value("hiver").run()
steps.append(seen(first))
steps.append(seen(visit(saison="printemps")))
print(json.dumps(steps))
"""


@pytest.fixture(scope="module")
def steps(warehouse, tmp_path_factory):
    """What a visitor sees: a link opened, a choice made, a link that asks for nonsense."""
    folder = checkout_with_a_new_page(tmp_path_factory.mktemp("checkout"))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", VISIT, str(PATIENCE_SECONDS)],
        cwd=folder,
        env={"MSU_WAREHOUSE": str(warehouse.settings.warehouse), "PATH": "", "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_new_page_opens_on_the_view_of_its_address(steps):
    assert steps[0]["errors"] == steps[0]["warnings"] == []
    assert steps[0]["titles"] == ["Essai de Aveyron, été"]
    assert steps[0]["address"]["saison"] == "été"


def test_what_is_chosen_on_a_new_page_goes_to_its_address(steps):
    assert steps[1]["titles"] == ["Essai de Aveyron, hiver"]
    assert steps[1]["address"]["saison"] == "hiver"


def test_a_new_page_says_what_its_address_cannot_mean(steps):
    (warning,) = steps[2]["warnings"]
    assert "Saison inconnue" in warning
    assert "« printemps »" in warning
    assert steps[2]["titles"] == ["Essai de France, hiver"]
