"""What the README and the help tell people to type is what the flags take."""

import re
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from sendtui.__main__ import _add_shared
from sendtui.commands import ALIASES, VERBS
from sendtui.models import KINDS
from sendtui.services.labels import kind_title

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "sendtui" / "help").glob("*.md"))]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^(?:\$ )?sendtui ([a-z-]+)([^#\n|&]*)", re.MULTILINE)
NAMED = re.compile(r"[`“]sendtui ([a-z-]+)([^`”\n]*)")


def typed(page: Path) -> list[tuple[str, str]]:
    """Every verb that a page says to type, and the words after it."""
    text = page.read_text(encoding="utf-8")
    blocks = "\n".join(FENCED.findall(text))
    return [*TYPED.findall(blocks), *NAMED.findall(FENCED.sub("", text))]


def flags(verb: str) -> set[str]:
    """Every flag of a verb, those of the verbs below it too."""
    parser = ArgumentParser()
    _add_shared(parser)
    import_module(VERBS[verb].module).arguments(parser)
    found, parsers = set[str](), [parser]
    while parsers:
        for action in parsers.pop()._actions:
            found |= set(action.option_strings)
            if isinstance(action.choices, dict):
                parsers += action.choices.values()
    return found


def test_there_is_something_to_check() -> None:
    assert sum(len(typed(page)) for page in PAGES) > 10


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_a_page_says_to_type_exists(page: Path) -> None:
    wrong = []
    for verb, words in typed(page):
        if verb in ALIASES or verb in {"--help", "--version"}:
            continue
        if verb not in VERBS:
            wrong.append(verb)
            continue
        wrong += [
            f"{verb} {flag}"
            for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]*", words)
            if flag not in flags(verb)
        ]

    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_a_verb_explains_itself(verb: str) -> None:
    module = import_module(VERBS[verb].module)

    assert module.__doc__
    assert flags(verb) >= {"--store", "--json", "--plain", "--read-only", "--today"}


def test_the_data_map_names_every_noun_of_the_record() -> None:
    words = (ROOT / "sendtui" / "help" / "data-map.md").read_text(encoding="utf-8")
    named = {part.strip() for part in re.split(r"[|·:\n]", words)}

    assert [name for name in KINDS if kind_title(name) not in named] == []
