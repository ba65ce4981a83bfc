"""A register that the product does not ship: what adding one takes."""

from __future__ import annotations

REGISTER_ID = "navettes"
DECLARATION = """\
id: navettes
label_fr: Navettes pour les internes
entry_fr: [navette, navettes]
description_fr: Une ligne par navette entre une gare et un lieu de stage.
order: 90
fields:
- {id: entry_id, header_fr: repere, type: text, required: true, key: true, definition_fr: Repère., example: N-1}
- {id: territory_id, header_fr: territoire, type: territory, levels: [departement, region, national], required: true, key: true, definition_fr: Territoire., example: '12'}
- {id: title_fr, header_fr: intitule, type: text, required: true, definition_fr: Intitulé., example: Gare de Rodez}
- {id: mode, header_fr: mode, type: code, codes: {bus: [Autocar, car], taxi: [Taxi]}, definition_fr: Mode., example: bus}
- {id: state, header_fr: etape, type: code, required: true, codes: {prevue: [Prévue], ouverte: [Ouverte], fermee: [Fermée]}, definition_fr: Étape., example: prevue}
- {id: planned_on, header_fr: prevue_le, type: day, definition_fr: Jour prévu., example: 01/11/2026}
- {id: opened_on, header_fr: ouverte_le, type: day, definition_fr: Jour d’ouverture., example: 01/12/2026}
- {id: ends_on, header_fr: fin, type: day, definition_fr: Fin de la convention., example: 01/12/2027}
- {id: seats_n, header_fr: places, type: integer, definition_fr: Places., example: '8'}
- {id: partners, header_fr: partenaires, type: list, definition_fr: Organismes., example: ARS ; communes}
- {id: served_ids, header_fr: departements, type: territories, levels: [departement], definition_fr: Départements desservis., example: 12 ; 48}
roles: {entry: entry_id, territory: territory_id, title: title_fr, theme: mode, step: state, start: planned_on, due: ends_on, quantity: seats_n, partners: partners, places: served_ids}
steps:
- {id: prevue, label_fr: Prévue, date: planned_on}
- {id: ouverte, label_fr: Ouverte, date: opened_on}
- {id: fermee, label_fr: Fermée, ends: lost}
delays:
- {id: ouverture, label_fr: Ouverture, from: prevue, to: ouverte, min_months: 0, max_months: 3, basis_fr: Convention type}
indicators:
- {id: ouvertes, label_fr: Part des places ouvertes, definition_fr: Places ouvertes parmi toutes., unit_fr: '%', numerator: {where: {state: [ouverte]}, sums: seats_n}, denominator: {where: {}, sums: seats_n}}
"""  # noqa: E501
HEADER = (
    "entry_id,territory_id,title_fr,mode,state,planned_on,opened_on,ends_on,seats_n,partners,"
    "served_ids,source_id,locator"
)
FIGURES = [
    HEADER,
    "N-1,12,Gare de Rodez,bus,ouverte,2026-01-10,2026-03-11,2027-03-11,8,ARS ; communes,,S001,p. 4",
    "N-2,REG-76,Gares du Massif central,taxi,prevue,,,,4,,12 ; 48,S001,p. 5",
    "N-3,FR,Toutes les gares,,fermee,,,,,ARS,,S001,p. 6",
]
LOCAL = [
    "repere;territoire;intitule;mode;etape;places;partenaires",
    "A1;Lozère;Gare de Mende;autocar;ouverte;6;Conseil départemental",
]
