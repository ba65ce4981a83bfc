"""ZIP files whose bytes depend on their content only: workbooks, letters, archives of files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WRITTEN_ON = (2026, 1, 1, 0, 0, 0)


def archive(files: Mapping[str, bytes]) -> bytes:
    """An archive of files, by name, all of one fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in files.items():
            target.writestr(zipfile.ZipInfo(name, WRITTEN_ON), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def redated(content: bytes) -> bytes:
    """The same archive, whose files have one fixed date."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return archive({name: source.read(name) for name in source.namelist()})
