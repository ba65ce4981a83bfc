"""« python -m etl store »: an installation moved to a database and back, saved and put back."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from stores import Place
from stores.choice import store_of
from tests.support.postgresql import PASSWORD


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command on the installation of the test; its folders may be another machine's."""
    monkeypatch.setenv("MSU_SETTINGS", str(tmp_path / "reglages.toml"))
    (tmp_path / "reglages.toml").touch()

    def run_on(machine: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path / machine / "warehouse"))
        monkeypatch.setenv("MSU_LOCAL", str(tmp_path / machine / "local"))
        result = CliRunner().invoke(app, ["store", *arguments], terminal_width=200)
        assert PASSWORD not in result.output
        return result.exit_code, " ".join(result.output.split())

    return run_on


def _installed(tmp_path, machine: str = "one", url: str = ""):
    folder = tmp_path / machine
    return store_of(Place(folder / "warehouse", folder / "local", url))


def _publish(kept, name: str) -> None:
    def commit() -> None:
        kept.append_journal(name)
        kept.write_manifest(b'["%s"]' % name.encode())

    with kept.building(name) as path:
        path.write_bytes(bytes(8) + b"DUCK" + name.encode())
        kept.publish(path, name, [], commit)


def test_an_installation_moves_to_a_database_and_back(run, tmp_path, postgresql):
    url = postgresql.new_database()
    _publish(_installed(tmp_path), "first")
    code, text = run("one", "migrate", "--to", url)
    assert (code, "constructions 1, imports 0, lignes de journal 1" in text) == (0, True)
    assert "À faire ensuite : [stockage] url dans reglages.toml" in text
    (tmp_path / "reglages.toml").write_text(f'[stockage]\nurl = "{url}"\n', encoding="utf-8")
    base = _installed(tmp_path, "two", url)
    assert base.pointer().build_id == "first"
    _publish(base, "second")
    code, text = run("one", "migrate", "--to", "files")
    assert (code, "retirer [stockage] url" in text) == (0, True)
    assert _installed(tmp_path).manifest() == b'["second"]'


def test_a_backup_of_folders_is_put_back_in_a_database_of_a_machine_that_had_imports(
    run, tmp_path, postgresql
):
    _publish(_installed(tmp_path), "first")
    archive = str(tmp_path / "sauvegarde.zip")
    assert run("one", "backup", archive)[0] == 0
    url = postgresql.new_database()
    (tmp_path / "reglages.toml").write_text(f'[stockage]\nurl = "{url}"\n', encoding="utf-8")
    assert run("one", "restore", archive)[0] == 0
    assert _installed(tmp_path, "two", url).manifest() == b'["first"]'
    code, text = run("one", "backup", archive)
    assert (code, "existe déjà" in text) == (1, True)


@pytest.mark.parametrize(
    ("whither", "why"),
    [("ailleurs", "Destination inconnue"), ("base", "Aucune base n’est réglée")],
)
def test_a_destination_that_is_none_is_refused_in_french(run, whither, why):
    code, text = run("one", "migrate", "--to", whither)
    assert (code, why in text, "Que faire" in text) == (1, True, True)
