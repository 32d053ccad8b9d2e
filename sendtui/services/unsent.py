"""How many changes of this copy no sealed file has carried yet."""

import json

from sendtui.store import peers as ledger
from sendtui.store.store import Store


def unsent(store: Store) -> int:
    """The number of this copy's changes since it last wrote a sealed file.

    Only what is of a setting that a card here is about counts: the rest has no reader. It is 0
    where nobody is enrolled to send to.
    """
    with store.read() as session:
        connection = session.connection()
        run = connection.exec_driver_sql
        settings = {each for kept in ledger.peers(connection) for each in _settings(kept.card)}
        if not settings:
            return 0
        last = run("SELECT max(at) FROM file WHERE direction = 'out'").scalar() or ""
        sent = run("SELECT coalesce(max(n), 0) FROM batch WHERE written <= ?", (last,))
        at = json.dumps(sorted(settings))
        waiting = run(
            """SELECT count(*) FROM change JOIN device ON device.n = change.device
               JOIN stream ON stream.n = change.stream
               LEFT JOIN pupil ON pupil.id = stream.id
               WHERE change.batch > ? AND device.id = ?
               AND (stream.id IN (SELECT value FROM json_each(?))
                    OR pupil.setting IN (SELECT value FROM json_each(?))
                    OR (stream.kind = 'pupil' AND pupil.id IS NULL))""",
            (sent.scalar_one(), store.device, at, at),
        )
        return int(waiting.scalar_one())


def _settings(card: str) -> list[str]:
    """The settings a card is about; read without the libraries that check its signature."""
    scopes = json.loads(card).get("scopes", {})
    return [str(place["id"]) for place in scopes.get("settings", ())]
