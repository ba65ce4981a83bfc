"""Sections ``[sessions]``, ``[depots]`` and ``[limites]``: the share of one visitor."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dashboard.access.settings import Section, read_section
from foundation.settings_file import read_settings, settings_path

Minutes = Annotated[int, Field(ge=5, le=1_440)]
Hours = Annotated[int, Field(ge=1, le=720)]
Megabytes = Annotated[int, Field(ge=50, le=16_384)]
Seconds = Annotated[int, Field(ge=10, le=3_600)]
Count = Annotated[int, Field(ge=1, le=100_000)]


class SessionLimits(Section):
    """Section ``[sessions]``: how long a sign-in lasts, without a click and in all."""

    idle_minutes: Minutes = Field(default=120, alias="inactivite_minutes")
    lifetime_hours: Hours = Field(default=12, alias="duree_heures")

    @property
    def idle_seconds(self) -> int:
        """Time without a click after which a sign-in ends."""
        return 60 * self.idle_minutes

    @property
    def lifetime_seconds(self) -> int:
        """Time after which a sign-in ends, whatever happens."""
        return 3_600 * self.lifetime_hours


class UploadLimits(Section):
    """Section ``[depots]``: memory of the files being imported, time to send one."""

    total_mb: Megabytes = Field(default=400, alias="memoire_mo")
    seconds: Seconds = Field(default=300, alias="delai_secondes")


class RateLimits(Section):
    """Section ``[limites]``: documents and deposits in a minute, per session and per address.

    ``pages_of_address`` are those that an address may have open at once, ``api_of_address`` the
    questions that it may put to the API in a minute.
    """

    documents: Count = Field(default=30, alias="documents_par_minute")
    documents_of_address: Count = Field(default=120, alias="documents_par_minute_adresse")
    deposits: Count = Field(default=12, alias="depots_par_minute")
    deposits_of_address: Count = Field(default=60, alias="depots_par_minute_adresse")
    pages_of_address: Count = Field(default=300, alias="pages_par_adresse")
    api_of_address: Count = Field(default=120, alias="api_par_minute_adresse")


@dataclass(frozen=True)
class SurfaceSettings:
    """The three sections together."""

    sessions: SessionLimits
    uploads: UploadLimits
    rates: RateLimits


def read_surface(path: Path) -> SurfaceSettings:
    """The three sections of the file; the defaults where it has none.

    Raises
    ------
    SettingsError
        At the first fault.
    """
    document = read_settings(path)
    return SurfaceSettings(
        read_section(path, document, "sessions", SessionLimits, {}),
        read_section(path, document, "depots", UploadLimits, {}),
        read_section(path, document, "limites", RateLimits, {}),
    )


def configured_surface() -> SurfaceSettings:
    """The three sections of the file of this installation.

    Raises
    ------
    SettingsError
        As ``read_surface``.
    """
    return read_surface(settings_path())
