"""Documents written to files without a page: briefs of territories, the sheet of an entry."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.briefs.brief import FORMATS, BriefOptions, make_brief
from dashboard.briefs.entry_pdf import build_entry_pdf
from dashboard.briefs.formats import build_document
from dashboard.core.catalog import Catalog
from dashboard.core.selection import Selection, read_parameters
from dashboard.queries.cache import NoWarehouseError, ServedBuild, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.registers import fetch_entries, fetch_entry, fetch_registers
from dashboard.themes.entry_sheet import entry_file_name
from dashboard.themes.registers import EntryFilter

PROCESSES = 2
EXAMPLES = 5


class ExportError(Exception):
    """An export that fails: why and what to do, in French."""


@dataclass(frozen=True)
class ExportPlan:
    """Documents to write, and where; ``parameters`` are those of the address of a view."""

    parameters: tuple[tuple[str, str], ...]
    formats: tuple[str, ...]
    folder: Path
    options: BriefOptions
    day: date
    is_demo: bool = False


def check_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Formats, each once, in the order of the documents.

    Raises
    ------
    ExportError
        For one that does not exist.
    """
    unknown = [item for item in formats if item not in FORMATS]
    if unknown:
        raise ExportError(
            f"Format inconnu : « {unknown[0]} ». Formats possibles : {', '.join(FORMATS)}."
        )
    return tuple(item for item in FORMATS if item in formats)


def open_catalog(*, is_demo: bool) -> tuple[ServedBuild, Catalog]:
    """The build served and its catalog.

    Raises
    ------
    ExportError
        When nothing is published.
    """
    try:
        # The command runs on the machine itself, beside the files.
        build = replace(served_build(demo=is_demo), sight=None)
        return build, fetch_catalog(build)
    except NoWarehouseError as error:
        command = "python -m etl build --demo" if is_demo else "python -m etl build"
        raise ExportError(f"{error} Que faire : lancer « {command} ».") from error


def read_selection(catalog: Catalog, plan: ExportPlan) -> Selection:
    """View of a plan.

    Raises
    ------
    ExportError
        When a value is unknown, or when the territory is the whole country.
    """
    selection, refusals = read_parameters(dict(plan.parameters), catalog)
    if refusals:
        raise ExportError(refusals[0].in_command)
    if catalog.territories[selection.territory_id].level == "national":
        raise ExportError(
            "La France entière n’a pas de fiche. Que faire : choisir une région, un département "
            "ou une subdivision, par exemple « --territory DEP-12 »."
        )
    return selection


def prepare_folder(folder: Path) -> None:
    """Make the folder of the documents.

    Raises
    ------
    ExportError
        When nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / f".essai-{os.getpid()}"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise ExportError(
            f"Écriture impossible dans « {folder} » : {_why(error)}. Que faire : choisir un "
            "autre dossier avec « --out », ou vérifier ses droits."
        ) from error


def export_territory(plan: ExportPlan) -> list[Path]:
    """Write the documents of one territory; a file is whole or is not there.

    Raises
    ------
    ExportError
        As each of the steps; nothing is then left half-written.
    """
    build, catalog = open_catalog(is_demo=plan.is_demo)
    selection = read_selection(catalog, plan)
    prepare_folder(plan.folder)
    brief = make_brief(Desk(build, catalog, selection), plan.options, plan.day)
    return [
        _write(plan.folder / brief.file_name(item), build_document(brief, catalog, item))
        for item in plan.formats
    ]


def export_entry(
    register_id: str, entry_id: str, folder: Path, day: date, *, source_id: str = "", is_demo: bool
) -> Path:
    """Write the sheet of one entry of a register.

    Raises
    ------
    ExportError
        When there is no such register, no such entry, or when nothing can be written.
    """
    build, catalog = open_catalog(is_demo=is_demo)
    registers = fetch_registers(build)
    if register_id not in registers:
        raise ExportError(
            f"Registre inconnu : « {register_id} ». Registres possibles : {', '.join(registers)}."
        )
    entry = fetch_entry(build, register_id, entry_id, source_id)
    if entry is None:
        entries = fetch_entries(build, register_id, EntryFilter(), EXAMPLES)
        examples = ", ".join(item.entry_id for item in entries) or "aucun, le registre est vide"
        raise ExportError(
            f"Repère inconnu dans « {register_id} » : « {entry_id} ». Exemples : {examples}."
        )
    prepare_folder(folder)
    register = registers[register_id]
    name = entry_file_name(catalog, register, entry, "pdf")
    return _write(folder / name, build_entry_pdf(catalog, register, entry, day))


def export_departements(plan: ExportPlan, on_done: Callable[[int, int], None]) -> list[Path]:
    """Write the documents of every département, on two processes.

    ``on_done`` takes how many are written, and out of how many.

    Raises
    ------
    ExportError
        As for one territory; the files already written are whole.
    """
    _, catalog = open_catalog(is_demo=plan.is_demo)
    read_selection(catalog, _of(plan, catalog.level_ids["departement"][0]))
    prepare_folder(plan.folder)
    plans = [_of(plan, item) for item in catalog.level_ids["departement"]]
    written: list[Path] = []
    # A fork would share the connections of this process.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        try:
            for done, future in enumerate(
                as_completed([pool.submit(export_territory, item) for item in plans]), start=1
            ):
                written += future.result()
                on_done(done, len(plans))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return sorted(written)


def _of(plan: ExportPlan, territory_id: str) -> ExportPlan:
    others = [item for item in plan.parameters if item[0] != "territoire"]
    return replace(plan, parameters=(*others, ("territoire", territory_id)))


def _write(path: Path, content: bytes) -> Path:
    """Write beside, then rename: a reader never sees half a file."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ExportError(
            f"Écriture impossible de « {path} » : {_why(error)}. Que faire : vérifier la place "
            "et les droits du disque."
        ) from error
    return path


def _why(error: OSError) -> str:
    reasons = {
        errno.EACCES: "droits insuffisants",
        errno.EPERM: "droits insuffisants",
        errno.EROFS: "disque en lecture seule",
        errno.ENOSPC: "disque plein",
        errno.EEXIST: "un fichier porte ce nom",
        errno.ENOTDIR: "un fichier est à la place d’un dossier",
        errno.ENOENT: "dossier impossible à créer",
    }
    return reasons.get(error.errno or 0, f"erreur {error.errno} du système")
