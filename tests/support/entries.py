"""Action sheets, as the declared register of actions would carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.registers.register import RegisterEntry

VALUES: dict[str, str | float] = {
    "entry_id": "ACT-01",
    "title_fr": "Promouvoir le compagnonnage auprès des médecins du département",
    "territory_id": "DEP-12",
    "step": "en_cours",
    "planned_on": "2026-01-12",
    "launched_on": "2026-03-01",
    "due_on": "2026-06-30",
    "axis": "recrutement",
    "cost_eur": 12000.0,
    "diagnosis_fr": "Des encadrants partent en retraite.\nLes promotions à former augmentent.",
    "measures_fr": "Écrire aux médecins du tableau;Tenir deux soirées;Accompagner les dossiers",
    "pilot_fr": "CDOM",
    "partners": "CDOM;ARS;Université",
    "contacts_n": 120,
    "indicator1_fr": "Étudiants accueillis en compagnonnage",
    "indicator1_base": 12.0,
    "indicator1_target": 30.0,
    "indicator1_value": 21.0,
    "indicator1_on": "2026-06-30",
    "indicator1_body_fr": "DUMG",
}


def action(changes: Mapping[str, str | float] | None = None, **attributes: object) -> RegisterEntry:
    """An action sheet of Aveyron under way, its due date past, some fields empty."""
    fields = VALUES | dict(changes or {})
    made = RegisterEntry(
        register_id="actions",
        entry_id=str(fields["entry_id"]),
        territory_id=str(fields["territory_id"]),
        title_fr=str(fields["title_fr"]),
        step=str(fields["step"]),
        date_start=None,
        date_due=str(fields["due_on"]),
        quantity=None,
        fields=fields,
        status="imported",
        source_id="actions.csv",
        locator="fichier local, ligne 2",
        theme="recrutement",
        year=2026,
        partners=("CDOM", "ARS", "Université"),
        departement_ids=("DEP-12",),
    )
    return replace(made, **attributes)  # type: ignore[arg-type]
