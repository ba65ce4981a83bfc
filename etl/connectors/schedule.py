"""What to give to cron or systemd so that a refresh runs by itself."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

from etl.settings import ROOT

# Sites publish on weekdays: on Monday before the offices open.
CRON_TIME = "30 5 * * 1"
SYSTEMD_TIME = "Mon 05:30"
# Where an installation is: a refresh without them would be that of another one, which nobody reads.
# The address of a database is not among them, it may hold a password.
PLACES = (
    "MSU_DATA",
    "MSU_WAREHOUSE",
    "MSU_LOCAL",
    "MSU_RAW",
    "MSU_SETTINGS",
    "MSU_STORAGE_URL_FILE",
)


def schedule_fr(
    python: Path = Path(sys.executable),
    root: Path = ROOT,
    environment: Mapping[str, str] = os.environ,
) -> str:
    """A line of crontab, and the two files of a systemd timer, each with where it goes.

    The variables of ``environment`` that say where the installation is are among them.
    """
    command = f"{python} -m etl refresh"
    places = {name: environment[name] for name in PLACES if environment.get(name)}
    variables = "".join(f"{name}={shlex.quote(place)} " for name, place in places.items())
    raw = Path(places.get("MSU_RAW") or root / "data" / "raw")
    log = shlex.quote(str(raw / "actualisation.log"))
    return "\n".join(
        (
            "# Sous le compte de l’observatoire, avec les variables MSU_… de son service.",
            "# Avec cron : une ligne de « crontab -e », chaque lundi à 5 h 30.",
            f"{CRON_TIME} cd {root} && {variables}{command} --json >> {log} 2>&1",
            "",
            "# Avec systemd : /etc/systemd/system/observatoire-actualisation.service",
            "[Unit]",
            "Description=Actualisation des séries officielles de l’observatoire",
            "After=network-online.target",
            "[Service]",
            "Type=oneshot",
            f"WorkingDirectory={root}",
            *(f'Environment="{name}={place}"' for name, place in places.items()),
            f"ExecStart={command}",
            "",
            "# puis /etc/systemd/system/observatoire-actualisation.timer, et",
            "# « systemctl enable --now observatoire-actualisation.timer »",
            "[Unit]",
            "Description=Actualisation hebdomadaire de l’observatoire",
            "[Timer]",
            f"OnCalendar={SYSTEMD_TIME}",
            "RandomizedDelaySec=30min",
            "Persistent=true",
            "[Install]",
            "WantedBy=timers.target",
        )
    )
