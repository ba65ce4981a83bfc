"""Search of French texts: words without accents nor inflexions, groups of synonyms, prefixes.

A text becomes one line of tokens between spaces: its words, their stems, and « =group » for
each group of synonyms it names; the title comes first, up to a slash. A query becomes terms
looked for in that line: every term must be found, by any of its tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import snowballstemmer

PHRASE_WORDS = 4
PREFIX_LETTERS = 3
ACRONYM_LETTERS = 6
TITLE_END = "/"
WORD = re.compile(r"[^\W_]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})
ACCENTS = dict.fromkeys(range(0x300, 0x370))
# Words that the stemmer would take for others: général, commun, the Gard.
APART = frozenset({"generaliste", "commune", "garde"})
STOP_WORDS = frozenset(
    WORD.findall("""
    a ai ainsi au aucun aucune auquel aussi autre autres aux auxquels avec avoir c ce ceci
    cela celle celles celui ces cet cette ceux chaque chez comme comment d dans de depuis des
    dont du elle elles en entre es et etaient etait etant ete etre eu eux il ils j je
    jusqu l la le lequel les leur leurs lorsqu lui m ma mais me meme memes mes moi mon n ne ni
    nos notre nous on ont ou par parmi pas pendant peut plus pour puisqu qu quand que quel
    quelle quelles quels qui quoi s sa sans se selon sera ses si soit son sont sous sur t ta
    tandis te tes toi ton tous tout toute toutes tu un une vers vos votre vous y
    """)
)


class Synonyms(dict[str, tuple[str, ...]]):
    """Groups of synonyms of each phrase, by its stems between spaces."""

    @cached_property
    def heads(self) -> frozenset[str]:
        """First stems of the phrases of several words."""
        return frozenset(phrase.split(" ")[0] for phrase in self if " " in phrase)


class Stems(dict[str, str]):
    """Stem of each word already met; one for many texts, since a stem is long to compute."""

    def __missing__(self, word: str) -> str:
        """Compute the stem of a word: lower case, without accents."""
        singular = word.removesuffix("s")
        # A stemmer holds the word it works on: a new one, so that two threads never share it.
        stem = singular if singular in APART else snowballstemmer.stemmer("french").stemWord(word)
        self[word] = stem
        return stem


def search_text(parts: Iterable[str], synonyms: Synonyms, stems: Stems | None = None) -> str:
    """Line of tokens of one entry, each once, with a leading and a trailing space.

    Parameters
    ----------
    parts
        Texts of the entry, its title first; a phrase is never read across two of them.
    synonyms
        Groups that a phrase names in a text, by phrase as ``phrase_stems`` writes it.
    stems
        Shared by the calls of one build: words come back from one entry to another.
    """
    memo = Stems() if stems is None else stems
    title, *others = [_part_tokens(part, synonyms, memo) for part in parts] or [[]]
    named = dict.fromkeys(title)
    rest = dict.fromkeys(token for tokens in others for token in tokens if token not in named)
    return f" {' '.join([*named, TITLE_END, *rest])} "


def query_terms(text: str, synonyms: Synonyms) -> tuple[frozenset[str], ...]:
    """Terms of what a user typed: tokens to find after a space, any of which satisfies a term.

    ``synonyms`` are the groups that a phrase looks for, by phrase as ``phrase_stems`` writes it.
    A token that ends with a space is a whole word; the last word typed, being perhaps
    unfinished, is also the beginning of a word. No term at all stands for no search.
    """
    words = [word.lower() for word in _words(text)]
    memo = Stems()
    stems = [memo[word] for word in words]
    terms: list[frozenset[str]] = []
    for rank, phrase in phrases_in(stems, synonyms):
        tokens = [f"={group} " for group in synonyms.get(phrase, ())]
        if " " not in phrase:
            tokens += [f"{phrase} ", _typed(words[rank], unfinished=rank + 1 == len(words))]
        terms.append(frozenset(tokens))
    return tuple(dict.fromkeys(terms))


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Key of a declared synonym: the stems of its words, between spaces.

    A phrase with an acronym has two writings, since users type « cpts » for « CPTS »; one
    without any word to look for has none.
    """
    memo = Stems()
    writings = (" ".join(text_stems(writing, memo)) for writing in (phrase, phrase.lower()))
    return tuple(dict.fromkeys(writing for writing in writings if writing))


