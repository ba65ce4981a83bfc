"""Crowds: nothing fails, nothing is mixed, nothing grows; waiting times are told, not tested."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.settings import Settings
from tests.bench.load import THINK_SECONDS, Session, Target, meet_crowd, open_session
from tests.bench.samples import OURS, p95
from tests.bench.servers import Server, server_of
from tests.support.importing import MSU, environment, write_lines
from tests.support.paths import ROOT

pytestmark = pytest.mark.long

RESULTS = ROOT / "tests" / "bench" / "results" / "crowds.json"
CROWDS = (1, 10, 30, 100)
CROWD_SECONDS = 30.0
CLICKS = int(os.environ.get("OBSERVATOIRE_CLICKS", "20000"))
CLICKERS = 20
# The first clicks fill the caches of the process.
WARM_UP = 0.2
GROWTH = 1.10
MAP = Target(OURS, "carte", "mode=expert")


@pytest.fixture
def crowded(installation: Settings, tmp_path: Path) -> Iterator[tuple[Settings, Server]]:
    installation.choices.touch()
    with server_of(installation, tmp_path) as server:
        yield installation, server


async def run_etl(settings: Settings, *arguments: str) -> None:
    """Run a command of the ETL as another process would."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "etl", *arguments),
        env=environment(settings),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    written, _ = await process.communicate()
    assert process.returncode == 0, written.decode()


def report(crowd_n: int, answers: list[float]) -> None:
    """Keep the waiting times, which docs/performance.md tells."""
    RESULTS.parent.mkdir(exist_ok=True)
    told = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    told[str(crowd_n)] = {
        "answers_n": len(answers),
        "p50_ms": round(1000 * statistics.median(answers)),
        "p95_ms": round(1000 * p95(answers)),
    }
    RESULTS.write_text(json.dumps(told, indent=1), encoding="utf-8")


@pytest.mark.fault(
    "1, 10, 30 puis 100 personnes, un import et une construction au milieu",
    "aucune erreur, aucune page faite de deux constructions",
)
@pytest.mark.parametrize("crowd_n", CROWDS)
def test_a_crowd_meets_no_error_and_no_mixed_page(crowded, tmp_path, crowd_n):
    settings, server = crowded
    counts = write_lines(tmp_path, "msu.csv", [MSU, "12;2024;61"])

    async def import_and_build() -> None:
        await run_etl(settings, "import", "msu", str(counts))
        await run_etl(settings, "build")

    crowd = asyncio.run(
        meet_crowd(server, MAP, crowd_n, CROWD_SECONDS, THINK_SECONDS, import_and_build)
    )
    report(crowd_n, crowd.answers)
    assert (crowd.failed, crowd.mixed) == (0, 0)


@pytest.mark.fault(
    "20 000 clics", "mémoire et descripteurs du serveur stables (10 %), aucune erreur"
)
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system tells no memory")
def test_thousands_of_clicks_leave_memory_and_descriptors_flat(crowded):
    _, server = crowded

    async def click() -> tuple[dict[str, float], dict[str, float], int]:
        sessions = [await open_session(server, MAP) for _ in range(CLICKERS)]
        await use(sessions, int(CLICKS * WARM_UP))
        before = held(server)
        await use(sessions, CLICKS - int(CLICKS * WARM_UP))
        after = held(server)
        failures = sum(session.failures for session in sessions)
        await asyncio.gather(*(session.socket.close() for session in sessions))
        return before, after, failures

    before, after, failures = asyncio.run(click())
    assert failures == 0
    assert all(after[name] <= before[name] * GROWTH for name in before), (before, after)


async def use(sessions: list[Session], clicks: int) -> None:
    """Share clicks between sessions that do not think."""

    async def go_on(session: Session) -> None:
        for _ in range(clicks // len(sessions)):
            await session.change()

    await asyncio.gather(*(go_on(session) for session in sessions))


def held(server: Server) -> dict[str, float]:
    """Memory of a server in MB and its descriptors."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    (memory,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
    descriptors = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
    return {"memory_mb": int(memory) / 1024, "descriptors": float(descriptors)}
