"""How often a session and an address may ask for what costs the server time."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@dataclass(frozen=True)
class Rates:
    """Demands of the last minute, by what is asked for and by whom."""

    limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    def wait(self, what: str, limits: tuple[tuple[str, int], ...]) -> int:
        """Seconds to wait before asking for it; 0 when it is granted, which counts.

        ``limits`` pairs who asks (a session, an address) with how often in a minute; a demand that
        one of them refuses counts for none.
        """
        items = [(who, RateLimitItemPerMinute(most)) for who, most in limits if who]
        for who, item in items:
            if not self.limiter.test(item, what, who):
                reset = self.limiter.get_window_stats(item, what, who).reset_time
                return max(1, math.ceil(reset - time.time()))
        for who, item in items:
            self.limiter.hit(item, what, who)
        return 0
