"""What the self-test of a candidate MSU says, in French."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import number, plural, typography
from dashboard.views.suivi.eligibilite import CYCLE_NAMES
from models.msu.eligibility import Condition, Finding, overall, validity
from models.registers.register import RegisterEntry


def condition_of(entry: RegisterEntry) -> Condition:
    """A line of the register of conditions, as the self-test reads it."""
    fields = entry.fields
    return Condition(
        condition_id=entry.entry_id,
        subject=str(fields["subject"]),
        title_fr=entry.title_fr,
        question_fr=str(fields.get("question_fr", entry.title_fr)),
        cycle=str(fields["cycle"]),
        kind=str(fields["kind"]),
        is_binding=fields["force"] == "texte",
        source_id=entry.source_id,
        locator=entry.locator,
        status=entry.status,
        years_min=_years(entry, "years_min"),
        years_max=_years(entry, "years_max"),
        remedy_fr=str(fields.get("remedy_fr", "")),
        note_fr=str(fields.get("note_fr", "")),
        departement_ids=entry.departement_ids,
    )


def _years(entry: RegisterEntry, name: str) -> float | None:
    value = entry.fields.get(name)
    return None if value is None else float(value)


def verdict_sentence(found: Sequence[Finding], cycle: str) -> str:
    """What the answers come to: what is left to say, what is missing, or nothing."""
    of = {state: [item for item in found if item.state == state] for state in _STATES}
    name = CYCLE_NAMES[cycle]
    state = overall(found)
    if state == "unmet":
        missing = " ; ".join(_named(item) for item in of["unmet"])
        head = plural(len(of["unmet"]), "condition n’est pas remplie", "conditions non remplies")
        return typography(f"Pour le {name}, {head} : {missing}.")
    if state == "unsaid":
        left = plural(len(of["unsaid"]), "réponse manque", "réponses manquent")
        return typography(f"Pour le {name}, {left} encore.")
    if state == "depends":
        return typography(
            f"Pour le {name}, toutes les conditions sont remplies, sauf l’ancienneté : "
            f"{years_asked(of['depends'][0].conditions)} selon la faculté."
        )
    return typography(f"Pour le {name}, toutes les conditions connues sont remplies.")


_STATES = ("met", "unmet", "depends", "unsaid")


def _named(item: Finding) -> str:
    if item.conditions[0].kind == "minimum":
        return f"ancienneté ({years_asked(item.conditions)})"
    title = item.conditions[0].title_fr
    return title[0].lower() + title[1:]


def years_asked(minimums: Sequence[Condition]) -> str:
    """« 3 ans », or « de 1 à 3 ans » where the sources differ."""
    return _span(
        min(item.years_min or 0 for item in minimums), max(item.years_min or 0 for item in minimums)
    )


def validity_sentence(conditions: Sequence[Condition]) -> str:
    """How long an agrément lasts, '' where no source tells."""
    low, high = validity(conditions)
    if high is None:
        return ""
    if low is None:
        return typography(f"Durée de l’agrément : {_span(high, high)} au plus.")
    return typography(f"Durée de l’agrément : {_span(low, high)}, selon la source et la faculté.")


def _span(low: float, high: float) -> str:
    if low == high:
        return plural_years(high)
    return f"de {_digits(low)} à {plural_years(high)}"


def plural_years(value: float) -> str:
    """« 1 an », « 3 ans », « 1,5 an »."""
    return f"{_digits(value)} {'ans' if value >= 2 else 'an'}"


def _digits(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
