"""The version of the data: a digest of what a build reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from etl.settings import DEFAULT_THRESHOLD
from etl.store import Manifest, active

NOT_READ = {"warehouse", "local", "demo", "templates"}


def digest_data(folder: Path, manifest: Manifest = (), threshold: int = DEFAULT_THRESHOLD) -> str:
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
    for entry in active(manifest):
        digest.update(f"{entry.stores} {entry.label_fr} {entry.digest}".encode())
    return digest.hexdigest()[:10]
