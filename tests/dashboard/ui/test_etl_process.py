"""The ETL as a process: its steps, its answer, and every way it may fail."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dashboard.ui.etl_process import (
    FileRequest,
    import_file,
    preview_file,
    run_etl,
    territories_option,
)
from foundation.answers import BuildAnswer, FileAnswer
from foundation.choices import Choices
from tests.support.patience import PATIENCE_SECONDS

SECRET = "Docteur Dupont"
REQUEST = FileRequest(
    "msu",
    "--dry-run.csv",
    "--confirm",
    "CDOM",
    None,
    Choices(columns=(("a=b", "total_msu"),)),
)


def script(source: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source)


def told(step: str) -> str:
    return f"import sys; print({json.dumps(json.dumps({'step': step}))}, file=sys.stderr)\n"


def test_the_answer_is_the_json_document_of_the_process():
    answer = run_etl(["import"], FileAnswer, command=script('print(\'{"state": "preview"}\')'))
    assert answer == FileAnswer(state="preview")


def test_the_arguments_reach_the_process_untouched():
    source = "import sys, json; print(json.dumps({'state': 'preview', 'sheets': sys.argv[1:]}))"
    arguments = ("import", "--name=a; rm -rf $HOME `id`", "é\n'\"")
    assert run_etl(arguments, FileAnswer, command=script(source)).sheets == arguments


def test_the_steps_are_told_as_they_come():
    seen = []
    source = told("Lire") + told("Contrôler") + 'print(\'{"state": "accepted"}\')'
    run_etl(["import"], FileAnswer, seen.append, command=script(source))
    assert seen == ["Lire", "Contrôler"]


def test_a_step_is_told_before_the_process_ends(tmp_path):
    mark = tmp_path / "step-was-told"
    source = (
        told("Lire")
        + "sys.stderr.flush()\nimport pathlib, time\n"
        + f"until = time.monotonic() + {PATIENCE_SECONDS}\nmark = pathlib.Path({str(mark)!r})\n"
        + "while not mark.exists() and time.monotonic() < until: time.sleep(0.01)\n"
        + 'print(\'{"state": "preview", "label_fr": "%s"}\' % mark.exists())'
    )
    answer = run_etl(["import"], FileAnswer, lambda _: mark.touch(), command=script(source))
    assert answer.label_fr == "True"


def test_a_refusal_is_an_answer_although_the_process_ends_in_error():
    source = 'import sys; print(\'{"state": "refused", "message_fr": "non"}\'); sys.exit(1)'
    assert run_etl(["import"], FileAnswer, command=script(source)).message_fr == "non"


def test_an_answer_longer_than_a_pipe_does_not_block_the_process():
    source = 'print(\'{"state": "preview", "label_fr": "\' + \'x\' * 1_000_000 + \'"}\')'
    answer = run_etl(["import"], FileAnswer, command=script(source), limit_seconds=PATIENCE_SECONDS)
    assert len(answer.label_fr) == 1_000_000


@pytest.mark.parametrize(
    "source",
    [
        f"raise ValueError('{SECRET}')",
        "print('no json')",
        "print('[1, 2]')",
        'print(\'{"state": "unheard of"}\')',
        "pass",
        'import sys; print(\'{"state": "accepted"}\'); sys.exit(3)',
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    ],
    ids=[
        "crash",
        "no json",
        "a list",
        "no answer of ours",
        "silence",
        "an answer then a crash",
        "killed",
    ],
)
def test_whatever_else_happens_is_a_failure_told_in_french_without_a_trace(source, caplog):
    with caplog.at_level(logging.ERROR):
        answer = run_etl(["import"], FileAnswer, command=script(source))
    assert answer.state == "failed"
    assert "Que faire" in answer.message_fr
    assert "Traceback" not in answer.message_fr
    assert "import" in caplog.text
    assert SECRET not in caplog.text


def test_the_log_names_the_exception_of_a_crash(caplog):
    run_etl(["build"], BuildAnswer, command=script(f"raise ValueError('{SECRET}')"))
    assert "ValueError" in caplog.text


def test_a_process_that_lasts_too_long_is_stopped():
    begun = time.monotonic()
    source = f"import time; time.sleep({2 * PATIENCE_SECONDS})"
    answer = run_etl(["import"], FileAnswer, command=script(source), limit_seconds=0.3)
    assert time.monotonic() - begun < PATIENCE_SECONDS
    assert answer.state == "failed"
    assert "trop longtemps" in answer.message_fr


def test_a_command_that_does_not_exist_is_a_failure():
    answer = run_etl(["import"], FileAnswer, command=("/no/such/program",))
    assert answer.state == "failed"


def test_an_argument_that_no_process_can_receive_is_a_failure():
    answer = run_etl(["a\0b"], FileAnswer, command=script("print('{}')"))
    assert answer.state == "failed"


def test_an_interrupted_visitor_leaves_the_process_to_its_end(tmp_path):
    class InterruptionError(BaseException):
        pass

    def interrupt(_: str) -> None:
        raise InterruptionError

    mark = tmp_path / "done"
    source = told("Lire") + told("Écrire") + f"open({str(mark)!r}, 'w').close(); print('{{}}')"
    with pytest.raises(InterruptionError):
        run_etl(["import"], FileAnswer, interrupt, command=script(source))
    assert mark.exists()


def test_no_choice_of_the_user_can_pass_for_an_option():
    assert REQUEST.options() == [
        "--name=--dry-run.csv",
        "--who=CDOM",
        "--as=--confirm",
        "--column=a=b=total_msu",
    ]


def test_a_limit_to_no_territory_is_not_the_absence_of_a_limit():
    assert territories_option(None) == []
    assert territories_option(frozenset()) == ["--territories="]
    assert territories_option(frozenset({"DEP-48", "DEP-12"})) == ["--territories=DEP-12,DEP-48"]


@pytest.fixture
def recorded(monkeypatch, tmp_path):
    """Run nothing; note the arguments, and what the file held at that time."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = {}

    def run(arguments, kind, on_step=None, control=None):
        path = Path(arguments[-1])
        seen.update(
            arguments=arguments,
            content=path.read_bytes(),
            name=path.name,
            mode=path.parent.stat().st_mode & 0o777,
        )
        return kind(state="preview")

    monkeypatch.setattr("dashboard.ui.etl_process.run_etl", run)
    yield seen
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_handed_over_in_a_private_folder_then_deleted(recorded):
    answer, annotated = preview_file(REQUEST, b"territoire;date;total\n")
    assert (answer, annotated) == (FileAnswer(state="preview"), b"")
    assert recorded["content"] == b"territoire;date;total\n"
    assert recorded["mode"] == 0o700
    assert recorded["name"] == "depot.csv"
    assert "--dry-run" in recorded["arguments"]
    assert "--confirm" not in recorded["arguments"]


def test_an_import_is_confirmed_and_is_not_a_trial(recorded):
    import_file(REQUEST, b"", lambda _: None)
    assert "--confirm" in recorded["arguments"]
    assert "--dry-run" not in recorded["arguments"]


@pytest.mark.parametrize(
    ("name", "deposited"),
    [("a.xlsx", "depot.xlsx"), ("A.XLSX", "depot.xlsx"), ("../../a", "depot.csv")],
)
def test_the_name_given_by_the_user_never_names_a_file(recorded, name, deposited):
    request = FileRequest("msu", name, "", "CDOM", None)
    preview_file(request, b"")
    assert recorded["name"] == deposited
