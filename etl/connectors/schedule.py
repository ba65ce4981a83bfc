"""What to give to cron or systemd so that a refresh runs by itself."""

from __future__ import annotations

import sys
from pathlib import Path

from etl.settings import ROOT

# Sites publish on weekdays: on Monday before the offices open.
CRON_TIME = "30 5 * * 1"
SYSTEMD_TIME = "Mon 05:30"


def schedule_fr(python: Path = Path(sys.executable), root: Path = ROOT) -> str:
    """A line of crontab, and the two files of a systemd timer, each with where it goes."""
    command = f"{python} -m etl refresh"
    return "\n".join(
        (
            "# Avec cron : une ligne de « crontab -e », chaque lundi à 5 h 30.",
            f"{CRON_TIME} cd {root} && {command} --json >> {root}/data/raw/actualisation.log 2>&1",
            "",
            "# Avec systemd : /etc/systemd/system/observatoire-actualisation.service",
            "[Unit]",
            "Description=Actualisation des séries officielles de l’observatoire",
            "After=network-online.target",
            "[Service]",
            "Type=oneshot",
            f"WorkingDirectory={root}",
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
