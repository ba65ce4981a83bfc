"""Entry point: page configuration, shell and navigation."""

from __future__ import annotations

import streamlit as st

from dashboard.core.registry import PAGES, SITE, VOS_DONNEES, page_at
from dashboard.queries.cache import NoWarehouseError
from dashboard.queries.catalog import fetch_catalog
from dashboard.server.uploads import forget_files
from dashboard.ui import state
from dashboard.ui.shell import (
    apply_style,
    carry_tools,
    show_damages,
    show_demo_banner,
    show_expert_selectors,
    show_footer,
    show_no_warehouse,
    show_problems,
    show_territory_bar,
)
from dashboard.ui.sign_in import require_reading, show_sign_in

st.set_page_config(
    page_title=SITE,
    page_icon="🩺",
    layout="wide",
    menu_items={"Get help": None, "Report a bug": None, "About": None},
)
apply_style()
require_reading()
pages = [
    st.Page(
        spec.script,
        title=spec.title,
        icon=spec.icon,
        url_path=spec.url_path,
        default=index == 0,
    )
    for index, spec in enumerate(PAGES)
]
try:
    build = state.take_build()
    catalog = fetch_catalog(build)
except NoWarehouseError as error:
    show_no_warehouse(error)
    st.stop()
selection, problems = state.begin(catalog)
page = st.navigation(pages, expanded=True)
st.set_page_config(page_title=f"{page.title} · {SITE}")
spec = page_at(page.url_path)
if spec.slug != VOS_DONNEES:
    forget_files()
with st.sidebar:
    show_expert_selectors(catalog, selection, spec)
    show_sign_in()
show_demo_banner(catalog)
show_damages(catalog, build.damages)
show_territory_bar(catalog, selection, spec)
show_problems(problems)
state.draw_or_begin_again(page.run)
show_footer(catalog)
carry_tools(catalog)
state.write_address(catalog, spec.slug)
