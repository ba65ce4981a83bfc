"""Run the ETL as a subprocess: arguments, progress, typed answer."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO

from dashboard.access.rights import Rights
from dashboard.ui.jobs import Control
from foundation.answers import (
    AnswerT,
    BuildAnswer,
    DiffAnswer,
    ExportAnswer,
    FileAnswer,
    HistoryAnswer,
    RecognitionAnswer,
    RefreshAnswer,
    UndoAnswer,
    read_advance,
    read_answer,
)
from foundation.choices import Choices
from foundation.deposits import deposited

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "etl")
# How long one step may last: reading bounds itself well within, and a queue has no hurry.
LIMIT_SECONDS = 660
WAITING_STEP = "Attendre son tour"
INTERRUPTED_FR = (
    "Le traitement s’est interrompu avant la fin : ce que l’observatoire affiche n’a pas été "
    "modifié. Que faire : recommencer ; si cela se répète, prévenir l’administrateur."
)
TOO_LONG_FR = (
    "Le traitement a été arrêté : il durait trop longtemps. Ce que l’observatoire affiche n’a pas "
    "été modifié. Que faire : recommencer plus tard, ou découper le fichier."
)

CANCELLED_FR = "Traitement annulé à votre demande : rien n’a été modifié."

NOT_ALLOWED_FR = "L’actualisation est réservée aux administrateurs de l’observatoire."
OnStep = Callable[[str], None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FileRequest:
    """A file to recognise, to preview or to import, with the choices of its user.

    ``territories`` limits what the file may name; None is no limit. ``with_agreements`` also
    follows the agréments of a list.
    """

    kind_id: str
    name: str
    label_fr: str
    who_fr: str
    territories: frozenset[str] | None
    choices: Choices = Choices()
    with_agreements: bool = False

    def options(self) -> list[str]:
        """Options of ``etl import``, joined to their values so that none can pass for another."""
        options = [f"--name={self.name}", f"--who={self.who_fr}"]
        if self.label_fr:
            options.append(f"--as={self.label_fr}")
        if self.with_agreements:
            options.append("--agrements")
        options += self.choices.options()
        return options + territories_option(self.territories)


def territories_option(territories: frozenset[str] | None) -> list[str]:
    """Option that limits a command to territories; none when there is no limit."""
    return [] if territories is None else [f"--territories={','.join(sorted(territories))}"]


def recognise_file(name: str, content: bytes, control: Control | None = None) -> RecognitionAnswer:
    """Kinds that a file may be, the likeliest first."""
    with deposited(name, content) as path:
        arguments = ["recognise", "--json", f"--name={name}", "--", str(path)]
        return run_etl(arguments, RecognitionAnswer, control=control)


def preview_file(
    request: FileRequest, content: bytes, control: Control | None = None
) -> tuple[FileAnswer, bytes]:
    """Preview the import of a file; return the answer and the annotated copy, empty without one."""
    with deposited(request.name, content) as path:
        annotated = path.with_name("copie_annotee.xlsx")
        options = ["--dry-run", "--json", f"--annotated={annotated}", *request.options()]
        arguments = ["import", *options, "--", request.kind_id, str(path)]
        answer = run_etl(arguments, FileAnswer, control=control)
        return answer, annotated.read_bytes() if annotated.is_file() else b""


def import_file(
    request: FileRequest,
    content: bytes,
    on_step: OnStep = lambda _: None,
    control: Control | None = None,
) -> FileAnswer:
    """Import a file whose headers the user has confirmed."""
    with deposited(request.name, content) as path:
        options = ["--json", "--confirm", *request.options()]
        arguments = ["import", *options, "--", request.kind_id, str(path)]
        return run_etl(arguments, FileAnswer, on_step, control=control)


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


def export_package(build_id: str, format_id: str, *, demo: bool) -> bytes:
    """The published schema of a build as an archive.

    Raises
    ------
    RuntimeError
        When it was not made; its message is for the log.
    """
    options = ["--json", f"--format={format_id}", f"--build={build_id}"]
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "paquet.zip"
        demo_option = ["--demo"] if demo else []
        answer = run_etl(["export", *options, *demo_option, f"--out={archive}"], ExportAnswer)
        if not answer.is_done:
            raise RuntimeError(answer.message_fr)
        return archive.read_bytes()


def read_history(*, demo: bool = False) -> HistoryAnswer:
    """Every import and the journal of the installation, or of the demonstration."""
    options = ["--json", "--demo"] if demo else ["--json"]
    return run_etl(["imports", *options], HistoryAnswer)


def refresh_sources(
    rights: Rights,
    connector_ids: Sequence[str],
    accepted_sha256: str = "",
    control: Control | None = None,
) -> RefreshAnswer:
    """Refresh official sources for who may; publish whatever the file of a digest changes."""
    if not rights.can_refresh:
        return RefreshAnswer(state="refused", message_fr=NOT_ALLOWED_FR)
    accept = ["--accept", f"--file={accepted_sha256}"] if accepted_sha256 else []
    return run_etl(
        ["refresh", "--json", f"--who={rights.visitor.label_fr}", *accept, "--", *connector_ids],
        RefreshAnswer,
        control=control,
    )


def compare_builds(before: str, after: str) -> DiffAnswer:
    """Every value that two builds do not publish alike."""
    return run_etl(["diff", "--json", "--all", "--", before, after], DiffAnswer)


def run_etl(
    arguments: Sequence[str],
    kind: type[AnswerT],
    on_step: OnStep = lambda _: None,
    *,
    command: Sequence[str] = COMMAND,
    limit_seconds: float = LIMIT_SECONDS,
    control: Control | None = None,
) -> AnswerT:
    """Run a command of the ETL to its end, call ``on_step`` at each step, return its answer.

    ``control`` is told the steps too, and may cancel the command. Waiting for one's turn is not
    counted in ``limit_seconds``, which bounds each step.

    Returns
    -------
    The answer of the ETL; one whose state is « failed » in its absence: the process crashed, was
    cancelled or killed, or a step lasted more than ``limit_seconds``.
    """
    control = control or Control()
    try:
        with tempfile.TemporaryFile() as output:
            code, error_name, is_too_long = _run(
                [*command, *arguments], output, on_step, limit_seconds, control
            )
            output.seek(0)
            answer = _answer(output.read(), code, kind)
    except (OSError, ValueError) as error:
        logger.error("etl %s did not start: %s", arguments[0], type(error).__name__)
        return kind(state="failed", message_fr=INTERRUPTED_FR)
    if answer is None and control.is_cancelled:
        return kind(state="failed", message_fr=CANCELLED_FR)
    if answer is None:
        logger.error("etl %s ended with code %s %s", arguments[0], code, error_name)
        return kind(state="failed", message_fr=TOO_LONG_FR if is_too_long else INTERRUPTED_FR)
    return answer


class _Alarm:
    """Ends a process that lasts too long; wound again, it counts from now."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.has_rung = False
        self._process = process
        self._timer: Timer | None = None

    def wind(self, seconds: float) -> None:
        self.stop()
        self._timer = Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _ring(self) -> None:
        self.has_rung = True
        self._process.kill()


def _run(
    command: Sequence[str],
    output: IO[bytes],
    on_step: OnStep,
    limit_seconds: float,
    control: Control,
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
        alarm = _Alarm(process)
        alarm.wind(limit_seconds)
        control.begin(process)
        try:
            for line in process.stderr or ():
                told = read_advance(line)
                if told is None:
                    error_name = _error_name(line) or error_name
                    continue
                step = told.step
                alarm.stop()
                if not step.startswith(WAITING_STEP):
                    alarm.wind(limit_seconds)
                control.advance(told)
                if not step:
                    continue
                control.step(step)
                if interruption is None:
                    try:
                        on_step(step)
                    except BaseException as error:  # noqa: B036
                        interruption = error
            code = process.wait()
        finally:
            alarm.stop()
    if interruption:
        raise interruption
    return code, error_name, alarm.has_rung


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
