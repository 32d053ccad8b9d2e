"""Advice on the wording of outcomes and provision: never wrong enough to stop anybody saving."""

import re

from sendtui.rules.citation import Citation, Finding

OUTCOME_WORDING = Citation("Outcomes say what the pupil will be able to do", "good practice")
PROVISION_WORDING = Citation("Provision is specific and normally quantified", "good practice")


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_PROVISION_IN_OUTCOME = _any_of(
    "will receive",
    "will have access to",
    "will attend",
    "will be given",
    "will be provided with",
    r"\d+(?:\.\d+)? ?(?:hours?|hrs?)(?: of)?",
)
_FROM_THE_PUPIL = _any_of("able to", "can", "will", "i'll")
_TWO_RESULTS = re.compile(r";|\band (?:will|can|be able to|to)\b", re.IGNORECASE)

_VAGUE = _any_of(
    "regular(?:ly)?",
    "as required",
    "as needed",
    "when needed",
    "as appropriate",
    "where appropriate",
    "access to",
    "opportunit(?:y|ies)",
    "up to",
    "might",
    "could",
    "should",
    "consider(?:ed)?",
    "where possible",
    "if possible",
    "input",
    "ongoing",
    "periodic(?:ally)?",
    "benefit from",
    "flexibl[ey]",
)
_MAY = re.compile(r"\bmay (?!\d)")
_SMALL_GROUP = _any_of("small group")
_SUPPORT_FROM = _any_of("support from")
_KEY_ADULT = _any_of("key adult")


def outcome_wording(text: str, subject: str = "Outcome", record: str = "") -> tuple[Finding, ...]:
    """Advice on one outcome: that it is an outcome, is the pupil's, and is a single one."""
    says = []
    if match := _PROVISION_IN_OUTCOME.search(text):
        says.append(
            ("outcome is provision", f"“{match[0]}” describes provision: say what it will achieve.")
        )
    if not _FROM_THE_PUPIL.search(text):
        says.append(("not from the pupil", "Say what the pupil “will be able to” do."))
    if _TWO_RESULTS.search(text):
        says.append(("two results", "This may be two outcomes: one result each is easier to rate."))
    return tuple(
        Finding(check, subject, words, OUTCOME_WORDING, record, "what", soft=True)
        for check, words in says
    )


def vague_words(text: str, who: str = "", minutes: int = 0, group_size: int = 1) -> list[str]:
    """The words of a provision line that promise nothing certain, in their order, once each.

    Some are plain once the line says who, how long or with how many: "small group" with its size.
    """
    found = [(match.start(), match[0]) for match in _VAGUE.finditer(text)]
    found += [(match.start(), "may") for match in _MAY.finditer(text)]
    for pattern, settled in (
        (_SMALL_GROUP, group_size > 1),
        (_SUPPORT_FROM, bool(who.strip())),
        (_KEY_ADULT, minutes > 0),
    ):
        if not settled:
            found += [(match.start(), match[0]) for match in pattern.finditer(text)]
    return list(dict.fromkeys(word.casefold() for _, word in sorted(found)))


def provision_wording(
    text: str,
    who: str = "",
    minutes: int = 0,
    group_size: int = 1,
    subject: str = "Provision",
    record: str = "",
) -> tuple[Finding, ...]:
    """Advice on one provision line: its vague words, in one finding, or nothing."""
    vague = vague_words(text, who, minutes, group_size)
    if not vague:
        return ()
    quoted = ", ".join(f"“{word}”" for word in vague)
    says = f"{quoted}: say how much, how often and by whom instead."
    return (Finding("vague words", subject, says, PROVISION_WORDING, record, "what", soft=True),)
