"""What is measured: a hub on a database of its own, with two agencies at work."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

import httpx2

from hub_domain.agencies.agency import Custody, StaffMember
from hub_domain.law.shipped import shipped_catalogue
from hub_infra.canonical import base64url
from hub_infra.clock import SystemClock
from hub_infra.custody import FileAgencyKeystore
from hub_infra.identifiers import RandomIds
from hub_infra.sealing import AgencyPublicKeys
from hub_services.benching.workload import Party, Preparing, Step, Workload
from hub_services.desk.hub_client import HubClient
from hub_services.desk.means import Hat, PublishedKeys
from hub_services.hub.answers import Done
from hub_services.hub.handling import Handler
from hub_services.hub.uses import COMMANDS
from hub_services.wiring.desk import HostedKeys
from hub_services.wiring.hub import HubProcess, migrate_store, wire_hub

_PREPARING: Final = 20
"""Workloads that a preparing process makes at a time."""
_PATIENCE: Final = 120.0
_CLOCK: Final = SystemClock()


def carry_out(handler: Handler, step: Step) -> Done:
    """One command through the application layer, from the bytes that a desk sent."""
    sent = step.prepared
    return handler.handle(
        COMMANDS[step.command],
        compact=sent.statement,
        target=f"POST {sent.path}",
        raw=sent.body,
    )


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The two agencies, and where their desk keeps its keys. Travels between processes."""

    keystore: Path
    asking: Party
    holding: Party

    @property
    def shared_ids(self) -> frozenset[UUID]:
        """The ids that all workloads have in common."""
        hats = (self.asking.hat, self.holding.hat)
        return frozenset(id_ for hat in hats for id_ in (hat.agency, hat.practitioner))

    def agency_keys(self) -> FileAgencyKeystore:
        """The keys of both agencies."""
        return FileAgencyKeystore(self.keystore)

    def client(self, client: httpx2.AsyncClient) -> HubClient:
        """The way of this desk to a hub."""
        keys = HostedKeys(self.agency_keys())
        return HubClient(client, keys=keys, clock=_CLOCK, ids=RandomIds(_CLOCK))

    def preparing(self) -> Preparing:
        """Prepares workloads between the two."""
        return Preparing(
            self.client(httpx2.AsyncClient()),
            HostedKeys(self.agency_keys()),
            RandomIds(_CLOCK),
            _CLOCK,
            asking=self.asking,
            holding=self.holding,
        )


class Stand:
    """A hub under measurement, in this process; another may serve the same store."""

    def __init__(self, url: str, directory: Path) -> None:
        self.url = url
        self.hub_keystore = directory / "hub-keys"
        self._desk_keystore = directory / "desk-keys"
        self._keystore = FileAgencyKeystore(self._desk_keystore)
        self._ids = RandomIds(_CLOCK)
        operator = self._keystore.create(self._ids.stream())
        lead = self._ids.opaque()
        migrate_store(
            url,
            _CLOCK,
            operator=operator,
            operator_name="Operator",
            lead=StaffMember(id=lead, name="Operator", post="Operator", contact="-"),
            custody=Custody.OWN,
            catalogue=shipped_catalogue(),
        )
        self.process: HubProcess = wire_hub(url, self.hub_keystore, _CLOCK)
        self._client = HubClient(
            httpx2.AsyncClient(), keys=HostedKeys(self._keystore), clock=_CLOCK, ids=self._ids
        )
        self._operator = Hat(agency=operator.agency, practitioner=lead, role="operator")
        self.cast = Cast(
            keystore=self._desk_keystore,
            asking=self._party("Council", ["E11-LA", "E16E-LA"], "practitioner"),
            holding=self._party("School", ["EA175-MSGB"], "safeguarding-lead"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.close()

    def carry_out(self, workload: Workload) -> None:
        """All of one workload, each command durable before the next."""
        for step in workload.steps:
            carry_out(self.process.handler, step)

    def _party(self, name: str, categories: Sequence[str], role: str) -> Party:
        keys = self._keystore.create(self._ids.stream())
        agency, lead, practitioner = keys.agency, self._ids.opaque(), self._ids.opaque()
        leading = Hat(agency=agency, practitioner=lead, role="information-governance-lead")
        self._do(
            self._operator,
            "register-agency",
            agency,
            0,
            name=name,
            nation="E",
            kind="partner",
            categories=categories,
            keys=_keys_facts(keys),
            lead=_member(lead),
        )
        self._do(
            leading,
            "record-arrangement",
            agency,
            1,
            own_functions="Safeguarding children",
            services_by_others="By contract",
            sharing_process="Through the duty desk",
            owner=lead,
            review_due=_CLOCK.now().date().replace(month=1, day=1).isoformat(),
        )
        self._do(
            leading,
            "register-practitioner",
            agency,
            2,
            member=_member(practitioner),
            roles=[role],
        )
        return Party(
            hat=Hat(agency=agency, practitioner=practitioner, role=role),
            keys=PublishedKeys(
                agency=agency,
                epoch=keys.epoch,
                sealing=keys.sealing,
                ed25519=keys.ed25519,
                ml_dsa_65=keys.ml_dsa_65,
            ),
        )

    def _do(self, hat: Hat, command: str, about: UUID, version: int, **facts: Any) -> None:
        prepared = self._client.prepare(hat, command, about=about, version=version, facts=facts)
        carry_out(self.process.handler, Step(command=command, prepared=prepared))


def _keys_facts(keys: AgencyPublicKeys) -> Mapping[str, object]:
    return {
        "epoch": keys.epoch,
        "custody": Custody.OWN.value,
        "sealing": base64url(keys.sealing),
        "ed25519": base64url(keys.ed25519),
        "ml_dsa_65": base64url(keys.ml_dsa_65),
    }


def _member(member: UUID) -> Mapping[str, object]:
    return {"id": member, "name": "A member of staff", "post": "Officer", "contact": "-"}


class Desks:
    """Prepares workloads in processes of its own, before any clock starts."""

    def __init__(self, cast: Cast, processes: int) -> None:
        self._pool = ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=_begin_preparing, initargs=(cast,)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def prepare(self, count: int) -> list[Workload]:
        """So many workloads, fresh."""
        portions = [_PREPARING] * (count // _PREPARING) + [count % _PREPARING]
        return list(chain.from_iterable(self._pool.map(_prepare, portions)))


_preparing: Preparing


def _begin_preparing(cast: Cast) -> None:
    global _preparing  # noqa: PLW0603 - a process of the pool has one
    _preparing = cast.preparing()


def _prepare(count: int) -> list[Workload]:
    return [preparing.prepare() for preparing in repeat(_preparing, count)]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A hub served by a process of its own."""

    pid: int
    host: str
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}:{self.port}"


@contextmanager
def served(stand: Stand) -> Iterator[Served]:
    """Serve the stand's store as in production, in a process of its own."""
    host = "127.0.0.1"
    with socket.create_server((host, 0)) as free:
        port = free.getsockname()[1]
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("HUB_")}
    environment = {
        **inherited,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HUB_DATABASE_URL": stand.url,
        "HUB_KEYSTORE": str(stand.hub_keystore),
        "HUB_BIND": f"{host}:{port}",
    }
    serving = "from hub_services.wiring.serve import serve_hub; serve_hub()"
    process = subprocess.Popen(  # noqa: S603 - our own programme
        [sys.executable, "-c", serving],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        hub = Served(pid=process.pid, host=host, port=port)
        _wait_until_ready(hub)
        yield hub
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(hub: Served) -> None:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        try:
            if httpx2.get(f"{hub.url}/health/ready").is_success:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    raise TimeoutError("the hub did not become ready")
