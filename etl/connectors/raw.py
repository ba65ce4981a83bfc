"""The files of the official sources as they came, and the register that says what they are."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from etl.connectors.fetching import Fetched, Validators, digest
from etl.errors import RefreshingError
from stores import BusyStoreError, Official
from stores.files import FilesOfficial, pieces_of

REGISTER = "registre.json"
PARTS = ".en-cours"
# A folder that begins with a point is none of the store's: no copy of it takes what is there.
UNSHARED = ".ici-seulement"


@dataclass(frozen=True)
class RawFile:
    """A file that was kept: where it came from, what it is, and how the site knows it.

    ``path`` is relative to the folder of the official files; ``fetched_at`` and ``checked_at`` are
    UTC times, ISO; ``marker`` is what the catalogue of the site said of it, ``released_on`` a day.
    """

    connector_id: str
    path: str
    url: str
    sha256: str
    size: int
    fetched_at: str
    checked_at: str
    released_on: str = ""
    marker: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def validators(self) -> Validators:
        """How the site knows the file."""
        return Validators(self.etag, self.last_modified)


_REGISTER = TypeAdapter(dict[str, RawFile])


class RawStore:
    """The folder of the official files.

    Every write is whole or does nothing: a process that is killed leaves the register as it was.

    Parameters
    ----------
    folder : where files are fetched on this machine
    official : where they are kept for every machine; that folder unless it is told
    """

    def __init__(self, folder: Path, official: Official | None = None) -> None:
        self.folder = folder
        self.official = official or FilesOfficial(folder)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the official sources; raise RefreshingError when another refresh does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with self.official.alone():
                yield
        except BusyStoreError as error:
            raise RefreshingError from error

    def register(self) -> dict[str, RawFile]:
        """The latest file of each source; nothing when the register is absent or damaged.

        A damaged register costs a download, and nothing else.
        """
        try:
            return _REGISTER.validate_json(self.official.read(REGISTER) or b"{}")
        except (OSError, ValidationError):
            return {}

    def record(self, file: RawFile) -> None:
        """Write the line of a source, the others being kept."""
        lines = {name: asdict(one) for name, one in self.register().items()}
        lines[file.connector_id] = asdict(file)
        text = json.dumps(lines, ensure_ascii=False, indent=1, sort_keys=True)
        self.official.write(REGISTER, [text.encode()])

    def part(self, connector_id: str) -> Path:
        """Folder of a file that is being fetched."""
        return self.folder / connector_id / PARTS

    def path(self, file: RawFile) -> Path:
        """Where a file is on this machine, brought from another one if need be."""
        here = self.folder / file.path
        return here if UNSHARED in here.parts else self.official.path(file.path) or here

    def is_intact(self, file: RawFile) -> bool:
        """Whether a file is there as it came."""
        path = self.path(file)
        return path.is_file() and path.stat().st_size == file.size and digest(path) == file.sha256

    def keep(
        self, connector_id: str, fetched: Fetched, name: str, at: str, *, is_shared: bool = True
    ) -> str:
        """Move a fetched file to its place and return it, relative to the folder.

        Files are named by the day and their digest: two of the same day live side by side. One that
        is not shared goes where no backup and no other store takes it, even when this process dies.
        """
        folder = Path(connector_id) if is_shared else Path(connector_id) / UNSHARED
        relative = folder / at[:10] / f"{fetched.sha256[:8]}-{name}"
        target = self.folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        fetched.path.replace(target)
        _flush(target.parent)
        return relative.as_posix()

    def share(self, relative: str) -> None:
        """Give a file that was kept to the other machines, when there are any."""
        if not self.official.digest(relative):
            self.official.write(relative, pieces_of(self.folder / relative))

    def forget(self, connector_id: str) -> None:
        """Delete every file of a source, whole or in part; the register keeps its digest."""
        folder = self.folder / connector_id
        if folder.exists():
            shutil.rmtree(folder)

    def take(self, connector_id: str, path: Path) -> Fetched:
        """Copy a file dropped by hand, as if it had been fetched."""
        folder = self.part(connector_id)
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / "depose.partiel"
        shutil.copyfile(path, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        return Fetched(copy, path.name, digest(copy), copy.stat().st_size)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
