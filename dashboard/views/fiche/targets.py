"""Section: MSU against the share of every target, by every key."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.profile.model import TargetShare
from dashboard.ui.tables import show_table
from dashboard.views.fiche import words
from dashboard.views.fiche.page import FichePage


def show_targets(page: FichePage) -> None:
    """Show a row per target, a column per key."""
    by_target: dict[str, list[TargetShare]] = {}
    for share in page.profile.targets:
        by_target.setdefault(share.target.label_fr, []).append(share)
    keys = dict.fromkeys(share.key.label_fr for share in page.profile.targets)
    rows = [
        [label, *(words.target_share(share) for share in shares)]
        for label, shares in by_target.items()
    ]
    show_table(words.targets_caption(page.profile), ["Cible nationale", *keys], rows)
    st.caption(typography(words.TARGETS_NOTE))
