"""``refresh`` and ``doctor`` on the command line: tables, exit codes, JSON, without any build."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from etl import __main__ as command_line
from etl.__main__ import app
from etl.connectors.schedule import schedule_fr
from foundation.answers import DoctorAnswer, RefreshAnswer, read_answer
from tests.support.importing import environment, new_installation
from tests.support.official_sites import CONNECTORS, network_settings, official_sites

runner = CliRunner()


@pytest.fixture
def sites(warehouse, tmp_path, monkeypatch):
    settings = replace(new_installation(warehouse.settings, tmp_path), raw=tmp_path / "raw")
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    with official_sites() as sites:
        settings.choices.write_text(network_settings(sites), encoding="utf-8")
        yield sites


def test_the_doctor_sees_every_source_and_ends_well(sites):
    done = runner.invoke(app, ["doctor", "--json"])
    assert done.exit_code == 0
    answer = read_answer(done.stdout.encode(), DoctorAnswer)
    assert len(answer.sources) == len(CONNECTORS)
    for source in answer.sources:
        assert source.problem_fr == ""
        assert source.size
        assert source.released_on == "2026-07-02"
        assert source.published_fr == "rien de publié"
    assert not any("/xlsx" in path for path in sites.requests)


def test_the_doctor_shows_a_table_in_french(sites, monkeypatch):
    # The width of a terminal is read when its console is made.
    monkeypatch.setattr(command_line, "console", Console(width=200))
    done = runner.invoke(app, ["doctor"])
    assert "Sources officielles" in done.stdout
    assert "joignable" in done.stdout


def test_the_doctor_names_what_is_wrong_and_ends_badly(sites):
    sites.faults["ameli-zones"] = ["page"]
    sites.faults["ameli-ages"] = [404]
    sites.files["ameli-installations"] = b"annee;profession_sante;region;departement;autre\n"
    done = runner.invoke(app, ["doctor", "--json"])
    assert done.exit_code == 1
    answer = read_answer(done.stdout.encode(), DoctorAnswer)
    problems = {source.connector_id: source.problem_fr for source in answer.sources}
    assert problems["drees-medecins"] == ""
    assert "une page ou un message" in problems["ameli-zones"]
    assert "n’a plus ce fichier" in problems["ameli-ages"]
    assert "« effectif_primo_installe »" in problems["ameli-installations"]


def test_a_refresh_that_fails_says_so_as_json_and_ends_badly(sites):
    sites.faults["ameli-zones"] = [404]
    done = runner.invoke(app, ["refresh", "ameli-zones", "--json"])
    assert done.exit_code == 1
    answer = read_answer(done.stdout.encode(), RefreshAnswer)
    assert answer.state == "failed"
    assert not answer.is_done
    assert [source.state for source in answer.sources] == ["failed"]
    assert answer.build is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["inconnue"], "Source inconnue : « inconnue »"),
        (["--from", "/nulle/part"], "n’est pas un dossier"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_request(sites, arguments, message):
    done = runner.invoke(app, ["refresh", *arguments, "--json"])
    assert done.exit_code == 1
    assert message in json.loads(done.stdout)["message_fr"]
    assert sites.requests == []


def test_the_schedule_is_printed_for_cron_and_systemd(sites):
    done = runner.invoke(app, ["refresh", "--schedule"])
    assert done.exit_code == 0
    assert "-m etl refresh" in done.stdout
    assert "OnCalendar=" in done.stdout
    assert sites.requests == []


def test_the_schedule_is_that_of_the_installation_and_tells_no_secret():
    environment = {"MSU_RAW": "/var/lib/o b/raw", "MSU_STORAGE_URL": "postgresql://a:secret@b/c"}
    told = schedule_fr(Path("/v/python"), Path("/srv/o"), environment)
    assert 'Environment="MSU_RAW=/var/lib/o b/raw"' in told.splitlines()
    assert "cd /srv/o && MSU_RAW='/var/lib/o b/raw' /v/python -m etl refresh --json" in told
    assert ">> '/var/lib/o b/raw/actualisation.log' 2>&1" in told
    assert "secret" not in told
