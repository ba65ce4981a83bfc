"""``python -m tests.support.licences``: the licence of every package of the environment.

A package whose licence is unknown, or not one that the project may be shipped with, fails the test
of ``tests/contract/test_licences.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

# Free to use in a product under MIT. MPL: their own files stay under it, unchanged here. LGPL:
# psycopg, a library that is called and can be replaced. Artistic: text-unidecode, which a
# tool of the tests brings and which is never shipped.
ALLOWED = (
    r"MIT(-0|-CMU)?( License)?",
    r"(3-Clause )?BSD( License)?(-[23]-Clause)?",
    r"0BSD",
    r"Apache(-2\.0| License 2\.0| Software License)",
    r"ISC License \(ISCL\)|ISC",
    r"PSF-2\.0|Python Software Foundation License",
    r"MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)",
    r"LGPL-3\.0-only",
    r"Artistic-1\.0",
    r"SIL Open Font License 1\.1 \(OFL-1\.1\)",
    r"Zlib|CC0-1\.0|Unlicense|The Unlicense \(Unlicense\)",
)
PART = re.compile("|".join(f"({pattern})" for pattern in ALLOWED))
# What their own metadata does not say, read in the files that they install.
READ = {
    "axe-playwright-python": "MIT",
    "pypdfium2": "BSD-3-Clause",
    # Under this licence or the GPL, at will.
    "text-unidecode": "Artistic-1.0",
}


@dataclass(frozen=True)
class Package:
    """A package of the environment, its version, its licence as it says it."""

    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        """Whether every part of the licence is one of those that are allowed."""
        parts = re.split(r"\s+(?:AND|OR)\s+|;\s*", self.licence)
        return bool(self.licence) and all(PART.fullmatch(part.strip()) for part in parts)


def licence_of(distribution: Distribution) -> str:
    """Licence that a package says it has: its expression, its classifiers, or its first line."""
    data = distribution.metadata
    name = str(data["Name"])
    if name in READ:
        return READ[name]
    classifiers = [
        item.rpartition(" :: ")[2]
        for item in data.get_all("Classifier") or []
        if item.startswith("License :: ") and not item.endswith("OSI Approved")
    ]
    text = str(data.get("License") or "").strip().partition("\n")[0]
    return str(data.get("License-Expression") or "; ".join(classifiers) or text)


def packages() -> Iterator[Package]:
    """Packages of the environment, but the project itself."""
    for item in sorted(distributions(), key=lambda one: str(one.metadata["Name"]).lower()):
        name = str(item.metadata["Name"])
        if name != "observatoire-msu":
            yield Package(name, item.version, licence_of(item))


if __name__ == "__main__":
    for package in packages():
        mark = " " if package.is_allowed else "!"
        print(f"{mark} {package.name:32} {package.version:14} {package.licence}")
