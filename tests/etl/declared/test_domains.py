"""What the values of an indicator may be."""

from __future__ import annotations

import pytest

from etl.declared.catalog import load_registers
from etl.declared.domains import DOMAINS
from tests.support.imports import outcome
from tests.support.paths import DATA

HEADER = "territoire;periode;indicateur;valeur;emplacement\n"


@pytest.mark.parametrize(
    ("domain", "inside", "outside"),
    [
        ("count", (0, 12), (-1, 243.7)),
        ("balance", (-421, 0, 1031), (0.5,)),
        ("percent", (0, 33.3, 100), (-0.1, 100.1, 4500)),
        ("change", (-100, 0, 36.3), (-101, 1001)),
        ("rate", (0, 288.4), (-1, 100_001)),
        ("quantity", (0, 3.79), (-0.1,)),
        ("age", (18, 54.5), (5, 540)),
    ],
)
def test_a_value_is_in_the_domain_of_its_indicator_or_out_of_it(domain, inside, outside):
    assert all(DOMAINS[domain].holds(value) for value in inside)
    assert not any(DOMAINS[domain].holds(value) for value in outside)


def test_every_indicator_that_is_read_says_what_its_values_may_be():
    registers = load_registers(DATA)
    read = [item for item in registers.indicators if item.publishes != "computed"]
    assert read and all(item.domain in DOMAINS for item in read)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("12;2025;communes_avec_msu;-5;p1", "un nombre entier, 0 ou plus"),
        ("12;2025;communes_avec_msu;243,7;p1", "un nombre entier, 0 ou plus"),
        ("12;2025;part_mg_msu_pct;4 500;p1", "un pourcentage, de 0 à 100"),
    ],
)
def test_an_imported_value_that_its_indicator_cannot_have_is_refused(tmp_path, row, expected):
    path = tmp_path / "valeurs.csv"
    path.write_text(f"{HEADER}{row}\n", encoding="utf-8")
    (message,) = outcome(path, "valeurs").messages
    assert expected in message and "ligne 2" in message


def test_a_decline_may_be_negative(tmp_path):
    path = tmp_path / "valeurs.csv"
    path.write_text(f"{HEADER}12;2025;solde_mg_rpps;-12;p1\n", encoding="utf-8")
    assert not outcome(path, "valeurs").messages
