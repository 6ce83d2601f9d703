"""Clients at work: threads beside the application, or connections to a served interface."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from hub_services.benching.workload import Step, Workload

T = TypeVar("T")


class NotDone(Exception):
    """A command of the workload was refused: there is nothing to measure."""


def rate(work: Callable[[T], object], things: Sequence[T], clients: int) -> float:
    """Things done in a second by so many threads, each taking the next when it has done one.

    What one of them raises is raised, once all have stopped.
    """
    waiting = iter(list(things))
    taking = threading.Lock()
    failed: list[BaseException] = []
    ready = threading.Barrier(clients + 1)

    def client() -> None:
        ready.wait()
        try:
            while not failed:
                with taking:
                    thing = next(waiting, None)
                if thing is None:
                    return
                work(thing)
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            failed.append(error)

    threads = [threading.Thread(target=client, name=f"client-{n}") for n in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return len(things) / (time.perf_counter() - began)


def http_rate(host: str, port: int, workloads: Sequence[Workload], connections: int) -> float:
    """Workloads done in a second over so many connections that are kept open."""
    return asyncio.run(_http_rate(host, port, workloads, connections))


async def _http_rate(
    host: str, port: int, workloads: Sequence[Workload], connections: int
) -> float:
    waiting = iter(workloads)
    opened = [await asyncio.open_connection(host, port) for _ in range(connections)]
    began = time.perf_counter()
    async with asyncio.TaskGroup() as clients:
        for reader, writer in opened:
            clients.create_task(_client(reader, writer, waiting))
    seconds = time.perf_counter() - began
    for _, writer in opened:
        writer.close()
        await writer.wait_closed()
    return len(workloads) / seconds


async def _client(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiting: Iterator[Workload]
) -> None:
    for workload in waiting:
        for step in workload.steps:
            writer.write(_request(step))
            await writer.drain()
            if not await _created(reader):
                raise NotDone(step.command)


def _request(step: Step) -> bytes:
    """HTTP/1.1 as plain bytes: the client must cost less than what it measures."""
    sent = step.prepared
    head = (
        f"POST {sent.path} HTTP/1.1\r\nHost: hub\r\n"
        f"Authorization: Hub {sent.statement.decode('ascii')}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(sent.body)}\r\n\r\n"
    )
    return head.encode("ascii") + sent.body


async def _created(reader: asyncio.StreamReader) -> bool:
    status, *headers = (await reader.readuntil(b"\r\n\r\n")).lower().splitlines()
    for header in headers:
        name, _, value = header.partition(b":")
        if name == b"content-length":
            await reader.readexactly(int(value))
    return b" 201 " in status
