"""Measures, and how they come about: cases in turn, round after round, the median told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure. ``ratio`` is to the measure ``against``, taken round by round."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    against: str | None = None

    def plain(self) -> dict[str, object]:
        """As ``bench --json`` prints it; four digits tell all that a noisy machine can know."""
        return {
            name: float(f"{value:.4g}") if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


class Rounds:
    """The rates of several cases that ran in turn, so that each saw the same weather."""

    def __init__(self) -> None:
        self._rates: defaultdict[str, list[float]] = defaultdict(list)

    def add(self, case: str, rate: float) -> None:
        """The rate of a case in this round."""
        self._rates[case].append(rate)

    def measure(self, case: str, unit: str, *, against: str | None = None) -> Measure:
        """The median rate of a case; its ratio is the median of the rounds' ratios."""
        ratio = None
        if against is not None:
            pairs = zip(self._rates[case], self._rates[against], strict=True)
            ratio = median(rate / other for rate, other in pairs)
        return Measure(
            name=case,
            value=median(self._rates[case]),
            unit=unit,
            ratio=ratio,
            against=against,
        )


def percentiles(name: str, seconds: Sequence[float]) -> list[Measure]:
    """The 50th and 95th percentile of durations, in milliseconds."""
    hundredths = quantiles(seconds, n=100, method="inclusive")
    return [
        Measure(name=f"{name}-p{percent}", value=hundredths[percent - 1] * 1000, unit="ms")
        for percent in (50, 95)
    ]
