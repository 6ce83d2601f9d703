"""The hot path's conversation with PostgreSQL: one call and one wait for each round trip.

The writer, and whoever reads at each call, speak through psycopg's own wrapper of libpq. A
cursor would wait in several steps, and between them every other thread of a busy process has
its turn; here that is the whole delay.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from psycopg import OperationalError, errors
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from hub_infra.store.connect import (
    Connection,
    Pool,
    assert_durable,
    connect_knowing,
    reading,
)
from hub_infra.store.known import Known

_PREPARED = 128
_BINARY = 1
_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_ENDS_THE_SESSION = (b"FATAL", b"PANIC")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query of one value in one row, prepared under its name where it is first asked."""

    name: str
    query: str


def ask(pool: Pool, prepared: Prepared, parameters: Sequence[bytes]) -> bytes:
    """The value of a query, with parameters in PostgreSQL's binary formats.

    Raises ``StoreAway`` when the server cannot be reached.
    """
    return reading(pool, lambda connection: _ask(connection.pgconn, prepared, parameters))


def _ask(pgconn: PGconn, prepared: Prepared, parameters: Sequence[bytes]) -> bytes:
    name, formats = prepared.name.encode(), [_BINARY] * len(parameters)

    def asked() -> PGresult:
        return pgconn.exec_prepared(name, parameters, formats, _BINARY)

    try:
        result = _answer(pgconn, asked)
    except errors.InvalidSqlStatementName:
        _answer(pgconn, lambda: pgconn.prepare(name, prepared.query.encode()))
        result = _answer(pgconn, asked)
    return result.get_value(0, 0) or b""


def execute(pgconn: PGconn, statement: str, parameters: Sequence[bytes]) -> PGresult:
    """Run a statement once, with parameters in PostgreSQL's binary formats."""
    formats = [_BINARY] * len(parameters)
    return _answer(
        pgconn,
        lambda: pgconn.exec_params(statement.encode(), parameters, None, formats, _BINARY),
    )


class Session:
    """One durable connection to the log that is known.

    Raises what psycopg and ``connect_knowing`` raise, and ``NotDurable``.
    """

    def __init__(self, url: str, known: Known) -> None:
        self._connection: Connection = connect_knowing(url, known)
        try:
            assert_durable(self._connection)
        except BaseException:
            self._connection.close()
            raise
        self._pgconn = self._connection.pgconn
        self._prepared: OrderedDict[Hashable, str] = OrderedDict()
        self._names = count()

    @property
    def lost(self) -> bool:
        return self._pgconn.status != ConnStatus.OK

    def close(self) -> None:
        self._connection.close()

    def run(self, script: str) -> PGresult:
        """Run statements without parameters; the last one's result, or the first error."""
        return _answer(self._pgconn, lambda: self._pgconn.exec_(script.encode()))

    def execute(
        self, kind: Hashable, statement: Callable[[], str], parameters: Sequence[bytes]
    ) -> PGresult:
        """Run the statement of a kind with parameters in PostgreSQL's binary formats.

        It is asked for and prepared at its first use; the kinds used last stay prepared.
        """
        name = self._prepared.get(kind)
        if name is None:
            name = self._prepare(kind, statement())
        self._prepared.move_to_end(kind)
        formats = [_BINARY] * len(parameters)
        return _answer(
            self._pgconn,
            lambda: self._pgconn.exec_prepared(name.encode(), parameters, formats, _BINARY),
        )

    def _prepare(self, kind: Hashable, statement: str) -> str:
        name = f"s{next(self._names)}"
        _answer(self._pgconn, lambda: self._pgconn.prepare(name.encode(), statement.encode()))
        self._prepared[kind] = name
        if len(self._prepared) > _PREPARED:
            self.run(f"deallocate {self._prepared.popitem(last=False)[1]}")
        return name

    def roll_back(self) -> None:
        """End a transaction that failed; on a lost connection the server has done so."""
        if not self.lost:
            with suppress(OperationalError):
                self.run("rollback")


def _answer(pgconn: PGconn, ask: Callable[[], PGresult]) -> PGresult:
    """What the server answers. What has no severity the server did not say: it is gone."""
    try:
        result = ask()
    except OperationalError:
        pgconn.finish()
        raise
    if result.status not in _DONE:
        severity = result.error_field(DiagnosticField.SEVERITY_NONLOCALIZED)
        lost = pgconn.status != ConnStatus.OK
        if lost or severity is None or severity in _ENDS_THE_SESSION:
            pgconn.finish()
            raise OperationalError("the connection is lost")
        raise errors.error_from_result(result)
    return result
