"""Titles of the slides: what each one finds, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.briefs.brief import Brief
from dashboard.core.catalog import NET_CHANGE, STAYED_RATE
from dashboard.core.formatting import MISSING, number, plural, typography
from dashboard.profile.model import Profile
from dashboard.themes.situation import BELOW, Situation


def figures_finding(profile: Profile) -> str:
    """« Creuse : 67,5 généralistes libéraux pour 100 000 habitants, contre 81,0 en France »."""
    density = profile.figure("densite")
    label = profile.territory.label
    if density.value.value is None:
        return typography(f"{label} : la densité de généralistes libéraux n’est pas publiée")
    against = "" if density.nation.value is None else f", contre {density.nation.text} en France"
    return typography(
        f"{label} : {density.value.marked_text} généralistes libéraux pour 100 000 habitants"
        f"{against}"
    )


def position_finding(profile: Profile) -> str:
    """« Moins bien que la France pour 5 indicateurs sur 12, mieux pour 1 »."""
    better = sum(line.judgement == "mieux" for line in profile.spine)
    worse = sum(line.judgement == "moins bien" for line in profile.spine)
    total = len(profile.spine)
    rest = total - better - worse
    of_all = f"{plural(worse or better, 'indicateur')} sur {number(total)}"
    if not better and not worse:
        return typography(f"Aucun des {number(total)} indicateurs n’est tranché face à la France")
    first = f"{'Moins bien' if worse else 'Mieux'} que la France pour {of_all}"
    second = f", mieux pour {number(better)}" if worse and better else ""
    return typography(
        f"{first}{second}" + (f" ; rien de tranché pour {number(rest)}" if rest else "")
    )


def targets_finding(profile: Profile) -> str:
    """« Part atteinte, sûrement ou probablement, pour 4 cibles sur 8 ; pas pour 1 »."""
    own = [item for item in profile.targets if item.key.key_id == profile.key.key_id]
    situations = [item.situation for item in own if item.situation]
    if not situations:
        return typography(f"Aucun comptage ni estimation des MSU en {profile.year}")
    above, below = _sides(situations)
    reached = f"{plural(above, 'cible')} sur {number(len(own))}" if above else "aucune cible"
    missed = number(below) if below else "aucune"
    return typography(
        f"Part atteinte ou probablement atteinte pour {reached}, probablement pas pour {missed}"
    )


def retention_finding(profile: Profile) -> str:
    """Whether retention is measured, then how the GPs changed, with the reserve of it."""
    value = profile.figure("fidelisation").value
    change = next((here for here, _ in profile.practice if here.indicator_id == NET_CHANGE), None)
    whose = f" ({profile.region.name_fr})" if profile.region else ""
    text = (
        f"Région de diplôme{whose} : {value.text} {value.unit} y exercent"
        if value.indicator_id == STAYED_RATE and value.value is not None
        else "Fidélisation non mesurée auprès des anciens internes"
        if value.value is None
        else f"Fidélisation mesurée : {value.text} {value.unit}"
    )
    if change is None or change.value is None:
        return typography(text)
    reserve = f" ({change.short_reserve})" if change.short_reserve else ""
    when = change.period_text.replace(" à ", "-")
    return typography(f"{text} ; généralistes {when} : {change.text} %{reserve}")


def peers_finding(profile: Profile) -> str:
    """« 4 voisins sur 6 : part probablement atteinte ; aucun probablement en dessous »."""
    others = [row for row in profile.peers.rows if not row.is_self]
    if not others:
        return typography(profile.peers.note or profile.peers.title)
    above, below = _sides(row.situation for row in others if row.situation)
    noun = "voisin" if profile.territory.level == "departement" else "département"
    reached = plural(above, noun) if above else f"Aucun {noun}"
    return typography(
        f"{reached} sur {number(len(others))} : part atteinte ou probablement atteinte ; "
        f"{number(below) if below else 'aucun'} probablement en dessous"
    )


def initiatives_finding(brief: Brief) -> str:
    """The first clause of what is recorded."""
    recorded = brief.profile.initiatives
    text = recorded.finding if recorded else ""
    for mark in (" ;", "\u00a0;", " :", "\u00a0:"):
        text = text.partition(mark)[0]
    return text


def followed_finding(profile: Profile) -> str:
    """What the first registers count: « Agréments : 12, en retard : 3 »."""
    some = [
        f"{item.label} : {item.total}"
        + (f", en retard : {item.late}" if item.late not in ("", MISSING) else "")
        for item in profile.registers[:2]
    ]
    return typography(" ; ".join(some)) or "Des fiches action sont en cours"


def requests_finding(brief: Brief) -> str:
    """« Trois demandes : à la faculté, à l’ARS, au conseil de l’Ordre »."""
    to = dict.fromkeys(item.addressee.partition("\u00a0:")[0] for item in brief.requests)
    return typography(f"{plural(len(brief.requests), 'demande')} à faire : {', '.join(to)}")


def sources_finding(profile: Profile) -> str:
    """How many sources, and how many were read in a re-deposit."""
    again = sum(bool(item.source.deposit) for item in profile.sources)
    text = f"Ces chiffres viennent de {plural(len(profile.sources), 'source')}"
    return typography(f"{text}, dont {number(again)} relues chez un tiers" if again else text)


def _sides(situations: Iterable[Situation]) -> tuple[int, int]:
    """How many are decided above, and below, their share."""
    decided = [item for item in situations if item.is_decided]
    below = sum(item.verdict_id in BELOW for item in decided)
    return len(decided) - below, below
