"""One column of a file that can be imported, as a kind or a register declares it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from etl.declared.entries import Entry, Slug, Text
from models.registers.register import FieldType, RegisterField


def _label(header: str) -> str:
    """A header as a label: « meme_region » is « Meme region », « SASPAS » stays as it is."""
    text = header.replace("_", " ")
    return text[:1].upper() + text[1:]


class Column(Entry):
    """One column of a file: what it is called, what it holds, how it is checked.

    ``body`` says that a text names an organisation: a person is refused there. ``beside`` are
    headers that mean it only beside another optional count of the kind: alone, « Internes » counts
    interns.
    """

    column_id: Slug = Field(alias="id")
    header_fr: Text
    type: FieldType
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
    beside: tuple[Text, ...] = Field(default=(), strict=False)
    codes: dict[str, list[Text]] = Field(default_factory=dict)
    default: Text | None = None
    future: bool = False
    body: bool = False
    label_fr: Text | None = None

    @property
    def may_be_future(self) -> bool:
        """Whether its dates may be later than today."""
        return self.future or self.type == "day"

    def field(self) -> RegisterField:
        """The column as the warehouse carries it."""
        return RegisterField(
            field_id=self.column_id,
            label_fr=self.label_fr or _label(self.header_fr),
            type=self.type,
            definition_fr=self.definition_fr,
            required=self.required,
            codes={code: next(iter(names), code) for code, names in self.codes.items()} or None,
            header_fr=self.header_fr,
            example=self.example,
        )
