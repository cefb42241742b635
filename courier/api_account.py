"""The account of a program at impact.com's REST API, and its token in the keychain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from courier.credentials import Credentials, Secret
from courier.destinations import Destination
from courier.destinations.api_address import ApiAccount, ApiAccountError, api_account
from courier.programs import Program


class TokenStores(Protocol):
    """Where tokens are kept, and the programs that have them."""

    @property
    def credentials(self) -> Credentials:
        """The tokens, by `ApiAccount.keychain_name`."""

    @property
    def programs(self) -> Iterable[Program]:
        """The saved programs."""

    @property
    def destinations(self) -> Iterable[Destination]:
        """The saved destinations."""


def account_of(program: Program) -> ApiAccount | None:
    """The account that a program reads answers with; None if it has none. Raises ApiAccountError for one that cannot
    be used, which a program from a file may have."""
    if not program.account_sid:
        return None
    return api_account(program.account_sid, program.api_url)


def account_faults(program: Program) -> dict[str, ApiAccountError]:
    """Per attribute of a program what the user has to correct before its account can be used."""
    try:
        account_of(program)
    except ApiAccountError as problem:
        return {"account_sid" if problem.key == "api-fault-sid" else "api_url": problem}
    return {}


def keep_token(program: Program, before: Program | None, token: Secret, services: TokenStores) -> bool:
    """Keep the token of a program, and forget that of another account which it had ``before``. False if there is no
    keychain and it is kept until the app ends. Raises ApiAccountError, CredentialError and ProgramError."""
    account = account_of(program)
    if account is None:
        raise ApiAccountError("api-no-account", program=program.name)
    kept = services.credentials.set(account.keychain_name, token)
    if before is not None and keychain_name(before) != account.keychain_name:
        forget_token(before, services)
    return kept


def forget_token(program: Program, services: TokenStores) -> None:
    """Forget the token of a program, if it has one, no other program reads with the same account, and no destination
    sends with it. Raises CredentialError, DestinationError and ProgramError."""
    name = keychain_name(program)
    shared = any(other.name != program.name and keychain_name(other) == name for other in services.programs)
    if name and not shared and all(place.account != name for place in services.destinations):
        services.credentials.delete(name)


def keychain_name(program: Program) -> str:
    """What a program's token is kept under, "" for a program without an account that can be used."""
    try:
        account = account_of(program)
    except ApiAccountError:
        return ""
    return account.keychain_name if account else ""
