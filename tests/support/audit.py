"""``python -m tests.support.audit PIP_AUDIT``: known vulnerabilities of the pinned packages.

Says in one line that nothing was checked where the database cannot be reached; fails when a package
has a vulnerability that is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from tests.support.paths import ROOT

LIMIT_SECONDS = 300
NOT_CHECKED = "known vulnerabilities: NOT CHECKED, the database cannot be reached from here"


@dataclass(frozen=True)
class Findings:
    """What an audit says: packages looked at, packages with what is known of them."""

    checked: int
    vulnerable: tuple[str, ...]

    def line(self) -> str:
        """One line that says it."""
        if not self.checked:
            return NOT_CHECKED
        found = "; ".join(self.vulnerable) or "none"
        return f"known vulnerabilities in {self.checked} packages: {found}"


def findings(report: str) -> Findings:
    """What the report of pip-audit says; nothing checked when there is none."""
    try:
        dependencies = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return Findings(0, ())
    looked_at = [item for item in dependencies if "vulns" in item]
    return Findings(
        len(looked_at),
        tuple(
            f"{item['name']} {item['version']} ({', '.join(one['id'] for one in item['vulns'])})"
            for item in looked_at
            if item["vulns"]
        ),
    )


def main(command: str) -> int:
    """Run pip-audit on the pinned versions, without installing them: 1 when one is vulnerable."""
    options = ["-r", "constraints.txt", "--no-deps", "--disable-pip", "-f", "json"]
    try:
        report = subprocess.run(
            [command, *options, "--progress-spinner", "off"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        report = ""
    found = findings(report)
    print(found.line())
    return 1 if found.vulnerable else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
