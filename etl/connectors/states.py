"""What came of the last look at each official source: kept beside its archive, read by the pages.

No build follows a failure, so that no table could tell it. It is no figure either: as the pointer
of the builds, it is a document of the store that both sides read through :mod:`foundation.answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from foundation.answers import (
    SourceOutcome,
    SourceState,
    SourceStates,
    read_states,
    write_states,
)
from stores import OFFICIAL_STATE, Official, StoreError


def keep_states(kept: Official, outcomes: Sequence[SourceOutcome], now: str) -> None:
    """Keep what came of the sources that were looked at, the others as they were.

    A source without any file among those dropped by hand was not looked at. What is published stays
    so when the state cannot be read or written.
    """
    with suppress(OSError, StoreError):
        _write_states(kept, outcomes, now)


def _write_states(kept: Official, outcomes: Sequence[SourceOutcome], now: str) -> None:
    states = {state.connector_id: state for state in read_states(kept.read(OFFICIAL_STATE)).sources}
    for outcome in outcomes:
        if outcome.state == "absent":
            continue
        before = states.get(outcome.connector_id)
        is_good = outcome.state in ("published", "unchanged")
        last_good = now if is_good else before.good_at if before else ""
        states[outcome.connector_id] = SourceState(outcome, now, last_good)
    document = SourceStates(tuple(states[name] for name in sorted(states)))
    kept.write(OFFICIAL_STATE, [write_states(document)])
