"""Signs what is handed on to Macs and has it notarised, as far as environment variables give the keys.

===============================  =======================================================================
``COURIER_MAC_CERTIFICATE``      the certificate *Developer ID Application* with its key (.p12), in base64
``COURIER_MAC_CERTIFICATE_PASSWORD``  the password of that file
``COURIER_MAC_NOTARY_KEY``       a key of App Store Connect's API (.p8), as text
``COURIER_MAC_NOTARY_KEY_ID``    its ID
``COURIER_MAC_NOTARY_ISSUER``    who it belongs to
===============================  =======================================================================

None of a group means that its step is left out; some of it is a mistake, and ends with a sentence.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")
_CERTIFICATE = ("COURIER_MAC_CERTIFICATE", "COURIER_MAC_CERTIFICATE_PASSWORD")
_NOTARY = ("COURIER_MAC_NOTARY_KEY", "COURIER_MAC_NOTARY_KEY_ID", "COURIER_MAC_NOTARY_ISSUER")
_MACH_O = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How code for one kind of chip begins, and how code for several does."""


class SigningError(Exception):
    """Keys that are not complete, or a signature that was not made; the text says which."""


@contextmanager
def signer() -> Iterator[Signer | None]:
    """Whoever signs with the certificate of the environment, while its keychain exists; None where there is none.

    Raises `SigningError`."""
    given = _given(_CERTIFICATE)
    if given is None:
        print(f"{_CERTIFICATE[0]} is not set: nothing is signed, and macOS asks before it opens the app.")
        yield None
        return
    certificate, password = given
    with tempfile.TemporaryDirectory() as folder:
        file = _secret_file(Path(folder) / "certificate.p12", base64.b64decode(certificate))
        keychain = str(Path(folder) / "signing.keychain-db")
        # for as long as it exists
        lock = secrets.token_urlsafe()
        searched = re.findall(r'"(.+)"', _run("security", "list-keychains", "-d", "user"))
        _run("security", "create-keychain", "-p", lock, keychain)
        try:
            # codesign finds no key in a keychain that is not among these
            _run("security", "list-keychains", "-d", "user", "-s", *searched, keychain)
            _run("security", "unlock-keychain", "-p", lock, keychain)
            _run("security", "import", str(file), "-k", keychain, "-P", password, "-T", "/usr/bin/codesign")
            _run("security", "set-key-partition-list", "-S", "apple-tool:,apple:", "-s", "-k", lock, keychain)
            listed = _run("security", "find-identity", "-v", "-p", "codesigning", keychain)
            identity = re.search(r"\b[0-9A-F]{40}\b", listed)
            if identity is None:
                raise SigningError("The certificate holds no identity that may sign code.")
            yield Signer(identity[0], keychain)
        finally:
            # takes it out of the list as well
            _run("security", "delete-keychain", keychain)


class Signer:
    """Signs by codesign, with one identity out of one keychain."""

    def __init__(self, identity: str, keychain: str) -> None:
        self._sign = ("codesign", "--force", "--timestamp", "--sign", identity, "--keychain", keychain)

    def sign_app(self, app: Path) -> None:
        """Sign all code of an app, the inner before what holds it, for the hardened runtime. Raises `SigningError`."""
        programs = app / "Contents" / "MacOS"
        code = [path for path in sorted(app.rglob("*")) if _is_code(path)]
        for path in code:
            if path.parent != programs:
                _run(*self._sign, "--options", "runtime", str(path))
        frameworks = [path for path in app.rglob("*.framework") if path.is_dir() and not path.is_symlink()]
        for path in sorted(frameworks, key=lambda path: -len(path.parts)):
            _run(*self._sign, "--options", "runtime", str(path))
        allowed = ("--options", "runtime", "--entitlements", str(ENTITLEMENTS))
        for path in code:
            if path.parent == programs:
                _run(*self._sign, *allowed, str(path))
        _run(*self._sign, *allowed, str(app))
        _run("codesign", "--verify", "--deep", "--strict", str(app))

    def sign_image(self, image: Path) -> None:
        """Sign a disk image. Raises `SigningError`."""
        _run(*self._sign, str(image))


def notarise(image: Path) -> None:
    """Have Apple look through a signed disk image, and attach its word to it; nothing without a key in the environment.

    Raises `SigningError`."""
    given = _given(_NOTARY)
    if given is None:
        print(f"{_NOTARY[0]} is not set: {image.name} is not notarised.")
        return
    key, key_id, issuer = given
    with tempfile.TemporaryDirectory() as folder:
        file = _secret_file(Path(folder) / "notary.p8", key.encode())
        access = ("--key", str(file), "--key-id", key_id, "--issuer", issuer)
        _run("xcrun", "notarytool", "submit", str(image), *access, "--wait", "--timeout", "30m")
    _run("xcrun", "stapler", "staple", str(image))


def _given(names: tuple[str, ...]) -> list[str] | None:
    """The values of the variables, all of them, or None where none has one."""
    # a build machine sets those it has no secret for to nothing
    values = {name: os.environ.get(name, "") for name in names}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(names):
        return None
    if missing:
        raise SigningError(f"{', '.join(missing)} must be set too.")
    return list(values.values())


def _secret_file(path: Path, content: bytes) -> Path:
    path.touch(0o600)
    path.write_bytes(content)
    return path


def _is_code(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


def _run(*command: str) -> str:
    """What a tool of macOS printed. Its arguments may hold secrets, so they are in no message."""
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        raise SigningError(f"{command[0]} {command[1]} ended with {done.returncode} at {Path(command[-1]).name}.")
    return done.stdout
