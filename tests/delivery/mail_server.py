"""aiosmtpd in a separate process: ``python mail_server.py SETTINGS``, SETTINGS being one JSON object.

Accepted messages are stored as files in a folder.
"""

import asyncio
import json
import logging
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable(logging.CRITICAL)


class Keeper:
    """Stores every accepted message with its recipients."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._count = 0

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self._settings["refuses"] == "sender":
            return "550 not from here"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self._settings["unknown"]:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self._settings["refuses"] == "message":
            return "554 not today"
        self._count += 1
        path = Path(self._settings["folder"]) / f"{session.peer[1]}-{self._count}.eml"
        path.with_suffix(".json").write_text(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos}))
        path.write_bytes(envelope.content)
        return "250 OK"


async def main() -> None:
    settings = json.loads(sys.argv[1])
    context = None
    if settings["certificate"]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(settings["certificate"], settings["key"])
    implicit = settings["implicit"]
    keeper = Keeper(settings)

    def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = data.login == settings["user"].encode() and data.password == settings["password"].encode()
        return AuthResult(success=right, handled=False)

    def session() -> SMTP:
        return SMTP(
            keeper,
            data_size_limit=settings["most_bytes"],
            tls_context=None if implicit else context,
            require_starttls=bool(context) and not implicit,
            auth_required=True,
            auth_require_tls=bool(context) and not implicit,
            authenticator=authenticator,
            hostname="mail.acme.example",
        )

    server = await asyncio.get_running_loop().create_server(
        session, "127.0.0.1", settings["port"], ssl=context if implicit else None
    )
    await server.serve_forever()


asyncio.run(main())
