"""A sign-in ends when its visitor signs out, stops clicking, or has been there too long."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dashboard.access.sign_ins import KEPT_SECONDS, SignIn, SignIns
from dashboard.access.surface import SessionLimits, read_surface
from foundation.settings_file import SettingsError

LIMITS = SessionLimits()
HOUR = 3_600
MINUTE = 60


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.time = time.time()

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(tmp_path: Path, clock: Clock) -> SignIns:
    return SignIns(tmp_path / "sessions", clock)


def test_a_sign_in_in_use_lasts_until_its_limit(known, clock):
    sign_in = SignIn("a", clock.time)
    for _ in range(LIMITS.lifetime_hours):
        clock.time += HOUR - 1
        assert not known.is_over(sign_in, LIMITS)
    clock.time += HOUR
    assert known.is_over(sign_in, LIMITS)


def test_a_sign_in_that_nobody_uses_ends(known, clock):
    sign_in = SignIn("a", clock.time)
    assert not known.is_over(sign_in, LIMITS)
    clock.time += LIMITS.idle_seconds + MINUTE
    assert known.is_over(sign_in, LIMITS)
    # Asking does not bring it back.
    assert known.is_over(sign_in, LIMITS)


def test_an_old_cookie_that_the_server_never_saw_gives_nothing(known, clock):
    assert known.is_over(SignIn("a", clock.time - LIMITS.idle_seconds - 1), LIMITS)


def test_a_sign_out_ends_it_on_every_server_that_shares_the_folder(known, clock):
    sign_in, other = SignIn("a", clock.time), SignIn("b", clock.time)
    neighbour = SignIns(known.folder, clock)
    assert not neighbour.is_over(sign_in, LIMITS)
    known.end(sign_in)
    assert known.is_over(sign_in, LIMITS)
    assert neighbour.is_over(sign_in, LIMITS)
    assert not neighbour.is_over(other, LIMITS)
    # And after both have been started again.
    assert SignIns(known.folder, clock).is_over(sign_in, LIMITS)


def test_a_folder_that_cannot_be_written_ends_it_in_memory(tmp_path, clock, caplog):
    (tmp_path / "sessions").touch()
    known = SignIns(tmp_path / "sessions", clock)
    sign_in = SignIn("a", clock.time)
    assert not known.is_over(sign_in, LIMITS)
    known.end(sign_in)
    assert known.is_over(sign_in, LIMITS)
    assert "memory only" in caplog.text


def test_what_is_too_old_to_give_a_right_is_forgotten(known, clock):
    known.end(SignIn("old", clock.time))
    clock.time += KEPT_SECONDS + HOUR
    known.end(SignIn("new", clock.time))
    assert not (known.folder / "old.fin").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sessions]\ninactivite_minutes = 0\n", "inactivite_minutes"),
        ('[sessions]\nduree_heures = "12"\n', "duree_heures"),
        ("[depots]\nmemoire = 1\n", "champ inconnu"),
        ("[limites]\ndocuments_par_minute = -1\n", "documents_par_minute"),
    ],
)
def test_a_limit_that_is_none_is_refused(tmp_path, text, said):
    path = tmp_path / "reglages.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        read_surface(path)


def test_without_a_file_the_limits_are_those_of_the_model(tmp_path):
    assert read_surface(tmp_path / "absent.toml").sessions == LIMITS
