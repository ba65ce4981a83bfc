"""What reads a file of somebody else's runs in a process of its own, which memory and time bound.

On Linux the process is a copy of this one: nothing is loaded again. Elsewhere a new one is begun;
where the system cannot bound memory (macOS, Windows), time only is.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from etl.reading.preview import RefusedFileError
from etl.reading.safety import refused
from etl.settings import Limits

try:
    import resource
except ImportError:  # pragma: no cover — Windows
    resource = None  # type: ignore[assignment]

P = ParamSpec("P")
T = TypeVar("T")

IS_LINUX = sys.platform == "linux"
# A busy machine gives a process a part of its time: this many seconds for one of work.
PATIENCE = 2
# How long after its time a process that ignores it is ended by the system.
GRACE_SECONDS = 5
# However much memory this process holds, reading has half of what is allowed.
LEAST_SHARE = 0.5
DIE_WITH_PARENT = 1
FIRST_TO_GO = b"1000"
MEMORY, TIME = "memory", "time"


@dataclass(frozen=True)
class _Answer:
    """What the process sends back: what the function returned, or what it raised."""

    value: object = None
    error: BaseException | None = None
    exceeded: str = ""


def confined(
    limits: Limits, file: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Result of a function that reads ``file``, called in a process that ``limits`` bound.

    What the function raises is raised here; what it returns has to be pickled.

    Raises
    ------
    RefusedFileError
        When reading takes more memory or time than the limits, or ends without an answer. This
        process holds no more than before.
    """
    context: Any = multiprocessing.get_context("fork" if IS_LINUX else "spawn")
    receiver, sender = context.Pipe(duplex=False)
    arguments = (sender, limits, os.getpid(), function, args, kwargs)
    process = context.Process(target=_work, args=arguments, name="lecture")
    process.start()
    sender.close()
    try:
        answer = _received(receiver, limits)
        process.join(GRACE_SECONDS)
    finally:
        if process.is_alive():
            process.kill()
        process.join()
        receiver.close()
    answer = answer or _Answer(exceeded=_why_ended(process.exitcode or 0))
    if answer.error is not None:
        raise answer.error
    if answer.exceeded:
        raise _refusal(file, limits, answer.exceeded)
    return answer.value  # type: ignore[return-value]


def _received(receiver: Connection, limits: Limits) -> _Answer | None:
    """The answer of the process; None when it ended without one."""
    if not receiver.poll(limits.seconds * (PATIENCE if resource else 1)):
        return _Answer(exceeded=TIME)
    try:
        answer = receiver.recv()
    except EOFError:
        return None
    return answer if isinstance(answer, _Answer) else None


def _work(
    sender: Connection,
    limits: Limits,
    parent: int,
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    """Call the function within the limits, and send what came of it."""
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    _follow(parent)
    _bound(limits)
    try:
        answer = _Answer(value=function(*args, **kwargs))
    except MemoryError:
        answer = _Answer(exceeded=MEMORY)
    # Whatever is raised is raised again on the other side, with where it came from.
    except BaseException as error:  # noqa: B036
        error.add_note("".join(traceback.format_exception(error)))
        answer = _Answer(error=error)
    _send(sender, answer)


def _send(sender: Connection, answer: _Answer) -> None:
    try:
        sender.send(answer)
    except MemoryError:
        sender.send(_Answer(exceeded=MEMORY))
    except (pickle.PicklingError, TypeError, AttributeError):
        sender.send(_Answer(error=RuntimeError(f"cannot be pickled: {type(answer.error)}")))


def _follow(parent: int) -> None:
    """End with the process that began this one; be the first to go when memory is short."""
    if not IS_LINUX:
        return
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(FIRST_TO_GO)


def _bound(limits: Limits) -> None:
    if resource is None:
        return
    _limit(resource.RLIMIT_CPU, limits.seconds, limits.seconds + GRACE_SECONDS)
    _limit(resource.RLIMIT_CORE, 0, 0)
    held = _memory()
    if held:
        addressed, resident = held
        allowed = limits.memory_mb * 1024**2
        growth = max(allowed - resident, int(allowed * LEAST_SHARE))
        _limit(resource.RLIMIT_AS, addressed + growth, addressed + growth)


def _limit(what: int, soft: int, hard: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (soft, hard))


def _memory() -> tuple[int, int] | None:
    """Bytes that this process addresses, and holds; None where the system does not tell."""
    try:
        addressed, resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]
    except OSError:
        return None
    page = os.sysconf("SC_PAGE_SIZE")
    return int(addressed) * page, int(resident) * page


def _why_ended(code: int) -> str:
    """What a process went over, by the way it ended without an answer."""
    ended = {
        -getattr(signal, "SIGXCPU", 0): TIME,
        # A library that gets no memory aborts; the system kills whoever takes the last of it.
        -getattr(signal, "SIGABRT", 0): MEMORY,
        -getattr(signal, "SIGKILL", 0): MEMORY,
        -getattr(signal, "SIGSEGV", 0): MEMORY,
    }
    return ended.get(code, "") or "end"


def _refusal(file: str, limits: Limits, exceeded: str) -> RefusedFileError:
    remedy = (
        "copier les seules données utiles dans un nouveau fichier, sans mise en forme, ou le "
        "découper."
    )
    if exceeded == MEMORY:
        expected = f"un fichier qui se lit avec {limits.memory_mb} Mo de mémoire au plus"
        seen = f"la lecture dépasse {limits.memory_mb} Mo"
    elif exceeded == TIME:
        expected = f"un fichier qui se lit en {limits.seconds} secondes au plus"
        seen = f"la lecture dépasse {limits.seconds} secondes"
    else:
        expected, seen = "un fichier qui se lit jusqu’au bout", "la lecture s’est interrompue"
    return refused(file, expected, remedy, value=seen)
