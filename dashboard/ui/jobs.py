"""A command of the ETL that outlives the run of the page which began it: followed, or cancelled.

Streamlit stops a run as soon as its visitor clicks: the command goes on in a thread, and the next
run follows it from where it is.
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.ui import state
from foundation.answers import Advance

T = TypeVar("T")

JOBS = "_jobs"
POLL_SECONDS = 0.25
# A command that is over at once needs no button.
CALM_SECONDS = 1.0
CANCEL, CANCELLING, WAITING = "Annuler", "Annulation demandée…", "En cours"


@dataclass
class Control:
    """What is known of a command while it runs, and the way to stop it."""

    steps: list[str] = field(default_factory=list)
    sources: dict[str, Advance] = field(default_factory=dict)
    is_cancelled: bool = False
    _process: subprocess.Popen[str] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def step(self, title: str) -> None:
        """Note that a step begins."""
        self.steps.append(title)

    def advance(self, told: Advance) -> None:
        """Note how far an official source is."""
        if told.source:
            self.sources[told.source] = told

    def begin(self, process: subprocess.Popen[str]) -> None:
        """Note the process that runs; one that was cancelled before is stopped."""
        with self._lock:
            self._process = process
            if self.is_cancelled:
                process.terminate()

    def cancel(self) -> None:
        """Ask the command to stop in order; one that writes already ends its work."""
        with self._lock:
            self.is_cancelled = True
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()


class Job(Generic[T]):
    """A command that runs in a thread: what it says while it runs, what came of it."""

    def __init__(self, work: Callable[[Control], T]) -> None:
        self.control = Control()
        self.begun = time.monotonic()
        self._work = work
        self._result: T | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="etl", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work(self.control)
        # Whatever is raised is raised again for whoever asked.
        except BaseException as error:  # noqa: B036
            self._error = error

    def is_over(self, wait_seconds: float = 0) -> bool:
        """Whether it is over, within some seconds."""
        self._thread.join(wait_seconds)
        return not self._thread.is_alive()

    def result(self) -> T:
        """What came of it, once it is over."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]


@dataclass
class SharedJobs:
    """The commands that the sessions of this process follow together, one by slot."""

    by_slot: dict[str, tuple[Hashable, Job[Any]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)


def is_running(slot: str, *, shared: bool = False) -> bool:
    """Whether a command was begun in a slot and not followed to its end.

    The slot is that of the session, or of all those of this process.
    """
    return slot in (_shared().by_slot if shared else _jobs())


def follow(
    slot: str,
    key: Hashable,
    work: Callable[[Control], T],
    *,
    on_step: Callable[[str], None] = lambda _: None,
    on_cancel: Callable[[], None] = lambda: None,
) -> T:
    """Result of a command of the session, begun unless the slot runs it already for this key.

    Another one in the slot is cancelled. A button that stops the command shows after a second;
    ``on_cancel`` is called in its callback.
    """
    jobs = _jobs()
    if slot in jobs and jobs[slot][0] != key:
        jobs.pop(slot)[1].control.cancel()
    if slot not in jobs:
        jobs[slot] = (key, Job(work))
    job: Job[T] = jobs[slot][1]
    result = _follow(slot, job, on_step, lambda _: None, on_cancel)
    jobs.pop(slot, None)
    return result


def follow_shared(
    slot: str,
    work: Callable[[Control], T],
    *,
    on_tick: Callable[[Control], None],
    on_cancel: Callable[[], None] = lambda: None,
) -> T:
    """Result of a command that every session of this process follows: begun unless it runs.

    Whoever comes, or comes back, sees it from where it is; ``on_tick`` draws how far that is.
    """
    shared = _shared()
    with shared.lock:
        entry = shared.by_slot.get(slot) or (slot, Job(work))
        shared.by_slot[slot] = entry
    job: Job[T] = entry[1]
    try:
        return _follow(slot, job, lambda _: None, on_tick, on_cancel)
    finally:
        if job.is_over():
            with shared.lock:
                if shared.by_slot.get(slot) is entry:
                    del shared.by_slot[slot]


def _follow(
    slot: str,
    job: Job[T],
    on_step: Callable[[str], None],
    on_tick: Callable[[Control], None],
    on_cancel: Callable[[], None],
) -> T:
    """Wait for a command, telling the page what it does."""
    place = st.empty()
    line = None
    told = seen = 0
    while not job.is_over(POLL_SECONDS):
        on_tick(job.control)
        for step in job.control.steps[told:]:
            told += 1
            on_step(step)
        seconds = int(time.monotonic() - job.begun)
        # Each second the page is told something, which is when it may be interrupted.
        if seconds >= CALM_SECONDS and seconds != seen:
            line = line or _offer_cancel(place, slot, job, on_cancel)
            line.caption(typography(_waiting(job, seconds)))
            seen = seconds
    place.empty()
    for step in job.control.steps[told:]:
        on_step(step)
    return job.result()


def _offer_cancel(place: Any, slot: str, job: Job[Any], on_cancel: Callable[[], None]) -> Any:
    """The button that stops a command, beside a line that is written as it goes."""

    def cancel() -> None:
        job.control.cancel()
        on_cancel()

    with place.container(key=f"{slot}.attente", horizontal=True, vertical_alignment="center"):
        line = st.empty()
        st.button(CANCEL, key=f"{slot}.annuler", on_click=cancel, disabled=job.control.is_cancelled)
    return line


def _waiting(job: Job[Any], seconds: int) -> str:
    """The last step, and how long the command has run."""
    if job.control.is_cancelled:
        return CANCELLING
    step = job.control.steps[-1] if job.control.steps else WAITING
    return f"{step} ({seconds} s)"


def _shared() -> SharedJobs:
    return state.shared_object(JOBS, SharedJobs)


def _jobs() -> dict[str, tuple[Hashable, Job[Any]]]:
    return state.session_object(JOBS, dict)
