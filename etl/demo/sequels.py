"""What follows from the rest of a fictitious line of a register: due dates, outcomes, sums."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import numpy as np

from etl.demo.recipe import EMPTY, TODAY, Line, Recipe, Spot, days_between, pick

NOW = "2026-10"
VALIDITIES = {"1": 0.08, "2": 0.1, "3": 0.42, "4": 0.1, "5": 0.3}
SEMESTERS = tuple(datetime.date(year, month, 2) for year in (2025, 2026, 2027) for month in (5, 11))
OPEN_FILE = ("contact", "dossier", "visite", "commission")
# Least and most of an aid, its unit, and for whom it is.
AMOUNTS = {
    "trajet": (60, 200, "€ par mois", "interne ; externe"),
    "logement": (80, 260, "€ de loyer par mois", "interne ; docteur junior"),
    "indemnite": (150, 600, "€ par mois", "interne"),
    "equipement": (1000, 6000, "€ par cabinet", "MSU ; candidat MSU"),
    "formation": (200, 800, "€ par formation", "candidat MSU"),
    "installation": (5000, 25000, "€ par prêt", "futur installé"),
    "accueil": (100, 500, "€ par famille", "interne"),
}
MSU_SURVEY = datetime.date(2026, 5, 4)
COUNCIL_SURVEY = datetime.date(2026, 9, 1)
CAMPAIGN = datetime.date(2026, 9, 15), datetime.date(2026, 11, 6)
COUNTS_ASKED = {"departement": 0.75, "total": 0.15, "indice": 0.1}


def _after(draw: np.random.Generator, day: datetime.date, least: int, most: int) -> datetime.date:
    return day + datetime.timedelta(int(draw.integers(least, most + 1)))


def _years(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _part(draw: np.random.Generator, whole: int, share: float) -> int:
    return int(draw.binomial(whole, share))


def _day(line: Line, name: str) -> datetime.date | None:
    value = line.get(name)
    return value if isinstance(value, datetime.date) else None


def _number(line: Line, name: str) -> int:
    value = line.get(name)
    return value if isinstance(value, int) else 0


def _last(line: Line) -> datetime.date:
    """Latest day of a line."""
    return max(value for value in line.values() if isinstance(value, datetime.date))


def _keep(line: Line, *names: str, when: bool) -> None:
    """Empty some fields that mean nothing otherwise."""
    if not when:
        line.update(dict.fromkeys(names))


def approval(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Validity of an approval and what became of it, reason of a block, procedure."""
    tense = line["zone"] != "aucune" and line["without_msu"] == "oui"
    line["fast_track"] = "oui" if tense and draw.random() < 0.55 else "non"
    _keep(line, "block", when=line["step"] in OPEN_FILE and draw.random() < 0.4)
    decided = _day(line, "decided_on")
    if decided is None:
        return
    years = int(pick(draw, VALIDITIES) or 0)
    ends = _years(decided, years)
    line |= {"validity_years": years, "expires_on": ends}
    if draw.random() < 0.06:
        line["entries_n"] = int(draw.integers(2, 6))
    if ends > TODAY:
        return
    outcome = pick(draw, {"renouvele": 0.72, "non_renouvele": 0.18, EMPTY: 0.1})
    line["renewal"] = outcome
    if outcome == "renouvele":
        line["expires_on"] = _years(TODAY if _years(ends, years) < TODAY else ends, years)
    elif outcome:
        line |= {"step": "echu", "ended_on": ends}


