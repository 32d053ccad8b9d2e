"""Names for records, devices, batches and files: random, and ordered by when they were made."""

import time
from secrets import token_hex


def new_id() -> str:
    """32 hex characters: 48 bits of the time in milliseconds, then 80 random bits.

    The order keeps a database's index warm while thousands are added; the random part is what
    makes two laptops' records distinct.
    """
    return f"{time.time_ns() // 1_000_000:012x}{token_hex(10)}"
