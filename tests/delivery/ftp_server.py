"""pyftpdlib in a separate process: ``python ftp_server.py SETTINGS``, SETTINGS being one JSON object."""

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

from pyftpdlib.authorizers import DummyAuthorizer  # noqa: E402
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler  # noqa: E402
from pyftpdlib.servers import FTPServer  # noqa: E402


def main() -> None:
    settings = json.loads(sys.argv[1])
    authorizer = DummyAuthorizer()
    authorizer.add_user(settings["user"], settings["password"], settings["home"], perm=settings["may"])
    handler = handler_of(settings)
    handler.authorizer = authorizer
    handler.auth_failed_timeout = 0
    if settings["passive"]:
        handler.passive_ports = range(*settings["passive"])
    if settings["tls"]:
        handler.certfile, handler.keyfile = settings["certificate"], settings["key"]
        handler.tls_control_required = handler.tls_data_required = True
    FTPServer(("127.0.0.1", settings["port"]), handler).serve_forever()


def handler_of(settings: dict[str, Any]) -> Any:
    """A class of handlers that do what the settings say."""
    base = TLS_FTPHandler if settings["tls"] else FTPHandler
    received = settings["received"]

    class Handler(base):  # type: ignore[misc, valid-type]
        def handle(self) -> None:
            if settings["tls"] == "implicit" and not self._ssl_established:
                self.secure_connection(self.ssl_context)
            else:
                super().handle()

        def handle_ssl_established(self) -> None:
            if settings["tls"] == "implicit":
                super().handle()

        def on_file_received(self, file: str) -> None:
            path = Path(file)
            if received == "take":
                path.replace(Path(settings["taken"]) / path.name)
            elif received == "rename":
                path.replace(path.with_name(f"20261123_{path.name}.done"))
            elif received == "double":
                path.write_bytes(path.read_bytes() * 2)

    Handler.proto_cmds = {name: facts for name, facts in base.proto_cmds.items() if name not in settings["without"]}
    return Handler


main()
