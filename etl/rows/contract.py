"""What normalised rows must be before they are stored, and when they are read back."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from etl.declared.columns import Column
from etl.declared.kinds import Kind
from etl.rows.cells import COUNT_MAX

DTYPES = {"year": "Int64", "integer": "Int64", "decimal": "float64"}
PLACE = r"(?:FR|(?:DEP|REG|SUB)-\w{2,3})"
PATTERNS = {
    "territory": PLACE,
    "territories": rf"{PLACE}(?:;{PLACE})*",
    "day": r"\d{4}-\d{2}-\d{2}",
    "period": r"\d{4}(?:-\d{2}(?:-\d{2})?)?",
    "semester": r"\d{4}-(?:05|11)",
}
LINE = "line"


def dtype(column: Column) -> str:
    """Type of a column of normalised rows."""
    return DTYPES.get(column.type, "str")


def stored_columns(kind: Kind) -> list[Column]:
    """Columns of a kind that are stored: those only counted are left out."""
    return [column for column in kind.columns if column.use == "stored"]


def stored_schema(kind: Kind) -> pa.DataFrameSchema:
    """Schema of the normalised rows of a stored kind, ``line`` included, in order."""
    columns = {column.column_id: _column(column) for column in stored_columns(kind)}
    line = pa.Column("int64", pa.Check.ge(1))
    return pa.DataFrameSchema(
        columns | {LINE: line}, strict=True, ordered=True, unique=list(kind.keys)
    )


def validated(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """The rows themselves, once checked.

    Raises
    ------
    pandera.errors.SchemaErrors
        When they are not what the kind declares.
    """
    return stored_schema(kind).validate(rows, lazy=True)


def frame(records: list[dict[str, object]], kind: Kind) -> pd.DataFrame:
    """Normalised rows with the columns and the types of a kind, from plain values."""
    columns = stored_columns(kind)
    made = {
        column.column_id: pd.Series(
            [record.get(column.column_id) for record in records], dtype=dtype(column)
        )
        for column in columns
    }
    return pd.DataFrame(made | {LINE: pd.Series([r[LINE] for r in records], dtype="int64")})


def _column(column: Column) -> pa.Column:
    checks = []
    if column.type in PATTERNS:
        checks.append(pa.Check.str_matches(f"^(?:{PATTERNS[column.type]})$"))
    if column.codes and column.type == "code":
        checks.append(pa.Check.isin(list(column.codes)))
    if column.type == "integer":
        checks.append(pa.Check.in_range(0, COUNT_MAX))
    required = column.required or column.default is not None
    return pa.Column(dtype(column), checks, nullable=not required)
