"""``python -m dashboard``: the server, and documents written without a page."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.access.settings import public_address
from dashboard.briefs.brief import BriefOptions
from dashboard.briefs.export import (
    ExportError,
    ExportPlan,
    check_formats,
    export_departements,
    export_entry,
    export_territory,
)
from dashboard.server.serving import serve as serve_dashboard
from foundation.days import today_in_paris
from foundation.settings_file import SettingsError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Servir le tableau de bord, ou écrire ses documents sans ouvrir de page.",
)
export = typer.Typer(no_args_is_help=True, help="Écrire des documents dans un dossier.")
app.add_typer(export, name="export")
console = Console()
FORMATS_HELP = (
    "page (PDF d’une page), pdf (deux pages), pptx, xlsx, csv, parquet, dmg (lettre à la faculté) "
    "ou ars (lettre à l’ARS) ; peut être répété."
)


@app.callback()
def _root() -> None:
    """Servir le tableau de bord, ou écrire ses documents sans ouvrir de page."""


@app.command()
def serve(
    *,
    host: Annotated[str, typer.Option(help="Adresse où écouter.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port où écouter.")] = 8501,
    proxies: Annotated[
        str, typer.Option(help="Adresses des relais crus sur parole, séparées par des virgules.")
    ] = "",
) -> None:
    """Servir le tableau de bord jusqu’à Ctrl+C."""
    serve_dashboard(host, port, proxies)


@export.command()
def brief(
    *,
    territory: Annotated[
        str | None, typer.Option(help="Code, nom ou identifiant : 12, 2A, DEP-12, REG-76, SUB-040.")
    ] = None,
    all_departements: Annotated[
        bool, typer.Option("--all-departements", help="Un document par département, d’un coup.")
    ] = False,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help=FORMATS_HELP),
    ] = None,
    out: Annotated[Path, typer.Option(help="Dossier où écrire.")] = Path(),
    target: Annotated[str | None, typer.Option(help="Cible, ou un nombre de MSU.")] = None,
    key: Annotated[str | None, typer.Option(help="Clé de répartition.")] = None,
    year: Annotated[int | None, typer.Option(help="Année.")] = None,
    title: Annotated[str, typer.Option(help="Titre du document.")] = "",
    note: Annotated[str, typer.Option(help="Note libre, en tête du document.")] = "",
    site: Annotated[
        str,
        typer.Option(
            help="Adresse publique du site ; celle de reglages.toml par défaut.", envvar="MSU_SITE"
        ),
    ] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Données fictives.")] = False,
) -> None:
    """Préparer une réunion : PDF, présentation, classeur ou table d’un territoire."""
    if (territory is None) == (not all_departements):
        raise ExportError(
            "Que faire : choisir soit « --territory DEP-12 », soit « --all-departements »."
        )
    parameters = {
        "territoire": territory,
        "cible": target,
        "cle": key,
        "annee": None if year is None else str(year),
    }
    plan = ExportPlan(
        parameters=tuple((name, text) for name, text in parameters.items() if text is not None),
        formats=check_formats(tuple(formats or ["pdf"])),
        folder=out,
        options=BriefOptions(title=title, note=note, site=site or public_address()),
        day=today_in_paris(),
        is_demo=demo,
    )
    written = _all_departements(plan) if all_departements else export_territory(plan)
    if len(written) <= len(plan.formats):
        for path in written:
            console.print(f"Écrit : {path}", highlight=False, markup=False, soft_wrap=True)
    else:
        console.print(f"Écrits : {len(written)} fichiers dans {out}", highlight=False, markup=False)


@export.command()
def entry(
    *,
    register: Annotated[str, typer.Option(help="Registre : actions, agrements, initiatives…")],
    entry: Annotated[str, typer.Option(help="Repère de la ligne dans ce registre.")],
    source: Annotated[
        str, typer.Option(help="Source, si plusieurs fichiers ont le même repère.")
    ] = "",
    out: Annotated[Path, typer.Option(help="Dossier où écrire.")] = Path(),
    demo: Annotated[bool, typer.Option("--demo", help="Données fictives.")] = False,
) -> None:
    """Imprimer une ligne d’un registre, par exemple une fiche action : un PDF."""
    path = export_entry(register, entry, out, today_in_paris(), source_id=source, is_demo=demo)
    console.print(f"Écrit : {path}", highlight=False, markup=False, soft_wrap=True)


def _all_departements(plan: ExportPlan) -> list[Path]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Départements", total=None)
        return export_departements(
            plan, lambda done, total: progress.update(task, completed=done, total=total)
        )


def main() -> None:
    """Run a command; say what is wrong in French, without a trace, when it cannot be done."""
    try:
        app()
    except (ExportError, SettingsError) as error:
        Console(stderr=True).print(
            str(error), style="red", markup=False, highlight=False, soft_wrap=True
        )
        raise SystemExit(1) from error
    finally:
        # What the catalog froze would be told as leaks, after the last line.
        gc.unfreeze()


if __name__ == "__main__":
    main()
