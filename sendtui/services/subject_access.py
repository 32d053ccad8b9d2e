"""All that is held on one person, for a request to see it: the record, its history, documents.

Other people in it are named and marked, so that somebody decides about each of them before it is
handed over. What is confidential is left out and counted unless it is asked for: whether it may be
withheld is a decision too.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from sendtui.models.pages import PupilFile
from sendtui.rules import third_parties
from sendtui.rules.calendar import months_after
from sendtui.rules.counting import counted
from sendtui.rules.third_parties import ThirdParty
from sendtui.rules.typed_dates import say
from sendtui.services import disclosing, exports, left_out, writes
from sendtui.services.labels import kind_title
from sendtui.services.outfile import new_file
from sendtui.services.tables import table
from sendtui.store import attachments
from sendtui.store.store import Store

ENDING = ".zip"
_UNSAFE = re.compile(r"[^\w.-]+")
MONTH = "UK GDPR art 12(3): one month, two more where it is complex (not verified)"
SCHOOL_DAYS = "Pupil information regulations 2005 reg 5: 15 school days (not verified)"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One time a file left that this person was in."""

    on: date
    what: str
    recipient: str
    basis: str
    protection: str


@dataclass(frozen=True, slots=True)
class Held:
    """Everything held on a person. `left_out` counts confidential records that are not in it.

    `missing` are documents whose bytes this copy does not hold.
    """

    whole: PupilFile
    others: tuple[ThirdParty, ...]
    disclosures: tuple[Disclosed, ...]
    documents: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """The file that was written, and the last day on which it is due."""

    path: Path
    held: Held
    due: date | None


def gather(store: Store, pupil: str, today: date, *, with_confidential: bool = False) -> Held:
    """Everything held on a person, with the other people in it.

    Raises SendtuiError where there is no such pupil.
    """
    whole, held = exports.pupil_file(store, pupil), 0
    if with_confidential:
        whole = left_out.without_addresses(whole)
    else:
        whole, held = left_out.of_file(store, whole, pupil, today)
    with store.read() as session:
        disclosed = tuple(_disclosed(session, pupil))
        others = list(_other_pupils(session, pupil))
        named = [(str(d["sha256"]), _file_name(n, d)) for n, d in
                 enumerate(whole.records.get("document", ()), 1) if d.get("sha256")]  # fmt: skip
        here = attachments.here(session.connection(), [name for name, _ in named])
    own = [str(whole.pupil.get(n) or "") for n in ("forename", "surname", "preferred_forename",
                                                   "preferred_surname")]  # fmt: skip
    own += [f"{own[0]} {own[1]}", f"{own[2] or own[0]} {own[3] or own[1]}"]
    names = third_parties.names_in(whole.records, own)
    names |= third_parties.pupils_in(whole.records, others)
    return Held(
        whole,
        third_parties.third_parties(whole.records, names),
        disclosed,
        tuple((sha, name) for sha, name in named if sha in here),
        tuple(name for sha, name in named if sha not in here),
        held,
    )


def _disclosed(session: Session, pupil: str) -> Iterator[Disclosed]:
    one = table("disclosure")
    for found in session.connection().execute(one.select().order_by(one.c.on, one.c.id)).mappings():
        if pupil in (found["pupils"] or ()):
            yield Disclosed(found["on"], found["what"], found["recipient"], found["basis"],
                            found["protection"])  # fmt: skip


def _other_pupils(session: Session, pupil: str) -> Iterator[tuple[str, str]]:
    for first, preferred, last in session.connection().exec_driver_sql(
        "SELECT forename, preferred_forename, surname FROM pupil WHERE id <> ?", (pupil,)
    ):
        yield str(first), str(last)
        if preferred:
            yield str(preferred), str(last)


def _file_name(number: int, document: Mapping[str, object]) -> str:
    name = str(document.get("file_name") or document.get("title") or "document")
    safe = _UNSAFE.sub("-", name)[-80:]
    return f"documents/{number:03}-{safe}"


@writes
def give(
    store: Store,
    pupil: str,
    target: Path,
    today: date,
    *,
    received: date | None = None,
    recipient: str = "",
    although: str = "",
    password: str = "",
    with_confidential: bool = False,
) -> Given:
    """Write all that is held on a person into one ZIP, and log that it was done.

    Without a password it is plain. Raises BarredError where the recipient may not receive it,
    SendtuiError where there is no such pupil or it cannot be written.
    """
    from sendtui.formats.bundle_zip import bundle

    held = gather(store, pupil, today, with_confidential=with_confidential)
    due = months_after(received, 1) if received else None
    setting = store.setting
    with store.write("Answer a subject access request") as tx:
        disclosing.log(
            tx, setting, what="All that is held on a person (subject access)", pupils=(pupil,),
            on=today, recipient=recipient, basis="UK GDPR art 15", although=although,
            password=password,
        )  # fmt: skip
        tx.flush()
        files = [
            *_papers(held, today, received, due),
            *((name, attachments.read(tx.connection, sha) or b"") for sha, name in held.documents),
        ]
        raw = bundle(files, password)
        with new_file(target) as file:
            file.write(raw)
    return Given(target, held, due)


def _papers(
    held: Held, today: date, received: date | None, due: date | None
) -> list[tuple[str, bytes]]:
    """The record for a person and for a program, who else is in it, and to whom it went."""
    from sendtui.formats import pupil_json, pupil_md

    for_people, for_programs = io.BytesIO(), io.BytesIO()
    pupil_md.write(for_people, held.whole)
    pupil_json.write(for_programs, held.whole)
    text = for_people.getvalue().decode()
    names = [one.name for one in held.others]
    return [
        ("READ-FIRST.md", _first(held, today, received, due).encode()),
        ("record.md", for_people.getvalue()),
        ("record-with-others-marked.md", third_parties.marked(text, names).encode()),
        ("record.json", for_programs.getvalue()),
        ("others-in-it.md", _others(held.others).encode()),
        ("who-received-what.md", _went(held.disclosures).encode()),
    ]


def _first(held: Held, today: date, received: date | None, due: date | None) -> str:
    lines = [
        "# Before this is handed over",
        "",
        f"Gathered on {say(today)}."
        + (f" Asked for on {say(received)}, due by {say(due)}." if received and due else ""),
        "",
        f"- {MONTH}. {SCHOOL_DAYS}.",
        f"- {counted(len(held.others), 'other person', 'other people')} stand in it: "
        "`others-in-it.md` lists them, and `record-with-others-marked.md` marks each name. Decide "
        "about each before the record goes; take this page, that list and the marked copy out.",
    ]
    if held.left_out:
        lines.append(f"- {counted(held.left_out, 'confidential record')} left out: decide whether "
                     "they may be withheld (serious harm, others’ rights).")  # fmt: skip
    lines += [f"- Not held in this copy: {name}" for name in held.missing]
    return "\n".join(lines) + "\n"


def _others(others: Sequence[ThirdParty]) -> str:
    lines = ["# Other people in the record", ""]
    for one in others:
        where = ", ".join(f"{kind_title(noun)} {count}" for noun, count in one.places)
        lines.append(f"- [ ] {one.name} ({kind_title(one.why)}): {where or 'by name alone'}")
    return "\n".join(lines) + "\n"


def _went(found: Sequence[Disclosed]) -> str:
    lines = ["# What has left, and to whom", ""]
    lines += [
        f"- {say(one.on)}: {one.what}, to {one.recipient or 'nobody was named'}"
        + (f", {one.basis}" if one.basis else "")
        + (f" ({one.protection})" if one.protection else "")
        for one in found
    ]
    return "\n".join(lines) + "\n"
