"""What one would type for an action, in a script or with a screen reader: its flag form."""

from collections.abc import Mapping

from textual.dom import DOMNode
from textual.screen import Screen

from sendtui.services.pupil_views import PupilView

UPN = "UPN"
"""Stands for a pupil where none is in front."""

_OF_PUPIL = {
    "add('contact')": "contact add {upn} --how phone --text-file -",
    "add('action')": "action add {upn} --due 1/12/26 --text-file -",
    "add('voice')": "views add {upn} --gathered talk --text-file -",
    "add('concern')": "concern add {upn} --text-file -",
    "add('status')": "place {upn} K --since 1/9/26",
    "add('need')": "need add {upn} SLCN --rank 1",
    "add('flag')": "flag add {upn} PP",
    "add('person')": "person add {upn} --from person.json",
    "add('meeting')": "contact add {upn} --with-parents --how meeting --text-file -",
    "edit_pupil": "edit pupil {upn} --field class_name --text-file -",
    "done": "action done {upn} 1",
    "cycle": "cycle show {upn}",
    "tick": "cycle tick {upn} --number 1",
    "letter": "letter sen-support {upn} --pdf letter.pdf",
    "erase": "erase {upn} --reason retention --dry-run",
    "leave": "edit leave {upn} --on 18/12/26",
    "pupil_cases": "case show {upn}",
    "open-case": 'case open {upn} "annual review"',
    "school": "attendance list {upn}",
    "checklist": "checklist show {upn}",
    "plan": "plan list {upn}",
    "profile": "profile {upn} --show",
    "print": "profile {upn} --pdf profile.pdf",
    "print-profile": "profile {upn} --pdf profile.pdf",
    "told": "bulk told 22/11/26 --class 3B --dry-run",
}

