"""Annual reviews of EHC plans, step by step; what is not here of their cases is “sendtui case”.

  due        the reviews to come and those decided whose notice, final plan or ceasing is
             still owed, by days left, each with the rule of its day
  open       open the review of a pupil      show       where it stands: its clock and events
  arrange    the day of the meeting          invite     the letter to everybody who is invited
  papers     sent round before the meeting   meeting    held: who was there, views, progress
  report     sent to the authority: report UPN [maintain|amend|cease|re-assess]
  chase      the report, which has not come  decision   decision UPN maintain|amend|cease
  notice     the amendment notice was sent   final      so was the final amended plan
  not-amended  after all                     early      an early review was called for
  plan-made, last-review   what the 12 months run from, where the record has not got it

  sendtui review due --within 60d --json
  sendtui review open UPN --on 1/9/26
  sendtui review invite UPN --pdf FILE --sent 3/10/26 --how post
  sendtui review meeting UPN --on 2/11/26 --from -    {"facts": {"present": "…", "child_views":
             "…", "family_views": "…", "progress_E1": "…", "progress_E2": "…", "progress":
             "of all of them", "adulthood": "…"}}    E1, E2 …: the plan's outcomes, as “show” has
  sendtui review decision UPN maintain --on 16/11/26 --fact rights=yes
  sendtui review decision UPN maintain --docx FILE --sent 16/11/26   its letter; --sent logs it

With --pdf, --docx, --text or --sent, report, decision, notice, final and not-amended are their
letters, as “sendtui letter” writes them; without, the step is logged. One logged by mistake is
taken back by “undo”, or by “case strike”.
"""

from argparse import ArgumentParser, Namespace
from importlib import import_module

from sendtui.commands import VERBS, case_named, protecting
from sendtui.commands.call import Call
from sendtui.commands.given import add_sources, at_most, days_of
from sendtui.errors import SendtuiError, UsageError

EVENTS = {
    "arrange": "meeting-set",
    "papers": "papers",
    "meeting": "meeting",
    "report": "report",
    "chase": "report-chased",
    "decision": "decision",
    "notice": "amendment-notice",
    "final": "final",
    "not-amended": "not-amended",
    "early": "early",
    "plan-made": "plan-made",
    "last-review": "last-review",
}
"""The acts that log an event of the case, and its code."""

LETTERS = {
    "invite": "review-invitation",
    "report": "review-report",
    "maintain": "review-maintain",
    "amend": "amendment-notice",
    "cease": "decision-cease",
    "notice": "amendment-notice",
    "final": "final-cover",
    "not-amended": "not-amended",
}
"""The letter of an act, or of what was decided."""

_CODED = {"report": "recommends", "decision": "decision"}
"""The acts that take a word, and the fact that it is."""

_REVIEWS = ("annual review", "phase transfer")
_ACTS = ("due", "open", "show", "invite", *EVENTS)
_FILES = {"--pdf": "print it to an accessible PDF", "--docx": "for Word", "--text": "as text"}


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("act", choices=_ACTS, metavar="ACT", help="one of those above")
    parser.add_argument("upn", nargs="?", default="", metavar="PUPIL", help="whose review")
    parser.add_argument("words", nargs="*", metavar="CODE", help="report, decision: which")
    parser.add_argument("--case", metavar="N", help="its number, or its id; else the open one")
    parser.add_argument("--process", choices=_REVIEWS, default=_REVIEWS[0], help="which review")
    parser.add_argument("--on", metavar="DATE", help="the day of a step; open: today without it")
    parser.add_argument("--who", help="by whom")
    parser.add_argument("--fact", action="append", metavar="NAME=CODE", help="a code or a day")
    parser.add_argument("--document", metavar="N", help="the source of a step: its number")
    parser.add_argument("--replaces", metavar="N", help="the event of “show” that it puts right")
    parser.add_argument("--side", choices=("la", "school"), help="open: whose side")
    parser.add_argument("--caseworker", metavar="NAME", help="open, due")
    parser.add_argument("--reference", help="open: the authority's reference")
    parser.add_argument("--setting", default="", metavar="NAME", help="due: only this setting")
    parser.add_argument("--within", type=days_of, metavar="28d", help="due: late, or so long ahead")
    parser.add_argument("--limit", type=at_most, metavar="N", help="due: at most this many")
    parser.add_argument("--why", action="store_true", help="show: with the arithmetic of each day")
    add_sources(parser, "what was said, or the letter's main blank")
    letter = parser.add_argument_group("the letter of an act")
    letter.add_argument("--to", default="", metavar="WHO", help="instead of everybody, or parents")
    letter.add_argument("--without", action="append", default=[], metavar="NAME", help="not them")
    for flag, what in _FILES.items():
        letter.add_argument(flag, metavar="FILE", help=what)
    letter.add_argument("--dated", metavar="DATE", help="the day it bears; today")
    letter.add_argument("--sent", metavar="DATE", help="it was sent on this day, and is logged")
    letter.add_argument("--how", default="", metavar="HOW", help="post, by hand, e-mail")
    letter.add_argument("--protected", action="store_true", help="put a password on the PDF, too")
    letter.add_argument("--replace", action="store_true", help="write over a file of this name")
    letter.add_argument("--basis", default="", metavar="WHY", help="on what basis, for the log")
    letter.add_argument("--although", default="", metavar="WHY", help="to one who may not have it")
    letter.add_argument("--with-confidential", action="store_true", help="what is marked so, too")
    protecting.add_flags(parser)


