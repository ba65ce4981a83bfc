"""A command may be cancelled until what it changes begins to be written."""

from __future__ import annotations

import signal

from etl.errors import CancelledError


def allow_cancelling() -> None:
    """Let whoever runs this process end its command in order, by the signal that asks it to."""
    signal.signal(signal.SIGTERM, _cancel)


def past_cancelling() -> None:
    """End the command whatever is asked: half of what follows would be worse than all of it."""
    if signal.getsignal(signal.SIGTERM) is _cancel:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _cancel(*_: object) -> None:
    raise CancelledError
