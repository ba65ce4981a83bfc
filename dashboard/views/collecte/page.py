"""Context of the page « Collecte »: what is believed, counted and asked; callbacks of widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dashboard.core.registry import COLLECTE
from dashboard.queries.campaign import (
    fetch_counted,
    fetch_msu_of_year,
    fetch_outlook,
    fetch_requests,
    fetch_steps,
)
from dashboard.queries.desk import Desk
from dashboard.queries.registers import fetch_registers
from dashboard.themes.campaign import (
    DETAIL,
    REGISTER,
    Outlook,
    Progress,
    Requests,
    answering_territories,
    campaign_recipients,
    progress,
    refusing_territories,
    step_of,
)
from dashboard.ui import state
from dashboard.ui.links import site_address
from dashboard.views.collecte.view import (
    VIEW_PARAMETERS,
    CampaignView,
    parse_view,
    write_view,
)
from foundation.campaign.letters import Outcome, Terms
from foundation.campaign.recipients import Recipient
from foundation.days import today_in_paris
from models.msu.campaign import Step
from models.registers.register import Register

LISTED = 10
SENDER_KEY = "collecte.expediteur"


@dataclass(frozen=True)
class CampaignPage(Desk):
    """A desk with the view of the page, and the recipients of the campaign by territory."""

    view: CampaignView
    recipients: Mapping[str, Recipient]
    register: Register
    today: date

    @property
    def year(self) -> int:
        """Latest year with a national count: what is decided is decided of it."""
        return self.catalog.national_years[-1]

    @property
    def outlook(self) -> Outlook | None:
        """What is believed of each département; None when the build does not publish it."""
        return fetch_outlook(self.build, self.target, self.selection.key_id)

    @property
    def requests(self) -> Requests:
        """Line of the register of each recipient."""
        return fetch_requests(self.build)

    def step(self, recipient: Recipient) -> str:
        """Step of a recipient in the register."""
        return step_of(self.requests, recipient.territory_id, recipient.kind)

    def steps(self, way: str) -> tuple[Step, ...]:
        """Who to ask first, those who refused or gave their counts apart."""
        answering = answering_territories(self.catalog, self.counted, way)
        excluded = refusing_territories(fetch_requests(self.build)) | answering
        return fetch_steps(self.build, self.target, self.selection.key_id, way, excluded, LISTED)

    @property
    def is_nation(self) -> bool:
        """Whether the whole country is looked at."""
        return self.territory.level == "national"

    @property
    def own_recipients(self) -> tuple[Recipient, ...]:
        """Whose counts would be those of the territory: itself, or the faculties of a région."""
        own = self.recipients.get(self.territory.territory_id)
        if own is not None:
            return (own,)
        ids = () if self.is_nation else self.catalog.subdivisions_in(self.territory.territory_id)
        return tuple(self.recipients[item] for item in ids)

    @property
    def scope_recipients(self) -> dict[str, Recipient]:
        """Recipients of the départements and subdivisions looked at together."""
        if self.is_nation:
            return dict(self.recipients)
        ids = (*self.scope_ids("subdivision"), *self.scope)
        return {item: self.recipients[item] for item in ids}

    @property
    def recipient(self) -> Recipient:
        """Recipient of the letter: chosen, else the territory selected, else the first to ask."""
        first = next((step.name for step in self.steps(self.view.way)), "")
        inside = () if self.is_nation else self.catalog.subdivisions_in(self.territory.territory_id)
        own = (self.territory.territory_id, *inside)
        wanted = (self.view.recipient, *own, first, *self.recipients)
        return self.recipients[next(name for name in wanted if name in self.recipients)]

    @property
    def terms(self) -> Terms:
        """Terms of the letters: the days of the view, the address of the site, the sender."""
        return Terms(
            written_on=self.today,
            counted_on=date(self.today.year - int(self.view.back), 1, 1),
            answer_by=self.today + timedelta(weeks=int(self.view.weeks)),
            threshold=self.catalog.build.secrecy_threshold,
            site=site_address(),
            sender=str(state.widget_value(SENDER_KEY) or "").strip(),
        )

    def rows(self, recipient: Recipient, way: str) -> tuple[int, ...]:
        """Rows of the outlook that the answer of a recipient counts."""
        inside = self.catalog.departements_in(recipient.territory_id, whole=True)
        return self.outlook.rows(recipient, inside, way) if self.outlook else ()

    def outcome(self, recipient: Recipient) -> Outcome | None:
        """What the answer asked of a recipient is expected to decide, when it is known."""
        if self.outlook is None:
            return None
        return self.outlook.outcome(self.rows(recipient, DETAIL))

    def outcomes(self, asked: Mapping[str, Recipient]) -> dict[str, Outcome]:
        """What each answer is expected to decide, by territory, where it is known."""
        found = {key: self.outcome(item) for key, item in asked.items()}
        return {key: outcome for key, outcome in found.items() if outcome}

    def of_kind(self, kind: str) -> dict[str, Recipient]:
        """Recipients of a kind, by territory."""
        return {key: item for key, item in self.recipients.items() if item.kind == kind}

    @cached_property
    def counted(self) -> dict[str, float]:
        """Latest count of each territory that has one since the latest national count."""
        return fetch_counted(self.build, self.year)

    def progress(self, territory_id: str) -> Progress:
        """How far the campaign is in a territory."""
        msu = fetch_msu_of_year(self.build, self.year)
        return progress(self.catalog, territory_id, msu, self.counted, self.outlook)


def load_page() -> tuple[CampaignPage, tuple[str, ...]]:
    """Context of this run, and what was wrong in the address of the page."""
    desk = state.desk()
    register = fetch_registers(desk.build)[REGISTER]
    recipients = campaign_recipients(desk.catalog)
    view, problems = state.begin_page(
        COLLECTE,
        VIEW_PARAMETERS,
        lambda parameters: parse_view(parameters, recipients, register.step_labels),
        write_view,
    )
    page = CampaignPage(
        desk.build,
        desk.catalog,
        desk.selection,
        view=view,
        recipients=recipients,
        register=register,
        today=today_in_paris(),
    )
    return page, problems


def widget_key(name: str) -> str:
    """Key of the widget of one field of the view."""
    return f"collecte.{name}"


def change_from_widget(name: str) -> None:
    """Take the new value of a widget as one field of the view."""
    state.change_page_field(COLLECTE, name, widget_key(name))
