"""``python -m etl``: build, check, describe and document the warehouse."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.checks import check_warehouse, require_passed
from etl.docs import write_docs
from etl.errors import EtlError
from etl.pipeline import STEPS, BuildReport, run_pipeline
from etl.settings import ROOT, Settings
from etl.status import describe_current
from etl.warehouse import current_build, read_warehouse

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Construit et contrôle l’entrepôt de données."
)
console = Console()
AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON, sans mise en forme.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Annoncer chaque étape sur une ligne.")]


@app.command()
def build(*, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Construire l’entrepôt depuis les fichiers versionnés, le contrôler, puis le servir."""
    settings = Settings()
    if verbose:
        _print_report(run_pipeline(settings, on_step=typer.echo))
        return
    if as_json:
        report = run_pipeline(settings)
        typer.echo(json.dumps(asdict(report) | {"file": report.file.name}, ensure_ascii=False))
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Construction", total=len(STEPS))

        def show(title: str) -> None:
            progress.update(task, description=title, advance=1)

        report = run_pipeline(settings, on_step=show)
    _print_report(report)


@app.command()
def check(*, as_json: AsJson = False) -> None:
    """Rejouer les contrôles sur l’entrepôt servi."""
    with read_warehouse(current_build(Settings())) as connection:
        results = check_warehouse(connection)
    if as_json:
        typer.echo(json.dumps([asdict(result) for result in results], ensure_ascii=False))
    else:
        for result in results:
            mark = "[green]✓[/]" if result.passed else "[red]✗[/]"
            console.print(f"{mark} {result.sentence_fr}")
    require_passed(results)


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Décrire l’entrepôt servi : version, tables, part des valeurs par statut."""
    description = describe_current(Settings())
    if as_json:
        typer.echo(json.dumps(description, ensure_ascii=False, indent=2))
    else:
        console.print_json(json.dumps(description, ensure_ascii=False))


@app.command()
def docs() -> None:
    """Régénérer docs/schema.md et le tableau des sources du README."""
    for path in write_docs(ROOT):
        console.print(f"Écrit : {path.relative_to(ROOT)}", highlight=False)


def _print_report(report: BuildReport) -> None:
    table = Table(title=f"Entrepôt {report.build_id}")
    table.add_column("table publiée")
    table.add_column("lignes", justify="right")
    for name, rows in report.row_counts.items():
        table.add_row(f"pub.{name}", f"{rows:,}".replace(",", "\u202f"))
    console.print(table)
    console.print(f"Servi : {report.file.name}")


def main() -> None:
    """Run a command; say what is wrong in French, without a trace, when it cannot be done."""
    try:
        app()
    except EtlError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
