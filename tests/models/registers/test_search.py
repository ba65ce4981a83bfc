"""French users find an entry with their own words: accents, plurals, synonyms, beginnings."""

from __future__ import annotations

import pytest

from etl.declared.words import load_synonyms
from etl.errors import RegisterError
from models.registers.words import (
    APART,
    TITLE_END,
    Stems,
    Synonyms,
    phrase_stems,
    query_terms,
    search_text,
)
from tests.support.paths import DATA

SYNONYMS = load_synonyms(DATA)
ENTRIES = {
    "Hébergement des stagiaires en Bretagne": "Aide au logement des internes et externes.",
    "Accueil d’internes à Belle-Île": "Des internes hébergés dans un logement communal.",
    "Logement des internes dans la Manche": "Aide au logement, accompagnement des proches.",
    "Guichet unique du Bas-Rhin": "Point d’entrée multipartenaire pour l’installation.",
    "Remboursement des trajets d’externes": "Déplacements indemnisés au-delà d’un seuil.",
    "Village médical des quartiers nord": "Pôle de soins urbain en secteur défavorisé.",
    "Cartographie départementale des MSP": "Une répartition cible des maisons de santé.",
    "Montée en charge des MSU en Moselle": "Recrutement soutenu d’encadrants.",
    "Rencontre annuelle du Conseil général": "Rendez-vous d’information des internes.",
    "DU de cancérologie ouvert aux généralistes": "Formation universitaire.",
    "Téléconsultation à Belle-Île": "Usage évoqué par l’Ordre du Morbihan.",
    "Appui logistique des collectivités et CPTS": "Prêt de salles et d’outils numériques.",
    "Gardes de la Lozère": "Permanence des soins et comité œdème.",
}
STEMS = Stems()
LINES = {
    title: search_text((title, summary), SYNONYMS.in_texts, STEMS)
    for title, summary in ENTRIES.items()
}


def found(query: str) -> list[str]:
    terms = query_terms(query, SYNONYMS.in_queries)
    return [
        title
        for title, line in LINES.items()
        if all(any(f" {token}" in line for token in tokens) for tokens in terms)
    ]


HOUSING = [
    "Hébergement des stagiaires en Bretagne",
    "Accueil d’internes à Belle-Île",
    "Logement des internes dans la Manche",
]


@pytest.mark.parametrize(
    "query",
    [
        "hébergement",
        "hebergement",
        "HÉBERGEMENT",
        "Hébergements",
        "l’hébergement",
        "l'hébergement",
        "héberger",
        "héberg",
        "logement",
        "gîtes",
        "logement étudiant",
        "logements étudiants",
        "LOGEMENTS ÉTUDIANTS",
        "hébergement des étudiants en médecine",
        "logement stagiaires",
    ],
)
def test_every_way_of_asking_for_housing_finds_the_three_housings(query):
    assert found(query) == HOUSING


def test_every_term_is_needed():
    assert found("logement manche") == ["Logement des internes dans la Manche"]
    assert found("logement Moselle") == []


def test_a_word_finds_its_kinds_but_not_the_other_kinds():
    assert "Remboursement des trajets d’externes" in found("étudiants")
    assert "Remboursement des trajets d’externes" not in found("internes")
    assert found("externe") == [
        "Hébergement des stagiaires en Bretagne",
        "Remboursement des trajets d’externes",
    ]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("maison de santé", "Cartographie départementale des MSP"),
        ("maisons médicales", "Village médical des quartiers nord"),
        ("msp", "Village médical des quartiers nord"),
        ("maître de stage", "Montée en charge des MSU en Moselle"),
        ("télémédecine", "Téléconsultation à Belle-Île"),
        ("transport", "Remboursement des trajets d’externes"),
        ("accompagnement", "Guichet unique du Bas-Rhin"),
        ("communauté professionnelle territoriale", "Appui logistique des collectivités et CPTS"),
        ("cpts", "Appui logistique des collectivités et CPTS"),
        ("oedeme", "Gardes de la Lozère"),
        ("PDSA", "Gardes de la Lozère"),
        ("œdème", "Gardes de la Lozère"),
    ],
)
def test_synonyms_acronyms_and_ligatures_find_each_other(query, title):
    assert title in found(query)


