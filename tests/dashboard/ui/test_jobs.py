"""A command that outlives the run of the page: followed to its end, or cancelled."""

from __future__ import annotations

import sys
import threading

import pytest

from dashboard.ui import jobs
from dashboard.ui.etl_process import CANCELLED_FR, run_etl
from dashboard.ui.jobs import Control, Job
from foundation.answers import Advance, FileAnswer, RefreshAnswer, write_advance
from tests.support.patience import PATIENCE_SECONDS

WAITS_UNTIL_TOLD = (
    "import signal, sys, time\n"
    "def stop(*_):\n"
    '    print(\'{"state": "refused", "message_fr": "annulé"}\'); sys.exit(1)\n'
    "signal.signal(signal.SIGTERM, stop)\n"
    'print(\'{"step": "Lire"}\', file=sys.stderr, flush=True)\n'
    f"time.sleep({PATIENCE_SECONDS})"
)


def test_a_job_goes_on_without_anyone_and_keeps_its_result():
    going = threading.Event()
    job = Job(lambda control: going.wait(PATIENCE_SECONDS) and "fait")
    assert not job.is_over()
    going.set()
    assert job.is_over(PATIENCE_SECONDS)
    assert job.result() == "fait"


def test_what_a_job_raises_is_raised_to_whoever_asks():
    def fail(control: Control) -> None:
        raise OSError("disque plein")

    job = Job(fail)
    with pytest.raises(OSError, match="disque plein"):
        job.result()


def test_a_command_that_is_cancelled_is_asked_to_stop_and_says_so():
    begun = threading.Event()

    def work(control: Control) -> FileAnswer:
        command = (sys.executable, "-c", WAITS_UNTIL_TOLD)
        return run_etl(
            ["import"], FileAnswer, lambda _: begun.set(), command=command, control=control
        )

    job = Job(work)
    assert begun.wait(PATIENCE_SECONDS)
    job.control.cancel()
    assert job.result().message_fr == "annulé"
    assert job.control.steps == ["Lire"]


def test_a_command_killed_by_its_cancelling_is_no_fault():
    control = Control()
    control.cancel()
    command = (sys.executable, "-c", f"import time; time.sleep({PATIENCE_SECONDS})")
    answer = run_etl(["import"], FileAnswer, command=command, control=control)
    assert answer.message_fr == CANCELLED_FR


def test_waiting_for_its_turn_is_not_counted():
    source = (
        "import sys, time\n"
        'step = \'{"step": "Attendre son tour : 2 imports avant le vôtre"}\'\n'
        "print(step, file=sys.stderr, flush=True)\n"
        "time.sleep(1)\n"
        'print(\'{"state": "accepted"}\')'
    )
    command = (sys.executable, "-c", source)
    answer = run_etl(["import"], FileAnswer, command=command, limit_seconds=0.8)
    assert answer.state == "accepted"


class Visitors:
    """Sessions of one process, which draw nothing."""

    def __init__(self, monkeypatch):
        self.shared = jobs.SharedJobs()
        monkeypatch.setattr(jobs, "_shared", lambda: self.shared)
        monkeypatch.setattr(jobs, "CALM_SECONDS", PATIENCE_SECONDS)

    def follow(self, work, on_tick=lambda control: None):
        """Follow the shared command as a session does."""
        return jobs.follow_shared("essai", work, on_tick=on_tick)


def test_whoever_comes_while_a_shared_command_runs_follows_the_same_one(monkeypatch):
    visitors = Visitors(monkeypatch)
    going, second_came = threading.Event(), threading.Event()
    first = threading.Thread(
        target=visitors.follow, args=[lambda control: going.wait(PATIENCE_SECONDS) and "premier"]
    )
    first.start()
    while not jobs.is_running("essai", shared=True):
        first.join(0.01)

    def go_on(control: Control) -> None:
        second_came.set()
        going.set()

    assert visitors.follow(lambda control: "second", go_on) == "premier"
    first.join()
    assert second_came.is_set()
    assert not jobs.is_running("essai", shared=True)


def test_a_shared_command_that_nobody_follows_any_more_is_told_to_who_comes_back(monkeypatch):
    visitors = Visitors(monkeypatch)
    going = threading.Event()

    def leave(control: Control) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        visitors.follow(lambda control: going.wait(PATIENCE_SECONDS) and "fini", leave)
    assert jobs.is_running("essai", shared=True)
    going.set()
    assert visitors.follow(lambda control: "autre") == "fini"


def test_how_far_each_source_is_is_known_besides_the_steps():
    lines = [
        Advance("Caisse : zones", "ameli-zones"),
        Advance("", "ameli-zones", 5, 10),
        Advance("", "ameli-zones", state="published"),
        Advance("Contrôler"),
    ]
    told = "\n".join(write_advance(line) for line in lines)
    source = f'import sys\nprint({told!r}, file=sys.stderr)\nprint(\'{{"state": "built"}}\')'
    control, seen = Control(), []
    run_etl(
        ["refresh"],
        RefreshAnswer,
        seen.append,
        command=(sys.executable, "-c", source),
        control=control,
    )
    assert seen == ["Caisse : zones", "Contrôler"]
    assert control.sources == {"ameli-zones": Advance("", "ameli-zones", state="published")}
