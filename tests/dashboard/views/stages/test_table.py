"""File of the balances: unknown values, sources, statuses and hypotheses, for a spreadsheet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.values import Measure
from dashboard.queries.catalog import read_catalog
from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import compute_balances
from dashboard.views.stages.table import CSV_HEADER, csv_row


@pytest.fixture
def catalog(connection):
    return read_catalog(connection)


@pytest.fixture
def balances(connection):
    model = fetch_model.read(connection)
    return compute_balances(model, ("DEP-12",), (2027,), model.reference)


def row_of(catalog, balance, hypotheses=()) -> dict[str, str]:
    return dict(zip(CSV_HEADER, csv_row(catalog, balance, hypotheses), strict=True))


def test_an_exported_row_says_unknown_values_sources_and_hypotheses(catalog, balances):
    row = row_of(catalog, balances[("DEP-12", 2027, "2C")], ("MSU",))
    assert row["besoin"] == row["solde_borne_haute"] == "n. d."
    assert row["constat"] == "n. d."
    assert row["source_offre"]
    assert row["hypotheses"] == "MSU"
    assert row["statut_offre"] == "estimé"


def test_a_number_has_one_decimal_at_most_and_no_sign_when_it_rounds_to_zero(catalog, balances):
    balance = replace(balances[("DEP-12", 2027, "N1")], balance=Measure(-0.04, -1234.56, 3.0))
    row = row_of(catalog, balance)
    bounds = (row["solde"], row["solde_borne_basse"], row["solde_borne_haute"])
    assert bounds == ("0", "-1234,6", "3")
    assert row["hypotheses"] == "référence"
