"""A handler whose stages are timed, on the store of a hub under measurement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hub_services.benching.stages import Stages
from hub_services.benching.workload import Step
from hub_services.hub.application import Hub
from hub_services.hub.handling import Handler
from hub_services.hub.uses import COMMANDS
from hub_services.hub.views import project_all
from hub_services.wiring.hub import HubProcess


class TimedHandler:
    """Handles commands as the hub does, each stage counted."""

    def __init__(self, process: HubProcess, stages: Stages) -> None:
        self._stages = stages
        means = process.means
        rows: Any = _Timed(stages, means.rows, of="load", of_every_agency="load")
        statements: Any = _Timed(
            stages, means.statements, members="parse", peek="verify", verify="verify"
        )
        admitter: Any = _Timed(stages, means.admitter, admit="load")
        sealing: Any = _Timed(stages, means.sealing, digest="seals", take_in="seals")
        hub = _TimedHub(process.store.factory, project_all)
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
