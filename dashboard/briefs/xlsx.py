"""The brief as a workbook: how to read it, a sheet to be read, then every value, typed."""

from __future__ import annotations

import io

from dashboard.briefs.brief import Brief
from dashboard.briefs.content import (
    Table,
    beside_nation,
    elsewhere_text,
    labelled,
    likely,
    peer_table,
    position_table,
    retention_table,
    stage_table,
    table,
    target_table,
)
from dashboard.briefs.rows import BriefRow
from dashboard.briefs.sheets import Styles, row_height, write_header, write_table
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import typography
from dashboard.core.workbook import new_workbook
from dashboard.profile.follow_up import follow_up_table
from dashboard.profile.model import DIRECTION_WORDS

# Of what is set against a share and estimated; other intervals are of their own level.
BOUNDS = ("Borne basse à 80 %", "Borne haute à 80 %", "Borne basse à 95 %", "Borne haute à 95 %")
HEADER: tuple[tuple[str, int], ...] = (
    ("Section", 30),
    ("Territoire", 24),
    ("Libellé", 42),
    ("Détail", 38),
    ("Valeur", 11),
    ("Borne basse", 11),
    ("Borne haute", 11),
    *((title, 11) for title in BOUNDS),
    ("Situation face à sa part", 30),
    ("Probabilité d’être sous sa part", 14),
    ("Unité", 26),
    ("Statut", 12),
    ("Période", 14),
    ("Source", 50),
    ("Emplacement", 30),
    ("Méthode", 12),
    ("Note", 50),
    ("Identifiant", 12),
)
MISSING = "n. d."
MISTAKES = "Parmi les territoires nommés d’après une estimation, quelques-uns le sont à tort."


def build_xlsx(brief: Brief, catalog: Catalog) -> bytes:
    """Write the workbook: Lisez-moi, Synthèse, Données, Définitions, Sources, Initiatives, Suivi.

    The sheets of initiatives and of registers are only there when they hold something.

    Every text is written as text: none can be run as a formula, none becomes a link.
    """
    buffer = io.BytesIO()
    profile = brief.profile
    about = {"subject": profile.headline, "comments": brief.build_text}
    with new_workbook(buffer, title=brief.title, **about) as book:
        styles = Styles(book)
        write_table(book, styles, "Lisez-moi", (("Quoi", 34), ("Détail", 110)), read_me(brief))
        _write_summary(book, styles, brief)
        _write_data(book, styles, brief)
        write_table(
            book,
            styles,
            "Définitions",
            (("Indicateur", 40), ("Définition", 90), ("Unité", 26), ("Sens", 22), ("Réserve", 90)),
            definitions(brief, catalog),
        )
        write_table(
            book,
            styles,
            "Sources",
            (("N°", 6), ("Éditeur", 36), ("Titre", 70), ("Adresse", 60), ("Licence", 30)),
            sources(brief),
        )
        _write_actions(book, styles, brief)
    return buffer.getvalue()


def _write_data(book, styles: Styles, brief: Brief) -> None:  # type: ignore[no-untyped-def]
    sheet = book.add_worksheet("Données")
    header = [*HEADER, ("Avertissement", 20)] if brief.profile.is_demo else list(HEADER)
    write_header(sheet, styles, header)
    for line, row in enumerate(brief.rows, start=1):
        value = row.value
        style = styles.of(value)
        for column, text in enumerate((row.section, row.territory, row.label, row.detail)):
            sheet.write_string(line, column, typography(text), styles.top)
        for column, figure in enumerate((value.value, value.low, value.high), start=4):
            if figure is not None and (column == 4 or value.value is not None):
                sheet.write_number(line, column, round(figure, value.decimals), style)
            elif column == 4:
                sheet.write_string(line, column, MISSING, styles.missing)
        _write_situation(sheet, styles, line, row)
        texts = (
            value.unit,
            value.status_text,
            value.period_text,
            " ; ".join(row.sources),
            value.locator,
            value.method_id or "",
            value.note or (f"à demander : {value.ask}" if value.ask else ""),
            row.territory_id,
        )
        for column, text in enumerate(texts, start=13):
            sheet.write_string(line, column, typography(text), styles.top)
        if brief.profile.is_demo:
            sheet.write_string(line, len(HEADER), FICTITIOUS, styles.text)
    sheet.autofilter(0, 0, len(brief.rows), len(header) - 1)


