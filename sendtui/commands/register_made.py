"""`sendtui register`: the register itself, and who is let into it."""

from sendtui.commands.call import Call
from sendtui.errors import UsageError
from sendtui.rules.counting import counted


def init(call: Call) -> int:
    """Make the register of an authority."""
    from sendtui.services import registers

    options = call.options
    if not options.name.strip():
        raise UsageError("Say the authority's name: --name NAME.")
    setting = {"name": options.name, "sort": "la", "la": options.la}
    registers.make(call.path, _password(call), setting)
    call.out.say(
        "Made the register. Now say who sees what: “sendtui register team NAME --setting NAME”, "
        "then “sendtui register admit ROLE --team NAME”. “sendtui doctor” attests how it stands."
    )
    return 0


def upgrade(call: Call) -> int:
    """Bring the register to this sendtui's schema."""
    from sendtui.services import registers

    before, now = registers.upgrade(call.path, _password(call))
    call.out.say(f"The register has schema {now}; it had {before}. Rights were granted anew.")
    return 0


def team(call: Call) -> int:
    """Make a team, or say anew what it sees."""
    from sendtui.services import registers

    made = registers.team(
        call.path, _password(call), _word(call, "team"), call.options.setting,
        every=call.options.all,
    )  # fmt: skip
    call.out.say(f"Team {made.name} sees {_sees(made.settings)}.")
    return 0


def admit(call: Call) -> int:
    """Let somebody in."""
    from sendtui.services import registers

    options, role = call.options, _word(call, "role")
    registers.admit(
        call.path, _password(call), role, group=options.group, team=options.team,
        name=options.called,
    )  # fmt: skip
    call.out.say(
        f"{role} is let in as {options.group}. The server's operator gives the role its password "
        "or certificate."
    )
    return 0


def dismiss(call: Call) -> int:
    """Take somebody out."""
    from sendtui.services import registers

    role = _word(call, "role")
    registers.dismiss(call.path, _password(call), role)
    call.out.say(f"{role} is out of every team, and their connections to the register have ended.")
    return 0


def attest(call: Call) -> int:
    """Say what only the operator knows."""
    from sendtui.services import registers

    options = call.options
    said = {"volume": options.volume, "backup": options.backup}
    registers.attest(call.path, _password(call), said, call.today)
    call.out.say("Kept, under your role and today's date; “sendtui doctor” tells it.")
    return 0


def teams(call: Call) -> int:
    """List the teams."""
    from sendtui.services import registers

    found = registers.listed(call.path, _password(call))
    if call.out.as_json:
        call.out.data(found)
        return 0
    call.out.table(
        ["Team", "Sees", "Roles"],
        [
            {"Team": one.name, "Sees": _sees(one.settings), "Roles": ", ".join(one.roles)}
            for one in found
        ],
    )
    return 0


def _sees(settings: int | None) -> str:
    return "every setting" if settings is None else counted(settings, "setting")


def _word(call: Call, what: str) -> str:
    if len(call.options.words) != 1:
        raise UsageError(f"Name one {what}: sendtui register {call.options.act} NAME …")
    return str(call.options.words[0])


def _password(call: Call) -> str:
    from sendtui.services.casefile import is_register

    return call.unlock().passphrase if is_register(call.path) else ""
