"""Charts are drawn in one place, so that each has its demo mark, its alternative and its tools."""

from __future__ import annotations

import ast

import pytest

from tests.contract.test_architecture import HouseRule
from tests.support.paths import ROOT


def no_plotly_chart(source: str) -> list[str]:
    """No use of Streamlit's plotly charts, called or imported."""
    return [
        f"line {node.lineno}"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr == "plotly_chart")
        or (isinstance(node, ast.ImportFrom) and "plotly_chart" in {n.name for n in node.names})
    ]


RULE = HouseRule(
    "only dashboard/ui/chart.py draws plotly charts",
    no_plotly_chart,
    "with column:\n    st.plotly_chart(figure, key='k')",
    ("dashboard",),
    except_for=("dashboard/ui/chart.py",),
)


def test_only_one_module_draws_plotly_charts():
    broken = [path.name for path in RULE.files() if RULE.rule(path.read_text(encoding="utf-8"))]
    assert broken == []
    assert len(RULE.files()) > 50


@pytest.mark.parametrize("bad", [RULE.bad, "from streamlit import plotly_chart"])
def test_the_rule_catches_a_chart_drawn_elsewhere(bad):
    assert RULE.rule(bad) != []


def test_the_module_allowed_to_draw_exists_and_draws():
    (name,) = RULE.except_for
    assert no_plotly_chart((ROOT / name).read_text(encoding="utf-8")) != []
