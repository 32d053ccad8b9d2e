"""What another copy holds, believed only where its chains come to our own hashes.

A count alone does not say that two copies hold the same: a case file put back may have gone on
under its old name. So each chain is compared by the hash at the change it reaches, and what does
not name its hash is not taken as held.
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from sendtui.store.gathered import fork
from sendtui.store.outgoing import Held
from sendtui.store.replay import link_at

_TIPS = """
    SELECT stream.id, device.id, tip.counter, tip.link FROM tip
    JOIN device ON device.n = tip.device JOIN stream ON stream.n = tip.stream
    WHERE stream.id IN (SELECT value FROM json_each(?))
"""


def confirmed(connection: Connection, have: Held, heads: Mapping[str, Any]) -> Held:
    """What a sender holds, by content: the chains that come to the same hash here.

    A chain that goes further there than here is taken as told: it is compared once its changes have
    come. Raises ForkError where one device's name was used for two histories.
    """
    here: dict[str, dict[str, tuple[int, bytes]]] = {}
    for stream, device, counter, link in connection.exec_driver_sql(
        _TIPS, (json.dumps(list(have)),)
    ):
        here.setdefault(stream, {})[device] = (counter, bytes(link))
    found: dict[str, dict[str, int]] = {}
    for stream, devices in have.items():
        links = heads.get(stream)
        links = links if isinstance(links, Mapping) else {}
        for device, reached in devices.items():
            known = here.get(stream, {}).get(device)
            if known is not None and reached <= known[0]:
                if device not in links:
                    continue
                ours = known[1]
                if reached < known[0]:
                    ours = link_at(connection, stream, device, reached)
                if links[device] != ours.hex():
                    raise fork()
            found.setdefault(stream, {})[device] = reached
    return found
