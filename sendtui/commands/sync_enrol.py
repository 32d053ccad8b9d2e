"""`sendtui sync`: who we are, who they are, and the cards between us."""

from pathlib import Path

from sendtui.commands.call import Call, confirmed, read_text, require_vacant
from sendtui.commands.given import read_day
from sendtui.errors import SendtuiError, UsageError


def me(call: Call) -> int:
    """Print who this case file is, and the fingerprint to read out."""
    from sendtui.services import enrol

    found = enrol.me(call.store)
    if call.out.as_json:
        call.out.data(found)
        return 0
    call.out.line(f"{found.name}{f' ({found.role})' if found.role else ''}")
    call.out.line(f"Fingerprint: {found.fingerprint}")
    return 0


def request(call: Call) -> int:
    """Write a request for a card."""
    from sendtui.services import enrol

    (file,) = words(call, "a file for the request")
    require_vacant(Path(file), replace=call.options.replace)
    text = enrol.request(call.store)
    save(file, text)
    fingerprint = enrol.me(call.store).fingerprint
    call.out.say("Send the request to the school or local authority. When they ring, read out:")
    if call.out.as_json:
        call.out.data({"request": file, "fingerprint": fingerprint})
    else:
        call.out.line(fingerprint)
    return 0


def issue(call: Call) -> int:
    """Answer a request with a card."""
    from sendtui.services import enrol

    options = call.options
    asked_in, file = words(call, "the request, and a file for the card")
    if not options.until:
        raise UsageError("Say how long the card is good for: --until DATE.")
    require_vacant(Path(file), replace=options.replace)
    text = read_text(asked_in)
    asked = enrol.look_at_request(call.store, text)
    call.out.say(f"{asked.name} asks for a card{f', {asked.role}' if asked.role else ''}.")
    call.out.say(f"Setting: {asked.setting}{f', URN {asked.urn}' if asked.urn else ''}")
    card = enrol.issue(
        call.store,
        text,
        fingerprint=compared(call, asked.fingerprint),
        until=read_day(options.until, call.today),
        today=call.today,
        purpose=options.purpose,
        whole_roll=options.whole_roll,
        settings=tuple(options.setting),
        kinds=options.kind,
    )
    save(file, card)
    fingerprint = enrol.me(call.store).fingerprint
    call.out.say(f"The card is written. When they ring to compare, read out {fingerprint}")
    if call.out.as_json:
        call.out.data({"card": file, "subject": asked.name, "fingerprint": fingerprint})
    return 0


def accept(call: Call) -> int:
    """Take a card."""
    from sendtui.services import enrol

    (file,) = words(call, "the card")
    text = read_text(file)
    card = enrol.look_at_card(call.store, text)
    call.out.say(f"Card from {card.issuer}, for {card.subject}.")
    call.out.say(f"Settings: {', '.join(card.settings)}. For: {card.purpose}.")
    call.out.say(f"Good until {card.until:%d/%m/%Y}.")
    # A renewal is of keys that were compared before.
    heard = call.options.fingerprint or (
        "" if card.is_renewal else compared(call, card.fingerprint)
    )
    peer = enrol.accept(call.store, text, fingerprint=heard, today=call.today)
    call.out.say(f"Enrolled: {peer.name}")
    if call.out.as_json:
        call.out.data({"name": peer.name, "fingerprint": peer.fingerprint, "until": peer.until})
    return 0


def peers(call: Call) -> int:
    """List everybody who is enrolled."""
    from sendtui.services import peers as service

    found = [
        {
            "name": peer.name,
            "fingerprint": peer.fingerprint,
            "settings": list(peer.settings),
            "purpose": peer.purpose,
            "until": peer.until,
            "expired": peer.expired(call.today),
            "revoked": peer.revoked,
            "card": peer.way,
        }
        for peer in service.peers(call.store)
    ]
    if call.out.as_json:
        call.out.data(found)
        return 0 if found else 1
    titles = ("name", "fingerprint", "settings", "until", "expired", "revoked", "card")
    shown = [
        {key.capitalize(): "; ".join(v) if isinstance(v, list) else v for key, v in one.items()}
        for one in found
    ]
    headings = [key.capitalize() for key in titles]
    return 0 if call.out.table(headings, shown, empty="Nobody is enrolled here yet.") else 1


def forget(call: Call) -> int:
    """Exchange no more with a peer."""
    from sendtui.services import peers as service

    (named,) = words(call, "the peer's name or fingerprint")
    peer = service.find(call.store, named)
    service.forget(call.store, peer.fingerprint)
    call.out.say(f"Forgotten: {peer.name}")
    return 0


def words(call: Call, what: str) -> list[str]:
    """The words after the act, as many as it takes.

    Raises UsageError otherwise.
    """
    given: list[str] = call.options.words
    if len(given) != (2 if " and " in what else 1):
        raise UsageError(f"“sync {call.options.act}” takes {what}.")
    return given


def compared(call: Call, shown: str) -> str:
    """The fingerprint as it was read out on the phone, typed or answered for."""
    if call.options.fingerprint:
        return str(call.options.fingerprint)
    call.out.say(f"Fingerprint: {shown}")
    if confirmed("Ring them. Do they read out exactly this?"):
        return shown
    raise SendtuiError(
        "Nothing was done: the fingerprint was not compared. Ring them, and give what they read "
        "out as --fingerprint."
    )


def save(file: str, text: str) -> None:
    """Write a card or a request; raises SendtuiError where it cannot be."""
    try:
        Path(file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        why = problem.strerror or "unknown reason"
        raise SendtuiError(f"The file could not be written: {why}.") from None
