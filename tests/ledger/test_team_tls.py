"""The way to a team's database is encrypted, and its server proven, unless it is this very computer."""

import shutil
import subprocess
from pathlib import Path

import pytest

from courier.credentials import Secret
from courier.ledger.store import LedgerError
from courier.ledger.team_address import team_address
from tests.needs import need
from tests.postgres import PASSWORD, PostgresServer


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """One that signs itself for a name on this machine, and its key."""
    key, signed = folder / f"{name}.key", folder / f"{name}.pem"
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(
        [need("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "2", "-keyout", key, "-out", signed, *subject],
        check=True, capture_output=True,
    )  # fmt: skip
    return signed, key


def test_another_computer_is_reached_by_tls_with_its_name_verified_and_no_setting_turns_that_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    for written in ("postgresql://ann@db.example.com/courier", "postgresql://ann@192.0.2.7:6000/courier"):
        told = team_address(written).connection_string(Secret("x"))
        assert "sslmode=verify-full" in told
        assert "sslrootcert=" in told
    for setting in ("sslmode=disable", "sslmode=require", "gssencmode=prefer", "host=evil.example.com"):
        with pytest.raises(LedgerError, match="no address"):
            team_address(f"postgresql://ann@db.example.com/courier?{setting}")


def test_the_server_has_to_prove_that_it_is_the_one(postgres: PostgresServer, tmp_path: Path) -> None:
    own, key = certificate(tmp_path, "localhost")
    other, _ = certificate(tmp_path, "elsewhere")
    for path, name in ((own, "server.crt"), (key, "server.key")):
        shutil.copy(path, postgres.data / name)
        shutil.chown(postgres.data / name, "postgres", "postgres")
        (postgres.data / name).chmod(0o600)
    database = postgres.fresh()
    postgres.sql("ALTER SYSTEM SET ssl = on")
    postgres.sql("SELECT pg_reload_conf()")
    try:
        from courier.ledger.postgres_store import PostgresStore

        def store(authority: Path) -> PostgresStore:
            address = f"postgresql://ann@localhost:{postgres.port}/{database}?sslrootcert={authority}"
            return PostgresStore(team_address(address), lambda: Secret(PASSWORD))

        trusted = store(own)
        with trusted.reading() as db:
            assert db.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone() == (True,)
        trusted.close()
        with pytest.raises(LedgerError, match="certificate"), store(other).reading():
            pass
        wrong_name = team_address(f"postgresql://ann@127.0.0.1:{postgres.port}/{database}?sslrootcert={own}")
        with pytest.raises(LedgerError, match="cannot be reached"):
            PostgresStore(wrong_name, lambda: Secret(PASSWORD))._connect()
    finally:
        postgres.sql("ALTER SYSTEM RESET ssl")
        postgres.sql("SELECT pg_reload_conf()")
