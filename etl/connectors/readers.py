"""The reader of each source, by the name that ``data/connecteurs.yml`` gives it."""

from __future__ import annotations

from etl.connectors.ameli import AMELI
from etl.connectors.apl import APL_READER
from etl.connectors.drees import DREES
from etl.connectors.reading import Reader
from etl.connectors.rpps import RPPS
from etl.declared.connectors import FILE, Connector
from etl.errors import RegisterError

READERS: dict[str, Reader] = {"drees": DREES, **AMELI, "rpps": RPPS, "apl": APL_READER}


def reader_of(connector: Connector) -> Reader:
    """The reader of a source; raise RegisterError when none has this name."""
    reader = READERS.get(connector.reader)
    if reader is None:
        raise RegisterError(
            FILE,
            connector.connector_id,
            "reader",
            f"« {connector.reader} » lu ; attendu : {', '.join(READERS)}.",
        )
    return reader