_BY_PLACE: Mapping[str, Mapping[str, str]] = {
    "PupilKeys": _OF_PUPIL,
    "PupilScreen": {**_OF_PUPIL, "part('history')": "history {upn}"},
    "CycleKeys": {
        "add('evidence')": "cycle evidence {upn} --sort baseline --from -",
        "add('outcome')": "cycle outcome {upn} --from -",
        "add('provision')": "cycle provision {upn} --from -",
        "add('strategy')": "cycle strategy {upn} --text-file -",
        "sign": "cycle sign {upn} --by NAME",
        "tick('happened')": "cycle tick {upn} --number 1",
        "tick('missed')": "cycle tick {upn} --number 1 --missed",
        "views": "views add {upn} --text-file -",
        "about": "cycle amend {upn} --from -",
        "hold": "cycle review {upn} --decision continue --next-review 26/3/27",
        "next_cycle": "cycle start {upn} --carry",
        "group": "cycle tick --group 1 --except UPN,UPN",
        "scale": "cycle scale",
        "print": "cycle print {upn} --pdf cycle.pdf --family",
    },
    "PlanKeys": {
        "secured": "plan secured {upn}",
        "add": "plan line {upn} add F --text-file - --serves B1,E1",
        "remove": "plan line {upn} remove F2",
        "shift(-1)": "plan move {upn} F2 1",
        "shift(1)": "plan move {upn} F2 3",
        "to_part": "plan move {upn} F2 G",
        "open": "plan check {upn} --as-final",
        "issue": "plan issue {upn} --as final",
        "changes": "plan diff {upn}",
        "versions": "plan list {upn}",
        "days": "plan set {upn} --review-by 1/11/27",
        "cease": "plan cease {upn} --text-file -",
        "discard": "plan discard {upn}",
        "print": "plan print {upn} --pdf plan.pdf",
    },
    "PlanLineScreen": {
        "save": "plan line {upn} change F2 --text-file -",
        "checks": "plan check {upn}",
    },
    "PlanOpenScreen": {"choose": "plan check {upn} --as-final"},
    "BulkPreview": {"do": "bulk cycle --class 3B --on 4/1/27"},
    "Preview": {"yes": "letter sen-support {upn} --pdf letter.pdf"},
    "PupilPapers": {
        "add": "document add {upn} FILE",
        "bar": "restriction add {upn} --from restriction.json",
        "share": "purpose list",
    },
    "PupilSchool": {
        "add('attendance')": "attendance add {upn} --since 1/9/26 --until 20/11/26 "
        "--possible 110 --attended 99",
        "add('suspension')": "suspension add {upn} --on 12/11/26 --sessions 4",
        "add('timetable')": "timetable add {upn} --until 18/12/26 --text-file -",
        "add('access_arrangement')": "exam add {upn} --what ARRANGEMENT --text-file -",
        "add('referral')": "referral add {upn} --from referral.json",
        "add('feedback')": "feedback add {upn} --sort complaint --about Transport",
        "add('destination')": "destination add {upn} --stage begun --sort employment",
        "checklist": "checklist show {upn}",
        "back": "timetable back {upn} 1",
        "passport": "passport {upn} --pdf passport.pdf",
    },
    "PupilChecklist": {
        "answer('in place')": 'checklist answer {upn} 1 --say "in place"',
        "answer('tried')": "checklist answer {upn} 1 --say tried",
        "answer('not tried')": 'checklist answer {upn} 1 --say "not tried"',
        "every": "checklist show {upn} --every",
    },
    "ProfileScreen": {
        "save": "profile {upn} --set profile.json",
        "sign": "profile {upn} --sign --by NAME",
        "versions": "profile {upn} --versions",
        "print": "profile {upn} --pdf profile.pdf",
    },
    "Today": {
        "done": "action done {upn} 1",
        "import_": "import FILE --dry-run",
        "told": "bulk told 22/11/26 --class 3B --dry-run",
        "pupil": "pupil {upn}",
    },
    "Register": {
        "bulk": "bulk status K --class 3B --all --on 1/9/26 --dry-run",
        "mark_all": "pupils --class 3B",
        "copy_marked": "export register FILE --format csv",
        "views": "view list",
        "columns": "field list",
        "class_pack": "class-pack 3B pack.pdf",
        "narrow('status')": "pupils --status K",
        "narrow('need')": "pupils --need SLCN",
        "narrow('nc_year')": "pupils --year 6",
        "narrow('class_name')": "pupils --class 3B",
        "narrow('flag')": "pupils --flag PP",
        "narrow('own')": "pupils --own House=Red",
        "narrow('without')": "pupils --without profile",
        "search": "pupils --words-file -",
        "look_wider": "pupils --all --words-file -",
        "new": "edit add --from pupil.json",
        "import_": "import FILE --dry-run",
    },
    "CaseQueue": {
        "season": "case season",
        "tracker": "case owed",
        "late": "case list --late",
        "risk": "case risk",
        "letter": "letter batch consultation-chase --late",
        "closed": "case list --closed",
    },
    "CaseKeys": {
        "secured": "plan secured {upn}",
        "log": "case event {upn} request --on 1/12/26 --fact from=parent",
        "explain": "case show {upn} --why",
        "consult": "case consult {upn} send --where NAME",
        "papers": "case consult {upn} papers 1 --zip FILE",
        "letter": "letter draft-cover {upn} --pdf FILE",
        "hand_over": "case hand-over {upn} --to NAME",
        "close": "case close {upn} --on 1/12/26",
    },
    "PupilCases": {
        "bundle": "bundle {upn} --for request",
        "outcomes": "arrangement change {upn} 1",
    },
    "CaseImport": {
        "file": "case import FILE --dry-run",
        "take": "case import FILE --profile NAME",
        "columns": "case import FILE --column HEADING=caseworker --profile NAME",
        "since": "case since --docx FILE --remember",
    },
    "SecuredScreen": {"tie": "plan tie {upn} F2 --provision 1"},
    "StrategyScreen": {
        "draft": "strategy draft",
        "add('barrier')": "strategy add barrier --from -",
        "add('activity')": "strategy add activity --from -",
        "add('outcome')": "strategy add outcome --from -",
        "texts": "strategy change --from -",
        "check": "strategy check",
        "file": "strategy export FILE.docx",
        "remove": "strategy remove activity 2",
    },
    "AnswerScreen": {
        "by": "insight given --by class",
        "pupil": "pupil {upn}",
        "file": "insight given FILE.xlsx",
    },
    "MembersScreen": {"pupil": "pupil {upn}"},
    "SchoolDesk": {
        "members": "intervention show NAME",
        "files": "library export FILE.csv",
        "show('interventions')": "intervention list",
        "show('week')": "week list",
        "show('adults')": "staff list",
        "show('rates')": "staff rates",
        "show('services')": "service list",
        "show('training')": "staff training",
        "show('feedback')": "feedback list",
        "show('plan')": "action-plan list",
        "show('checklists')": "checklist list",
        "show('library')": "library list",
        "join": "intervention join NAME UPN --on 7/9/26",
        "answer": "feedback change school 1 --answered 20/11/26",
    },
    "SeasonBoard": {"decide": "case decide", "lists": "case schools", "schools": "case season"},
    "SeasonList": {
        "batch": "case batch invited --dry-run",
        "letter": "letter batch review-invitation",
        "write": "case schools --setting NAME",
    },
    "CaseTracker": {
        "chase": "case owed --chased",
        "letter": "letter batch advice-chase --late",
        "late": "case owed --late",
    },
    "VisitDay": {
        "pick": "visit pick UPN",
        "file": "visit file UPN --text-file -",
        "carry": "visit carry day.sendtui",
        "bring_back": "visit back day.sendtui",
    },
    "VisitBeside": {
        "write('notes')": "visit note {upn} --text-file -",
        "write('pupil')": "visit hear {upn} pupil --text-file -",
        "write('parent')": "visit hear {upn} parent --text-file -",
        "write('agree')": "visit agree {upn} --by 4/12/26 --text-file -",
        "write('about')": "visit begin {upn} --from FILE",
        "read_back": "visit read {upn}",
        "leave_behind": "visit leave {upn} --pdf agreed.pdf",
        "file": "visit file {upn} --text-file -",
    },
    "Calendar": {
        "go_to": "calendar --from 1/12/26 --to 31/12/26",
        "by": "calendar",
        "terms": "terms list",
    },
    "SchoolYear": {
        "add": "terms add --sort term --on 3/9/26 --to 18/12/26",
        "import": "terms import FILE",
        "remove": "terms remove 1",
    },
    "ExchangeScreen": {
        "go('import')": "import FILE --dry-run",
        "go('export')": "export register FILE --format csv",
        "go('send')": "sync export FILE --to NAME",
        "go('receive')": "sync import FILE",
        "go('decide')": "clash list",
        "go('keys')": "sync peers",
        "list('owed')": "sync owed",
        "list('out')": "sync files",
        "list('in')": "sync files",
        "list('quarantine')": "sync quarantine",
    },
    "ClashDesk": {
        "take('mine')": "clash decide NAME --take mine",
        "take('theirs')": "clash decide NAME --take theirs",
        "both": "clash decide NAME --take both",
        "write": "clash decide NAME --text-file -",
    },
    "KeysScreen": {
        "request": "sync request request.json",
        "issue": "sync issue request.json card.json --until 31/8/27",
        "accept": "sync accept card.json",
        "renew": "sync renew NAME card.json --until 31/8/28",
        "held": "sync held NAME",
        "revoke": "sync revoke NAME",
        "hand_over": "sync hand-over request.json card.json --to NAME --until 31/8/27",
        "forget": "sync forget NAME",
        "access": "access list",
    },
    "AccessScreen": {
        "add": "access add --name NAME",
        "school": "access school --recovery-file school-key.txt",
        "remove": "access remove --name NAME",
        "hand_over": "hand-over",
        "wipe": "wipe",
    },
    "ReturnsScreen": {"take_in": "return load FILE --dry-run"},
    "FindingsScreen": {
        "group": "return sen2 --year 2027 --check",
        "narrow": "return sen2 --year 2027 --check --caseworker NAME",
        "errors": "return sen2 --year 2027 --check",
        "outs": "return sen2 --year 2027",
        "write": "return sen2 --year 2027 --xml FILE --plain-file",
        "compare": "return compare FILE --year 2027",
        "workbook": "return sen2 --year 2027 --xlsx FILE",
    },
    "CensusScreen": {"beside": "return census --date 21/1/27 --mis FILE"},
    "AnnexScreen": {"file": "return annex-a --xlsx FILE"},
    "SampleScreen": {
        "draw_again": "return sampling --count 12 --seed WORD",
        "file": "return sampling --xlsx FILE",
    },
    "CompareScreen": {"file": "return compare FILE --year 2027 --xlsx FILE"},
    "RetentionScreen": {
        "hold": "retention hold {upn} --text-file -",
        "erase": "erase {upn} --reason retention --dry-run",
        "year": "retention --within 365d",
        "terms": "retention --sen-years 31 --rule NAME",
        "certificate": "erase --list --number 1 --certificate FILE.pdf",
        "file": "retention --xlsx FILE",
    },
    "HandOverScreen": {"add": "hand-over --to NAME --actions"},
}

