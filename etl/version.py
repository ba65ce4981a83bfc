"""The version of the data: a digest of what a build reads, and of nothing it withholds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from etl.official import archive_digests
from etl.settings import DEFAULT_THRESHOLD, Settings
from etl.store import Manifest, active

NOT_READ = {"warehouse", "local", "raw", "demo", "templates"}


def data_version_of(
    settings: Settings, manifest: Manifest, official: Mapping[str, str] | None = None
) -> str:
    """Version of the data of an installation with some imports.

    ``official`` are the digests of the archives of official sources, by name; those of the
    installation unless given.

    An import counts by its random identifier: a digest of its rows would let whoever reads the
    version try the values that are withheld. Those of the demonstration are no secret.
    """
    imports = (
        f"{entry.stores} {entry.label_fr} {entry.digest if settings.is_demo else entry.import_id}"
        for entry in active(manifest)
    )
    digests = archive_digests(settings.official) if official is None else official
    read = (f"{name} {digest}" for name, digest in sorted(digests.items()))
    return digest_data(settings.data, [*imports, *read], settings.secrecy_threshold())


def digest_data(
    folder: Path, imports: Iterable[str] = (), threshold: int = DEFAULT_THRESHOLD
) -> str:
    """Digest the files a build reads: same files, same version (10 hexadecimal digits)."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_read = relative.parts[0] not in NOT_READ and path.suffix != ".md"
        if path.is_file() and is_read:
            digest.update(relative.as_posix().encode())
            digest.update(path.read_bytes())
    if threshold != DEFAULT_THRESHOLD:
        digest.update(f"{threshold}".encode())
    for identity in imports:
        digest.update(identity.encode())
    return digest.hexdigest()[:10]
