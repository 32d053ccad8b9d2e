"""How this computer likes the app to look: kept beside its other preferences, never personal."""

from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sendtui import paths


@dataclass(frozen=True, slots=True)
class Looks:
    """The theme by its name, "" for the usual one; and whether blank lines are left out."""

    theme: str = ""
    compact: bool = False


def _file() -> Path:
    return paths.config_folder() / "looks.json"


def kept() -> Looks:
    """The looks that were chosen last; the usual ones where none can be read."""
    try:
        text = _file().read_text(encoding="utf-8")
    except (OSError, ValueError):
        return Looks()
    import json

    try:
        found = json.loads(text)
        return Looks(str(found.get("theme", "")), found.get("compact") is True)
    except (ValueError, AttributeError):
        return Looks()


def keep(looks: Looks) -> None:
    """Remember them; where nothing can be written they last until the app is left."""
    import json

    with suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(json.dumps(asdict(looks)), encoding="utf-8")