def test_a_phrase_is_one_term_and_its_words_alone_do_not_satisfy_it():
    line = search_text(("Maison commune", "Éducation à la santé"), SYNONYMS.in_texts)
    (tokens,) = query_terms("maison de santé", SYNONYMS.in_queries)
    assert not any(f" {token}" in line for token in tokens)


def test_a_phrase_is_not_read_across_two_parts():
    line = search_text(("La maison", "Santé de l’enfant"), SYNONYMS.in_texts)
    assert "=maison-de-sante" not in line


def test_an_acronym_is_no_stop_word_and_no_plural():
    assert found("DU cancérologie") == ["DU de cancérologie ouvert aux généralistes"]
    assert " ars " in search_text(("Rencontre avec l’ARS",), Synonyms())
    assert " ar " not in search_text(("Rencontre avec l’ARS",), Synonyms())
    assert query_terms("du de la", Synonyms()) == query_terms("", Synonyms()) == ()


@pytest.mark.parametrize(
    ("word", "other"),
    [("généralistes", "Conseil général"), ("communes", "en commun"), ("Gard ", "gardes")],
)
def test_words_that_the_stemmer_confuses_are_kept_apart(word, other):
    line = search_text((other,), Synonyms())
    whole = {
        token for tokens in query_terms(word, Synonyms()) for token in tokens if token[-1] == " "
    }
    assert whole and not any(f" {token}" in line for token in whole)


def test_the_words_kept_apart_have_no_accent_nor_plural():
    assert all(phrase_stems(f"{word}s") == (word,) for word in APART)


def test_only_the_last_word_typed_may_be_unfinished():
    assert found("mos") == ["Montée en charge des MSU en Moselle"]
    assert found("mos recrutement") == []
    assert found("recrutement mos") == ["Montée en charge des MSU en Moselle"]
    assert found("re") == []


def test_the_title_comes_first_up_to_a_slash_and_words_are_kept_once():
    line = search_text(("Aide / aides", "Aide au stage", "Aide"), Synonyms())
    assert line == f" aide aid aides {TITLE_END} stage stag "
    assert search_text((), Synonyms()) == f" {TITLE_END} "


def test_stems_are_computed_once_for_a_build():
    stems = Stems()
    search_text(("Hébergements des internes",), Synonyms(), stems)
    assert dict(stems) == {"hebergements": "heberg", "internes": "intern"}


def test_the_committed_synonyms_lose_no_word_of_their_phrases():
    for phrase in SYNONYMS.in_texts:
        assert not phrase.isdigit()
        assert all(len(word) > 1 for word in phrase.split())
    assert SYNONYMS.in_queries["maison sant"] == ("maison-de-sante",)
    assert SYNONYMS.in_texts["cdom"] == ("ordre", "cdom")
    assert SYNONYMS.in_queries["cdom"] == ("cdom",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {id: essai, words: []}", "words"),
        ("- {id: essai, words: [de la]}", "« de la » ; un à 4 mots"),
        ("- {id: essai, words: [un logement neuf pour cinq jeunes internes]}", "un à 4 mots"),
        ("- {id: essai, words: [gîte, Gîte]}", "« Gîte », déjà présente"),
        ("- {id: essai, words: [gîte], narrower: [gîte]}", "« narrower » — valeur lue « gîte »"),
        ("- {id: Essai, words: [gîte]}", "« Essai »"),
        ("- {id: essai, words: [gîte]}\n- {id: essai, words: [logis]}", "identifiant unique"),
        ("- {id: essai, words: [gîte], mots: [gîte]}", "« mots »"),
    ],
)
def test_a_group_with_a_fault_is_refused_with_file_entry_and_reason(tmp_path, text, expected):
    (tmp_path / "synonymes.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_synonyms(tmp_path)
    message = str(caught.value)
    assert "synonymes.yml" in message and "ssai" in message and expected in message
