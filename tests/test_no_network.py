"""What the pages for technicians say of the network is so: nothing here can reach one."""

import ast
from pathlib import Path

import sendtui

REACHING = {"socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3"}


def names(path: Path) -> set[str]:
    """The whole names of what a module imports."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_no_module_can_open_a_connection() -> None:
    modules = sorted(Path(sendtui.__file__).parent.rglob("*.py"))

    wrong = [
        (path.name, name)
        for path in modules
        for name in names(path)
        if name.split(".")[0] in REACHING or name == "urllib.request"
    ]

    assert len(modules) > 300
    assert wrong == []
