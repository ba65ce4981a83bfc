"""Building the warehouse from the committed figures, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.samples import OURS, Samples
from tests.support.paths import ROOT


def measure_etl_build(times: int, samples: Samples, tick: Callable[[], None]) -> None:
    """Seconds of « python -m etl build » into an empty folder, start of Python included."""
    for _ in range(times):
        with TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            moved = {
                "MSU_WAREHOUSE": str(folder / "warehouse"),
            }
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "etl", "build"],
                cwd=ROOT,
                env=os.environ | moved,
                check=True,
                capture_output=True,
            )
            samples.add("etl_build", OURS, time.perf_counter() - started)
        tick()