def run(call: Call) -> int:
    """Do one act, as the verb does it that has it for every case.

    Raises UsageError where it does not say whose, SendtuiError where none is open.
    """
    options, act, upn = call.options, call.options.act, call.options.upn
    if act == "due":
        return _due(call)
    if not upn:
        raise UsageError(f"Say whose review: sendtui review {act} UPN.")
    code = _code(act, options.words)
    if act not in ("open", "show") and not options.case and case_named.view(call).closed_on:
        raise SendtuiError("The last review is closed: “review open UPN” opens the next one. With "
                           "--case N it is meant all the same.")  # fmt: skip
    if act == "invite" or options.pdf or options.docx or options.text or options.sent:
        return _letter(call, code)
    if act not in EVENTS:
        return _as(call, "case", act, upn)
    if code:
        options.fact = [*(options.fact or ()), f"{_CODED[act]}={code}"]
    return _as(call, "case", "event", upn, EVENTS[act])


def _code(act: str, words: list[str]) -> str:
    """What was recommended or decided.

    Raises UsageError where it is no such word, or one where none is taken.
    """
    from sendtui.rules.process_reviews import REVIEW

    event = REVIEW.event(EVENTS.get(act, ""))
    fact = event.fact(_CODED.get(act, "")) if event else None
    known = [code for code, _ in fact.choices] if fact else []
    if len(words) > 1 or not {*words} <= {*known} or (act == "decision" and not words):
        takes = f" {'|'.join(known)}" if known else ""
        raise UsageError(
            f"It goes: sendtui review {act} UPN{takes}. Words of the record do not go on the "
            "command line: give them with --text-file, or with --from."
        )
    return words[0] if words else ""


def _letter(call: Call, code: str) -> int:
    options, act = call.options, call.options.act
    letter = LETTERS.get(code if act == "decision" else act)
    if letter is None:
        raise UsageError(f"“review {act}” has no letter: leave out --pdf, --docx, --text, --sent.")
    if options.on or options.fact or (code and act == "report"):
        raise UsageError("A letter takes no --on, no --fact and no recommendation: --sent DATE "
                         "logs that it went, and its words come from --from FILE.")  # fmt: skip
    options.to = options.to or ("everybody" if act in ("invite", "report") else "")
    return _as(call, "letter", letter, options.upn)


def _as(call: Call, verb: str, *words: str) -> int:
    """What another verb does with these words and with the flags that were given."""
    from sendtui.commands.shared import parser_of

    module = import_module(VERBS[verb].module)
    given = {n: v for n, v in vars(call.options).items() if n not in ("act", "upn", "words")}
    call.options = Namespace(**{**vars(parser_of(VERBS[verb]).parse_args(words)), **given})
    return int(module.run(call))


def _due(call: Call) -> int:
    """Print the reviews that are not decided or not carried out, soonest first; 1 for none."""
    from sendtui.rules.counting import counted
    from sendtui.services import season

    options = call.options
    if options.upn:
        raise UsageError("“due” is about all reviews. “review show UPN” shows one pupil's.")
    found = season.due(call.store, call.today, caseworker=options.caseworker or "",
                       where=options.setting, within=options.within)  # fmt: skip
    shown = found[: options.limit]
    if call.out.as_json:
        call.out.data(shown)
        return 0 if found else 1
    lines = [
        {
            "Pupil": each.name,
            "School": each.where,
            "Stage": each.label,
            "Due": each.due,
            "Days left": each.days_left,
            "Rule": f"{each.rule} {each.citation or ''}".strip(),
            "Caseworker": each.caseworker,
        }
        for each in shown
    ]
    headings = ["Pupil", "School", "Stage", "Due", "Days left", "Rule", "Caseworker"]
    call.out.table(headings, lines, empty="No review is due.")
    late = sum(each.is_late for each in found)
    call.out.say(f"{counted(len(found), 'review')}, {late} late.")
    return 0 if found else 1
