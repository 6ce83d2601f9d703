"""A desk's own keys of the agencies it acts for, in a directory of its own.

One file per agency and epoch, written once: the public keys, and the seeds of the private ones
wrapped under the keystore's key, bound to agency, epoch and public keys.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from hub_domain.ports import Malformed
from hub_infra.canonical import base64url, from_base64url, lp, read_canonical, write
from hub_infra.custody import kek
from hub_infra.custody.files import private_directory, write_once
from hub_infra.sealing.keys import SEED_BYTES, AgencyPrivateKeys, AgencyPublicKeys

_KEK_EPOCH: Final = 1


class AgencyKeysAbsent(Exception):
    """The keystore has no keys of that agency, or none of that epoch."""


class FileAgencyKeystore:
    """Private keys of hosted agencies.

    A passphrase given at first use is needed ever after; Argon2id makes it cost about 0.1 s,
    once per process.
    """

    def __init__(self, directory: Path, *, passphrase: bytes | None = None) -> None:
        private_directory(directory)
        agencies = directory / "agencies"
        self._kek = kek.key_encryption_key(
            directory / f"kek-{_KEK_EPOCH}", _KEK_EPOCH, wraps=agencies, passphrase=passphrase
        )
        self._directory = private_directory(agencies)
        self._opened: dict[tuple[UUID, int], AgencyPrivateKeys] = {}

    @staticmethod
    def stands_in(directory: Path) -> bool:
        """Whether there is a keystore already, so that to look makes none."""
        return (directory / "agencies").is_dir()

    def create(self, agency: UUID) -> AgencyPublicKeys:
        """Make the keys of the agency's next epoch, the first being 1; durable on return."""
        private = AgencyPrivateKeys.generate()
        private_directory(self._directory / str(agency))
        while True:
            public = private.public(agency, max(self.epochs(agency), default=0) + 1)
            kept = {
                "v": 1,
                "public": public.as_json(),
                "wrapped": base64url(
                    kek.wrap(self._kek, _context(public), b"".join(private.seeds))
                ),
            }
            if write_once(self._path(agency, public.epoch), write(kept)):
                return public

    def agencies(self) -> frozenset[UUID]:
        """The agencies whose keys are here."""
        return frozenset(UUID(path.parent.name) for path in self._directory.glob("*/*.json"))

    def epochs(self, agency: UUID) -> frozenset[int]:
        """The epochs of which the agency has keys here."""
        directory = self._directory / str(agency)
        return frozenset(int(path.stem) for path in directory.glob("[1-9]*.json"))

    def public(self, agency: UUID, epoch: int | None = None) -> AgencyPublicKeys:
        """The agency's public keys, of its newest epoch unless another is named."""
        return self._read(agency, epoch)[0]

    def private(self, agency: UUID, epoch: int | None = None) -> AgencyPrivateKeys:
        """The agency's private keys, of its newest epoch unless another is named."""
        if epoch is None:
            epoch = max(self.epochs(agency), default=0)
        opened = self._opened.get((agency, epoch))
        if opened is None:
            public, wrapped = self._read(agency, epoch)
            seeds = kek.unwrap(self._kek, _context(public), wrapped)
            opened = AgencyPrivateKeys(
                *(seeds[at : at + SEED_BYTES] for at in range(0, len(seeds), SEED_BYTES))
            )
            self._opened[agency, epoch] = opened
        return opened

    def _read(self, agency: UUID, epoch: int | None) -> tuple[AgencyPublicKeys, bytes]:
        if epoch is None:
            epoch = max(self.epochs(agency), default=0)
        try:
            kept = read_canonical(self._path(agency, epoch).read_bytes())
        except FileNotFoundError:
            raise AgencyKeysAbsent from None
        except Malformed:
            raise kek.KeystoreBroken from None
        match kept:
            case {"v": 1, "public": dict(published), "wrapped": str(wrapped)}:
                try:
                    public = AgencyPublicKeys.from_json(published)
                    if (public.agency, public.epoch) == (agency, epoch):
                        return public, from_base64url(wrapped)
                except Malformed:
                    pass
        raise kek.KeystoreBroken

    def _path(self, agency: UUID, epoch: int) -> Path:
        return self._directory / str(agency) / f"{epoch}.json"


def _context(public: AgencyPublicKeys) -> bytes:
    return lp(b"hub/v1 agency-keys", write(public.as_json()))
