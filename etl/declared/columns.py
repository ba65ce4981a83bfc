"""One column of a file that can be imported, as a kind or a register declares it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from etl.declared.entries import Entry, Slug, Text

ColumnType = Literal[
    "territory",
    "period",
    "published_period",
    "semester",
    "year",
    "integer",
    "decimal",
    "code",
    "text",
    "day",
    "list",
    "territories",
    "indicator",
    "source",
]


class Column(Entry):
    """One column of a file: what it is called, what it holds, how it is checked.

    ``body`` says that a text names an organisation: a person is refused there.
    """

    column_id: Slug = Field(alias="id")
    header_fr: Text
    type: ColumnType
    definition_fr: Text
    example: Text
    required: bool = False
    key: bool = False
    measure: bool = False
    use: Literal["stored", "distinct"] = "stored"
    levels: tuple[Literal["national", "region", "departement", "subdivision"], ...] = Field(
        default=(), strict=False
    )
    headers: tuple[Text, ...] = Field(default=(), strict=False)
    codes: dict[str, list[Text]] = Field(default_factory=dict)
    default: Text | None = None
    future: bool = False
    body: bool = False
    label_fr: Text | None = None

    @property
    def may_be_future(self) -> bool:
        """Whether its dates may be later than today."""
        return self.future or self.type == "day"
