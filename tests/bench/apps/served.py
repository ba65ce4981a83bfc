"""ASGI application of a page of the bench: the middleware of the dashboard around it.

Copied beside ``page.py`` in a temporary folder, with the configuration of the dashboard.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

# Streamlit looks for its configuration beside the first application created in the process:
# this one comes before that of the dashboard, which the import below creates too.
page = st.App(Path(__file__).with_name("page.py"))

from dashboard.asgi import FrenchDocument, ImmutableGeometry  # noqa: E402

app = ImmutableGeometry(FrenchDocument(page))
