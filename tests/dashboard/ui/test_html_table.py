import pytest

from dashboard.ui.tables import Link, table_html


def test_every_text_is_escaped():
    html = table_html("<b>légende</b>", ["<i>a</i>"], [["<script>alert(1)</script>"]])
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_the_first_cell_is_the_heading_of_its_row():
    html = table_html("Légende", ["Territoire", "MSU"], [["Aveyron", "55"]])
    assert '<th scope="row">Aveyron</th><td>55</td>' in html
    assert '<th scope="col">Territoire</th>' in html
    assert "<caption>Légende</caption>" in html


def test_a_link_outside_opens_another_tab_and_one_inside_does_not():
    outside = Link("INSEE", "https://www.insee.fr/?a=1&b=2", outside=True)
    html = table_html("Légende", ["Source", "Entrée"], [[outside, Link("MSU", "donnees?x=1")]])
    assert 'href="https://www.insee.fr/?a=1&amp;b=2" target="_blank" rel="noopener"' in html
    assert '<a href="donnees?x=1" target="_self">MSU</a>' in html


def test_a_quote_in_an_address_cannot_leave_its_attribute():
    html = table_html("Légende", ["Source"], [[Link("x", '" onclick="alert(1)')]])
    assert 'onclick="alert' not in html


def test_a_row_of_another_length_than_the_header_is_refused():
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        table_html("Légende", ["a", "b"], [["seule"]])
