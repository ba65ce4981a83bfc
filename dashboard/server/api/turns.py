"""One answer at a time, bounded in time, stopped when nobody waits for it.

What answers has one thread, which rests as long as it has worked: the pages keep the processors,
whatever is asked here. A refusal takes its time: who asks again at once is slowed down by it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TypeVar

import duckdb
from starlette.types import Receive

from dashboard.queries.cache import Cursor
from dashboard.server.api import words
from dashboard.server.api.problems import ProblemError

Answer = TypeVar("Answer")
SECONDS = 8.0
MOST_WAITING = 16
MOST_OF_ADDRESS = 4
REFUSAL_SECONDS = 2.0
AGAIN_SECONDS = "5"


class Stopped:
    """What tells an answer in preparation that nobody waits for it."""

    def __init__(self) -> None:
        self._is_set = Event()
        self._cursor: Cursor | None = None

    @property
    def is_set(self) -> bool:
        """Whether nobody waits any more."""
        return self._is_set.is_set()

    def watch(self, cursor: Cursor) -> Cursor:
        """Have the queries of this cursor stopped with the answer."""
        self._cursor = cursor
        if self.is_set:
            raise duckdb.InterruptException("nobody waits for it")
        return cursor

    def stop(self) -> None:
        """Stop the query under way, and those to come."""
        self._is_set.set()
        if self._cursor is not None:
            self._cursor.interrupt()


@dataclass
class Turns:
    """Answers in preparation, the one under way and those that wait.

    ``seconds`` bounds the wait and the preparation together; ``most`` and ``most_of_address`` how
    many wait, of all addresses and of one; ``refusal_seconds`` is how long a refusal takes.
    """

    seconds: float = SECONDS
    most: int = MOST_WAITING
    most_of_address: int = MOST_OF_ADDRESS
    refusal_seconds: float = REFUSAL_SECONDS
    _open: Counter[str] = field(default_factory=Counter)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="api")
    )

    async def enter(self, address: str) -> None:
        """Refuse an address when too many wait, before anything is read for it.

        Raises
        ------
        ProblemError
            With when to ask again.
        """
        if self._open.total() >= self.most or self._open[address] >= self.most_of_address:
            await self.slow_down()
            raise ProblemError(503, words.BUSY, words.BUSY_DETAIL, retry_after=AGAIN_SECONDS)

    async def slow_down(self) -> None:
        """Take the time of a refusal."""
        await asyncio.sleep(self.refusal_seconds)

    async def take(
        self, address: str, receive: Receive, make: Callable[[Stopped], Answer]
    ) -> Answer | None:
        """What ``make`` returns, in its turn; None when the visitor has left.

        Raises
        ------
        ProblemError
            When too many wait, or when it lasts too long.
        """
        await self.enter(address)
        self._open[address] += 1
        stopped = Stopped()
        answer = asyncio.get_running_loop().run_in_executor(self._thread, self._job(stopped, make))
        # What stopped it is told to nobody.
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())
        leaving = asyncio.create_task(_until_gone(receive))
        try:
            done, _ = await asyncio.wait(
                (answer, leaving), timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if answer in done:
                return answer.result()
            if leaving in done:
                return None
            raise ProblemError(
                503, words.TOO_LONG, words.TOO_LONG_DETAIL, retry_after=AGAIN_SECONDS
            )
        finally:
            stopped.stop()
            answer.cancel()
            leaving.cancel()
            self._open[address] -= 1
            # Addresses that have left are forgotten.
            self._open += Counter()

    def _job(self, stopped: Stopped, make: Callable[[Stopped], Answer]) -> Callable[[], Answer]:
        def prepare() -> Answer:
            if stopped.is_set:
                raise duckdb.InterruptException("nobody waits for it")
            begun = time.perf_counter()
            try:
                return make(stopped)
            finally:
                # A stopped server takes no more.
                with suppress(RuntimeError):
                    self._thread.submit(time.sleep, time.perf_counter() - begun)

        return prepare


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
