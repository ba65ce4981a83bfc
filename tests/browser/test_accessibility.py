"""What a reader with a screen reader, a keyboard, a magnifier or a dislike of motion meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from browser.visitor import LAPTOP, PHONE, Site
from dashboard.core.registry import PAGES

pytestmark = pytest.mark.browser

# Streamlit's own, which nobody hears: the box around the button of a file, an alert without role.
OF_STREAMLIT = {"presentation-role-conflict"}
GESTURES = 12
# More clicks than any page has parts.
PARTS = 60
CLOSED = ".stMain details:not([open]) > summary"
# A laptop of 1366 × 768 read at 200 %: half the points, each twice as large.
MAGNIFIED = {"width": LAPTOP["width"] // 2, "height": LAPTOP["height"] // 2}
CLICK_FIRST = "(titles) => { titles[0]?.click(); return titles.length; }"
MOVING = """() => document.getAnimations().filter((motion) => {
    const shape = motion.effect.getTiming();
    return motion.playState === 'running' && shape.iterations === 1 && shape.duration > 100;
}).map((motion) => motion.effect.target?.className)"""


def open_sections(site: Site) -> None:
    """Open every part of the page that folds, those inside them too."""
    closed = site.page.locator(CLOSED)
    for _ in range(PARTS):
        # Found and clicked in one instant: a part that the server draws again in between may be
        # another one, or open.
        if closed.evaluate_all(CLICK_FIRST) == 0:
            break
        site.settle()
    expect(closed).to_have_count(0)


def press_until(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus, a few times at most."""
    for _ in range(GESTURES):
        page.keyboard.press("Tab")
        if goal.evaluate("node => node === node.getRootNode().activeElement"):
            break
    expect(goal).to_be_focused()


def faults(page: Page) -> Iterator[str]:
    """What axe finds wrong, with the first part of the page concerned."""
    for rule in Axe().run(page).response["violations"]:
        if rule["id"] not in OF_STREAMLIT:
            yield f"{rule['impact']} {rule['id']}: {rule['nodes'][0]['html'][:300]}"


@pytest.mark.parametrize(
    ("size", "scheme", "shown"),
    [(LAPTOP, "light", {}), (PHONE, "dark", {"donnees": "demo"})],
    ids=["laptop", "phone"],
)
def test_axe_finds_no_fault_on_any_page_with_every_part_open(visit, size, scheme, shown):
    site = visit(size, color_scheme=scheme)
    found = []
    for spec in PAGES:
        page = site.open(spec.slug, territoire="DEP-12", **shown)
        open_sections(site)
        found += [f"{spec.slug}: {fault}" for fault in faults(page)]
    assert found == []


def test_axe_sees_a_fault(site):
    page = site.open("donnees")
    page.evaluate("document.querySelector('.stMain').insertAdjacentHTML('beforeend', '<button/>')")
    assert any("button-name" in fault for fault in faults(page))


def test_the_keyboard_finds_a_departement_reads_its_shortfall_and_takes_its_brief(site):
    page = site.open("carte", mode="essentiel")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("combobox", name="Mon territoire"))
    page.keyboard.type("lozere")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    site.expect_parameter("territoire", "DEP-48")
    expect(page.get_by_role("heading", level=1)).to_contain_text("La Lozère")
    press_until(page, page.get_by_role("button", name="Dossier, 1 page"))
    with page.expect_download() as downloaded:
        page.keyboard.press("Enter")
    assert downloaded.value.suggested_filename.endswith(".pdf")


def test_every_page_reads_at_twice_its_size(visit):
    site = visit(MAGNIFIED, device_scale_factor=2)
    for spec in PAGES:
        page = site.open(spec.slug, territoire="DEP-12")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 1, spec.slug


def test_nothing_moves_for_who_prefers_stillness(visit):
    site = visit(reduced_motion="reduce")
    page = site.open("carte", mode="essentiel")
    site.territory("Lozère (48)").click()
    site.expect_parameter("territoire", "DEP-48")
    assert page.evaluate(MOVING) == []
