"""Who goes into a sealed file for a peer, and why the others stay home.

From a school, pupils go for whom a purpose of the reader is recorded and runs. With all that the
card permits, those go who are or were on the SEN register, or have a concern, a need, a cycle or a
profile, and where the card is for the whole roll, everybody. A local authority sends what the card
permits: the school's own pupils.

A pupil's stream goes whole or not at all: with some kinds left out, the other side could not tell a
gap from a loss. So a card or a purpose that limits the kinds lets those streams go that hold no
other, and a pupil about whom the reader may not receive anything stays home, or one who is
confidential as a whole, unless it is said that they go. Of a confidential record the changes go
without what they say: there is no gap, and once the mark is lifted they follow. So it is with a
record that leaves the lists here for another one of the same child, which the reader has not: it
stays in theirs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, select
from sqlmodel import Session

from sendtui.models import wire
from sendtui.rules.counting import counted
from sendtui.services import as_at, confidential, purposes, recipients, same
from sendtui.services.peers import Peer, Reach
from sendtui.services.tables import in_parts, table
from sendtui.store import outgoing, wanting
from sendtui.store import peers as ledger

FEW = 2_000
"""Pupils up to which they are asked for by name: a register has many more, of many settings."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was said of who goes, beside what is the rule.

    `all_pupils`: those without SEN, too; `all_permitted`: without a recorded purpose, too;
    `with_confidential`: what is confidential, too; `although`: why the reader receives what they
    may not; `documents`: how many bytes of documents go along at most; `only_running`: nobody for
    whom a purpose of the reader has ended, as an authority sends.
    """

    all_pupils: bool = False
    all_permitted: bool = False
    with_confidential: bool = False
    although: str = ""
    documents: int = 20_000_000
    only_running: bool = False


USUAL = Choice()


@dataclass(frozen=True, slots=True)
class Home:
    """Why pupils stay home who would else have gone: how many for which reason.

    `confidential` is how many are confidential as a whole, `records` how many records those have.
    """

    no_purpose: int = 0
    confidential: int = 0
    records: int = 0
    barred: int = 0

    def says(self) -> tuple[str, ...]:
        """Each reason in words, with what takes them along."""
        told = []
        if self.no_purpose:
            told.append(
                f"{counted(self.no_purpose, 'pupil')} without a recorded purpose (“sendtui purpose "
                "add”; --all-permitted takes all that the card permits)"
            )
        if self.confidential:
            told.append(
                f"{counted(self.confidential, 'pupil')} with "
                f"{counted(self.records, 'confidential record')} (--with-confidential)"
            )
        if self.barred:
            told.append(
                f"{counted(self.barred, 'pupil')} about whom they may not receive anything "
                "(--although REASON)"
            )
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The streams that go, those of them with news, and how many pupils stay home.

    `veiled` are the records that go without what they say, `withheld` how many of them that are
    confidential are not mere marks; `bare` the changes that the peer holds in that way.
    """

    streams: list[str]
    news: dict[str, int]
    home: int
    settings: frozenset[str]
    why: Home
    reason: str
    veiled: frozenset[str]
    withheld: int
    bare: dict[str, set[wire.Version]]

    @property
    def pupils(self) -> list[str]:
        """Those of them that are pupils."""
        return [stream for stream in self.news if stream not in self.settings]


