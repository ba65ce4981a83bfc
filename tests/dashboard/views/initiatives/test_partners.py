"""The matrix of partners: what the source names, and no absence that it does not tell."""

from __future__ import annotations

import re

from dashboard.ui.tables import Link
from dashboard.views.initiatives.partners import PartnerRow, partner_matrix_html

FAMILIES = {"ars": "ARS", "cdom": "CDOM & co"}


def cells(name: str, html: str) -> list[str]:
    row = next(line for line in re.findall(r"<tr>.*?</tr>", html) if name in line)
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row)]


def shown(*rows: PartnerRow) -> str:
    return partner_matrix_html("Qui est nommé", FAMILIES, rows)


def test_a_family_named_has_its_mark_and_the_other_is_only_not_named():
    html = shown(PartnerRow(Link("Forum", "/x"), ("cdom",), is_named=True))
    assert cells("Forum", html) == ["·", "●"]
    assert 'aria-label="nommée"' in html


def test_a_line_that_names_no_partner_is_not_available():
    html = shown(PartnerRow(Link("Forum", "/x"), (), is_named=False))
    assert cells("Forum", html) == ["n.\u00a0d."]
    assert 'colspan="2"' in html


def test_every_text_is_escaped():
    html = shown(PartnerRow(Link("<b>x</b>", '/?a="b"&c'), ("ars",), is_named=True))
    assert "<b>x</b>" not in html
    assert "CDOM &amp; co" in html
    assert 'href="/?a=&quot;b&quot;&amp;c"' in html
