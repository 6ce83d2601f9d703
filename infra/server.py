"""A PostgreSQL server of the machine's own, for as long as a test run lasts."""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Start a fresh server on a free loopback port; its URL carries a password drawn for it.

    PostgreSQL refuses to run as root, so root starts it as ``postgres``.
    """
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="hub-postgres-"))
    password = secrets.token_urlsafe(24)
    (folder / "password").write_text(password)
    if os.geteuid() == 0:
        for path in (folder, folder / "password"):
            shutil.chown(path, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", folder / "data", *arguments],
            check=True,
            cwd=folder,
            user=user if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            stdout=subprocess.DEVNULL,
        )

    port = _free_port()
    try:
        run("initdb", "-U", "hub", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
            "--pwfile", str(folder / "password"))  # fmt: skip
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -k {folder}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://hub:{password}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