def chosen_for(session: Session, peer: Peer, far: Reach, choice: Choice, today: date) -> Chosen:
    """The streams that go to a peer within the reach of their card, by what was said of them."""
    connection = session.connection()
    known = ledger.acknowledged(connection, peer.fingerprint)
    streams = outgoing.streams_of(connection, sorted(far.settings))
    going = streams
    had = far.settings | ledger.reached(connection, peer.fingerprint).keys()
    if not choice.all_pupils:
        # Whoever went once goes on: the peer must learn that a status was a mistake.
        wanted = _with_sen(connection, streams) | far.settings | had
        going = [stream for stream in streams if stream in wanted]
    if far.kinds is not None:
        kinds = outgoing.kinds_of(connection, going)
        going = [s for s in going if kinds.get(s, set()) - purposes.ALONG <= far.kinds]
    here = _among(connection, table("pupil").c.id, streams)
    # That a pupil was removed travels to whoever has them, whatever was recorded of them.
    going = [s for s in going if s in here or s in had]
    bound = [s for s in going if s in here]
    without = set() if choice.all_permitted else _without_purpose(session, peer, bound, today)
    if choice.only_running:
        over = purposes.ended(session, (peer.name, peer.fingerprint), today)
        without |= over.intersection(bound)
    marked = _marked(session, going, choice, today)
    secret = _secret(session, bound, without, marked.pupils, today)
    bound = [s for s in bound if s not in without and s not in secret]
    barred, reason = _barred(session, peer, bound, choice.although, today)
    stay = without | secret.keys() | barred
    going = [stream for stream in going if stream not in stay]
    home = len(set(streams) - set(going) - far.settings)
    why = Home(len(without), len(secret), sum(secret.values()), len(barred))
    news = outgoing.news(connection, going, known)
    veiled = confidential.withheld(session, going, today) if marked.records else frozenset()
    gone = set(going).difference(here)
    veiled |= same.led_elsewhere(session, gone, set(going)) if gone else frozenset()
    records = outgoing.records_within(connection, news, known, marked.records)
    _, bare = wanting.asked(connection, peer.fingerprint)
    released = outgoing.released(connection, bare, going, veiled)
    for stream, versions in released.items():
        news[stream] = news.get(stream, 0) + len(versions)
    return Chosen(going, news, home, far.settings, why, reason, veiled, len(records), released)


def _marked(
    session: Session, streams: Sequence[str], choice: Choice, today: date
) -> confidential.Marked:
    """What is confidential of those who go, unless it is said to go along."""
    if choice.with_confidential:
        return confidential.NOTHING
    return confidential.marked(session, streams, today)


def _without_purpose(session: Session, peer: Peer, pupils: Sequence[str], today: date) -> set[str]:
    """The pupils without a purpose of this peer that covers all that is in their record."""
    may = purposes.running(session, (peer.name, peer.fingerprint), today)
    limited = [pupil for pupil in pupils if may.get(pupil) is not None]
    kinds = outgoing.kinds_of(session.connection(), limited)
    return {
        pupil
        for pupil in pupils
        if pupil not in may
        or ((few := may[pupil]) is not None and not kinds.get(pupil, set()) - purposes.ALONG <= few)
    }


def _secret(
    session: Session,
    pupils: Sequence[str],
    but: Collection[str],
    whole: Collection[str],
    today: date,
) -> dict[str, int]:
    """The pupils who are confidential as a whole, and how many records each of them has."""
    suspects = [pupil for pupil in pupils if pupil in whole and pupil not in but]
    found = {pupil: confidential.count(session, pupil, today) for pupil in suspects}
    return {pupil: number for pupil, number in found.items() if number}


def _barred(
    session: Session, peer: Peer, pupils: Sequence[str], although: str, today: date
) -> tuple[set[str], str]:
    """The pupils about whom the peer may not receive anything, or why they go all the same."""
    asked = select(table("restriction").c.pupil).distinct()
    ever = set(session.connection().execute(asked).scalars())
    suspects = [pupil for pupil in pupils if pupil in ever]
    if although.strip():
        return set(), recipients.require(session, suspects, peer.name, although, today)
    return set(recipients.barred(session, suspects, peer.name, today)), ""


def _with_sen(connection: Connection, streams: Sequence[str]) -> set[str]:
    """Those of these pupils with anything of SEN in their record, now or before."""
    status = table("status")
    on_it = status.c.status.in_(as_at.ON_THE_REGISTER)
    found = _among(connection, status.c.pupil, streams, on_it)
    for kind in ("concern", "need", "cycle", "profile"):
        found |= _among(connection, table(kind).c.pupil, streams)
    return found


def _among(
    connection: Connection,
    column: ColumnElement[str],
    streams: Sequence[str],
    *which: ColumnElement[bool],
) -> set[str]:
    """Those of these pupils that a column names; a few are asked for, of many all are read."""
    asked = select(column).where(*which)
    if len(streams) > FEW:
        return set(connection.execute(asked.distinct()).scalars()).intersection(streams)
    found: set[str] = set()
    for part in in_parts(streams):
        found.update(connection.execute(asked.where(column.in_(part))).scalars())
    return found
