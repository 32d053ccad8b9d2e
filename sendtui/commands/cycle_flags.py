"""Which flags belong to which act of `sendtui cycle`; a flag that does not is never passed over."""

from sendtui.commands.call import Call
from sendtui.errors import UsageError

_WORDS = ("source", "text_file")

ALLOWED: dict[str, tuple[str, ...]] = {
    "list": (),
    "show": ("cycle",),
    "versions": ("cycle",),
    "start": ("on", "due", "another", "carry", "with_provision", *_WORDS),
    "amend": ("cycle", "due", *_WORDS),
    "end": ("cycle", "on"),
    "sign": ("cycle", "on", "by"),
    "revise": ("cycle", "on"),
    "evidence": ("cycle", "number", "on", "sort", "by", *_WORDS),
    "outcome": ("cycle", "number", *_WORDS),
    "provision": ("cycle", "number", *_WORDS),
    "strategy": ("cycle", "number", *_WORDS),
    "tick": ("cycle", "number", "on", "by", "missed", "minutes", "text_file"),
    "rate": ("cycle", "number", "on", "source"),
    "review": (
        *("cycle", "on", "decision", "carry", "with_parents", "without_parents"),
        *("next_review", "anyway"),
        *_WORDS,
    ),
    "scale": ("source",),
    "groups": ("on",),
    "print": (
        *("cycle", "pdf", "family", "large_print", "to", "replace", "text_file"),
        *("basis", "although", "with_confidential"),
    ),
    "tick --group": ("group", "exceptions", "on", "by", "text_file"),
    "evidence --remove": ("cycle", "number", "remove"),
    "outcome --remove": ("cycle", "number", "remove"),
    "provision --remove": ("cycle", "number", "remove"),
    "strategy --remove": ("cycle", "number", "remove"),
    "tick --remove": ("cycle", "number", "on", "missed", "remove"),
    "outcome --order": ("cycle", "order"),
}
"""Each act, and each act that a flag makes another one, with the flags it takes."""

_EVERY = tuple(dict.fromkeys(flag for flags in ALLOWED.values() for flag in flags))
_SPELT = {"source": "--from", "exceptions": "--except"}


def require(call: Call) -> None:
    """Refuse what does not belong to the act.

    Raises UsageError naming the flags, and those that the act takes.
    """
    act = _act(call)
    astray = [spelt(f) for f in _EVERY if _given(call, f) and f not in ALLOWED[act]]
    if astray:
        known = ", ".join(spelt(f) for f in ALLOWED[act]) or "none of its own"
        refused = f"“cycle {act}” does not take {', '.join(astray)}. Nothing was done."
        raise UsageError(f"{refused} Its flags: {known}.")


def spelt(flag: str) -> str:
    """A flag as it is typed."""
    return _SPELT.get(flag, f"--{flag.replace('_', '-')}")


def _given(call: Call, flag: str) -> bool:
    # By identity, because a 0 that was typed is given too.
    value = getattr(call.options, flag)
    return value is not None and value is not False


def _act(call: Call) -> str:
    act = str(call.options.act)
    for makes_another in ("remove", "order", "group"):
        named = f"{act} --{makes_another}"
        if _given(call, makes_another) and named in ALLOWED:
            return named
    return act
