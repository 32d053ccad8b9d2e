"""What is decided of a file that is looked at again: held, let go, or erased by its rule.

A hold keeps a pupil's record from being erased by anybody, whatever the reason: it is lifted first.
"""

from datetime import date, timedelta

from sendtui.errors import SendtuiError
from sendtui.services import retention, writes
from sendtui.services.records import in_time, invalid, require_pupil
from sendtui.store.store import Store


@writes
def hold(
    store: Store,
    pupil: str,
    *,
    why: str,
    reference: str = "",
    until: date | None = None,
    today: date,
) -> str:
    """Keep a pupil's file from being erased, and return the hold's id.

    Raises InvalidError without a reason, or for a last day that is over.
    """
    if not why.strip():
        invalid("why", why, "must be said: a claim, an inquiry, a court")
    in_time("until", until, today, "today")
    with store.write("Hold a file") as tx:
        require_pupil(tx.session, pupil)
        said = {"pupil": pupil, "why": why, "reference": reference, "by": store.author}
        return tx.add("retention_hold", {**said, "since": today, "until": until})


@writes
def lift(store: Store, pupil: str, today: date) -> int:
    """Lift every hold on a pupil's file from this day on, and say how many there were.

    Raises SendtuiError where there is none.
    """
    with store.write("Lift the hold on a file") as tx:
        found = [h for h in retention.holds(tx.connection).get(pupil, ()) if h.holds(today)]
        if not found:
            raise SendtuiError("There is no hold on this pupil’s file.")
        for each in found:
            if each.since == today:
                # It never came to hold a day.
                tx.remove("retention_hold", each.id)
            else:
                tx.put("retention_hold", each.id, {"until": today - timedelta(days=1)})
    return len(found)


def rule(store: Store, pupil: str, today: date) -> str:
    """By which rule a pupil's file is erased, and the proof that it was sent on.

    For the note of its erasure: it names a school, days and numbers, and nobody. Raises
    SendtuiError where the file is not due.
    """
    found = retention.review_of(store, pupil, today)
    if found is None or found.day is None or found.day > today:
        when = f" until {found.day:%d/%m/%Y}" if found is not None and found.day else ""
        raise SendtuiError(
            f"By the terms kept here this file is not due{when}: say by which rule it goes, with "
            "--reference."
        )
    cited = f"By {retention.terms(store, today).rule_of(found.why)}."
    proof = f"{found.proof}." if found.proof else ""
    return " ".join(filter(None, (found.because, cited, proof)))
