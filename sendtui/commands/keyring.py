"""Let this computer's own keyring open the case file, or stop it."""

from argparse import ArgumentParser

from sendtui.commands.call import Call


def arguments(parser: ArgumentParser) -> None:
    """The words of this verb."""
    parser.add_argument("what", choices=("remember", "forget"))


def run(call: Call) -> int:
    """Add or remove the keyring's slot."""
    from sendtui.services import casefile

    if call.options.what == "remember":
        casefile.remember(call.store)
        call.out.say("This computer's keyring opens the case file now, until an idle lock.")
    else:
        casefile.forget(call.store)
        call.out.say("This computer's keyring no longer opens the case file.")
    return 0
