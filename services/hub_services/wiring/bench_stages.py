"""A handler whose stages are timed, on the store of a hub under measurement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from hub_domain.recording import Save
from hub_infra.custody.owner_keys import FileOwnerKeys
from hub_infra.store.opening import Store, StoreFactory
from hub_infra.store.recorder import GroupCommitRecorder
from hub_services.benching.stages import Stages
from hub_services.benching.workload import Step
from hub_services.hub.application import Hub
from hub_services.hub.handling import Handler
from hub_services.hub.uses import COMMANDS
from hub_services.hub.views import project_all
from hub_services.wiring.hub import HubProcess
from hub_services.wiring.sealing import HubSealing


class TimedHandler:
    """Handles commands as the hub does, each stage counted."""

    def __init__(self, process: HubProcess, keystore: Path, stages: Stages) -> None:
        self._stages = stages
        means = process.means
        rows: Any = _Timed(stages, means.rows, of="load", of_every_agency="load")
        keys: Any = _Timed(stages, FileOwnerKeys(keystore), ensure="wait")
        statements: Any = _Timed(
            stages, means.statements, read="parse", peek="verify", verify="verify",
            canonical="verify",
        )  # fmt: skip
        admitter: Any = _Timed(stages, means.admitter, admit="load")
        sealing: Any = _Timed(stages, HubSealing(rows, keys), digest="seals", take_in="seals")
        hub = _TimedHub(
            _TimedFactory(process.store, stages), stages.timed("encode", project_all)
        )
        hub.stages = stages
        self._handler = Handler(
            hub,
            replace(
                means, rows=rows, statements=statements, admitter=admitter, sealing=sealing
            ),
        )
        self._commands = {
            name: replace(command, use=stages.timed("rules", command.use))
            for name, command in COMMANDS.items()
        }

    def carry_out(self, step: Step) -> None:
        """One command."""
        sent = step.prepared
        with self._stages.stage("other"):
            self._handler.handle(
                self._commands[step.command],
                compact=sent.statement,
                target=f"POST {sent.path}",
                raw=sent.body,
            )


class _Timed:
    """Something of which some methods are counted for a stage; all others are its own."""

    def __init__(self, stages: Stages, timed: object, **stage_of: str) -> None:
        self._timed = timed
        for method, stage in stage_of.items():
            setattr(self, method, stages.timed(stage, getattr(timed, method)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._timed, name)


class _TimedHub(Hub):
    stages: Stages

    def find(self, *args: Any, **kwargs: Any) -> Any:
        with self.stages.stage("load"):
            return super().find(*args, **kwargs)

    def commit(self, *args: Any, **kwargs: Any) -> int:
        with self.stages.stage("encode"):
            return super().commit(*args, **kwargs)


class _TimedRecorder:
    def __init__(self, recorder: GroupCommitRecorder, stages: Stages) -> None:
        self._recorder = recorder
        self._stages = stages

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recorder, name)

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, save: Save, **_: Any
    ) -> Sequence[int]:
        positions = self._recorder.submit(stored_events, save)
        with self._stages.stage("wait"):
            return positions.result()


class _TimedFactory(StoreFactory):
    def __init__(self, store: Store, stages: Stages) -> None:
        super().__init__(store)
        self._recorder = _TimedRecorder(store.recorder, stages)

    def application_recorder(self) -> ApplicationRecorder:
        return cast("ApplicationRecorder", self._recorder)
