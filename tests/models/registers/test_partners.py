"""Every partner falls into a family, by the longest words of its name."""

from __future__ import annotations

import pytest

from etl.declared.words import load_partner_families, to_families
from etl.errors import RegisterError
from models.registers.words import OTHER, PartnerFamilies, families_of
from tests.support.paths import DATA

FAMILIES = to_families(load_partner_families(DATA))


@pytest.mark.parametrize(
    ("partner", "families"),
    [
        ("CDOM 48", ("cdom",)),
        ("cdom", ("cdom",)),
        ("conseil départemental (de l’Ordre, d’après le contexte)", ("cdom",)),
        ("Conseil départemental de l’Ordre des médecins", ("cdom",)),
        ("Conseil départemental", ("collectivites",)),
        ("conseil départemental (Ordre ou collectivité)", (OTHER,)),
        ("Ordre des médecins", ("ordre",)),
        ("CROM Rhône-Alpes", ("crom",)),
        ("ARS BFC", ("ars",)),
        ("ars", ("ars",)),
        ("préfets", ("etat",)),
        ("départements", ("collectivites",)),
        ("Département de médecine générale", ("universites",)),
        ("Faculté de médecine", ("universites",)),
        ("UFR et DMG de Dijon", ("universites",)),
        ("généralistes libéraux", ("liberaux",)),
        ("généralistes du réseau", ("professionnels",)),
        ("URPS médecins", ("liberaux",)),
        ("interne de MG", ("etudiants",)),
        ("CH Bretagne-Atlantique", ("hopitaux",)),
        ("urgences hospitalières", ("hopitaux",)),
        ("EHPAD", ("medico-social",)),
        ("CDOM et ARS", ("cdom", "ars")),
        ("investisseurs privés", (OTHER,)),
        ("CH2M", (OTHER,)),
    ],
)
def test_a_partner_falls_into_the_families_that_its_name_holds(partner, families):
    assert families_of([partner], FAMILIES) == families


def test_the_families_of_an_entry_come_once_each_in_their_order():
    partners = ["Mairie de X", "ARS", "communes", "Dupont et fils", "CDOM 12"]
    assert families_of(partners, FAMILIES) == ("cdom", "ars", "collectivites", OTHER)
    assert families_of([], FAMILIES) == ()


def test_a_vague_family_only_counts_alone():
    families = PartnerFamilies(("a", "b"), {"medecin": "a", "ordre": "b"}, frozenset({"a"}))
    assert families_of(["Ordre des médecins"], families) == ("b",)
    assert families_of(["médecins"], families) == ("a",)


def test_others_is_the_last_of_the_committed_families():
    assert FAMILIES.family_ids[-1] == OTHER


LAST = "\n- {id: autres, label_fr: Autres, words: []}"


@pytest.mark.parametrize(
    ("text", "entry", "expected"),
    [
        (
            "- {id: autres, label_fr: Autres, words: []}\n- {id: ars, label_fr: A, words: [ARS]}",
            "autres",
            "« autres »",
        ),
        (
            "- {id: ars, label_fr: ARS, words: [ARS]}\n- {id: crom, label_fr: C, words: [CROM]}",
            "crom",
            "la dernière famille",
        ),
        ("- {id: ars, label_fr: ARS, words: []}" + LAST, "ars", "des mots sont attendus"),
        ("- {id: ars, label_fr: ARS, words: [de la]}" + LAST, "ars", "« de la » ; un à 4 mots"),
        ("- {id: ars, label_fr: ARS}" + LAST, "ars", "« words »"),
        ("- {id: ars, words: [ARS]}" + LAST, "ars", "« label_fr »"),
        (
            "- {id: ars, label_fr: A, words: [ARS]}\n- {id: etat, label_fr: É, words: [ars]}"
            + LAST,
            "etat",
            "valeur lue « ars », déjà de la famille « ars »",
        ),
    ],
)
def test_a_family_with_a_fault_is_refused_with_file_entry_and_reason(
    tmp_path, text, entry, expected
):
    (tmp_path / "partner_families.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_partner_families(tmp_path)
    message = str(caught.value)
    assert "partner_families.yml" in message and f"« {entry} »" in message
    assert expected in message
