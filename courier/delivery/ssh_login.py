"""Login to an SSH server with key file, agent or password, and with answers to other questions of the server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import paramiko
from paramiko.pkey import UnknownKeyType

from courier.credentials import Secret
from courier.delivery.errors import DeliveryError, LoginRefused
from courier.delivery.host_keys import GONE
from courier.delivery.transcript import Transcript
from courier.delivery.transport import AskServerQuestion
from courier.destinations import Destination
from courier.messages import text

_CODE = re.compile(r"code|token|otp|one.?time|verif|passcode|\bpin\b|factor", re.IGNORECASE)
_INTERACTIVE = "keyboard-interactive"
_MORE_STEPS = 3
"""How many further methods a server may demand after the first one."""


@dataclass
class Login:
    """One login. ``secret``: the passphrase of the key file if that needs one, otherwise the password."""

    _transport: paramiko.Transport
    _destination: Destination
    _secret: Secret | None
    _ask: AskServerQuestion | None
    _unanswered: bool = False

    def do(self, transcript: Transcript) -> None:
        """Log in; what the server says is noted down. Raises DeliveryError in plain words."""
        try:
            self._log_in()
        except DeliveryError:
            self._note(transcript, refusal=True)
            raise
        self._note(transcript, refusal=False)

    def _note(self, transcript: Transcript, *, refusal: bool) -> None:
        if banner := self._transport.get_banner():
            transcript.received(banner.decode("utf-8", "replace"), refusal=refusal)

    def _log_in(self) -> None:
        host, user = self._destination.host, self._destination.user
        try:
            methods = self._first_step()
            for _ in range(_MORE_STEPS):
                if methods:
                    methods = self._next_step(methods)
            if methods:
                raise LoginRefused("delivery-login", host=host, user=user)
        except paramiko.AuthenticationException:
            if self._unanswered:
                raise LoginRefused("delivery-code-needed", host=host) from None
            # paramiko raises the same when the connection was lost during the login
            if not self._transport.is_active():
                raise DeliveryError("delivery-login-broken", host=host) from None
            raise LoginRefused("delivery-login", host=host, user=user) from None
        except GONE:
            raise DeliveryError("delivery-login-broken", host=host) from None

    def _first_step(self) -> list[str]:
        if self._destination.key_file:
            return self._by_key_file()
        if self._destination.agent:
            return self._by_agent()
        try:
            return self._by_password()
        except paramiko.BadAuthenticationType as problem:
            if _INTERACTIVE not in problem.allowed_types:
                raise
            return self._by_answers()

    def _next_step(self, methods: list[str]) -> list[str]:
        if _INTERACTIVE in methods:
            return self._by_answers()
        if "password" in methods:
            if self._secret is None and self._ask is not None:
                self._secret = self._ask(text("login-password-prompt", host=self._destination.host), False)
            if self._secret is None:
                self._unanswered = True
                raise paramiko.AuthenticationException
            return self._by_password()
        raise paramiko.AuthenticationException

    def _by_key_file(self) -> list[str]:
        key, needed_passphrase = load_key(Path(self._destination.key_file), self._secret)
        if needed_passphrase:
            # the passphrase must not be tried as the password
            self._secret = None
        return self._transport.auth_publickey(self._destination.user, key)

    def _by_agent(self) -> list[str]:
        agent = paramiko.Agent()
        try:
            keys = agent.get_keys()
            if not keys:
                raise DeliveryError("delivery-no-agent")
            for key in keys[:-1]:
                try:
                    return self._transport.auth_publickey(self._destination.user, key)
                except paramiko.AuthenticationException:
                    if not self._transport.is_active():
                        raise
            return self._transport.auth_publickey(self._destination.user, keys[-1])
        finally:
            agent.close()

    def _by_password(self) -> list[str]:
        password = self._secret.reveal() if self._secret else ""
        return self._transport.auth_password(self._destination.user, password, fallback=False)

    def _by_answers(self) -> list[str]:
        return self._transport.auth_interactive(self._destination.user, self._answers)

    def _answers(self, _title: str, _instructions: str, prompts: list[tuple[str, bool]]) -> list[str]:
        return [self._answer(prompt, echo) for prompt, echo in prompts]

    def _answer(self, prompt: str, echo: bool) -> str:
        if self._secret is not None and not echo and not _CODE.search(prompt):
            password, self._secret = self._secret, None
            return password.reveal()
        answer = self._ask(prompt.strip(), echo) if self._ask else None
        if answer is None:
            self._unanswered = True
            return ""
        return answer.reveal()


def load_key(path: Path, passphrase: Secret | None) -> tuple[paramiko.PKey, bool]:
    """A private key and whether it needed the passphrase. Raises DeliveryError in plain words."""
    revealed = passphrase.reveal().encode() if passphrase else b""
    try:
        return _read_key(path, revealed)
    except FileNotFoundError:
        raise DeliveryError("delivery-key-missing", path=str(path)) from None
    except TypeError:
        raise DeliveryError("delivery-key-passphrase", path=str(path)) from None
    except (paramiko.SSHException, UnknownKeyType, ValueError, OSError):
        raise DeliveryError("delivery-key-unreadable", path=str(path)) from None


def _read_key(path: Path, passphrase: bytes) -> tuple[paramiko.PKey, bool]:
    try:
        return paramiko.PKey.from_path(path), False
    except TypeError:
        if not passphrase:
            raise
    except paramiko.PasswordRequiredException:
        if not passphrase:
            raise TypeError from None
    # typed as str in the stubs, but the function expects bytes
    return paramiko.PKey.from_path(path, passphrase), True  # type: ignore[arg-type]
