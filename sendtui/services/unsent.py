"""How many changes of this copy no sealed file has carried yet."""

from sendtui.store.store import Store


def unsent(store: Store) -> int:
    """The number of this copy's changes since it last wrote a sealed file.

    It is 0 where nobody is enrolled to send to: nothing waits for a reader there is not.
    """
    with store.read() as session:
        run = session.connection().exec_driver_sql
        if not run("SELECT count(*) FROM peer").scalar_one():
            return 0
        last = run("SELECT max(at) FROM file WHERE direction = 'out'").scalar() or ""
        sent = run("SELECT coalesce(max(n), 0) FROM batch WHERE written <= ?", (last,))
        waiting = run(
            """SELECT count(*) FROM change JOIN device ON device.n = change.device
               WHERE change.batch > ? AND device.id = ?""",
            (sent.scalar_one(), store.device),
        )
        return int(waiting.scalar_one())
