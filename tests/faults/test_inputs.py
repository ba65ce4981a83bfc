"""Every input is bounded in memory and in time, and no text of it becomes formatting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.core.registry import PAGES
from etl.errors import EtlError
from etl.imports.run import ImportRequest, run_import
from etl.reading.confined import confined
from etl.reading.preview import RefusedFileError
from etl.settings import Limits, Settings
from foundation.settings_file import read_settings
from tests.faults.inputs import HEADER, TEXTS, WORKBOOKS, special_files, workbook
from tests.support import hostile
from tests.support.paths import DATA, ROOT
from tests.support.patience import PATIENCE_SECONDS

MEGABYTE = 1024**2
# What this process may grow by while another one reads: a message, a table of the registers.
PARENT_MB = 120


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation without anything yet, whose readings have 300 MB and 20 seconds."""
    choices = tmp_path / "reglages.toml"
    choices.write_text("[limites]\nmemoire_mo = 300\nsecondes = 20\n", encoding="utf-8")
    return Settings(DATA, tmp_path / "warehouse", tmp_path / "local", choices)


@pytest.fixture
def refusal(settings: Settings) -> Iterator[Callable[..., str]]:
    """Why a file is refused; this process is as it was, whatever the file."""

    def ask(path: Path, kind_id: str = "msu") -> str:
        with pytest.raises(EtlError) as refused:
            run_import(settings, ImportRequest(kind_id, path), dry_run=True)
        return str(refused.value)

    # What the registers take is taken once, before anything is measured.
    with pytest.raises(EtlError):
        run_import(settings, ImportRequest("msu", Path("absent.csv")), dry_run=True)
    before = _peak_mb()
    yield ask
    assert _peak_mb() - before < PARENT_MB


def _peak_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@pytest.mark.fault(
    "Classeur qui ment sur sa taille, cellules lointaines écrites de dix façons, fusions, chaînes",
    "Refus en français, mémoire et temps bornés ; le serveur ne grossit pas",
)
@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_hostile_workbook_is_refused(refusal, tmp_path, name):
    make, expected = WORKBOOKS[name]
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(make())
    message = refusal(path)
    assert expected in message
    assert "Que faire" in message


@pytest.mark.fault(
    "Texte d’une ligne, de 16 384 colonnes, de 600 000 lignes, cellule de 200 Ko, octets nuls",
    "Refus en français, qui dit la vraie raison",
)
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_for_what_it_is(refusal, tmp_path, name):
    make, expected = TEXTS[name]
    path = tmp_path / "texte.csv"
    path.write_bytes(make())
    message = refusal(path)
    assert expected in message
    assert "guillemet mal placé" not in message


@pytest.mark.fault(
    "Tube, périphérique, dossier, lien vers l’un d’eux, fichier sans taille",
    "Refus immédiat : seul un fichier ordinaire est lu",
)
def test_only_a_regular_file_is_read(refusal, tmp_path):
    for name, path in special_files(tmp_path).items():
        assert "un fichier" in refusal(path), name


@pytest.mark.fault(
    "Cellules de 32 767 caractères faites pour qu’un motif y revienne sans cesse",
    "Lecture en temps proportionnel à la taille",
)
@pytest.mark.parametrize(
    "piece", ["a", "a@", "@", "0", "01 ", "M. ", "A", "Aa-", "AA ", "1.", "12 000", "é", "( ", "=("]
)
def test_no_text_takes_longer_than_its_length(settings, tmp_path, piece):
    long = (piece * 32_767)[:32_000]
    path = tmp_path / "long.csv"
    path.write_text(
        "territoire;date;total;note\n" + f"12;2024;61;{long}\n{long};2024;61;x\n" * 20,
        encoding="utf-8",
    )
    with pytest.raises(RefusedFileError) as refused:
        run_import(settings, ImportRequest("msu", path), dry_run=True)
    assert "dépasse" not in str(refused.value)


def _many_faults(path: Path, lines_n: int) -> None:
    lines = (f"zz{rank};2024;x{rank}\n" for rank in range(lines_n))
    path.write_bytes(HEADER + "".join(lines).encode())


@pytest.mark.fault("20 000 lignes fausses", "Les premières sont dites, les autres comptées")
def test_faults_are_listed_to_a_cap(settings, tmp_path):
    path = tmp_path / "fautes.csv"
    _many_faults(path, 20_000)
    with pytest.raises(RefusedFileError) as refused:
        run_import(settings, ImportRequest("msu", path), dry_run=True)
    assert len(refused.value.problems) <= 201
    preview = refused.value.preview
    assert preview is not None
    told = " ".join(problem.remedy_fr for problem in preview.warnings)
    assert "autres lignes" in told


@pytest.mark.long
@pytest.mark.fault("400 000 lignes fausses", "Les premières sont dites, sans dépasser les limites")
def test_400_000_faults_are_listed_to_a_cap(settings, tmp_path):
    settings.choices.unlink()
    path = tmp_path / "fautes.csv"
    _many_faults(path, 400_000)
    with pytest.raises(RefusedFileError) as refused:
        run_import(settings, ImportRequest("msu", path), dry_run=True)
    assert len(refused.value.problems) <= 201
    assert "dépasse" not in str(refused.value)


