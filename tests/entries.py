"""A register of action sheets and its lines, as a declaration would make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.registers import Register, RegisterEntry, RegisterField, RegisterStep

STEPS = (
    RegisterStep("projet", "Projet", "started_on"),
    RegisterStep("en_cours", "En cours", "launched_on"),
    RegisterStep("fini", "Terminée", "ended_on", ends="kept"),
    RegisterStep("abandon", "Abandonnée", "dropped_on", ends="lost"),
)
FIELDS = (
    RegisterField("entry_id", "repère", "text", "", required=True),
    RegisterField("title_fr", "intitulé", "text", "", required=True),
    RegisterField("territory_id", "département", "territory", "", required=True),
    RegisterField("step", "avancement", "code", "", codes={"projet": "Projet"}),
    RegisterField("started_on", "date_projet", "day", ""),
    RegisterField("launched_on", "date_lancement", "day", ""),
    RegisterField("ended_on", "date_fin", "day", ""),
    RegisterField("dropped_on", "date_abandon", "day", ""),
    RegisterField("due_on", "échéance", "day", ""),
    RegisterField("theme", "thème", "code", "", codes={"recrutement": "Recrutement de MSU"}),
    RegisterField("budget_eur", "budget", "integer", ""),
    RegisterField("diagnosis", "diagnostic", "text", ""),
    RegisterField("stakes", "enjeux", "text", ""),
    RegisterField("tasks", "actions", "list", ""),
    RegisterField("pilot", "pilote", "text", ""),
    RegisterField("partners", "partenaires", "list", ""),
    RegisterField("brakes", "freins", "text", ""),
)
ACTIONS = Register(
    register_id="actions",
    label_fr="Fiches actions",
    entry_fr=("fiche action", "fiches actions"),
    description_fr="Une ligne par action.",
    fields=FIELDS,
    roles={
        "entry": "entry_id",
        "title": "title_fr",
        "territory": "territory_id",
        "step": "step",
        "theme": "theme",
        "due": "due_on",
        "partners": "partners",
    },
    steps=STEPS,
)
VALUES: dict[str, str | float] = {
    "entry_id": "A-001",
    "title_fr": "Promouvoir le compagnonnage auprès des médecins du département",
    "territory_id": "DEP-12",
    "step": "en_cours",
    "started_on": "2026-01-12",
    "launched_on": "2026-03-01",
    "due_on": "2026-06-30",
    "theme": "recrutement",
    "budget_eur": 12000.0,
    "diagnosis": "Des encadrants partent en retraite.\nLes promotions à former augmentent.",
    "tasks": "Écrire aux médecins du tableau ; Tenir deux soirées ; Accompagner les dossiers",
    "pilot": "CDOM",
    "partners": "CDOM ; ARS ; Université",
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
        locator="ligne 2",
        theme="recrutement",
        year=2026,
        partners=("CDOM", "ARS", "Université"),
        departement_ids=("DEP-12",),
    )
    return replace(made, **attributes)  # type: ignore[arg-type]
