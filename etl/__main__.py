"""``python -m etl``: build, check, describe and document the warehouse; import local files.

A command loads what it does itself: reading the history loads no statistics, nor a trial the build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl.cancelling import allow_cancelling
from etl.errors import (
    ConfirmationError,
    DamagedStoreError,
    EtlError,
    RefusedByStoreError,
    refused_by_system,
)
from etl.french_commands import FrenchCommand, FrenchGroup
from etl.settings import LOCAL_USER, ROOT, Settings
from foundation.answers import (
    Advance,
    BuildAnswer,
    BuildRecord,
    DiffAnswer,
    DoctorAnswer,
    ExportAnswer,
    FileAnswer,
    HistoryAnswer,
    RecognitionAnswer,
    RefreshAnswer,
    SourceHealth,
    UndoAnswer,
    write_advance,
    write_answer,
)
from foundation.choices import Choices, CountBy, OfTwoYears
from foundation.french import counted
from stores import StoreError

if TYPE_CHECKING:
    from etl.connectors.refresh import Refreshed
    from etl.imports.run import ImportResult
    from etl.pipeline import BuildReport
    from etl.reading.preview import Preview
    from etl.store import ImportEntry

app = typer.Typer(
    cls=FrenchGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Construit et contrôle l’entrepôt de données.",
)
store_app = typer.Typer(
    cls=FrenchGroup,
    no_args_is_help=True,
    help="Déplace, sauvegarde et rétablit ce que l’installation garde.",
)
app.add_typer(store_app, name="store")
console = Console()


class Command(FrenchCommand):
    """A command that says in French, without a trace, why it could not be done.

    As JSON when it was asked for, else in red.
    """

    def invoke(self, ctx: Any) -> Any:
        """Run the command; its exit code is 1 when it could not be done."""
        try:
            return super().invoke(ctx)
        except EtlError as error:
            _show_error(error, as_json=ctx.params.get("as_json", False))
            raise typer.Exit(1) from error
        except StoreError as error:
            _show_error(RefusedByStoreError(str(error)), as_json=ctx.params.get("as_json", False))
            raise typer.Exit(1) from error
        except OSError as error:
            # A full disk, a folder that cannot be written: nothing of ours to correct in the file.
            _show_error(refused_by_system(error), as_json=ctx.params.get("as_json", False))
            raise typer.Exit(1) from error


AsJson = Annotated[bool, typer.Option("--json", help="Répondre en JSON, sans mise en forme.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Annoncer chaque étape sur une ligne.")]


@app.command(cls=Command)
def build(
    *,
    as_json: AsJson = False,
    verbose: Verbose = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Construire le jeu de démonstration (données fictives).")
    ] = False,
) -> None:
    """Construire l’entrepôt depuis les fichiers versionnés, le contrôler, puis le servir."""
    from etl.demo.build import build_demo
    from etl.imports.run import rebuild

    make = build_demo if demo else rebuild
    with _progress(quiet=as_json, verbose=verbose) as on_step:
        report = make(Settings(), on_step)
    if as_json:
        typer.echo(write_answer(BuildAnswer(state="built", **asdict(_record(report)))))
    else:
        _print_report(report)


@app.command("import", cls=Command)
def import_file(
    kind: Annotated[str, typer.Argument(help="Type de fichier (data/kinds.yml).")],
    file: Annotated[Path, typer.Argument(help="Fichier CSV, Excel ou LibreOffice.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Contrôler sans rien écrire.")] = False,
    as_json: AsJson = False,
    label: Annotated[
        str | None, typer.Option("--as", help="Nom du jeu : le même nom remplace la version.")
    ] = None,
    sheet: Annotated[
        list[str] | None, typer.Option(help="Feuille du classeur ; répétable, lues ensemble.")
    ] = None,
    header_line: Annotated[
        int, typer.Option("--header-line", min=0, help="Ligne des en-têtes, si elle est mal lue.")
    ] = 0,
    column: Annotated[
        list[str] | None, typer.Option(help="« en-tête=colonne » ; vide après = pour l’ignorer.")
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            help="« colonne=valeur » pour tout le fichier, si aucune colonne ne la donne."
        ),
    ] = None,
    day: Annotated[
        str, typer.Option("--date", help="Date du fichier : comme « --value date=… ».")
    ] = "",
    as_written: Annotated[
        bool, typer.Option("--as-written", help="Ne pas mettre en lignes années ni niveaux.")
    ] = False,
    fill_down: Annotated[
        bool, typer.Option("--fill-down", help="Recopier vers le bas le nom d’un groupe.")
    ] = False,
    without_hidden: Annotated[
        bool, typer.Option("--without-hidden", help="Laisser de côté les lignes masquées.")
    ] = False,
    add_up: Annotated[
        bool,
        typer.Option("--add-up", help="Additionner les lignes d’un même territoire (communes…)."),
    ] = False,
    ranges_apart: Annotated[
        bool,
        typer.Option("--ranges-apart", help="Prendre les fourchettes de MSU comme indices."),
    ] = False,
    of_two_years: Annotated[
        str,
        typer.Option("--of-two-years", help="Année que vaut « 2023-2024 » : première, dernière."),
    ] = "",
    count_by: Annotated[
        str,
        typer.Option(
            "--count-by",
            help="Ce qui distingue les médecins d’une liste : numéro, nom ou ligne.",
        ),
    ] = "",
    agreements: Annotated[
        bool,
        typer.Option("--agrements", help="Suivre aussi les agréments d’une liste de MSU."),
    ] = False,
    confirm: Annotated[
        bool,
        typer.Option("--confirm", help="Confirmer ce qui est proposé, et ce qui serait perdu."),
    ] = False,
    who: Annotated[str, typer.Option(help="Organisme qui importe.")] = LOCAL_USER,
    territories: Annotated[
        str | None, typer.Option(help="Territoires autorisés, séparés par des virgules.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Nom du fichier, s’il a été déplacé.")] = None,
    annotated: Annotated[
        Path | None, typer.Option(help="Où écrire la copie annotée du fichier.")
    ] = None,
) -> None:
    """Importer un fichier local, ou seulement le contrôler (--dry-run)."""
    from etl.imports.run import ImportRequest, run_import
    from etl.reading.preview import RefusedFileError

    request = ImportRequest(
        kind_id=kind,
        path=file,
        name=name,
        label_fr=label,
        choices=Choices(
            sheets=tuple(sheet or ()),
            header_line=header_line,
            columns=_columns(column or [], kind),
            values=_values(value or []) + ((("date", day),) if day else ()),
            as_written=as_written,
            fill_down=fill_down,
            leaves_hidden=without_hidden,
            adds_up=add_up,
            ranges_apart=ranges_apart,
            of_two_years=_of_two_years(of_two_years),
            count_by=_count_by(count_by),
        ),
        with_agreements=agreements,
        is_confirmed=confirm,
        who_fr=who,
        territories=_territories(territories),
    )
    try:
        with _progress(quiet=as_json) as on_step:
            result = run_import(
                Settings(),
                request,
                dry_run=dry_run,
                for_copy=annotated is not None,
                on_step=on_step,
            )
    except RefusedFileError as error:
        if annotated and error.preview:
            _write_copy(error.preview, annotated)
        raise
    if annotated:
        _write_copy(result.preview, annotated)
    if as_json:
        typer.echo(write_answer(_answer(result)))
    else:
        _print_result(result)


@app.command(cls=Command)
def recognise(
    file: Annotated[Path, typer.Argument(help="Fichier CSV ou XLSX.")],
    *,
    as_json: AsJson = False,
    name: Annotated[str | None, typer.Option(help="Nom du fichier, s’il a été déplacé.")] = None,
) -> None:
    """Reconnaître le type d’un fichier, du plus probable au moins probable."""
    from etl.imports.run import Importer

    importer = Importer(Settings())
    guesses = importer.recognise(file, name)
    if as_json:
        typer.echo(write_answer(RecognitionAnswer(state="read", kinds=guesses)))
        return
    for guess in guesses:
        lack = "" if guess.is_whole else ", colonnes manquantes"
        label = importer.kind(guess.kind_id).label_fr
        console.print(f"{guess.score:.0%} {guess.kind_id} ({label}{lack})", highlight=False)


@app.command(cls=Command)
def undo(
    import_id: Annotated[str, typer.Argument(help="Identifiant affiché par « etl imports ».")],
    *,
    as_json: AsJson = False,
    who: Annotated[str, typer.Option(help="Organisme qui annule.")] = LOCAL_USER,
    territories: Annotated[
        str | None, typer.Option(help="Territoires autorisés, séparés par des virgules.")
    ] = None,
) -> None:
    """Annuler un import ; la version qu’il avait remplacée redevient en vigueur."""
    from etl.imports.run import undo_import

    with _progress(quiet=as_json) as on_step:
        report = undo_import(
            Settings(),
            import_id,
            who_fr=who,
            territories=_territories(territories),
            on_step=on_step,
        )
    if as_json:
        typer.echo(write_answer(UndoAnswer(state="undone", build=_record(report))))
    else:
        _print_report(report)


@app.command(cls=Command)
def imports(
    *,
    as_json: AsJson = False,
    demo: Annotated[bool, typer.Option("--demo", help="Ceux de la démonstration.")] = False,
) -> None:
    """Lister les imports, leur historique et le journal."""
    from etl import store
    from etl.imports import journal
    from etl.status import is_pending

    settings = Settings().for_demo() if demo else Settings()
    manifest = store.read_manifest(settings.store)
    if as_json:
        history = HistoryAnswer(
            state="read",
            imports=tuple(entry.record() for entry in manifest),
            journal=journal.read_journal(settings.store),
            pending=is_pending(settings),
        )
        typer.echo(write_answer(history))
        return
    if not manifest:
        console.print("Aucun import.")
    for entry in manifest:
        _print_entry(entry)


Sources = Annotated[
    list[str] | None, typer.Argument(help="Sources (data/connecteurs.yml) ; toutes sans ce nom.")
]


@app.command(cls=Command)
def refresh(
    sources: Sources = None,
    *,
    as_json: AsJson = False,
    verbose: Verbose = False,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Dossier de fichiers déposés à la main, reconnus à leur forme."
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Publier malgré de grands changements de valeurs.")
    ] = False,
    only_file: Annotated[
        str, typer.Option("--file", help="N’accepter que le fichier de cette empreinte (SHA-256).")
    ] = "",
    who: Annotated[str, typer.Option(help="Organisme qui actualise.")] = LOCAL_USER,
    schedule: Annotated[
        bool, typer.Option("--schedule", help="Afficher de quoi actualiser chaque semaine.")
    ] = False,
) -> None:
    """Actualiser les séries officielles : les chercher, les lire, les publier."""
    from etl.connectors.refresh import Request, answer_state
    from etl.connectors.refresh import refresh as run_refresh
    from etl.connectors.schedule import schedule_fr

    if schedule:
        typer.echo(schedule_fr())
        return
    request = Request(tuple(sources or ()), folder, accept, only_file, who)
    with _progress(quiet=as_json, verbose=verbose) as on_step:

        def tell(progress: Advance) -> None:
            if as_json:
                typer.echo(write_advance(progress), err=True)
            elif progress.step or progress.received:
                on_step(progress.step or _received_fr(progress))

        done = run_refresh(Settings(), request, tell)
    if as_json:
        build_record = _record(done.build) if done.build else None
        answer = RefreshAnswer(
            state=answer_state(done),
            message_fr="" if done.is_whole else done.problems_fr,
            sources=done.outcomes,
            build=build_record,
        )
        typer.echo(write_answer(answer))
    else:
        _print_refreshed(done)
    if not done.is_whole:
        raise typer.Exit(1)


@app.command(cls=Command)
def doctor(sources: Sources = None, *, as_json: AsJson = False) -> None:
    """Vérifier les sources officielles depuis ce poste : adresse, type, taille, date, colonnes."""
    from etl.connectors.doctor import examine

    with _progress(quiet=as_json) as on_step:
        health = examine(Settings(), tuple(sources or ()), on_step)
    if as_json:
        typer.echo(write_answer(DoctorAnswer(state="read", sources=health)))
    else:
        _print_health(health)
    if any(item.problem_fr for item in health):
        raise typer.Exit(1)


@app.command(cls=Command)
def diff(
    before: Annotated[str, typer.Argument(help="Construction d’avant, ou le début de son nom.")],
    after: Annotated[str, typer.Argument(help="Construction d’après.")],
    *,
    as_json: AsJson = False,
    every: Annotated[
        bool, typer.Option("--all", help="Dire chaque valeur, et non les plus grands écarts.")
    ] = False,
) -> None:
    """Dire ce qui change d’une construction à l’autre : par indicateur, le plus grand d’abord."""
    from etl.differences import LARGEST, compare_builds

    changes = compare_builds(Settings(), before, after, None if every else LARGEST)
    if as_json:
        typer.echo(write_answer(DiffAnswer(state="read", indicators=changes)))
        return
    if not changes:
        console.print("Aucune valeur ne change.")
    for item in changes:
        console.print(
            f"{item.indicator_id} : {item.added_n} ajoutées, {item.removed_n} retirées, "
            f"{item.changed_n} changées",
            highlight=False,
        )
        for change in item.largest:
            values = ["n. d." if v is None else f"{v:g}" for v in (change.before, change.after)]
            place = f"{change.territory_id}, {change.period}, {change.source_id}"
            console.print(f"  {place} : {' → '.join(values)}", highlight=False, markup=False)


@app.command(cls=Command)
def campaign(
    out: Annotated[Path, typer.Option(help="Dossier à créer, ou vide.")],
    *,
    conseils: Annotated[
        bool, typer.Option("--conseils", help="Aussi les 101 conseils départementaux de l’Ordre.")
    ] = False,
    counted_on: Annotated[
        str | None, typer.Option(help="Jour du comptage demandé, AAAA-MM-JJ ; le 1er janvier.")
    ] = None,
    answer_by: Annotated[
        str | None, typer.Option(help="Dernier jour pour répondre, AAAA-MM-JJ ; dans six semaines.")
    ] = None,
    sender: Annotated[str, typer.Option(help="Organisme qui écrit.")] = "",
    site: Annotated[
        str, typer.Option(help="Adresse du site, pour le lien des courriers.", envvar="MSU_SITE")
    ] = "",
) -> None:
    """Écrire les courriers et les tableaux de la collecte, un de chaque par faculté."""
    from etl.campaign import campaign_terms, write_campaign

    settings = Settings()
    terms = campaign_terms(settings, counted_on, answer_by, sender, site)
    with _progress(quiet=False) as on_step:
        written = write_campaign(settings, out, terms, with_councils=conseils, on_step=on_step)
    console.print(f"Écrits : {written} fichiers dans {out}", highlight=False, markup=False)


@app.command(cls=Command)
def export(
    out: Annotated[Path, typer.Option(help="Dossier à créer, ou vide ; ou archive « .zip ».")],
    *,
    as_json: AsJson = False,
    format_id: Annotated[
        str, typer.Option("--format", help="Format des tables : csv ou parquet.")
    ] = "csv",
    build_id: Annotated[
        str, typer.Option("--build", help="Construction gardée ; celle qui est servie sans ce nom.")
    ] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Celle de la démonstration.")] = False,
) -> None:
    """Écrire le schéma publié en fichiers qui se décrivent (Frictionless Data Package)."""
    from etl.export import FORMATS
    from etl.export import export as write_export

    chosen = next((item for item in FORMATS if item == format_id), None)
    if chosen is None:
        raise typer.BadParameter(f"« {format_id} » : csv ou parquet attendu.")
    settings = Settings().for_demo() if demo else Settings()
    with _progress(quiet=as_json) as on_step:
        exported = write_export(settings, out, chosen, build_id, on_step)
    if as_json:
        answer = ExportAnswer(
            state="exported", build_id=exported.notice.build_id, files=exported.files
        )
        typer.echo(write_answer(answer))
        return
    what = "la démonstration (données fictives)" if exported.notice.is_demo else "la construction"
    _print_whole(
        f"Écrits : {len(exported.files)} fichiers dans {out}, de {what} {exported.notice.build_id}."
    )


@app.command(cls=Command)
def check(*, as_json: AsJson = False) -> None:
    """Rejouer les contrôles sur l’entrepôt servi."""
    from etl.checks import check_warehouse, require_passed
    from etl.status import damages_of, remedy_of
    from etl.warehouse import read_served

    settings = Settings()
    with read_served(settings) as (_, connection):
        results = check_warehouse(connection)
    if as_json:
        typer.echo(json.dumps([asdict(result) for result in results], ensure_ascii=False))
    else:
        for result in results:
            mark = "[green]✓[/]" if result.passed else "[red]✗[/]"
            console.print(f"{mark} {result.sentence_fr}")
    require_passed(results)
    problems = damages_of(settings)
    if problems:
        raise DamagedStoreError(problems, remedy_of(settings))
    if not as_json:
        console.print("[green]✓[/] Les fichiers sont ceux qui ont été publiés.")


@app.command(cls=Command)
def repair(
    *,
    set_aside: Annotated[
        bool,
        typer.Option(
            "--set-aside", help="Annuler les imports dont les lignes gardées sont endommagées."
        ),
    ] = False,
) -> None:
    """Rétablir un historique des imports endommagé : versions précédentes, journal, lignes."""
    from etl.imports.repair import repair as repair_history

    for sentence in repair_history(Settings(), set_aside=set_aside):
        console.print(sentence, markup=False, highlight=False)


@app.command(cls=Command)
def status(*, as_json: AsJson = False) -> None:
    """Décrire l’entrepôt servi : version, tables, part des valeurs par statut."""
    from etl.status import describe_current

    description = describe_current(Settings())
    if as_json:
        typer.echo(json.dumps(description, ensure_ascii=False, indent=2))
    else:
        console.print_json(json.dumps(description, ensure_ascii=False))


@app.command(cls=Command)
def docs() -> None:
    """Régénérer docs/schema.md, le tableau des sources, les modèles et la démonstration."""
    from etl.demo.figures import write_demo
    from etl.docs import write_docs
    from etl.imports.templates import write_templates

    data = ROOT / "data"
    for path in [*write_docs(ROOT), *write_templates(data), *write_demo(data)]:
        console.print(f"Écrit : {path.relative_to(ROOT)}", highlight=False)


@store_app.command(cls=Command)
def migrate(
    to: Annotated[
        str,
        typer.Option(
            help="« files » (les dossiers), « base » (celle des réglages) ou postgresql://…"
        ),
    ],
) -> None:
    """Copier constructions, imports et journal dans une base PostgreSQL, ou dans les dossiers."""
    from etl.storage import migrate as move

    with _progress(quiet=False) as on_step:
        sentences = move(Settings(), to, on_step)
    for sentence in sentences:
        console.print(sentence, markup=False, highlight=False)


@store_app.command(cls=Command)
def backup(
    file: Annotated[Path, typer.Argument(help="Archive à écrire, qui n’existe pas encore.")],
) -> None:
    """Sauvegarder constructions, imports et journal dans une archive vérifiée."""
    from etl.storage import all_stores
    from stores.moving import back_up

    with _progress(quiet=False) as on_step:
        copied = back_up(all_stores(Settings()), file, on_step)
    console.print(copied.sentence_fr, markup=False, highlight=False)


@store_app.command(cls=Command)
def restore(
    file: Annotated[Path, typer.Argument(help="Archive écrite par « store backup ».")],
) -> None:
    """Rétablir une sauvegarde dans une installation qui n’a pas d’autres imports."""
    from etl.storage import receiving_stores
    from stores.moving import restore as put_back

    with _progress(quiet=False) as on_step:
        copied = put_back(file, receiving_stores(Settings()), on_step)
    console.print(copied.sentence_fr, markup=False, highlight=False)


DEDUCED_LISTED = 20
SOURCE_STATES_FR = {
    "published": "publiée",
    "unchanged": "à jour",
    "confirm": "à accepter",
    "failed": "échec",
    "absent": "absente",
}
STATES_FR = {"active": "en vigueur", "replaced": "remplacé", "undone": "annulé"}


@contextmanager
def _progress(*, quiet: bool, verbose: bool = False) -> Iterator[Callable[[str], None]]:
    """Show the steps: not at all, one line each, or a spinner."""
    if quiet:
        # One JSON line per step on the error output: whoever runs us may show it.
        yield lambda title: typer.echo(json.dumps({"step": title}, ensure_ascii=False), err=True)
        return
    if verbose:
        yield typer.echo
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Construction", total=None)
        yield lambda title: progress.update(task, description=title, advance=1)


def _columns(pairs: list[str], kind_id: str) -> tuple[tuple[str, str], ...]:
    """Read « header=column » choices; a header may hold the sign.

    A column is named by its identifier, or as the template names it.
    """
    from etl.declared.kinds import load_kinds
    from etl.imports.file_values import column_named

    kind = load_kinds(Settings().data).get(kind_id) if pairs else None
    choices = {}
    for pair in pairs:
        header, separator, column = pair.rpartition("=")
        if not separator:
            raise typer.BadParameter(f"« {pair} » : « en-tête=colonne » attendu.")
        named = column_named(kind, column.strip()) if kind and column.strip() else None
        choices[header] = named.column_id if named else column.strip()
    return tuple(choices.items())


def _values(pairs: list[str]) -> tuple[tuple[str, str], ...]:
    """Read « column=value » choices; a value may hold the sign."""
    values = {}
    for pair in pairs:
        column, separator, value = pair.partition("=")
        if not separator:
            raise typer.BadParameter(f"« {pair} » : « colonne=valeur » attendu.")
        values[column.strip()] = value
    return tuple(values.items())


def _of_two_years(text: str) -> OfTwoYears:
    known: dict[str, OfTwoYears] = {"": "", "first": "first", "last": "last"}
    known |= {"premiere": "first", "première": "first", "derniere": "last", "dernière": "last"}
    if text not in known:
        raise typer.BadParameter(f"« {text} » : première ou dernière attendu.")
    return known[text]


def _count_by(text: str) -> CountBy:
    known: dict[str, CountBy] = {"": "", "number": "number", "name": "name", "line": "line"}
    known |= {"numero": "number", "numéro": "number", "nom": "name", "ligne": "line"}
    if text not in known:
        raise typer.BadParameter(f"« {text} » : numéro, nom ou ligne attendu.")
    return known[text]


def _territories(text: str | None) -> frozenset[str] | None:
    """Territories of an option, by identifier.

    Raises
    ------
    typer.BadParameter
        When one is none; the identifier meant is told.
    """
    if text is None:
        return None
    from etl.extract.reference import extract_territories
    from etl.rows.numbers import CellError
    from etl.rows.places import ORDER, Places

    named = [part.strip() for part in text.split(",") if part.strip()]
    territories = extract_territories(Settings().data / "reference") if named else None
    known = set() if territories is None else set(territories["territory_id"])
    for part in named:
        if part in known:
            continue
        try:
            meant = Places(territories).resolve(part, ORDER)
        except CellError:
            meant = ""
        form = f"écrire {meant}" if meant else "écrire DEP-15, REG-84, SUB-040 ou FR"
        raise typer.BadParameter(f"« {part} » n’est pas l’identifiant d’un territoire : {form}.")
    return frozenset(named)


def _write_copy(preview: Preview, path: Path) -> None:
    """Write the annotated copy of a file; raise EtlError, with its path, where it cannot be."""
    from etl.imports.annotated import write_annotated

    try:
        write_annotated(preview, path)
    except OSError as error:
        raise EtlError(f"Copie annotée « {path} » : {refused_by_system(error)}") from error


def _record(report: BuildReport) -> BuildRecord:
    removed = tuple(report.removed)
    return BuildRecord(
        report.build_id, report.file.name, report.row_counts, removed, report.deduced
    )


def _answer(result: ImportResult) -> FileAnswer:
    from etl.imports.identity import CHANGES_MAX

    return FileAnswer(
        state=result.state,
        label_fr=result.label_fr,
        preview=result.preview.answer(),
        entry=result.entry.record() if result.entry else None,
        replaces=result.replaces.record() if result.replaces else None,
        build=_record(result.build) if result.build else None,
        companion=result.companion.answer() if result.companion else None,
        others=tuple(entry.record() for entry in result.others),
        changes=result.changes[:CHANGES_MAX],
        changes_n=len(result.changes),
        lost_n=result.lost_n,
        beside=tuple(entry.record() for entry in result.beside),
        other_label_fr=result.other_label_fr,
    )


def _print_result(result: ImportResult) -> None:
    from etl.imports.clues import CLUES

    preview = result.preview
    for sentence in result.to_confirm:
        console.print(f"À confirmer : {sentence}", highlight=False, markup=False)
    for column in preview.dropped:
        told = f"Écarté : « {column.header} » ({column.why_fr})"
        console.print(told, highlight=False, markup=False)
    for line in preview.set_aside:
        told = f"Mis de côté, ligne {line.line} : {line.why_fr}"
        console.print(told, highlight=False, markup=False)
    for problem in preview.warnings:
        console.print(f"À vérifier : {problem.message_fr}", style="yellow", markup=False)
    _print_replaced(result)
    if result.companion is not None and result.companion.kind_id == CLUES:
        clues = counted(len(result.companion.rows), "indice repris", "indices repris")
        console.print(f"{clues} à côté des comptages.", highlight=False)
    outcome = {
        "preview": "Contrôlé, rien n’a été écrit",
        "accepted": "Importé",
        "unchanged": "Déjà importé, rien n’a changé",
    }[result.state]
    aside_n = sum(line.lines_n for line in preview.set_aside)
    counts = ", ".join(
        [
            counted(preview.read_n, "ligne lue", "lignes lues"),
            counted(len(preview.rows), "gardée", "gardées"),
            counted(aside_n, "mise de côté", "mises de côté"),
        ]
    )
    console.print(f"{outcome} : « {result.label_fr} », {counts}.", highlight=False, markup=False)
    if result.entry:
        _print_whole(f"Import {result.entry.import_id}")


def _print_replaced(result: ImportResult) -> None:
    """Say which set is replaced, value by value, and which of the same file name stay."""
    from etl.imports.identity import CHANGES_MAX

    if replaced := result.replaces:
        by = f"{replaced.imported_at[:10]}, par {replaced.imported_by_fr}"
        _print_whole(f"Remplace « {replaced.label_fr} » (importé le {by}).")
    for change in result.changes[:CHANGES_MAX]:
        _print_whole(f"  {change.sentence_fr}", style="yellow" if change.new_fr is None else "")
    if (more := len(result.changes) - CHANGES_MAX) > 0:
        _print_whole(f"  et {counted(more, 'autre valeur', 'autres valeurs')}.")
    if result.other_label_fr and result.state == "preview":
        lost = counted(result.lost_n, "valeur n’aurait", "valeurs n’auraient")
        _print_whole(
            f"{lost} plus rien pour la donner. Pour garder les deux jeux : "
            f'--as "{result.other_label_fr}"',
            style="yellow",
        )
    for entry in result.beside:
        _print_whole(
            f"« {entry.label_fr} » couvre autre chose : il reste en vigueur à côté de ce jeu."
        )


def _print_entry(entry: ImportEntry) -> None:
    """One import of the history; its identifier is never cut."""
    _print_whole(f"{entry.import_id}  {STATES_FR[entry.state]}")
    lines = counted(entry.rows_n, "ligne", "lignes")
    _print_whole(
        f"    « {entry.label_fr} » ({entry.kind_id}), {lines}, {entry.imported_at}, "
        f"par {entry.imported_by_fr}"
    )


def _print_whole(text: str, style: str = "") -> None:
    console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)


def _print_refreshed(done: Refreshed) -> None:
    for item in done.outcomes:
        until = f", jusqu’en {item.last_year}" if item.last_year else ""
        state = f"{SOURCE_STATES_FR[item.state]}{until}"
        console.print(
            f"{item.connector_id} : {state}. {item.message_fr}".strip(),
            style="red" if item.state in ("failed", "confirm") else "",
            markup=False,
            highlight=False,
        )
    if done.build:
        console.print(f"Entrepôt {done.build.build_id} servi.", highlight=False)
    else:
        console.print("Ce qui est servi n’a pas changé.", highlight=False)


def _received_fr(progress: Advance) -> str:
    """« drees-medecins : 12,4 Mo sur 71,0 »."""
    sizes = [progress.received, *filter(None, [progress.size])]
    text = " sur ".join(f"{size / 1e6:.1f}".replace(".", ",") for size in sizes)
    return f"{progress.source} : {text} Mo"


def _print_health(health: tuple[SourceHealth, ...]) -> None:
    table = Table(title="Sources officielles")
    for title in ("source", "état", "type", "taille (Mo)", "date", "colonnes", "publié ici"):
        table.add_column(title)
    for item in health:
        table.add_row(
            item.connector_id,
            "[red]défaut[/]" if item.problem_fr else "[green]joignable[/]",
            item.content_type,
            "" if item.size is None else f"{item.size / 1e6:.1f}".replace(".", ","),
            item.released_on,
            item.columns_fr,
            item.published_fr,
        )
    console.print(table)
    for item in health:
        for text in filter(None, (item.problem_fr, item.late_fr)):
            console.print(f"{item.connector_id} : {text}", markup=False, highlight=False)


def _print_report(report: BuildReport) -> None:
    table = Table(title=f"Entrepôt {report.build_id}")
    table.add_column("table publiée")
    table.add_column("lignes", justify="right")
    for name, rows in report.row_counts.items():
        table.add_row(f"pub.{name}", f"{rows:,}".replace(",", "\u202f"))
    console.print(table)
    console.print(f"Servi : {report.file.name}")
    if report.deduced:
        listed = "\n".join(f"  {text}" for text in report.deduced[:DEDUCED_LISTED])
        console.print(
            f"Effectifs tus que des publications antérieures rendent "
            f"({len(report.deduced)}) ; ils ne peuvent plus être protégés :\n{listed}",
            highlight=False,
            markup=False,
        )


def _show_error(error: EtlError, *, as_json: bool) -> None:
    if as_json:
        typer.echo(write_answer(_refusal(error)))
    else:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)


def _refusal(error: EtlError) -> FileAnswer:
    """Why a command was not done, and what could be read of the file."""
    from etl.reading.preview import RefusedFileError

    if isinstance(error, ConfirmationError):
        asked = (*error.proposals, *error.lost)
        return FileAnswer(state="confirm", message_fr=str(error), proposals=asked)
    if isinstance(error, RefusedFileError):
        return FileAnswer(
            state="refused",
            message_fr=str(error),
            refusals=error.problems,
            sheets=error.sheets,
            preview=error.preview.answer() if error.preview else None,
        )
    return FileAnswer(state="refused", message_fr=str(error))


def main() -> None:
    """Run a command, until whoever runs it asks to stop."""
    allow_cancelling()
    app()


if __name__ == "__main__":
    main()
