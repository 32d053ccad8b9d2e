"""Names for records, devices, batches and files: random, and ordered by when they were made."""

import time
from secrets import randbits
from threading import Lock

_TIME_SHIFT = 80
_one_at_a_time = Lock()
_last = 0


def new_id() -> str:
    """32 hex characters: 48 bits of the time in milliseconds, then 80 random bits.

    The order keeps a database's index warm while thousands are added; the random part is what
    makes two laptops' records distinct. Within one process each is greater than the one before,
    also in one millisecond and when the clock is set back (the monotonic random of RFC 9562, 6.2).
    """
    global _last
    with _one_at_a_time:
        fresh = (time.time_ns() // 1_000_000) << _TIME_SHIFT | randbits(_TIME_SHIFT)
        _last = fresh if fresh > _last else _last + 1 + randbits(64)
        return f"{_last:032x}"