def text_stems(text: str, memo: Stems) -> list[str]:
    """Stems of the words of a text, in order, without its stop words."""
    return [_stem(word, memo) for word in _words(text)]


def phrases_in(stems: Sequence[str], phrases: Collection[str]) -> Iterator[tuple[int, str]]:
    """Cut stems, from the left, into the longest known phrases, a word being one by itself.

    Yields the rank of the first stem of each and its stems between spaces.
    """
    rank = 0
    while rank < len(stems):
        sizes = range(min(PHRASE_WORDS, len(stems) - rank), 0, -1)
        cuts = [" ".join(stems[rank : rank + size]) for size in sizes]
        phrase = next((cut for cut in cuts if cut in phrases), stems[rank])
        yield rank, phrase
        rank += phrase.count(" ") + 1


def _typed(word: str, unfinished: bool) -> str:
    return word if unfinished and len(word) >= PREFIX_LETTERS else f"{word} "


def _part_tokens(part: str, synonyms: Synonyms, memo: Stems) -> list[str]:
    words = _words(part)
    stems = [_stem(word, memo) for word in words]
    words = [word.lower() for word in words]
    tokens = [token for pair in zip(words, stems, strict=True) for token in pair]
    for rank, stem in enumerate(stems):
        longest = PHRASE_WORDS if stem in synonyms.heads else 1
        for size in range(1, min(longest, len(stems) - rank) + 1):
            groups = synonyms.get(" ".join(stems[rank : rank + size]), ())
            tokens.extend(f"={group}" for group in groups)
    return tokens


def _stem(word: str, memo: Stems) -> str:
    """Stem of a word; an acronym (« ARS », « CPTS ») is no plural and stays whole."""
    is_acronym = len(word) <= ACRONYM_LETTERS and word.isupper()
    return word.lower() if is_acronym else memo[word.lower()]


def _words(text: str) -> list[str]:
    """Words without accents nor stop words; capitals are kept, for they tell acronyms.

    « DU » (diplôme universitaire) is a word where « du » is not; a text typed all in capitals
    has no acronym to tell.
    """
    letters = unicodedata.normalize("NFKD", text.translate(LIGATURES)).translate(ACCENTS)
    words = WORD.findall(letters)
    if len(words) > 1 and letters.isupper():
        words = [word.lower() for word in words]
    return [
        word
        for word in words
        if (len(word) > 1 or word.isdigit())
        and (word.lower() not in STOP_WORDS or (len(word) > 1 and word.isupper()))
    ]


OTHER = "autres"


@dataclass(frozen=True)
class PartnerFamilies:
    """Families in their order, « autres » among them, and the family that a phrase names.

    A phrase is identified by the stems of its words, between spaces. A vague family (« médecins »)
    only counts for a partner that names no other.
    """

    family_ids: tuple[str, ...]
    by_phrase: Mapping[str, str]
    vague_ids: frozenset[str] = frozenset()


def families_of(
    partners: Iterable[str], families: PartnerFamilies, stems: Stems | None = None
) -> tuple[str, ...]:
    """Families that partners belong to, in their order, once each.

    The longest phrases count: « conseil départemental de l’Ordre » is not a « conseil
    départemental ». A partner may name several families; one that names none is of « autres ».
    """
    memo = Stems() if stems is None else stems
    named = {family for partner in partners for family in _families(partner, families, memo)}
    return tuple(family for family in families.family_ids if family in named)


def _families(partner: str, families: PartnerFamilies, memo: Stems) -> set[str]:
    phrases = phrases_in(text_stems(partner, memo), families.by_phrase)
    named = {families.by_phrase[phrase] for _, phrase in phrases if phrase in families.by_phrase}
    return named - families.vague_ids or named or {OTHER}
