"""``python3 -m infra``: the first look, the tests, the lock. Needs Python alone."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not left to fail
    sys.exit(
        f"The sharing hub needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n"
        "Start it with a newer one, for example: python3.12 -m infra demo"
    )

from infra.commands import main

sys.exit(main(sys.argv[1:]))
