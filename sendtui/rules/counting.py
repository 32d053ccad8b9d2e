"""Numbers with their nouns, as a person reads them."""


def counted(number: int, noun: str, several: str = "") -> str:
    """A number with its noun: 1 change, 1,234 changes; `several` where an s does not do."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {several or f'{noun}s'}"


def hours(minutes: int) -> str:
    """Minutes as hours and minutes: 12 h 30 min."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole:,} h"] if whole else []
    return " ".join([*parts, *([f"{rest} min"] if rest or not whole else [])])