def pool(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Those contacted and those who apply, of those eligible."""
    step = line["step"]
    counted = days_between(draw, datetime.date(2026, 1, 5), datetime.date(2026, 8, 30))
    eligible = _number(line, "eligible_n")
    contacted = 0 if step == "repere" else max(_part(draw, eligible, 0.7), 1)
    applied = max(_part(draw, contacted, 0.22), 1) if step == "candidats" else 0
    line |= {"counted_on": counted, "contacted_n": contacted, "applied_n": applied}
    if step != "repere":
        line["contacted_on"] = _after(draw, counted, 10, 40)
    if step == "candidats":
        line["applied_on"] = _after(draw, counted, 45, 75)
    if step in ("repere", "contacte"):
        line["follow_up_on"] = _after(draw, TODAY, -40, 240)


def earmarking(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Semester asked for, and where the intern settles once it can be seen."""
    _keep(line, "matched", "formalised", when=line["track"] == "accompagnement")
    asked = _day(line, "requested_on") or TODAY
    line["semester_on"] = next(
        (day for day in SEMESTERS if day > asked + datetime.timedelta(90)),
        SEMESTERS[-1],
    )
    if asked.year < SEMESTERS[0].year:
        line["semester_on"] = datetime.date(asked.year + 1, 5, 2)
    assigned = _day(line, "assigned_on")
    settled = draw.random() < 0.5
    for years in (1, 2, 3):
        settled = draw.random() < (0.92 if settled else 0.1)
        if assigned and _years(assigned, years) + datetime.timedelta(183) < TODAY:
            line[f"settled_{years}y"] = "oui" if settled else "non"


def action(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Schedule, cost, indicators, and the numbers of a recruitment campaign."""
    step = line["step"]
    newest = datetime.date(2026, 10, 30) if step == "a_lancer" else datetime.date(2026, 3, 31)
    planned = days_between(draw, datetime.date(2025, 2, 1), newest)
    due = _after(draw, planned, 300, 800)
    launched = _after(draw, planned, 15, 90)
    ended = days_between(draw, launched + datetime.timedelta(60), min(due, TODAY))
    line |= {"planned_on": planned, "due_on": due, "cost_eur": 500 * int(draw.integers(3, 70))}
    line["schedule_fr"] = f"{launched:%m/%Y} lancement ; {due:%m/%Y} bilan"
    if step != "a_lancer":
        line["launched_on"] = launched
    if step == "realisee":
        line["done_on"] = ended
    if step == "abandonnee":
        line["dropped_on"] = ended
    _keep(line, "evidence_fr", when=step != "a_lancer")
    ranks = draw.permutation(len(recipe.indicators))[: draw.integers(1, 4)]
    for number, rank in enumerate(sorted(ranks), start=1):
        _indicator(line, f"indicator{number}", recipe.indicators[rank], draw)
    if line["axis"] == "recrutement" and step in ("en_cours", "realisee"):
        count = int(draw.integers(40, 220))
        line["contacts_n"] = count
        shares = {"applications_n": 0.16, "files_n": 0.7, "approved_n": 0.75, "hosting_n": 0.8}
        for name, share in shares.items():
            count = max(_part(draw, count, share), 1)
            line[name] = count


def _indicator(
    line: Line, name: str, indicator: tuple[str, str, int, int], draw: np.random.Generator
) -> None:
    label, unit, low, high = indicator
    base = int(draw.integers(low, (low + high) // 2 + 1))
    target = int(draw.integers(base + 2, high + 5))
    line |= {f"{name}_fr": label, f"{name}_unit_fr": unit}
    line |= {f"{name}_base": base, f"{name}_target": target, f"{name}_body_fr": line["pilot_fr"]}
    if line["step"] != "a_lancer":
        line[f"{name}_value"] = int(draw.integers(base, target + 1))
        line[f"{name}_on"] = _after(draw, TODAY, -150, -10)


def agreement(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Subject of a part of an agreement, its days and its result."""
    subject, title, result, unit = recipe.subjects[spot.turn % len(recipe.subjects)]
    if subject == "ensemble" and line["step"] in ("projet", "abandonne"):
        line["step"] = "signe"
    step = line["step"]
    signed = days_between(draw, datetime.date(2024, 3, 1), datetime.date(2026, 1, 31))
    line |= {"subject": subject, "title_fr": title.format(lieu=spot.name), "told_on": NOW}
    line["due_on"] = days_between(draw, datetime.date(2026, 9, 1), datetime.date(2029, 6, 30))
    if step in ("signe", "en_oeuvre", "acheve"):
        line["signed_on"] = signed
    if step in ("en_oeuvre", "acheve"):
        line["launched_on"] = _after(draw, signed, 20, 150)
        if result:
            count = int(draw.integers(2, 40))
            line |= {"result_fr": f"{count} {result}", "result_n": count, "result_unit_fr": unit}
    if step == "acheve":
        line |= {"light": "vert", "done_on": _after(draw, TODAY, -120, -5)}
    _keep(line, "light", when=step != "abandonne")


def aid(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Rule, amount, dates and use of an aid, occupancy of a lodging."""
    kind, step = str(line["kind"]), line["step"]
    low, high, unit, audience = AMOUNTS[kind]
    step_eur = 10 if high < 1000 else 100
    line |= {"amount": int(draw.integers(low // step_eur, high // step_eur + 1)) * step_eur}
    line |= {"amount_unit_fr": unit, "audience": audience, "rule_fr": "Sur dossier"}
    if kind == "trajet":
        line["min_km"] = int(draw.choice([10, 15, 20, 30]))
        line["rule_fr"] = f"Stage à plus de {line['min_km']} km du lieu de formation"
    if kind == "logement":
        line["min_days"] = int(draw.choice([5, 15, 30]))
        line["rule_fr"] = f"Stage de plus de {line['min_days']} jours"
        line["capacity_n"] = int(draw.integers(2, 13))
        line["occupied_n"] = _part(draw, _number(line, "capacity_n"), 0.78)
    starts = days_between(draw, datetime.date(2024, 1, 1), datetime.date(2026, 9, 1))
    line |= {"published": f"{starts:%Y-%m}", "valid_from": starts}
    if step == "verifiee":
        line["checked_on"] = _after(draw, TODAY, -400, -3)
        requests = int(draw.integers(2, 30))
        line |= {"requests_n": requests, "granted_n": _part(draw, requests, 0.82)}
        line["payment_months"] = float(draw.integers(1, 9)) / 2
    if step == "close":
        line["valid_to"] = days_between(draw, starts, TODAY)
    elif draw.random() < 0.65:
        line["valid_to"] = _after(draw, TODAY, -20, 800)


def meeting(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Day of a meeting after interns change posts; held or not, and who came."""
    semester = SEMESTERS[int(draw.integers(len(SEMESTERS)))]
    meets = _after(draw, semester, 4, 50)
    held = pick(draw, {"tenue": 0.86, "annulee": 0.1, "prevue": 0.04})
    step = held if meets <= TODAY else "prevue"
    line |= {"meets_on": meets, "step": step, "semester": "mai" if meets.month < 8 else "novembre"}
    _keep(line, "follow_up", "follow_up_fr", when=step == "tenue")
    if step == "tenue":
        attended = max(_part(draw, _number(line, "invited_n"), 0.45), 3)
        line |= {"attended_n": attended, "msu_contacts_n": _part(draw, attended, 0.06)}
        line["settling_contacts_n"] = _part(draw, attended, 0.12)


def structure(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Opening to come, practitioners who are MSU, and the criteria of the university label."""
    kind, step = line["kind"], line["step"]
    line["told_on"] = NOW
    if step in ("projet", "chantier"):
        line["expected_on"] = _after(
            draw, max(_last(line), TODAY - datetime.timedelta(60)), 30, 700
        )
    open_now = step == "en_service"
    _keep(line, "practitioners_n", "students_n", when=open_now)
    if open_now:
        msu = _part(draw, _number(line, "practitioners_n"), 0.6 if kind == "mspu" else 0.28)
        line |= {"msu_n": msu, "with_msu": "oui" if msu else "non"}
        _keep(line, "students_n", when=msu > 0)
    if kind == "mspu" and open_now:
        line["label"] = "obtenu"
    elif kind == "antenne" or not open_now:
        line["label"] = "aucun"
    _keep(line, "criteria", when=line["label"] in ("proche", "demande", "obtenu"))


def assistant(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """End of an authorisation, and what became of it."""
    authorised = _day(line, "authorised_on")
    if authorised is None:
        return
    ends = _after(draw, authorised, 180, 540)
    line["ends_on"] = ends
    if ends < TODAY:
        line["step"] = pick(draw, {"installe": 0.4, "sans_suite": 0.5, "en_cours": 0.1})
        if line["step"] == "installe":
            line["settled_on"] = min(_after(draw, ends, 0, 60), TODAY)


def contract(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Days of a commitment; PTMG are of before 2018."""
    kind = line["kind"]
    year, last = (2014, 2017) if kind == "ptmg" else (2018, 2026)
    signed = days_between(draw, datetime.date(year, 1, 10), datetime.date(last, 10, 20))
    starts = _after(draw, signed, *((300, 1300) if kind == "cesp" else (20, 120)))
    ends = _years(starts, int(draw.integers(2, 6)))
    line |= {"told_on": "2026", "signed_on": signed, "commitment_ends_on": ends}
    step = "signe" if starts > TODAY else "en_cours"
    if starts <= TODAY:
        line["starts_on"] = starts
    if ends <= TODAY:
        step = pick(draw, {"termine": 0.86, "rompu": 0.08, "en_cours": 0.06}) or step
    if step == "termine":
        line["completed_on"] = ends
    if step == "rompu":
        line["broken_on"] = days_between(draw, starts, ends)
    line["step"] = step
    _keep(line, "stays", when=step == "termine")


def exchange(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Subdivision interns come from, days of the agreement, places taken."""
    origin = spot.near[spot.turn % len(spot.near)]
    name, step = origin.rsplit(" (", 1)[0], line["step"]
    line |= {"origin_ids": origin, "title_fr": f"Échange fictif : {name} vers {spot.name}"}
    line["partners"] = f"Faculté ({name}) ; Faculté ({spot.name})"
    discussed = days_between(draw, datetime.date(2023, 9, 1), datetime.date(2026, 5, 31))
    line |= {"year": 2025 + int(draw.integers(2)), "discussed_on": discussed}
    if step in ("en_vigueur", "termine"):
        signed = _after(draw, discussed, 60, 160)
        line |= {"signed_on": signed, "ends_on": _years(signed, int(draw.integers(1, 5)))}
        line["filled_n"] = _part(draw, _number(line, "places_n"), 0.72)
    if step == "termine":
        line["ends_on"] = days_between(draw, _after(draw, discussed, 160, 200), TODAY)


def survey(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """A council that answered or not, then the MSU of the same place, question by question."""
    if spot.turn:
        _msu_survey(line, spot, draw)
        return
    step = line["step"]
    line |= {"title_fr": "Recensement fictif des initiatives 2026", "asked": "cdom"}
    line |= {"told_on": "2026-09", "asked_on": COUNCIL_SURVEY}
    waits = step == "attente"
    line["closes_on"] = datetime.date(2026, 12, 15) if waits else datetime.date(2026, 10, 31)
    if step in ("repondu", "sans_initiative"):
        line["answered_on"] = _after(draw, COUNCIL_SURVEY, 3, 55)
    _keep(line, "initiatives_n", when=step == "repondu")


def _msu_survey(line: Line, spot: Spot, draw: np.random.Generator) -> None:
    asked = max(round(spot.size * 0.09), 6)
    answered = max(_part(draw, asked, 0.55), 1)
    line |= {"title_fr": "Enquête fictive auprès des MSU 2026", "asked": "msu"}
    line |= {"step": "repondu", "told_on": "2026-06", "asked_on": MSU_SURVEY}
    line |= {"answered_on": _after(draw, MSU_SURVEY, 20, 55), "initiatives_n": None}
    line |= {"closes_on": datetime.date(2026, 6, 30), "asked_n": asked, "answered_n": answered}
    for question, share in (("ties", 0.8), ("content", 0.85), ("drawn", 0.24)):
        replies = _part(draw, answered, 0.96)
        line |= {f"{question}_n": replies, f"{question}_yes_n": _part(draw, replies, share)}


def request(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Who is asked for a count and for what, the day it was sent, reminded of, answered."""
    is_faculty = not spot.faculty
    line["recipient"] = "faculte" if is_faculty else "cdom"
    line["asked"] = pick(draw, COUNTS_ASKED if is_faculty else {"total": 1})
    line["told_on"] = "2026-01-01"
    step = line["step"]
    if step == "a_solliciter":
        line["note_fr"] = None
        return
    line["asked_on"] = asked_on = days_between(draw, *CAMPAIGN)
    if step == "sollicite":
        line["remind_on"] = _reminder(draw)
    if step in ("repondu", "refus"):
        line["answered_on"] = days_between(draw, asked_on, TODAY)


def _reminder(draw: np.random.Generator) -> datetime.date:
    """A few reminders are overdue, a few wait for the next round of the campaign."""
    least, most = {"late": (-20, -1), "soon": (1, 90), "later": (370, 700)}[
        pick(draw, {"late": 0.2, "soon": 0.7, "later": 0.1}) or "soon"
    ]
    return _after(draw, TODAY, least, most)


def desk(line: Line, spot: Spot, draw: np.random.Generator, recipe: Recipe) -> None:
    """Next reminder of a request still open; what followed one that ended well."""
    _keep(line, "settled", when=line["step"] == "aboutie")
    if line["step"] in ("recue", "repondue", "accompagnee"):
        line["follow_up_on"] = _after(draw, TODAY, -25, 120)


Sequel = Callable[[Line, Spot, np.random.Generator, Recipe], None]
SEQUELS: Mapping[str, Sequel] = {
    "agrements": approval,
    "vivier": pool,
    "flechages": earmarking,
    "actions": action,
    "conventions": agreement,
    "aides": aid,
    "rencontres": meeting,
    "structures": structure,
    "adjoints": assistant,
    "contrats": contract,
    "echanges": exchange,
    "enquetes": survey,
    "guichets": desk,
    "sollicitations": request,
}
