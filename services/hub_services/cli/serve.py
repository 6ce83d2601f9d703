"""``serve``: one process of the hub, until it is told to end (SIGTERM or Ctrl-C)."""

from __future__ import annotations

from hub_services.cli.screen import DATA, DataOption, at_work, commands
from hub_services.wiring import serve as wiring

app = commands()


@app.command(epilog="Example: HUB_BIND=127.0.0.1:8000 sharing-hub serve hub")
def hub(*, data: DataOption = DATA) -> None:
    """Serve the hub: its interface under /v1, and the ticker."""
    with at_work(data):
        wiring.serve_hub()


@app.command(epilog="Example: DESK_HUB_URL=https://hub.example.org sharing-hub serve desk")
def desk(*, data: DataOption = DATA) -> None:
    """Serve a desk: the pages of the agencies whose keys it holds."""
    with at_work(data):
        wiring.serve_desk()


@app.command(
    epilog="Example: HUB_KAFKA_BOOTSTRAP=127.0.0.1:9092 sharing-hub serve announcer",
)
def announcer(*, data: DataOption = DATA) -> None:
    """Carry each agency's notices to Kafka, one topic for each agency."""
    with at_work(data):
        wiring.serve_announcer()
