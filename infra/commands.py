"""What ``python3 -m infra`` can do: a first look, the tests, mutation, the trace, the lock."""

from __future__ import annotations

import argparse
import os
import subprocess

from infra import machine
from infra.environment import BIN, LOCKS, PYTHON, ROOT, CannotPrepare, prepare
from infra.mutants import mutate
from infra.server import server


def main(arguments: list[str]) -> int:
    """Do one command; 0 is ok, 1 the answer is no, 2 usage."""
    parser = argparse.ArgumentParser(prog="python3 -m infra", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "demo",
        add_help=False,
        help="start a demonstration hub (--no-serve, --reset, --port, --data, --lang)",
    )
    tests = commands.add_parser(
        "test",
        help="run the tests that this machine can run; other arguments go to pytest",
        usage="%(prog)s [-h] [--require LIST] [ARGUMENT OF PYTEST ...]",
        epilog="Other arguments go to pytest as they are: "
        "python3 -m infra test tests/domain -k weighing",
    )
    tests.add_argument(
        "--require",
        default="",
        metavar="LIST",
        help=f"fail unless these are here: {','.join(machine.ON_DEBIAN)}",
    )
    mutants = commands.add_parser("mutate", help="break the law and see the tests notice")
    mutants.add_argument(
        "names", nargs="*", help="which, as hub_domain.sharing.*; those of the law unless said"
    )
    mutants.add_argument(
        "--sample", type=int, metavar="N", help="try so many of them, the same ones each time"
    )
    trace = commands.add_parser(
        "trace", help="take each rule away and see the tests of its requirement notice"
    )
    trace.add_argument("--all", action="store_true", help="every rule, not the fixed sample")
    trace.add_argument("ids", nargs="*", help="only what carries these, as R-112 or D4")
    lock = commands.add_parser("lock", help="write infra/locks anew from pyproject.toml")
    lock.add_argument("--upgrade", action="store_true", help="take the newest versions")
    known, others = parser.parse_known_args(arguments)
    if others and known.command not in {"demo", "test"}:
        parser.error(f"unknown arguments: {' '.join(others)}")
    try:
        return _do(known, others, parser)
    except CannotPrepare as problem:
        print(problem)
        return 1
    except KeyboardInterrupt:
        return 130


def _do(known: argparse.Namespace, others: list[str], parser: argparse.ArgumentParser) -> int:
    match known.command:
        case "demo":
            return _demo(others)
        case "test":
            return _test(_names(known.require, parser), others)
        case "mutate":
            prepare("dev")
            return mutate(known.names, clean_environment(), known.sample)
        case "trace":
            return _trace([*(["--all"] if known.all else []), *known.ids])
        case _:
            return _lock(upgrade=known.upgrade)


def _names(required: str, parser: argparse.ArgumentParser) -> set[str]:
    names = {name for name in required.split(",") if name}
    if strangers := names - machine.ON_DEBIAN.keys():
        parser.error(f"--require knows nothing of {', '.join(sorted(strangers))}")
    return names


def _demo(arguments: list[str]) -> int:
    prepare("runtime")
    command = [str(BIN / "sharing-hub"), "demo", *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - so that Ctrl-C reaches the demo alone
    return subprocess.call(command)


def _test(required: set[str], arguments: list[str]) -> int:
    missing = machine.missing()
    if absent := required & missing.keys():
        for name in sorted(absent):
            print(f"Required and not here: {name}. On Debian: {missing[name]}")
        return 1
    prepare("dev")
    outcomes = []
    if not arguments and (programs := machine.postgres_server()):
        print(f"The store's tests on the PostgreSQL of this machine, {programs.parent.name}:")
        with server(programs) as url:
            outcomes.append(_pytest(["tests/infra/store"], {"HUB_TEST_DATABASE_URL": url}))
        print("All tests, on the embedded PostgreSQL:")
    outcomes.append(_pytest(arguments, {}))
    print(f"This machine has: {', '.join(sorted(machine.present())) or 'Python alone'}.")
    for name, remedy in missing.items():
        print(f"Not here, so its tests did not run: {name}. On Debian: {remedy}")
    return max(outcomes)


def _pytest(arguments: list[str], more: dict[str, str]) -> int:
    command = [str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments]
    return subprocess.call(command, cwd=ROOT, env=clean_environment() | more)


def _trace(arguments: list[str]) -> int:
    prepare("dev")
    # By its name a process of the trace would import this one's main module, and the domain
    # with it, before it could leave anything out.
    start = "import sys; from infra.tracing import main; sys.exit(main(sys.argv[1:]))"
    command = [str(PYTHON), "-c", start, *arguments]
    return subprocess.call(command, cwd=ROOT, env=clean_environment())


def clean_environment() -> dict[str, str]:
    """Our own environment, without the settings of a hub that happens to run here.

    Python keeps what it compiles, also where a machine has told it not to: many more follow.
    """
    kept = ("HUB_TEST_", "HUB_KILL_", "HUB_SCHEMATHESIS_")
    left_out = ("HUB_", "DESK_", "PYTHONDONTWRITEBYTECODE")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(left_out) or name.startswith(kept)
    } | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def _lock(*, upgrade: bool) -> int:
    prepare("dev")
    for name, group in (("runtime", "install"), ("dev", "dev")):
        subprocess.run(
            [str(BIN / "uv"), "pip", "compile", "-q", "--universal", "--generate-hashes",
             "--no-annotate", "--no-header", "--python-version", "3.11", "pyproject.toml",
             "--group", group, "-o", str(LOCKS / f"{name}.txt"),
             *(["--upgrade"] if upgrade else [])],
            check=True,
            cwd=ROOT,
        )  # fmt: skip
    return 0
