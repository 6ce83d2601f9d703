"""A process that takes owners from the command line and wraps a word under each one's key."""

import sys
from pathlib import Path
from uuid import UUID

from hub_infra.custody import FileOwnerKeys


def main() -> None:
    directory, *owners = sys.argv[1:]
    keys = FileOwnerKeys(Path(directory))
    sys.stdin.readline()  # so that all begin together
    for owner in owners:
        wrapped = keys.wrap(UUID(owner), b"context", b"a share of thirty-two bytes, say")
        sys.stdout.write(f"{owner} {wrapped.hex()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