def _write_situation(sheet, styles: Styles, line: int, row: BriefRow) -> None:  # type: ignore[no-untyped-def]
    """Intervals at 80 % and 95 %, verdict and probability; empty for what has no share."""
    for column, bound in enumerate(row.bounds, start=7):
        if bound is not None:
            sheet.write_number(line, column, bound, styles.of(row.value))
    sheet.write_string(line, 11, typography(row.verdict), styles.text)
    if row.p_below is not None:
        sheet.write_number(line, 12, row.p_below, styles.probability)


SUMMARY_WIDTHS = (46, 34, 18, 20, 46, 18, 18, 18)
SUMMARY_COLUMNS = len(SUMMARY_WIDTHS)


def summary_tables(brief: Brief) -> list[Table]:
    """Tables of the sheet to be read, most useful first."""
    profile = brief.profile
    figures = table(
        "Cinq chiffres",
        ["Chiffre", "Valeur (intervalle)", "Statut", "Période", "Ce qu’on peut en dire"],
        [
            [
                labelled(item.label, "" if item.words else item.value.unit),
                item.words or likely(item.value),
                item.value.status_text,
                item.value.period_text,
                "; ".join(
                    text for text in (item.context, item.finding, beside_nation(item)) if text
                )
                or (f"à demander : {item.value.ask}" if item.value.ask else ""),
            ]
            for item in profile.key_figures
        ],
        (),
    )
    asked = table(
        "Demandes à faire",
        ["À qui", "Quoi"],
        [[item.addressee, item.text] for item in brief.requests],
        (),
    )
    tables = (
        figures,
        asked,
        target_table(profile),
        peer_table(profile),
        position_table(profile),
        stage_table(profile),
        retention_table(profile),
    )
    return [item for item in tables if item["rows"]]


