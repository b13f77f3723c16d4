"""How a piece of work is measured: its shortest time, its greatest memory."""

import gc
import time
import tracemalloc
from collections.abc import Callable


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
