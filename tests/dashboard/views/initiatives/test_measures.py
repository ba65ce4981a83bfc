"""Figures before and after: those of the source, and nothing computed."""

from __future__ import annotations

from dashboard.views.initiatives.measures import measures
from models.registers.register import RegisterEntry


def entry(**fields: object) -> RegisterEntry:
    return RegisterEntry(
        register_id="initiatives",
        entry_id="A",
        territory_id="DEP-12",
        title_fr="Titre",
        step="en_place",
        date_start=None,
        date_due=None,
        quantity=None,
        fields=fields,
        status="observed",
        source_id="S",
        locator="p. 1",
        theme=None,
        year=2016,
        partners=(),
        departement_ids=(),
        partner_families=(),
    )


def test_figures_before_and_after_are_those_of_the_source_and_nothing_is_computed():
    doubled = entry(measured_fr="« Effectifs »", after_fr="× 2", after_year=2015)
    grown = entry(
        before_fr="14", before_value=14, after_fr="42", after_value=42, before_year=2007.0
    )
    silent = entry(figures_fr="2 logements")
    first, second = measures([doubled, silent, grown])
    assert (first.before, first.after, first.before_year) == ("14", "42", "2007")
    assert first.is_drawn
    assert (second.before, second.after, second.after_value) == ("", "× 2", None)
    assert not second.is_drawn
