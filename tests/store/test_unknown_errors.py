"""What nobody foresaw comes up as it is, and can be reported."""

import pytest
from rich.traceback import Traceback
from sqlalchemy import text

from sendtui.store import cipher
from sendtui.store.store import Store


def test_an_error_nobody_foresaw_has_a_chain_with_an_end(store: Store) -> None:
    with pytest.raises(cipher.DriverError) as caught, store.read() as session:
        session.connection().execute(text("SELECT * FROM nowhere"))

    chain, each = [], caught.value
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    assert each is None
    assert Traceback.from_exception(caught.type, caught.value, caught.tb).trace.stacks
