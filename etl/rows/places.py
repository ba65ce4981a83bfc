"""Territories as files write them: codes, names, both, codes that a spreadsheet damaged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from etl.reading.text import NAMED_MAX, cell_text, plain, undecimal
from etl.rows.cells import CellError, suggestion

ORDER = ("national", "departement", "region", "subdivision")
# Levels that say nothing of each other.
DISJOINT = ["departement", "subdivision"]
PREFIXES = {"DEP": "departement", "REG": "region", "SUB": "subdivision"}
LEVELS_FR = {
    "national": "la France entière",
    "departement": "un département",
    "region": "une région",
    "subdivision": "une subdivision d’internat",
}
LEVEL_WORDS = {
    "departement": "departement", "dept": "departement", "dep": "departement",
    "region": "region", "reg": "region", "subdivision": "subdivision",
}  # fmt: skip
LINK = r"(?:d internat )?(?:de la |de l |du |des |de |d |la |le |les |l )?"
IDENTIFIER = re.compile(r"(DEP|REG|SUB)[ _-]?(\w{1,3})", re.IGNORECASE)
# The ministry writes codes on three characters (« 012 », « 02A », « D012 »); others part them.
CODE = r"\d{1,3}|0?2 ?[ABab]|97 \d|[Dd] ?(?:\d{2,3}|0?2[ABab])"
THREE_DIGITS = re.compile(r"0\d\d")
CODE_THEN_NAME = re.compile(rf"\(?({CODE})\)?\s*[-–—:./ ]\s*(\D{{2,}})")
NAME_THEN_CODE = re.compile(rf"(\D{{2,}}?)\s*[-–—:/(\[ ]\s*({CODE})\s*[)\]]?")
WHOLE_FR = "France entière"
POSTAL = re.compile(r"\d{4,5}|2[AB]\d{3}", re.IGNORECASE)
# « F-12000 », « 12000 RODEZ », « 12033 CEDEX 9 », « Rodez (12000) »: the five digits count.
ADDRESSED = re.compile(
    r"(?:F(?:R|RANCE)?[ -]*)?(?P<first>\d{5}|2[AB]\d{3})(?:[ ,-]+[^\d]*(?:CEDEX ?\d{1,2})?)?"
    r"|[^\d]+?[ ,(-]+(?P<last>\d{5}|2[AB]\d{3})\)?(?: CEDEX ?\d{0,2})?",
    re.IGNORECASE,
)
POSTAL_HEADER = re.compile(r"\b(?:code postal|postal|cp|commune|insee)\b")
# Names that the reference does not hold: what each stood for, or stands for in short.
OTHER_NAMES = {
    "cotes du nord": "DEP-22", "basses alpes": "DEP-04", "basses pyrenees": "DEP-64",
    "loire inferieure": "DEP-44", "charente inferieure": "DEP-17", "seine inferieure": "DEP-76",
    "paca": "REG-93", "idf": "REG-11", "hdf": "REG-32", "bfc": "REG-27", "cvl": "REG-24",
    "ara": "REG-84", "aura": "REG-84", "pdl": "REG-52", "centre": "REG-24",
    "alsace champagne ardenne lorraine": "REG-44", "nord pas de calais picardie": "REG-32",
    "aquitaine limousin poitou charentes": "REG-75",
    "languedoc roussillon midi pyrenees": "REG-76", "guyane francaise": "DEP-973",
    "montpellier": "SUB-035", "nimes": "SUB-035", "marseille": "SUB-034",
}  # fmt: skip
REMOVED = {
    "alsace": "REG-44", "champagne ardenne": "REG-44", "lorraine": "REG-44", "aquitaine": "REG-75",
    "limousin": "REG-75", "poitou charentes": "REG-75", "auvergne": "REG-84",
    "rhone alpes": "REG-84", "bourgogne": "REG-27", "franche comte": "REG-27",
    "basse normandie": "REG-28", "haute normandie": "REG-28", "languedoc roussillon": "REG-76",
    "midi pyrenees": "REG-76", "nord pas de calais": "REG-32", "picardie": "REG-32",
}  # fmt: skip
SHORT = {
    "st": "saint", "ste": "sainte", "ht": "haut", "hts": "hauts", "hte": "haute", "htes": "hautes",
    "pyr": "pyrenees",
}  # fmt: skip
# Words that a hurried hand leaves out: « Ille-&-Vilaine », « Tarn-Garonne ».
SMALL = frozenset({"et", "de", "du", "des", "d", "la", "le", "les", "l"})
CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}


class Places:
    """The territories a file may name.

    Parameters
    ----------
    territories : DataFrame
        territory_id, level, code, name_fr, region_id.
    """

    def __init__(self, territories: pd.DataFrame) -> None:
        self._levels: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._names: dict[str, list[str]] = {}
        self._parents: dict[str, str] = {}
        # What is asked of each cell of a table is looked up once.
        self._answers: dict[str, bool] = {}
        for row in territories.to_dict("records"):
            identifier, level = str(row["territory_id"]), str(row["level"])
            name, code = str(row["name_fr"]), str(row["code"])
            self._levels[identifier] = level
            self._labels[identifier] = f"{name} ({code if level != 'subdivision' else level})"
            self._codes[level, code] = identifier
            if isinstance(parent := row.get("region_id"), str):
                self._parents[identifier] = parent
            more = WHOLE_FR if level == "national" else name.split("(")[0]
            for written in {_name(name), _name(more)}:
                self._names.setdefault(written, []).append(identifier)
        self._others = {name: place for name, place in OTHER_NAMES.items() if place in self._levels}
        self._bare = _without_collisions(self._names)

    def is_place(self, text: str) -> bool:
        """Whether a text names a territory of any level."""
        if text not in self._answers and len(text) <= NAMED_MAX:
            try:
                found = self._found(undecimal(cell_text(text)), ORDER) is not None
            except CellError:
                found = False
            self._answers[text] = found
        return self._answers.get(text, False)

    def resolve(
        self, value: object, levels: Sequence[str], *, header: str = "", postal: bool = False
    ) -> str:
        """Identifier of a territory of the accepted levels.

        A bare code, or a name that several levels share, is a département first, unless the
        header of the column says otherwise. With ``postal``, postal codes and INSEE codes of
        communes give their département.

        Raises
        ------
        CellError
            When no territory is named; the remedy suggests the nearest one, never applied.
        """
        text = undecimal(cell_text(value))
        order = [level for level in ORDER if level in levels]
        if len(text) > NAMED_MAX:
            raise CellError(_expected(order), "écrire le code (12) ou le nom (Aveyron).")
        is_postal = postal or _is_postal(header)
        territory_id = self._found(text, order, _hint(header, order), is_postal=is_postal)
        if territory_id is None:
            raise CellError(_expected(order), self._remedy(text, order))
        if self._levels[territory_id] not in order:
            raise CellError(_expected(order), "choisir un territoire du niveau attendu.")
        return territory_id

    def _found(
        self, text: str, order: Sequence[str], hinted: str = "", *, is_postal: bool = False
    ) -> str | None:
        return (
            self._by_identifier(text)
            or (self._by_postal(text) if is_postal else None)
            or self._by_code(text, order, hinted)
            or self._by_code_and_name(text, order, hinted)
            or self._by_name(text, order, hinted)
        )

    def level(self, territory_id: str) -> str:
        """Level of a territory."""
        return self._levels[territory_id]

    def agree(self, one: str, other: str) -> bool:
        """Whether two territories may be said of one line: the same, or one inside the other.

        A subdivision crosses départements: nothing is said of it.
        """
        levels = [self._levels[one], self._levels[other]]
        if one == other or "national" in levels or sorted(levels) == DISJOINT:
            return True
        if "region" not in levels or levels[0] == levels[1]:
            return False
        region, inside = (one, other) if levels[0] == "region" else (other, one)
        return self._parents.get(inside, region) == region

    def is_ambiguous(self, value: object, levels: Sequence[str], header: str) -> bool:
        """Whether three digits are the code of a département and of a subdivision alike."""
        text = undecimal(cell_text(value))
        if not THREE_DIGITS.fullmatch(text) or _hint(header, list(levels)):
            return False
        named = {("departement", _padded(text, "departement")), ("subdivision", text)}
        return {level for level, _ in named} <= set(levels) and named <= self._codes.keys()

    def is_departement_on_three(self, text: str) -> bool:
        """Whether three digits can only be the code of a département."""
        departement = ("departement", _padded(text, "departement"))
        is_three = THREE_DIGITS.fullmatch(text) is not None
        return is_three and departement in self._codes and ("subdivision", text) not in self._codes

    def label(self, territory_id: str) -> str:
        """Name and code of a territory."""
        return self._labels[territory_id]

    def _by_identifier(self, text: str) -> str | None:
        match = IDENTIFIER.fullmatch(text)
        if not match:
            return text.upper() if text.upper() == "FR" and "FR" in self._levels else None
        level = PREFIXES[match[1].upper()]
        return self._codes.get((level, _padded(match[2], level)))

    def _by_postal(self, text: str) -> str | None:
        packed = text.replace(" ", "").upper()
        if not POSTAL.fullmatch(packed):
            addressed = ADDRESSED.fullmatch(text)
            if addressed is None:
                return None
            packed = (addressed["first"] or addressed["last"]).upper()
        packed = packed.zfill(5)
        code = packed[:3] if packed.startswith(("97", "98")) else packed[:2]
        if code == "20":
            code = CORSICA.get(packed[:3], "")
        return self._codes.get(("departement", code))

    def _by_code(self, text: str, order: Sequence[str], hinted: str) -> str | None:
        if not re.fullmatch(CODE, text):
            return None
        # « 015 » can only be a subdivision; « 15 » is one only where nothing else may be meant.
        level = hinted or next((level for level in order if level != "national"), "")
        is_three = THREE_DIGITS.fullmatch(text) and "subdivision" in order
        if is_three and not hinted and ("subdivision", text) in self._codes:
            level = "subdivision"
        return self._codes.get((level, _padded(text, level)))

    def _by_code_and_name(self, text: str, order: Sequence[str], hinted: str) -> str | None:
        written = CODE_THEN_NAME.fullmatch(text)
        pair = (written[1], written[2]) if written else None
        if (written := NAME_THEN_CODE.fullmatch(text)) and pair is None:
            pair = (written[2], written[1])
        if pair is None:
            return None
        code, name = pair
        if plain(name) in LEVEL_WORDS:
            return self._by_code(code, order, LEVEL_WORDS[plain(name)])
        named = [place for place in self._named(name) if self._levels[place] in order]
        for place in named:
            level = self._levels[place]
            if self._codes.get((level, _padded(code, level))) == place:
                return place
        if named:
            raise CellError(
                "un code et un nom du même territoire", "garder le code seul, ou le nom seul."
            )
        return None

    def _by_name(self, text: str, order: Sequence[str], hinted: str) -> str | None:
        level, name = _level_and_name(text)
        places = self._named(name)
        if level:
            places = [place for place in places if self._levels[place] == level]
            return places[0] if places else None
        first = [hinted, *order] if hinted else list(order)
        ranked = sorted(places, key=lambda place: _rank(first, self._levels[place]))
        return ranked[0] if ranked else None

    def _named(self, name: str) -> list[str]:
        written = _name(name)
        others = [self._others[written]] if written in self._others else []
        return self._names.get(written) or others or self._bare.get(_bare(written), [])

    def _remedy(self, text: str, order: Sequence[str]) -> str:
        if text == "20" and "departement" in order:
            return "écrire 2A (Corse-du-Sud) ou 2B (Haute-Corse)."
        written = _name(_level_and_name(re.sub(rf"^(?:{CODE})\s*[-–—:./ ]\s*", "", text))[1])
        if written in REMOVED and (now := self._labels.get(REMOVED[written])):
            return (
                f"cette région a été supprimée en 2016 : elle n’est plus qu’une partie de {now}. "
                "Donner les départements, ou la région d’aujourd’hui."
            )
        names = {
            name: self._labels[place]
            for level in reversed(order)
            for name, places in self._names.items()
            for place in places
            if self._levels[place] == level
        }
        return suggestion(_name(text), names) or "écrire le code (12) ou le nom (Aveyron)."


def _expected(order: Sequence[str]) -> str:
    *others, last = [LEVELS_FR[level] for level in order]
    levels = f"{', '.join(others)} ou {last}" if others else last
    return f"{levels}, par son code ou son nom"


def _hint(header: str, order: Sequence[str]) -> str:
    """The one level a header names, '' when it names none or several."""
    words = {LEVEL_WORDS[word] for word in plain(header).split() if word in LEVEL_WORDS}
    return next(iter(words)) if len(words) == 1 and words <= set(order) else ""


def _padded(code: str, level: str) -> str:
    """A code as written in full: spreadsheets drop leading zeros and decimals add themselves."""
    return code.zfill(3) if level == "subdivision" else departement_code(code)


def departement_code(text: str) -> str:
    """Official code of a département: « 075 » and « 75 », « 02A », « 2 A » and « 2A », « D012 »."""
    bare = text.upper().replace(" ", "").removeprefix("D")
    return (bare[1:] if len(bare) == 3 and bare.startswith("0") else bare).zfill(2)


def _is_postal(header: str) -> bool:
    return POSTAL_HEADER.search(plain(header)) is not None


def _name(text: str) -> str:
    name = " ".join(SHORT.get(word, word) for word in plain(text).split())
    return re.sub(r"^(?:la|le|les|l) (?=\w)", "", name)


def _bare(name: str) -> str:
    return " ".join(word for word in name.split() if word not in SMALL)


def _without_collisions(names: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Names without their small words, those that then stand for several names left out."""
    bare: dict[str, set[str]] = {}
    for name in names:
        bare.setdefault(_bare(name), set()).add(name)
    return {
        short: names[next(iter(whole))]
        for short, whole in bare.items()
        if len(whole) == 1 and " " in short
    }


def _level_and_name(text: str) -> tuple[str, str]:
    """Level a text spells out (« région Occitanie », « Toulouse (subdivision) ») and the rest."""
    name = plain(text)
    words = "|".join(LEVEL_WORDS)
    if match := re.fullmatch(rf"({words}) {LINK}(.+)", name):
        return LEVEL_WORDS[match[1]], match[2]
    if match := re.fullmatch(rf"(.+) ({words})(?: d internat)?", name):
        return LEVEL_WORDS[match[2]], match[1]
    return "", text


def _rank(order: Sequence[str], level: str) -> int:
    return order.index(level) if level in order else len(order)
