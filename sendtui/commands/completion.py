"""What a shell needs to finish the words of sendtui: verbs, acts and flags, generated from them.

  bash        sendtui completion bash > ~/.local/share/bash-completion/completions/sendtui
  zsh         sendtui completion zsh > "${fpath[1]}/_sendtui"
  fish        sendtui completion fish > ~/.config/fish/completions/sendtui.fish
  PowerShell  sendtui completion powershell >> $PROFILE

No name of a pupil is ever offered: a shell would keep it in its history.
"""

from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from sendtui.commands.call import Call

SHELLS = ("powershell", "bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Words:
    """What may follow a verb: its acts, its flags with their help, and values by flag."""

    verb: str
    summary: str
    acts: tuple[str, ...]
    flags: dict[str, str]
    values: dict[str, tuple[str, ...]]


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def run(call: Call) -> int:
    """Print the script of one shell."""
    call.out.line(script(call.options.shell))
    return 0


def script(shell: str) -> str:
    """The script that teaches a shell the words of sendtui."""
    from sendtui.commands import completion_scripts as made
    from sendtui.commands.spec import spec

    told = spec()
    verbs = tuple(_words(verb, told["shared"]) for verb in told["verbs"])
    write = {
        "powershell": made.powershell,
        "bash": made.bash,
        "zsh": made.zsh,
        "fish": made.fish,
    }[shell]
    return write(verbs)


def _words(verb: dict[str, Any], shared: list[dict[str, Any]]) -> Words:
    own = verb["arguments"]
    flags = {flag: each["help"] for each in own for flag in each["flags"]}
    flags |= {flag: each["help"] for each in shared for flag in each["flags"]}
    flags["--help"] = "what this verb does, and its words"
    values = {
        flag: tuple(c for c in each["choices"] if " " not in c)
        for each in own
        for flag in each["flags"]
        if each["choices"]
    }
    # The first word by its place that is one of several is the act: “contact add”.
    listed = [each["choices"] for each in own if not each["flags"] and each["choices"]]
    acts: list[str] = listed[0] if listed else []
    return Words(verb["name"], verb["summary"], tuple(acts), flags, values)
