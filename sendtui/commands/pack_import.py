"""`import pack FILE`: a hand-over pack shown, taken in, and its receipt written."""

from pathlib import Path
from typing import TYPE_CHECKING

from sendtui.commands.call import Call, agreed, ask_secret, read_secret, require_vacant
from sendtui.errors import SendtuiError, UsageError
from sendtui.rules.counting import counted

if TYPE_CHECKING:
    from sendtui.services.pack_open import Come
    from sendtui.services.pack_receive import PackPreview


def take_in(call: Call) -> int:
    """Preview the pack and, unless told otherwise, take it in; then write the receipt."""
    from sendtui.services import pack_receive

    options = call.options
    if len(options.files) != 2:
        raise UsageError("Name one pack: sendtui import pack FILE.")
    receipt = Path(options.receipt) if options.receipt else None
    if receipt is not None:
        require_vacant(receipt, replace=False)
    come, into = _opened(call, Path(options.files[1])), _into(call)
    shown = pack_receive.preview(call.store, come, into)
    if shown.alike and options.alike == "same" and len(shown.alike) == 1:
        into = shown.alike[0][0]
        shown = pack_receive.preview(call.store, come, into)
    if not call.out.as_json:
        _show(call, come, shown)
    if shown.is_question and not options.dry_run:
        raise SendtuiError(
            "Say first who it is: --into UPN for a pupil who is here, or --alike new for somebody "
            "new."
        )
    done = None
    if shown.brings_nothing and not options.dry_run:
        call.out.say("Everything in it is here already: nothing was changed.")
        _receipt(call, come, receipt)
    elif not options.dry_run and agreed(call):
        done = pack_receive.receive(call.store, come, shown, call.today, into)
        documents = counted(done.documents, "document")
        call.out.say(f"Taken in: {counted(done.added, 'record')}, {documents}. “sendtui undo” "
                     "takes it back.")  # fmt: skip
        _receipt(call, come, receipt)
    if call.out.as_json:
        call.out.data({"applied": done is not None, "preview": shown,
                       "pupil": done.pupil if done else shown.into})  # fmt: skip
    return 0


def _opened(call: Call, path: Path) -> "Come":
    from sendtui.services import pack_open

    password = ""
    if call.options.password_file:
        password = read_secret(Path(call.options.password_file))
    elif pack_open.wants_password(path):
        password = ask_secret(
            "The password of the pack: ",
            "The pack asks for its password: give it with --password-file FILE.",
        )
    return pack_open.opened(call.store, path, call.today, password.strip())


def _into(call: Call) -> str:
    from sendtui.services.pack_receive import NEW
    from sendtui.services.pupils import find_one

    if call.options.into:
        return find_one(call.store, call.options.into)
    return NEW if call.options.alike == "new" else ""


def _show(call: Call, come: "Come", shown: "PackPreview") -> None:
    from sendtui.services.labels import title

    head, out = come.pack.head, call.out
    sealed = "" if come.by in ("password", "plain") else f", sealed by {come.by}"
    out.line(f"{shown.name}, from {shown.source}, made {head.made_on:%d/%m/%Y}{sealed}")
    who = "known here" if shown.into else "new here"
    out.line(f"Pupil: {who}" + (f", by {shown.by}" if shown.into else ""))
    for id_, name in shown.alike:
        out.line(f"May be: {name} ({id_})")
    lines = [
        {"What": kind, "New": added, "Here already": here, "Differs, stays": differs}
        for kind, added, here, differs in shown.records
    ]
    out.table(["What", "New", "Here already", "Differs, stays"], lines)
    if shown.into and shown.filled:
        out.line(f"Filled in: {', '.join(title('pupil', each) for each in shown.filled)}")
    if shown.kept:
        stays = ", ".join(title("pupil", each) for each in shown.kept)
        out.line(f"Differs and stays as it is here: {stays}")
    out.line(f"Documents: {shown.documents}")
    if shown.left_out:
        out.line(f"Left out there: {counted(shown.left_out, 'confidential record')}. Ask.")


def _receipt(call: Call, come: "Come", path: Path | None) -> None:
    from sendtui.services import pack_receipts

    if path is None:
        call.out.say("Send the school a receipt: --receipt FILE writes it, now or with the same "
                     "pack again.")  # fmt: skip
        return
    pack_receipts.write(call.store, come, path, call.today)
    call.out.say(f"The receipt is in {path.name}: send it back. It names nobody.")