_ANYWHERE: Mapping[str, str] = {
    "today": "due",
    "register": "pupils",
    "pupil": "pupil {upn}",
    "calendar": "calendar",
    "cases": "case list",
    "find": "search --names --text-file -",
    "undo": "undo",
    "redo": "redo",
    "import": "import FILE --dry-run",
    "export": "export register FILE --format csv",
    "send": "sync export FILE --to NAME",
    "receive": "sync import FILE",
    "keys": "sync peers",
    "decide": "clash list",
    "holders": "sync holders {upn}",
    "access": "access list",
    "hand-over": "hand-over",
    "at-risk": "case risk",
    "group": "cycle tick --group 1 --except UPN,UPN",
    "own-field": "field add House",
    "new-year": "year --dry-run",
    "back-up": "backup",
    "verify": "verify",
    "remember": "keyring remember",
    "forget": "keyring forget",
    **{name: words for name, words in _OF_PUPIL.items() if name not in ("plan", "leave")},
}


def by_flags(action: str, node: DOMNode | None = None, upn: str = "") -> str:
    """What does the same by flags, for the pupil of this UPN; "" where nothing does.

    `node` is whose key it is: the same action may be another thing in another place.
    """
    name = action.removeprefix("app.").removeprefix("screen.")
    places = [each.__name__ for each in type(node).__mro__] if node is not None else []
    found = next((t[name] for p in places if name in (t := _BY_PLACE.get(p, {}))), "")
    words = found or ("" if places and "SendtuiApp" not in places else _ANYWHERE.get(name, ""))
    return f"sendtui {words.format(upn=upn or UPN)}" if words else ""


def upn_of(screen: Screen[object]) -> str:
    """The UPN of the pupil in front, or ""."""
    view = getattr(screen.app.screen_stack[0], "view", None)
    if not isinstance(view, PupilView):
        return ""
    return next((each.value for each in view.identifiers if each.field == "upn"), "")


def every_form() -> tuple[str, ...]:
    """Each flag form there is, for a pupil without a UPN at hand."""
    tables = (*_BY_PLACE.values(), _ANYWHERE)
    forms = (f"sendtui {words.format(upn=UPN)}" for table in tables for words in table.values())
    return tuple(dict.fromkeys(forms))
