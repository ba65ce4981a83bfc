"""The server alone: sessions that speak Streamlit's protocol without a browser."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.bench.samples import FLOOR, OURS, PLOTLY, Samples, p95
from tests.bench.servers import Server, cpu_seconds

ANSWER_TIMEOUT = 30
SESSIONS = 30
THINK_SECONDS = 3.0
CHANGES_PER_BATCH = 30
# What each part of a page says of the build it was made of.
BUILD = re.compile(rb"\d{8}T\d{9}-[0-9a-z]+")
# Each selector changed goes between its first two options.
CHANGED = ("carte.indicateur", "vue.cible", "vue.cle", "vue.annee", "choice")


@dataclass(frozen=True)
class Target:
    """A page of a server, and the ends of the identifiers of the selectors changed in it."""

    contender: str
    page_name: str
    query: str
    changed: tuple[str, ...] = CHANGED


PAGES = (
    Target(OURS, "carte", ""),
    Target(FLOOR, "", urlencode({"widgets": "1"})),
    Target(PLOTLY, "", ""),
)


class Session:
    """One user: opens the page, then changes its selectors."""

    def __init__(self, socket: ClientConnection, target: Target) -> None:
        self.socket = socket
        self.target = target
        self.query = target.query
        self.script = ""
        self.known: set[str] = set()
        self.options: dict[str, list[str]] = {}
        self.chosen: dict[str, str] = {}
        self.fragments: dict[str, str] = {}
        self.failures = 0
        self.turn = 0
        self.builds: set[bytes] = set()
        self.mixed = 0
        self._builds_known: dict[str, set[bytes]] = {}

    async def run(self, fragment_id: str = "") -> float:
        """Ask for a run of the script, or of a fragment: seconds until it is finished."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.script
        asked.fragment_id = fragment_id
        asked.page_name = "" if self.script else self.target.page_name
        asked.cached_message_hashes.extend(sorted(self.known))
        for widget, value in self.chosen.items():
            asked.widget_states.widgets.add(id=widget, string_value=value)
        self.builds = set()
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(ANSWER_TIMEOUT):
            while not self._read(await self.socket.recv()):
                pass
        self.mixed += len(self.builds) > 1
        return time.perf_counter() - started

    async def change(self) -> float:
        """Go to the other option of the next selector."""
        widgets = [item for item in self.chosen if item.endswith(self.target.changed)]
        widget = widgets[self.turn % len(widgets)]
        self.turn += 1
        first, second = self.options[widget][:2]
        self.chosen[widget] = second if self.chosen[widget] == first else first
        return await self.run(self.fragments.get(widget, ""))

    def _read(self, payload: str | bytes) -> bool:
        """Take a message in; true when the run is over."""
        message = ForwardMsg.FromString(payload)
        named = self._builds_known.get(message.ref_hash) or set(BUILD.findall(_bytes(payload)))
        self.builds |= named
        if message.metadata.cacheable:
            self.known.add(message.hash)
            self._builds_known[message.hash] = named
        match message.WhichOneof("type"):
            case "new_session":
                self.script = message.new_session.page_script_hash
            case "navigation":
                self.script = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                self._read_element(message.delta.new_element, message.delta.fragment_id)
            case "script_finished":
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _read_element(self, element: Element, fragment_id: str) -> None:
        if element.WhichOneof("type") == "exception":
            self.failures += 1
        elif element.WhichOneof("type") == "selectbox":
            box = element.selectbox
            self.options[box.id] = list(box.options)
            self.fragments[box.id] = fragment_id
            value = box.raw_value if box.set_value else self.chosen.get(box.id)
            self.chosen[box.id] = value or box.options[box.default]


def _bytes(payload: str | bytes) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload


@dataclass
class Crowd:
    """What a crowd met: seconds of each answer, runs that failed, runs made of two builds."""

    answers: list[float] = field(default_factory=list)
    failed: int = 0
    mixed: int = 0


async def open_session(server: Server, target: Target) -> Session:
    """A session whose first run is over."""
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    session = Session(await connect(address, max_size=None), target)
    await session.run()
    return session


def measure_cpu(
    servers: dict[str, Server], batches: int, samples: Samples, tick: Callable[[], None]
) -> None:
    """Processor time of the server for one change, by batches, each page in turn."""
    if cpu_seconds(servers[OURS]) is None:
        samples.skipped["cpu_per_change"] = "this system does not tell the time of a process"
        return
    asyncio.run(_measure_cpu(servers, batches, samples, tick))


async def _measure_cpu(
    servers: dict[str, Server], batches: int, samples: Samples, tick: Callable[[], None]
) -> None:
    sessions = {
        target.contender: await open_session(servers[target.contender], target) for target in PAGES
    }
    for number in range(-1, batches):
        for name, session in sessions.items():
            before = cpu_seconds(servers[name])
            for _ in range(CHANGES_PER_BATCH):
                await session.change()
            after = cpu_seconds(servers[name])
            if number >= 0 and before is not None and after is not None:
                samples.add("cpu_per_change", name, 1000 * (after - before) / CHANGES_PER_BATCH)
        tick()
    for session in sessions.values():
        await session.socket.close()


def measure_load(
    servers: dict[str, Server], seconds: float, samples: Samples, tick: Callable[[], None]
) -> None:
    """Thirty users who think three seconds between changes, then who do not think."""
    for target in PAGES:
        server = servers[target.contender]
        crowd = asyncio.run(meet_crowd(server, target, SESSIONS, seconds, THINK_SECONDS))
        worst = 1000 * p95(crowd.answers) if crowd.answers else float("inf")
        samples.add("load_p95", target.contender, worst)
        samples.add("load_errors", target.contender, crowd.failed)
        tick()
        crowd = asyncio.run(meet_crowd(server, target, SESSIONS, seconds / 3, 0))
        samples.add("saturation", target.contender, len(crowd.answers) / (seconds / 3))
        samples.add("load_errors", target.contender, crowd.failed)
        tick()


async def meet_crowd(
    server: Server,
    target: Target,
    sessions_n: int,
    seconds: float,
    think: float,
    meanwhile: Callable[[], Awaitable[None]] | None = None,
) -> Crowd:
    """Sessions that change their selectors at once for a time, and what happens ``meanwhile``.

    The crowd stays until what happens is over.
    """
    sessions = [await open_session(server, target) for _ in range(sessions_n)]
    crowd = Crowd()
    end = time.perf_counter() + seconds
    drawn = random.Random(sessions_n)
    happening = asyncio.create_task(_awaited(meanwhile))

    async def use(session: Session, delay: float) -> None:
        await asyncio.sleep(delay)
        while time.perf_counter() < end or not happening.done():
            try:
                elapsed = await session.change()
            except (OSError, WebSocketException):
                crowd.failed += 1
                return
            crowd.answers.append(elapsed)
            await asyncio.sleep(max(0.0, think - elapsed))

    await asyncio.gather(
        happening, *(use(session, drawn.uniform(0, think)) for session in sessions)
    )
    crowd.failed += sum(session.failures for session in sessions)
    crowd.mixed = sum(session.mixed for session in sessions)
    await asyncio.gather(*(session.socket.close() for session in sessions))
    return crowd


async def _awaited(meanwhile: Callable[[], Awaitable[None]] | None) -> None:
    if meanwhile is not None:
        await meanwhile()
