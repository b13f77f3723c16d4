"""How a piece of work is measured: its shortest time, its greatest memory, beside another one."""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import NamedTuple


class Beside(NamedTuple):
    """Two pieces of work measured in turns, in seconds: medians, and how many times as long.

    `least` and `most` hold four fifths of the ratios of neighbours, each taken right after the
    other; `shortest` is the ratio of the two shortest times.
    """

    own: float
    other: float
    ratio: float
    least: float
    most: float
    shortest: float


def best_time(work: Callable[[], object], times: int = 7) -> float:
    """Give the shortest of several times, in seconds."""
    found = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def peak_memory(work: Callable[[], object]) -> int:
    """Give the most memory in use at once, in bytes."""
    gc.collect()
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def compare_times(
    own: Callable[[], object], other: Callable[[], object], times: int = 101
) -> tuple[Beside, Beside]:
    """Run two pieces of work in turns; give the time on the clock, and that of the processor.

    What else runs on the machine falls on both alike. Which of a pair comes first changes: the
    second one finds the memory and the cache that the first one leaves.
    """
    found: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    # The first pair is thrown away: what is loaded and compiled once is no part of the work.
    for turn in range(-1, times):
        for is_own in (turn % 2 == 0, turn % 2 != 0):
            spent = _spend(own if is_own else other)
            if turn >= 0:
                found[is_own].append(spent)
    clock, processor = (
        _set_beside([pair[place] for pair in found[True]], [pair[place] for pair in found[False]])
        for place in (0, 1)
    )
    return clock, processor


def _spend(work: Callable[[], object]) -> tuple[float, float]:
    """Give the time on the clock and that of the processor, in all threads."""
    gc.collect()
    gc.disable()
    start, busy = time.perf_counter(), time.process_time()
    work()
    spent = time.perf_counter() - start, time.process_time() - busy
    gc.enable()
    return spent


def _set_beside(own: list[float], other: list[float]) -> Beside:
    ratios = [mine / theirs for mine, theirs in zip(own, other, strict=True)]
    tenths = statistics.quantiles(ratios, n=10)
    medians = (statistics.median(each) for each in (own, other, ratios))
    return Beside(*medians, tenths[0], tenths[-1], min(own) / min(other))
