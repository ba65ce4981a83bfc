"""Sign-ins that are over: signed out, idle for too long, or older than they may be.

The cookie of a sign-in stays valid for its signature long after its visitor left: the server keeps
what the cookie cannot say. One small file per sign-in, whose date is its latest click; another
that says that its visitor signed out. Files need no lock, and servers that share the folder share
the list. A folder that is lost signs idle visitors out, and nobody in.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.access.surface import SessionLimits
from stores.choice import local_folder

TOUCH_SECONDS = 30
ENDED = ".fin"
# The longest that the settings allow: older files say nothing that the cookie does not.
KEPT_SECONDS = 720 * 3_600
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignIn:
    """A sign-in, without its account: a digest, and when it was made (s since 1970)."""

    digest: str
    made_at: float


@dataclass
class SignIns:
    """The sign-ins of this installation that a server has seen.

    Parameters
    ----------
    folder : Path
        Where they are kept; several servers may share it.
    now : Callable[[], float]
        The time (s since 1970).
    """

    folder: Path
    now: Callable[[], float] = time.time
    _ended: set[str] = field(default_factory=set)
    _seen: dict[str, float] = field(default_factory=dict)

    def is_over(self, sign_in: SignIn, limits: SessionLimits) -> bool:
        """Whether a sign-in gives no right any more; if it does, it has just been used."""
        if self._is_ended(sign_in.digest):
            return True
        now = self.now()
        latest = max(sign_in.made_at, self._latest(sign_in.digest))
        if now - sign_in.made_at > limits.lifetime_seconds or now - latest > limits.idle_seconds:
            return True
        self._touch(sign_in.digest, now)
        return False

    def end(self, sign_in: SignIn) -> None:
        """End a sign-in for good, on every server that shares the folder."""
        self._ended.add(sign_in.digest)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{sign_in.digest}{ENDED}").touch()
        except OSError as error:
            logger.error("a sign-out is kept in memory only: %s", type(error).__name__)
        self._sweep()

    def _is_ended(self, digest: str) -> bool:
        return digest in self._ended or (self.folder / f"{digest}{ENDED}").exists()

    def _latest(self, digest: str) -> float:
        with suppress(OSError):
            return max(self._seen.get(digest, 0.0), (self.folder / digest).stat().st_mtime)
        return self._seen.get(digest, 0.0)

    def _touch(self, digest: str, now: float) -> None:
        if now - self._seen.get(digest, 0.0) < TOUCH_SECONDS:
            return
        self._seen[digest] = now
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / digest).touch()
        except OSError as error:
            logger.error("the latest click is kept in memory only: %s", type(error).__name__)

    def _sweep(self) -> None:
        """Forget what is too old to give a right; what is kept in memory follows."""
        oldest = self.now() - KEPT_SECONDS
        self._seen = {digest: at for digest, at in self._seen.items() if at > oldest}
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()


_of_folder: dict[Path, SignIns] = {}


def sign_ins() -> SignIns:
    """The sign-ins of the installation that ``MSU_LOCAL`` names, the same for every thread."""
    folder = local_folder() / "sessions"
    return _of_folder.setdefault(folder, SignIns(folder))