def _grow() -> None:
    held = []
    while True:
        held.append(bytearray(MEGABYTE))


def _turn() -> None:
    while True:
        pass


def _end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.fault(
    "Lecture qui prend toute la mémoire, qui ne finit pas, qui s’effondre",
    "Refus « … dépasse … », le processus qui attendait n’a rien perdu",
)
@pytest.mark.parametrize(
    ("function", "expected"),
    [(_grow, "dépasse 300 Mo"), (_turn, "dépasse 1 secondes"), (_end, "dépasse 300 Mo")],
)
def test_a_reading_that_exceeds_its_limits_is_a_refusal(function, expected):
    before = _peak_mb()
    with pytest.raises(RefusedFileError, match=expected):
        confined(Limits(300, 1), "bombe.xlsx", function)
    assert _peak_mb() - before < PARENT_MB


@pytest.mark.fault(
    "Classeur dont les jours se comptent depuis 1904", "La date est celle que le tableur montre"
)
def test_a_workbook_that_counts_from_1904_is_not_four_years_off(settings, tmp_path):
    path = tmp_path / "mac.xlsx"
    rows = (
        '<row r="2"><c r="A2"><v>12</v></c><c r="B2"><v>44195</v></c><c r="C2"><v>61</v></c></row>'
    )
    dates = []
    for name, properties in (("mac", '<workbookPr date1904="1"/>'), ("pc", "")):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(workbook(rows, properties=properties))
        result = run_import(settings, ImportRequest("msu", path), dry_run=True)
        dates.append(result.preview.rows["period"].item())
    assert dates == ["2024-12-31", "2020-12-30"]


@pytest.mark.fault(
    "Valeurs impossibles : effectif négatif, 243,7 médecins, 4 500 %", "Refus de la ligne"
)
def test_a_value_that_its_indicator_cannot_have_is_refused(refusal, tmp_path):
    path = tmp_path / "valeurs.csv"
    path.write_text(
        "territoire;periode;indicateur;valeur;emplacement\n12;2025;mg_liberaux_non_msu;-5;p1\n"
        "12;2025;mg_rpps;243,7;p1\n12;2025;part_mg_msu_pct;4500;p1\n",
        encoding="utf-8",
    )
    message = refusal(path, "valeurs")
    assert message.count("un nombre entier, 0 ou plus") == 2
    assert "un pourcentage, de 0 à 100" in message


@pytest.mark.fault("Réglages enregistrés par le Bloc-notes", "Lu par les pages et les commandes")
def test_settings_saved_by_notepad_are_read_by_all(settings):
    settings.choices.write_bytes(b"\xef\xbb\xbf[secret]\r\nseuil = 7\r\n")
    assert read_settings(settings.choices) == {"secret": {"seuil": 7}}
    assert settings.secrecy_threshold() == 7
    assert settings.limits() == Limits()


DEPOSIT = """
import sys, time
from pathlib import Path
from foundation.deposits import deposited, swept_deposits
with swept_deposits(), deposited("msu.csv", b"12;2024;61"):
    print("déposé", flush=True)
    time.sleep(float(sys.argv[1]))
"""


@pytest.mark.fault(
    "Serveur tué pendant la lecture d’un fichier déposé",
    "Le fichier déposé est effacé au démarrage suivant",
)
def test_a_deposit_does_not_outlive_the_next_start(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}

    def begin(seconds: float) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", DEPOSIT, str(seconds)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    with begin(PATIENCE_SECONDS) as killed:
        assert killed.stdout is not None and killed.stdout.readline()
        killed.kill()
    assert list(tmp_path.glob("*/depot.csv"))
    with begin(0) as next_one:
        assert next_one.wait(PATIENCE_SECONDS) == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.fault(
    "Noms, notes, emplacements et fiches qui sont des images, des liens, du HTML, des formules",
    "Montrés tels quels sur toutes les pages, aucun appel à l’extérieur",
)
def test_no_text_of_users_becomes_formatting_on_any_page(
    built_demonstration, tmp_path, monkeypatch
):
    settings = hostile.hostile_installation(built_demonstration.settings, tmp_path)
    monkeypatch.setenv("MSU_WAREHOUSE", str(settings.warehouse))
    monkeypatch.setenv("MSU_LOCAL", str(settings.local))
    marks = 0
    for page, parameters in hostile.addresses([spec.slug for spec in PAGES]):
        shown = hostile.visited(page, parameters)
        assert not shown.exception
        read = list(hostile.read_as_markdown(shown._tree))
        html = "\n".join(item.proto.body for item in shown.get("html"))
        found = [(where, hostile.formatting_in(text)) for where, text in read]
        assert [item for item in found if item[1]] == [], page
        assert "<img src=https://mauvais" not in html, page
        marks += html.count("ZQ") + sum("ZQ" in text for _, text in read)
    assert marks > 100
