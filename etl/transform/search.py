"""What the search of the registers looks for: words and synonyms of a line, partner families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from etl.build import Build
from etl.declared.partner_families import to_families
from etl.warehouse import append, run_sql
from models.registers.partners import families_of
from models.registers.register import Register
from models.registers.words import Stems, search_text
from models.territories.cells import NATION

SEARCHED = ("text", "list")
# « Accueil et logement » does not say of one line which of the two it is about.
SEVERAL = " et "


def build_search(build: Build) -> None:
    """Publish the families of partners and the synonyms that a query is widened by."""
    append(
        build.connection,
        "pub.partner_family",
        pd.DataFrame(
            {"family_id": family.family_id, "label_fr": family.label_fr, "position": position}
            for position, family in enumerate(build.partner_families, start=1)
        ),
    )
    append(
        build.connection,
        "pub.search_synonym",
        pd.DataFrame(
            {"stem": stem, "group_id": group_id}
            for stem, group_ids in build.synonyms.in_queries.items()
            for group_id in group_ids
        ),
    )


def index_words(build: Build, searched: Sequence[pd.DataFrame]) -> None:
    """Publish the words of the lines.

    Columns of ``searched``: ``line_rank``, and ``search_text`` as ``SearchWords`` makes it.
    """
    if not searched:
        return
    build.connection.register("lines_to_index", pd.concat(searched, ignore_index=True))
    run_sql(build.connection, "register_words")
    build.connection.unregister("lines_to_index")


class SearchWords:
    """Words of the lines of a build; stems are computed once for all of them."""

    def __init__(self, build: Build) -> None:
        self._synonyms = build.synonyms.in_texts
        self._families = to_families(build.partner_families)
        self._names = dict(
            zip(build.territories["territory_id"], build.territories["name_fr"], strict=True)
        )
        self._stems = Stems()

    def families(self, partners: Sequence[str]) -> list[str]:
        """Families of the partners of a line."""
        return list(families_of(partners, self._families, self._stems))

    def text(
        self,
        register: Register,
        title: str,
        fields: Mapping[str, object],
        territory_ids: Sequence[str],
    ) -> str:
        """What is looked for in a line: title, texts, lists, theme, names of its territories."""
        apart = {register.roles.get("title"), register.roles.get("locator")}
        parts = [title]
        for field in register.fields:
            value = fields.get(field.field_id)
            if value is not None and field.type in SEARCHED and field.field_id not in apart:
                parts.append(str(value))
        theme = register.field_of("theme")
        if theme is not None and theme.codes and theme.field_id in fields:
            label = theme.codes[str(fields[theme.field_id])]
            parts += [] if SEVERAL in label else [label]
        names = dict.fromkeys(territory_ids)
        parts += [self._names[name] for name in names if name != NATION]
        return search_text(parts, self._synonyms, self._stems)
