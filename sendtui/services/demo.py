"""The main job done from end to end on a made-up school, every step with its figures.

Everything here happens in a throw-away folder with throw-away keys, on pupils nobody could be.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import seed
from sendtui.rules.counting import counted
from sendtui.services import (
    casefile,
    cycle_reading,
    cycles,
    deliveries,
    enrol,
    made_up,
    merge,
    plans,
    profile_pages,
    profiles,
    pupil_views,
    pupils,
    purposes,
    receive,
    register,
    reviews,
    send,
    statuses,
    voices,
)
from sendtui.services.register import Query
from sendtui.store.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the main job: what was done, and its figures."""

    number: int
    done: str
    figures: str
    seconds: float


def main_job(folder: Path, pupils_: int, today: date) -> Iterator[Step]:
    """The main job, step by step: every figure is read back from what was really done."""
    began = time.perf_counter()
    for number, step in enumerate(_steps(_Job(folder, pupils_, today)), 1):
        done, figures = step()
        yield Step(number, done, figures, time.perf_counter() - began)
        began = time.perf_counter()


class _Job:
    """What the steps hand on to one another."""

    def __init__(self, folder: Path, pupils_: int, today: date) -> None:
        self.folder = folder
        self.today = today
        self.invented = seed.school(pupils_, today, stories=0)
        self.list = folder / "school-list.csv"
        self.sealed = folder / "to-the-authority.sendx"
        self.school: Store
        self.authority: Store
        self.pupil = ""
        self.cycle = ""


Doing = Callable[[], tuple[str, str]]


def _steps(job: _Job) -> list[Doing]:
    return [
        lambda: _export_of_the_mis(job),
        lambda: _make_case_file(job),
        lambda: _import(job),
        lambda: _import_again(job),
        lambda: _place(job),
        lambda: _assess_and_plan(job),
        lambda: _do(job),
        lambda: _review(job),
        lambda: _profile(job),
        lambda: _enrol(job),
        lambda: _send(job),
        lambda: _merge(job),
        lambda: _verify(job),
    ]


def _export_of_the_mis(job: _Job) -> tuple[str, str]:
    with job.list.open("wb") as file:
        seed.exports.write(job.invented.lines, "sims", "csv", file)
    return (
        "A school's list, as its MIS would export it",
        f"{job.list.stat().st_size:,} bytes of CSV",
    )


def _make_case_file(job: _Job) -> tuple[str, str]:
    job.school = made_up.empty(job.folder / "school.sendtui")
    casefile.set_up(job.school, author="Demo SENCO", role="senco", setting=job.invented.setting)
    return "An encrypted case file made", "SQLCipher, with a passphrase and a recovery key"


def _import(job: _Job) -> tuple[str, str]:
    with receive.reading(job.school, job.list, job.today) as lines:
        shown = receive.preview(job.school, lines, job.today)
        done = receive.receive(job.school, lines, job.today, shown)
    odd = sum(1 for new in shown.new if new.oddities)
    return "The list previewed and taken in", (
        f"{counted(done.added, 'pupil')} added, {counted(done.rejected, 'line')} rejected, "
        f"{counted(odd, 'odd value')} kept"
    )


def _import_again(job: _Job) -> tuple[str, str]:
    with receive.reading(job.school, job.list, job.today) as lines:
        shown = receive.preview(job.school, lines, job.today)
    return "The same list again", f"{shown.unchanged} unchanged, {len(shown.changed)} changed"


def _place(job: _Job) -> tuple[str, str]:
    before = register.counts(job.school, Query(scope="register"), job.today).pupils
    on_roll = register.page(job.school, Query(scope="roll"), job.today, 0, 500)
    job.pupil = next(entry.id for entry in on_roll if entry.status not in {"K", "E"})
    since = job.today - timedelta(weeks=12)
    statuses.place(
        job.school,
        job.pupil,
        "K",
        since,
        reason="little progress after targeted teaching",
        parents_told_on=since,
        parents_told_how="at a meeting",
    )
    after = register.counts(job.school, Query(scope="register"), job.today).pupils
    return (
        "A pupil placed on the SEN register",
        f"{counted(before, 'pupil')} on it before, {after} after",
    )


def _assess_and_plan(job: _Job) -> tuple[str, str]:
    started = job.today - timedelta(weeks=11)
    job.cycle = cycles.start(
        job.school,
        job.pupil,
        started_on=started,
        focus="Saying what happened, in order",
        lead="class teacher",
    )
    for sort, what in (
        ("teaching", "Pictures in order and talk partners, for half a term"),
        ("baseline", "Retells a story in single words, out of order"),
    ):
        cycles.add_evidence(job.school, job.cycle, {"sort": sort, "on": started, "what": what})
    voices.hear(
        job.school,
        job.pupil,
        whose="pupil",
        words="I know it in my head but it comes out jumbled.",
        said_on=started,
        gathered="talk, with pictures",
        cycle=job.cycle,
    )
    outcome = plans.add(
        job.school,
        job.cycle,
        "outcome",
        {
            "need": "SLCN",
            "what": "will be able to retell a short story in order, in whole sentences",
            "measure": "retelling of an unseen four-picture story",
            "baseline": "1 of 4 parts",
            "target": "4 of 4 parts",
            "by": job.today,
        },
    )
    plans.add(
        job.school,
        job.cycle,
        "provision",
        {
            "outcome": outcome,
            "need": "SLCN",
            "what": "Sentence work with colours and pictures",
            "who": "teaching assistant trained in it",
            "times": 2,
            "per": "week",
            "minutes": 20,
            "group_size": 3,
            "weeks": 10,
            "starts": started,
        },
    )
    plans.add(job.school, job.cycle, "strategy", {"what": "First, next, last on every task"})
    plans.sign(job.school, job.cycle, on=started, by="Demo SENCO")
    return "A cycle assessed, planned and signed", "1 outcome, 1 provision line, 1 strategy"


