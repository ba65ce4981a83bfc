"""Folders and files that a command writes whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import EtlError


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill beside ``folder``, which takes its place when the context ends well.

    Raises
    ------
    EtlError
        When the folder already holds something, or is no folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EtlError(
            f"« {folder} » existe déjà et n’est pas un dossier vide. Que faire : choisir un autre "
            "dossier avec « --out » ; rien n’a été écrit."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield building
        # What mkdtemp makes is closed to all others.
        building.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        building.replace(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """Give a file to write beside ``file``, which takes its place when the context ends well.

    Raises
    ------
    EtlError
        When there is a file already.
    """
    if file.exists():
        raise EtlError(
            f"« {file} » existe déjà. Que faire : choisir un autre nom avec « --out » ; rien n’a "
            "été écrit."
        )
    with tempfile.TemporaryDirectory(prefix=f".{file.stem}-", dir=_made(file.parent)) as folder:
        building = Path(folder) / file.name
        yield building
        building.replace(file)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
