"""The ETL in processes of their own, that can be killed: each starts with its modules loaded."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import IO, Any, TextIO

from dashboard.ui.etl_process import COMMAND
from etl.__main__ import main
from etl.build import Build
from etl.imports.run import ImportRequest, run_import, undo_import
from etl.pipeline import STEPS
from etl.settings import Settings
from stores import find_served
from tests.support.importing import copy_build, environment, few_draws, no_main_module

# A server that has read the modules forks each process: reading them takes longer than most of
# what the processes do.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Moment:
    """When something happens to a process: before or after a call of a function, the first one."""

    module: str
    name: str
    side: str
    call: int = 1

    def await_it(self, act: Callable[[], object]) -> None:
        """Replace the function by one that acts at that call."""
        owner: Any = import_module(self.module)
        *holders, name = self.name.split(".")
        for holder in holders:
            owner = getattr(owner, holder)
        real, calls = getattr(owner, name), []

        def acting(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            if len(calls) == self.call and self.side == "before":
                act()
            result = real(*arguments, **options)
            if len(calls) == self.call and self.side == "after":
                act()
            return result

        setattr(owner, name, acting)


@dataclass(frozen=True)
class Step:
    """When a process begins a step of a build."""

    title: str

    def await_it(self, act: Callable[[], object]) -> None:
        """Replace the step by one that acts first."""
        step = STEPS[self.title]

        def acting(build: Build) -> None:
            act()
            step(build)

        STEPS[self.title] = acting


def die() -> None:
    """Kill the process that calls it, without a word."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a process outlives its death")


@dataclass(frozen=True)
class Running:
    """A process that has begun, and the lines it writes."""

    process: ForkServerProcess
    lines: TextIO

    def end(self) -> tuple[int | None, str]:
        """Wait for its end: its code, and what it wrote that was not read yet."""
        with self.lines:
            written = self.lines.read()
        self.process.join()
        return self.process.exitcode, written


def start(
    settings: Settings, task: Callable[..., None], *arguments: str, death: Moment | None = None
) -> Running:
    """Begin a task on an installation; its intervals are drawn fifty times."""
    return _start(settings, _work, death, task, arguments)


@contextmanager
def halting(
    settings: Settings,
    task: Callable[..., None],
    *arguments: str,
    moments: Mapping[str, Moment | Step],
) -> Iterator[Iterator[str]]:
    """Begin a task that waits at each moment, whose names are given as it reaches them.

    A process that is killed leaves on the disk what is there while it waits: its whole life is
    read for the price of one. It goes on when the next name is asked for, and is killed when the
    context is left, wherever it is.
    """
    mine, its_own = PROCESSES.Pipe()
    running = _start(settings, _work_and_wait, its_own, moments, task, arguments)
    its_own.close()

    def names() -> Iterator[str]:
        with suppress(EOFError):
            while True:
                yield mine.recv()
                mine.send("go on")

    with mine:
        try:
            yield names()
        finally:
            running.process.kill()
            code, written = running.end()
    # Whoever reads all the names lets it end by itself.
    assert code in (0, KILLED), written


def _start(settings: Settings, work: Callable[..., None], *arguments: Any) -> Running:
    reader, writer = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(writer, environment(settings), *arguments))
    with no_main_module():
        process.start()
    writer.close()
    with reader:
        lines = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
    return Running(process, lines)


def _work(
    output: Connection,
    variables: dict[str, str],
    death: Moment | None,
    task: Callable[..., None],
    arguments: tuple[str, ...],
) -> None:
    # The server of the processes was started in the environment of another test.
    os.environ.clear()
    os.environ.update(variables)
    sys.stdout = os.fdopen(os.dup(output.fileno()), "w", buffering=1, encoding="utf-8")
    output.close()
    with few_draws():
        if death:
            death.await_it(die)
        task(*arguments)


def _work_and_wait(
    output: Connection,
    variables: dict[str, str],
    watcher: Connection,
    moments: Mapping[str, Moment | Step],
    task: Callable[..., None],
    arguments: tuple[str, ...],
) -> None:
    def wait(name: str) -> None:
        watcher.send(name)
        watcher.recv()

    for name, moment in moments.items():
        moment.await_it(partial(wait, name))
    _work(output, variables, None, task, arguments)


def command(*arguments: str) -> None:
    """Do what ``python -m etl`` does with these arguments."""
    sys.argv = ["etl", *arguments]
    main()


def import_msu(path: str) -> None:
    """Import a count of MSU."""
    run_import(Settings(), ImportRequest("msu", Path(path), label_fr="Tué"))


def undo(import_id: str) -> None:
    """Undo an import."""
    undo_import(Settings(), import_id)


def serve_copy(settings: Settings, build_id: str) -> Path:
    """Serve a copy of the build being served under another name; return its file."""
    kept = settings.store
    served = find_served(kept)
    with kept.building(build_id) as path:
        copy_build(served.path, path)
        return kept.local_path(kept.publish(path, build_id, served.build.outlines))


def publish_copy(build_id: str) -> None:
    """Publish a copy of the build being served under another name, then sweep up."""
    settings = Settings()
    serve_copy(settings, build_id)
    settings.store.prune(settings.builds_kept)


def publish_in_turn(build_id: str) -> None:
    """Publish a copy of the build being served, and a history that names it, as an import does."""
    kept = Settings().store
    with kept.exclusive():
        served = find_served(kept)

        def commit() -> None:
            kept.append_journal(build_id)
            kept.write_manifest(json.dumps([build_id]).encode())

        with kept.building(build_id) as path:
            copy_build(served.path, path)
            kept.publish(path, build_id, served.build.outlines, commit)


def run_forked(
    line: Sequence[str], output: IO[bytes], on_step: object, limit_seconds: float, control: object
) -> tuple[int | None, str, bool]:
    """Run the command of the ETL that a page asks for, in place of :mod:`dashboard.ui.etl_process`.

    The pages are tested with whole processes in the browser.
    """
    code, written = start(Settings(), command, *line[len(COMMAND) :]).end()
    output.write(written.encode())
    return code, "", False


def answer_of(running: Running) -> tuple[int | None, dict[str, object]]:
    """The code of a command, and the JSON it wrote without any colour."""
    code, written = running.end()
    assert "\x1b" not in written
    return code, json.loads(written)