def _do(job: _Job) -> tuple[str, str]:
    view = cycle_reading.cycle(job.school, job.cycle, job.today)
    line = view.provision[0]
    day = line.starts or job.today
    for n in range(16):
        on = day + timedelta(days=7 * (n // 2) + 2 * (n % 2))
        missed = "hall in use" if n in {5, 9} else ""
        deliveries.tick(job.school, line.id, on, happened=not missed, missed_because=missed)
    figures = cycle_reading.cycle(job.school, job.cycle, job.today).delivery
    return "Sessions ticked as they happened", (
        f"{figures.specified} promised by now, {figures.happened} happened, {figures.missed} missed"
    )


def _review(job: _Job) -> tuple[str, str]:
    view = cycle_reading.cycle(job.school, job.cycle, job.today)
    nearly = [
        reviews.Rated(outcome.id, effect="nearly", score="3 of 4 parts")
        for outcome in view.outcomes
    ]
    notes = reviews.Notes(
        held_on=job.today,
        decision="continue",
        ratings=nearly,
        views=[reviews.Said("parent", "She told us the whole film on the bus.", "at the review")],
        reason="nearly there, and it works",
        present="parents, class teacher, SENCO",
        with_parents=True,
        next_review=job.today + timedelta(weeks=12),
        carry=True,
    )
    held = reviews.hold(job.school, job.cycle, notes)
    return "The cycle reviewed with the parents", (
        f"{len(notes.ratings)} outcome rated, {len(held.carried)} carried into the next cycle"
    )


def _profile(job: _Job) -> tuple[str, str]:
    words = {
        "made_on": job.today,
        "gathered": "made together, with drawings",
        "appreciate": "I notice who is left out. I am funny.",
        "important": "My gran. Knowing what comes next. Time to find my words.",
        "support": "Wait for me. Show me pictures first. Ask me again if it came out jumbled.",
        "communication": "Short sentences; one thing at a time.",
        "triggers": "Being hurried to answer in front of everyone.",
        "helps": "A talk partner, and five seconds longer.",
        "adjustments": "Sits near the front; picture timetable.",
    }
    made = profiles.save(job.school, job.pupil, words, today=job.today)
    profiles.sign(job.school, made, on=job.today, by="Demo SENCO")
    path = profile_pages.write_pdf(job.school, job.pupil, job.folder / "profile.pdf", job.today)
    count = profile_pages.pages_of(profile_pages.page(job.school, job.pupil, job.today))
    return "A one-page profile signed and printed", (
        f"{count} page, {path.stat().st_size:,} bytes of tagged PDF"
    )


def _enrol(job: _Job) -> tuple[str, str]:
    job.authority = made_up.empty(job.folder / "authority.sendtui")
    la = {"name": "Puddleby Council", "sort": "la"}
    casefile.set_up(job.authority, author="Demo caseworker", role="register", setting=la)
    asked = enrol.request(job.school)
    theirs = enrol.look_at_request(job.authority, asked)
    until = job.today + timedelta(days=365)
    card = enrol.issue(
        job.authority, asked, fingerprint=theirs.fingerprint, until=until, today=job.today
    )
    ours = enrol.look_at_card(job.school, card)
    enrol.accept(job.school, card, fingerprint=ours.fingerprint, today=job.today)
    return "School and authority enrolled with each other", (
        f"fingerprints {theirs.fingerprint} and {ours.fingerprint} compared"
    )


def _send(job: _Job) -> tuple[str, str]:
    purposes.record_plans(job.school, "Puddleby Council", job.today)
    purposes.add(job.school, job.pupil, "Puddleby Council", "SEN support", since=job.today)
    sent = send.write(job.school, "Puddleby Council", job.sealed, job.today)
    return "A sealed, signed file written for the authority", (
        f"{counted(len(sent.pupils), 'pupil')} in it, {sent.home} stay home, "
        f"{counted(sent.changes, 'change')}, {counted(sent.bytes, 'byte')}"
    )


def _merge(job: _Job) -> tuple[str, str]:
    first = merge.merge(job.authority, [job.sealed], job.today)[0]
    again = merge.merge(job.authority, [job.sealed], job.today)[0]
    there = pupil_views_agree(job)
    return "The file read and merged by the authority's own store", (
        f"{counted(len(first.pupils_new), 'pupil')}, {counted(first.new, 'change')}; "
        f"again: {again.state}; "
        f"the pupil reads {'the same' if there else 'DIFFERENTLY'} in both"
    )


def pupil_views_agree(job: _Job) -> bool:
    """Whether the school and the authority read the same of the pupil."""
    here, there = (pupils.view(s, job.pupil, job.today) for s in (job.school, job.authority))
    return _told(here) == _told(there)


def _told(view: pupil_views.PupilView) -> tuple[object, ...]:
    return view.surname, view.statuses, view.cycles, view.voices, view.profile, view.last_review


def _verify(job: _Job) -> tuple[str, str]:
    wrong = [*casefile.verify(job.school), *casefile.verify(job.authority)]
    job.school.close()
    job.authority.close()
    return (
        "Both case files verified",
        f"{counted(len(wrong), 'problem')} in pages, tables and chains",
    )
