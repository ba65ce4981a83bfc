"""Which of the numbers of a register of persons may be given, so that no small one can be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Disclosure(Enum):
    """How much of a number may be given: itself, that it is small, or nothing."""

    EXACT = "exact"
    SMALL = "small"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Disclosures:
    """Disclosure of counts that exclude each other, of their sum, and of counts among them."""

    counts: Mapping[str, Disclosure]
    total: Disclosure
    more: Mapping[str, Disclosure]

    @property
    def is_partial(self) -> bool:
        """Whether a number is small or withheld."""
        every = {*self.counts.values(), self.total, *self.more.values()}
        return every != {Disclosure.EXACT}


def disclose(
    counts: Mapping[str, int], more: Mapping[str, int | None], threshold: int
) -> Disclosures:
    """Disclosure of each number; those under the threshold are small, zero included.

    The sum of ``counts`` is given when it leaves every small one free to be anything under the
    threshold. ``more`` are counts among them, None when unknown: once one of ``counts`` is small,
    they could bound it and are withheld.
    """
    small = [count for count in counts.values() if count < threshold]
    largest = threshold - 1
    is_free = not small or largest <= sum(small) <= largest * (len(small) - 1)
    return Disclosures(
        counts={label: _alone(count, threshold) for label, count in counts.items()},
        total=_alone(sum(counts.values()), threshold) if is_free else Disclosure.WITHHELD,
        more={
            label: Disclosure.WITHHELD if small else _alone(count, threshold)
            for label, count in more.items()
        },
    )


def _alone(count: int | None, threshold: int) -> Disclosure:
    is_exact = count is None or count >= threshold
    return Disclosure.EXACT if is_exact else Disclosure.SMALL
