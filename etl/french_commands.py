"""Commands that speak French: their help, and what is wrong in the way one was written."""

from __future__ import annotations

import re
import sys
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

HELP_FR = "Afficher cette aide."
# What the library says of a fault of usage, and the same in French.
FAULTS = (
    (r"Missing argument '?(.+?)'?\.", r"il manque l’argument \1."),
    (r"Missing option '?(.+?)'?\.", r"il manque l’option \1."),
    (r"No such option: (\S+) \(Possible options: (.+)\)", r"option inconnue : \1 (peut-être \2)."),
    (r"No such option: (\S+)", r"option inconnue : \1."),
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", r"commande inconnue : \1."),
    (r"Got unexpected extra arguments? \((.+)\)", r"en trop : \1."),
    (r"Option '(.+?)' requires an argument\.", r"l’option \1 attend une valeur."),
    (r"Option '(.+?)' does not take a value\.", r"l’option \1 ne prend pas de valeur."),
    (r"Invalid value for '?(.+?)'?: (.+)", r"valeur refusée pour \1 : \2"),
    (r"Invalid value: (.+)", r"\1"),
    (r"Missing command\.", "il manque une commande."),
)
WORDS = {
    "COMMANDS_PANEL_TITLE": "Commandes",
    "ERRORS_PANEL_TITLE": "Erreur",
    "ABORTED_TEXT": "Interrompu.",
    "DEFAULT_STRING": "[par défaut : {}]",
    "ENVVAR_STRING": "[variable : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
}


class FrenchCommand(TyperCommand):
    """A command whose help option speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help, in French."""
        return _in_french(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """A group of commands that says in French what is wrong in the way one was written."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows the help, in French."""
        return _in_french(super().get_help_option(ctx))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command asked for; exit with 2 when it was not written as it should be."""
        for name, text in WORDS.items():
            setattr(rich_utils, name, text)
        if not options.get("standalone_mode", True):
            return super().main(*args, **options)
        try:
            code = super().main(*args, **options | {"standalone_mode": False})
        except typer.TyperException as error:
            typer.echo(usage_fault(error), err=True)
            sys.exit(error.exit_code)
        except typer.Abort:
            typer.echo("Interrompu.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def usage_fault(error: typer.TyperException) -> str:
    """What is wrong in a command, how it is written, and where its help is, in French."""
    message = error.format_message()
    for pattern, french in FAULTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            message = match.expand(french)
            break
    context = getattr(error, "ctx", None)
    if context is None or type(error).__name__ == "NoArgsIsHelpError":
        return message
    usage = context.get_usage().replace("Usage: ", "Usage : ", 1)
    told = message[:1].upper() + message[1:]
    return f"{usage}\nAide : {context.command_path} --help\n\nErreur : {told}"


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = HELP_FR
    return option
