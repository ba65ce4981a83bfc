"""Run the ETL as a subprocess: arguments, progress, typed answer."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Timer
from typing import IO

from foundation.answers import (
    AnswerT,
    BuildAnswer,
    FileAnswer,
    HistoryAnswer,
    RecognitionAnswer,
    UndoAnswer,
    read_answer,
)

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "etl")
LIMIT_SECONDS = 300
WORKBOOK = ".xlsx"
INTERRUPTED_FR = (
    "Le traitement s’est interrompu avant la fin : ce que l’observatoire affiche n’a pas été "
    "modifié. Que faire : recommencer ; si cela se répète, prévenir l’administrateur."
)
TOO_LONG_FR = (
    "Le traitement a été arrêté : il durait trop longtemps. Ce que l’observatoire affiche n’a pas "
    "été modifié. Que faire : recommencer plus tard, ou découper le fichier."
)

OnStep = Callable[[str], None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FileRequest:
    """A file to recognise, to preview or to import, with the choices of its user.

    ``columns`` pairs headers of the file with column ids, '' to leave one out. ``territories``
    limits what the file may name; None is no limit. ``day`` is the date of a file that does not say
    it; ``with_agreements`` also follows the agréments of a list.
    """

    kind_id: str
    name: str
    label_fr: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    who_fr: str
    territories: frozenset[str] | None
    day: str = ""
    with_agreements: bool = False

    def options(self) -> list[str]:
        """Options of ``etl import``, joined to their values so that none can pass for another."""
        options = [f"--name={self.name}", f"--who={self.who_fr}"]
        if self.label_fr:
            options.append(f"--as={self.label_fr}")
        if self.sheet:
            options.append(f"--sheet={self.sheet}")
        if self.day:
            options.append(f"--date={self.day}")
        if self.with_agreements:
            options.append("--agrements")
        options += [f"--column={header}={column}" for header, column in self.columns]
        return options + territories_option(self.territories)


def territories_option(territories: frozenset[str] | None) -> list[str]:
    """Option that limits a command to territories; none when there is no limit."""
    return [] if territories is None else [f"--territories={','.join(sorted(territories))}"]


def recognise_file(name: str, content: bytes) -> RecognitionAnswer:
    """Kinds that a file may be, the likeliest first."""
    with _deposited(name, content) as path:
        return run_etl(
            ["recognise", "--json", f"--name={name}", "--", str(path)], RecognitionAnswer
        )


def preview_file(request: FileRequest, content: bytes) -> tuple[FileAnswer, bytes]:
    """Preview the import of a file; return the answer and the annotated copy, empty without one."""
    with _deposited(request.name, content) as path:
        annotated = path.with_name("copie_annotee.xlsx")
        options = ["--dry-run", "--json", f"--annotated={annotated}", *request.options()]
        answer = run_etl(["import", *options, "--", request.kind_id, str(path)], FileAnswer)
        return answer, annotated.read_bytes() if annotated.is_file() else b""


def import_file(request: FileRequest, content: bytes, on_step: OnStep) -> FileAnswer:
    """Import a file whose headers the user has confirmed."""
    with _deposited(request.name, content) as path:
        options = ["--json", "--confirm", *request.options()]
        return run_etl(["import", *options, "--", request.kind_id, str(path)], FileAnswer, on_step)


def undo_import(
    import_id: str, who_fr: str, territories: frozenset[str] | None, on_step: OnStep
) -> UndoAnswer:
    """Undo an import, whose territories must be among ``territories`` unless it is None."""
    options = ["--json", f"--who={who_fr}", *territories_option(territories)]
    return run_etl(["undo", *options, "--", import_id], UndoAnswer, on_step)


def build_warehouse(on_step: OnStep, *, demo: bool = False) -> BuildAnswer:
    """Build the warehouse again, or that of the demonstration."""
    options = ["--demo", "--json"] if demo else ["--json"]
    return run_etl(["build", *options], BuildAnswer, on_step)


def read_history(*, demo: bool = False) -> HistoryAnswer:
    """Every import and the journal of the installation, or of the demonstration."""
    options = ["--json", "--demo"] if demo else ["--json"]
    return run_etl(["imports", *options], HistoryAnswer)


def run_etl(
    arguments: Sequence[str],
    kind: type[AnswerT],
    on_step: OnStep = lambda _: None,
    *,
    command: Sequence[str] = COMMAND,
    limit_seconds: float = LIMIT_SECONDS,
) -> AnswerT:
    """Run a command of the ETL to its end, call ``on_step`` at each step, return its answer.

    Returns
    -------
    The answer of the ETL; one whose state is « failed » in its absence: the process crashed, was
    killed, or lasted more than ``limit_seconds``.
    """
    try:
        with tempfile.TemporaryFile() as output:
            code, error_name, is_too_long = _run(
                [*command, *arguments], output, on_step, limit_seconds
            )
            output.seek(0)
            answer = _answer(output.read(), code, kind)
    except (OSError, ValueError) as error:
        logger.error("etl %s did not start: %s", arguments[0], type(error).__name__)
        return kind(state="failed", message_fr=INTERRUPTED_FR)
    if answer is None:
        logger.error("etl %s ended with code %s %s", arguments[0], code, error_name)
        return kind(state="failed", message_fr=TOO_LONG_FR if is_too_long else INTERRUPTED_FR)
    return answer


def _run(
    command: Sequence[str], output: IO[bytes], on_step: OnStep, limit_seconds: float
) -> tuple[int, str, bool]:
    """Run to the end; return the code, the name of the exception, whether time ran out.

    The process is waited for even when ``on_step`` is interrupted, as by a click: stopped
    halfway, it would leave an import stored and not served.
    """
    interruption: BaseException | None = None
    error_name = ""
    # A list and no shell: no shell interprets the text of the user.
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        alarm = Timer(limit_seconds, process.kill)
        alarm.start()
        try:
            for line in process.stderr or ():
                step = _step(line)
                if step is None:
                    error_name = _error_name(line) or error_name
                elif interruption is None:
                    try:
                        on_step(step)
                    except BaseException as error:  # noqa: B036
                        interruption = error
            code = process.wait()
        finally:
            is_too_long = not alarm.is_alive()
            alarm.cancel()
    if interruption:
        raise interruption
    return code, error_name, is_too_long


@contextmanager
def _deposited(name: str, content: bytes) -> Iterator[Path]:
    """The file in a folder that only this account reads, under a name of our own."""
    is_workbook = PurePath(name).suffix.lower() == WORKBOOK
    with tempfile.TemporaryDirectory(prefix="observatoire-depot-") as folder:
        path = Path(folder) / f"depot{WORKBOOK if is_workbook else '.csv'}"
        path.write_bytes(content)
        yield path


def _step(line: str) -> str | None:
    try:
        document = json.loads(line)
    except ValueError:
        return None
    step = document.get("step") if isinstance(document, dict) else None
    return step if isinstance(step, str) else None


def _error_name(line: str) -> str:
    """Name of an exception, from the last line of its trace; never its message, which may quote."""
    name = line.partition(":")[0].strip()
    return name if name.replace(".", "").isidentifier() else ""


def _answer(output: bytes, code: int, kind: type[AnswerT]) -> AnswerT | None:
    """The answer that was written; None when there is none, or when the process crashed after."""
    try:
        answer = read_answer(output, kind)
    except ValueError:
        return None
    return None if code and not answer.message_fr else answer
