"""The demonstration's identity provider as a process of its own: an issuer at an address.

``python -m tests.support.identity FILE``; the file says who may be chosen, and for which desk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import uvicorn

from hub_services.identity.provider import Persona, Provider
from infra.environment import ROOT


class Issuer(msgspec.Struct, frozen=True, kw_only=True):
    """One provider for one desk."""

    port: int
    client_id: str
    redirect_uri: str
    personas: list[Persona]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def issuing(issuer: Issuer, file: Path) -> Iterator[None]:
    """Run the provider until the end of the block."""
    file.write_bytes(msgspec.json.encode(issuer))
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.support.identity", file],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join([".", "domain", "services", "infra"]),
        },
        stdin=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def main(file: Path) -> None:
    issuer = msgspec.json.decode(file.read_bytes(), type=Issuer)
    provider = Provider(
        environment="test",
        issuer=issuer.address,
        client_id=issuer.client_id,
        redirect_uris=[issuer.redirect_uri],
        personas=issuer.personas,
    )
    uvicorn.run(
        provider.app(), host="127.0.0.1", port=issuer.port, log_config=None, access_log=False
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