def _write_summary(book, styles: Styles, brief: Brief) -> None:  # type: ignore[no-untyped-def]
    """The sheet to be read: the answer, then a table a block, all on the width of a screen."""
    sheet = book.add_worksheet("Synthèse")
    sheet.hide_gridlines(2)
    for column, width in enumerate(SUMMARY_WIDTHS):
        sheet.set_column(column, column, width)
    last = SUMMARY_COLUMNS - 1
    sheet.write_string(0, 0, typography(brief.title), styles.title)
    head = [brief.answer, f"{brief.sureness} {brief.view_text[0].upper()}{brief.view_text[1:]}."]
    if brief.profile.is_demo:
        head.insert(0, f"{FICTITIOUS} : à ne pas citer.")
    line = 1
    for text in head:
        sheet.merge_range(line, 0, line, last, "", styles.answer)
        sheet.write_string(line, 0, typography(text), styles.answer)
        sheet.set_row(line, row_height([text], [sum(SUMMARY_WIDTHS) * 0.8], 20))
        line += 1
    for content in summary_tables(brief):
        line = _write_block(sheet, styles, content, line + 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:H{line + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.3, 0.3, 0.4, 0.4)
    sheet.fit_to_pages(1, 0)


def _write_block(sheet, styles: Styles, content: Table, line: int) -> int:  # type: ignore[no-untyped-def]
    """Title, header, rows and note of a table; return the line after."""
    sheet.write_string(line, 0, content["title"], styles.block)
    for column, text in enumerate(content["header"]):
        sheet.write_string(line + 1, column, text, styles.head)
    sheet.set_row(line, 22)
    sheet.set_row(line + 1, row_height(content["header"], SUMMARY_WIDTHS))
    line += 2
    for row in content["rows"]:
        sheet.set_row(line, row_height(row, SUMMARY_WIDTHS))
        for column, text in enumerate(row):
            sheet.write_string(line, column, typography(text), styles.cell)
        line += 1
    if content["note"]:
        sheet.merge_range(line, 0, line, SUMMARY_COLUMNS - 1, "", styles.text)
        sheet.write_string(line, 0, content["note"], styles.text)
        sheet.set_row(line, row_height([content["note"]], [sum(SUMMARY_WIDTHS)]))
        line += 1
    return line


INITIATIVE_HEADER = (
    ("Initiative", 60),
    ("Portée", 22),
    ("Où", 28),
    ("Thème", 30),
    ("Avancement", 18),
    ("Année", 16),
    ("Statut", 12),
    ("Source", 50),
    ("Emplacement", 40),
    ("Réserve", 60),
)
REGISTER_HEADER = (
    ("Registre", 28),
    ("Nombre", 12),
    ("Par étape", 70),
    ("Échéance dans 12 mois", 22),
    ("En retard", 14),
    ("Statut", 16),
)


def _write_actions(book, styles: Styles, brief: Brief) -> None:  # type: ignore[no-untyped-def]
    """Sheets of the initiatives and of the registers; every line says when it is fictitious."""
    profile = brief.profile
    mark = (("Avertissement", 20),) if profile.is_demo else ()
    for name, header, rows in (
        ("Initiatives", INITIATIVE_HEADER, initiatives(brief)),
        ("Suivi", REGISTER_HEADER, registers(brief)),
    ):
        if rows:
            marked = [(*row, FICTITIOUS) for row in rows] if profile.is_demo else rows
            write_table(book, styles, name, (*header, *mark), marked)


def initiatives(brief: Brief) -> list[tuple[str, ...]]:
    """Every initiative that concerns the territory, whole."""
    recorded = brief.profile.initiatives
    cited = {item.source.source_id: item.source.citation for item in brief.profile.sources}
    return [
        (
            item.title,
            "ici" if item.is_own else "au-delà",
            item.place,
            item.theme,
            item.step,
            item.year,
            STATUS_LABELS[item.status],
            cited.get(item.source_id, item.source_id),
            item.locator,
            item.reserve,
        )
        for item in (recorded.items if recorded else ())
    ]


def registers(brief: Brief) -> list[tuple[str, ...]]:
    """Registers of the territory; small numbers of persons stay withheld."""
    profile = brief.profile
    return list(follow_up_table(profile.registers, profile.build.secrecy_threshold).rows)


def definitions(brief: Brief, catalog: Catalog) -> list[tuple[str, ...]]:
    """Definition of every indicator of the brief, of its target and of its keys."""
    labels = {row.label for row in brief.rows}
    rows: list[tuple[str, ...]] = [
        (
            item.label_fr,
            item.definition_fr,
            item.unit_fr,
            DIRECTION_WORDS.get(item.direction, DIRECTION_WORDS["none"]),
            item.caveat_fr or "",
        )
        for item in catalog.indicators.values()
        if item.label_fr in labels or item.short_fr in labels
    ]
    target = brief.profile.target
    rows.append((f"Cible « {target.label_fr} »", target.scope_fr, "MSU", "", target.note_fr or ""))
    keys = catalog.keys.values()
    rows += [
        (f"Clé « {key.label_fr} »", key.definition_fr, "", "", key.caveat_fr or "") for key in keys
    ]
    return rows


def sources(brief: Brief) -> list[tuple[str, ...]]:
    """Sources cited, by number."""
    return [
        (
            str(item.number),
            item.source.publisher,
            item.source.title,
            item.source.url or "",
            item.source.licence,
        )
        for item in brief.profile.sources
    ]


def read_me(brief: Brief) -> list[tuple[str, str]]:
    """Sheet « Lisez-moi »: what the workbook is, and the reservations on it."""
    profile = brief.profile
    demo = [("Attention", f"{FICTITIOUS} : jeu de démonstration, à ne pas citer.")]
    return [
        *(demo if profile.is_demo else []),
        ("Titre", brief.title),
        ("Territoire", profile.territory.label),
        ("Date", brief.day_text),
        ("Vue", brief.view_text),
        ("En bref", brief.answer),
        ("Sûreté", brief.sureness),
        (
            "Feuilles",
            "Synthèse : à lire et à imprimer. Données : une valeur par ligne, pour filtrer et "
            "calculer. Définitions, Sources ; Initiatives et Suivi quand il y en a.",
        ),
        *(("Constat", text) for text in profile.sentences),
        *((("Note", brief.note),) if brief.note else ()),
        *(("Coupe", text) for text in brief.cuts),
        ("Données et construction", brief.build_text),
        *((("Retrouver cette vue", brief.link),) if brief.link else ()),
        (
            "Statuts",
            "observé : publié, avec sa source ; importé : fichier local ; estimé : notre méthode, "
            "avec son intervalle (MSU : à 80 % et à 95 %) ; fictif : démonstration. Sans statut : "
            "calcul sur la cible. « n. d. » : non disponible, jamais zéro.",
        ),
        (
            "Situations",
            "Probablement sous ou au-dessus de sa part : au moins 8 chances sur 10 ; plutôt : au "
            "moins 6 ; sinon indécis. Un territoire compté est un fait, sans probabilité. "
            f"{MISTAKES}",
        ),
        *(
            (f"Question à {item.ask}", f"{item.text} {item.why}")
            for item in profile.questions
            if brief.has("questions")
        ),
        *(("Réserve", text) for text in profile.caveats),
        *(("Initiatives", text) for text in _recorded(brief)),
    ]


def _recorded(brief: Brief) -> list[str]:
    """How many initiatives are recorded, here and elsewhere, and from which census."""
    recorded = brief.profile.initiatives
    return [recorded.finding, elsewhere_text(brief), recorded.note] if recorded else []
