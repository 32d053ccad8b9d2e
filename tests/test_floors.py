"""The building: imports point down only, no module is too long, and the flags start light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sendtui
from sendtui.commands import VERBS

ROOT = Path(sendtui.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
FLOORS = {"rules": 0, "models": 1, "store": 2, "formats": 2, "services": 3, "commands": 4,
          "screens": 4}  # fmt: skip
FORBIDDEN = {
    "rules": {"pydantic", "sqlmodel", "sqlalchemy"},
    "models": {"textual", "rich", "sqlcipher3"},
    "store": {"formats", "textual", "rich"},
    "formats": {"store", "textual", "sqlalchemy", "sqlmodel", "sqlcipher3"},
    "services": {"textual", "rich", "argparse"},
    "commands": {"screens", "store", "textual", "sqlalchemy", "sqlmodel"},
    "screens": {"store", "sqlalchemy", "sqlmodel", "sqlcipher3", "formats", "commands"},
}
HEAVY = ("textual", "sqlalchemy", "sqlmodel", "pydantic", "typst", "rich", "openpyxl",
         "python_calamine", "xlsxwriter", "pyrage", "nacl", "sqlcipher3", "pypdf")  # fmt: skip
LENGTH = 400


def imported(path: Path) -> set[str]:
    """What a module imports: a room of ours by its name, anything else by its first word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for part in block.body
        for node in ast.walk(part)
    }
    names = set[str]()
    for node in set(ast.walk(tree)) - unread:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "sendtui":
            names |= {f"sendtui.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: name the room, not the dots"
            names.add(node.module or "")
    return {n.split(".")[1] if n.startswith("sendtui.") else n.split(".")[0] for n in names}


def room(path: Path) -> str:
    """The room a module is in, or nothing for the ground it all stands on."""
    inside = path.relative_to(ROOT).parts
    return inside[0] if len(inside) > 1 else ""


def test_imports_point_down_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in MODULES
        if (here := room(path)) in FLOORS
        for name in imported(path)
        if name in FORBIDDEN[here]
        or name == "__main__"
        or (name != here and FLOORS.get(name, -1) >= FLOORS[here])
    ]

    assert wrong == []


def test_the_rules_use_the_standard_library_alone() -> None:
    wrong = [
        f"{path.name} → {name}"
        for path in MODULES
        if room(path) == "rules"
        for name in imported(path) - {"rules"}
        if name not in sys.stdlib_module_names or name in {"os", "pathlib", "time", "io"}
    ]

    assert wrong == []


def test_every_room_is_on_a_floor() -> None:
    rooms = {room(path) for path in MODULES} - {"", "help"}

    assert rooms == set(FLOORS)


def test_no_module_is_longer_than_a_person_reads() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in MODULES
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > LENGTH
    }

    assert long == {}


def loaded_by(statement: str) -> set[str]:
    """The modules a fresh interpreter has loaded once it has run the statement."""
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nprint(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return set(ended.stderr.split())


def test_the_flags_start_without_anything_heavy() -> None:
    verbs = sorted(p.stem for p in (ROOT / "commands").glob("*.py") if p.stem != "progress")
    names = ["__main__", "formats", *(f"commands.{v}" for v in verbs if v != "__init__")]

    loaded = loaded_by("\n".join(f"import sendtui.{name}" for name in names))

    assert {name.split(".")[0] for name in loaded} & set(HEAVY) == set()


def test_the_lock_is_drawn_before_anything_of_the_record_is_loaded() -> None:
    loaded = loaded_by("import sendtui.screens.app, sendtui.screens.unlock")

    drawing = {"textual", "rich"}
    assert {name.split(".")[0] for name in loaded} & (set(HEAVY) - drawing) == set()
    assert not [name for name in loaded if name.startswith(("sendtui.services", "sendtui.store"))]


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_imports_no_verb(word: str) -> None:
    loaded = loaded_by(f"from sendtui.__main__ import main\nassert main(['{word}']) == 0")

    assert {name for name in loaded if name.startswith("sendtui.")} == {
        "sendtui.__main__",
        "sendtui.commands",
        "sendtui.errors",
    }
    assert not loaded & {"argparse", "sqlite3", "json"}


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda v: v.name)
def test_every_verb_has_its_module(verb: object) -> None:
    module = ROOT.parent / (verb.module.replace(".", "/") + ".py")

    assert module.exists()
    assert {"arguments", "run"} <= {
        node.name
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
