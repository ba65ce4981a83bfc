"""Maps of « Suivi »: colours of the steps."""

from __future__ import annotations

from dashboard.views.suivi.map import step_colors
from models.registers.register import Register, RegisterStep

STEPS = (
    RegisterStep("contact", "Contact"),
    RegisterStep("visite", "Visite"),
    RegisterStep("agree", "Agréé", None, "kept"),
    RegisterStep("refus", "Refusé", None, "lost"),
)


def register(steps: tuple[RegisterStep, ...]) -> Register:
    return Register("agrements", "Agréments", ("dossier", "dossiers"), "…", (), {}, steps=steps)


def test_steps_have_colours_apart_whatever_their_number():
    colors = step_colors(register(STEPS))
    assert list(colors) == ["contact", "visite", "agree", "refus"]
    assert len(set(colors.values())) == 4
    many = tuple(RegisterStep(f"s{rank}", "…") for rank in range(7))
    assert len(step_colors(register(many))) == 7
