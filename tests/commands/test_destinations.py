"""``courier destinations`` and ``courier programs``: what is saved, found and forgotten."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from courier.delivery.dialer import CancellableDialer
from courier.delivery.host_keys import connect
from courier.practice.server import PracticeServer
from tests.commands.running import NOW, Courier, row, write
from tests.keychain import FakeKeychain


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    (tmp_path / "inbox").mkdir()
    with PracticeServer(tmp_path / "inbox") as running:
        yield running


def saved(courier_home: Path) -> list[dict[str, object]]:
    content = json.loads((courier_home / "config" / "destinations.json").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = content["destinations"]
    return found


def test_destinations_are_added_listed_and_removed(courier: Courier, courier_home: Path, tmp_path: Path) -> None:
    url = "sftp://me@batch.example.com:2222/in"
    options = ("--key", tmp_path / "id", "--host-key", "SHA256:one", "--host-key", "SHA256:two")
    run = courier("destinations", "add", "Büro", "--url", url, *options)
    assert (run.code, run.out, run.err) == (0, f"Saved Büro: {url}\n", "")
    assert courier("destinations", "add", "Archive", "--url", tmp_path).code == 0
    run = courier("destinations", "list")
    assert (run.code, run.out) == (0, f"Büro\t{url}\nArchive\t{tmp_path.as_uri()}\n")
    assert saved(courier_home)[0]["host_keys"] == ["SHA256:one", "SHA256:two"]
    assert saved(courier_home)[0]["key_file"] == str(tmp_path / "id")
    assert courier("destinations", "remove", "Büro").code == 0
    assert courier("destinations", "list").out == f"Archive\t{tmp_path.as_uri()}\n"


def test_a_destination_of_the_same_name_takes_the_place_of_the_old_one(courier: Courier) -> None:
    for host in ("one", "two"):
        courier("destinations", "add", "Shop", "--url", f"sftp://me@{host}")
    assert courier("destinations", "list").out == "Shop\tsftp://me@two:22\n"


def test_empty_lists_say_what_fills_them(courier: Courier) -> None:
    hows = {"destinations": "courier destinations presets", "programs": "courier programs import FILE"}
    for command, how in hows.items():
        run = courier(command, "list")
        assert (run.code, run.out) == (0, "")
        assert how in run.sentence


@pytest.mark.parametrize("action", ["test", "remove"])
def test_an_unknown_destination(courier: Courier, action: str) -> None:
    run = courier("destinations", action, "Nowhere")
    assert (run.code, run.out) == (2, "")
    assert "Nowhere" in run.sentence


def test_a_url_with_a_password_is_not_saved(courier: Courier, courier_home: Path) -> None:
    run = courier("destinations", "add", "Shop", "--url", "sftp://me:secret@host")
    assert (run.code, run.out) == (2, "")
    assert "secret" not in run.sentence
    assert not (courier_home / "config").exists()


def test_a_password_goes_to_the_keychain_and_nowhere_else(
    courier: Courier, courier_home: Path, keychain: FakeKeychain
) -> None:
    run = courier("destinations", "add", "Shop", "--url", "sftp://me@host", "--password-stdin", typed="s3cret\r\n")
    assert (run.code, run.err) == (0, "")
    assert keychain.entries == {"Shop (sftp://me@host:22)": "s3cret"}
    assert "s3cret" not in run.out + json.dumps(saved(courier_home))
    assert courier("destinations", "remove", "Shop").code == 0
    assert keychain.entries == {}


def test_without_a_keychain_it_is_said_that_the_password_was_not_kept(courier: Courier) -> None:
    run = courier("destinations", "add", "Shop", "--url", "sftp://me@host", "--password-stdin", typed="s3cret\n")
    assert run.code == 0
    assert "--password-stdin" in run.sentence


def test_trying_a_folder(courier: Courier, tmp_path: Path) -> None:
    courier("destinations", "add", "Archive", "--url", tmp_path)
    run = courier("destinations", "test", "Archive")
    assert (run.code, run.err) == (0, "")
    courier("destinations", "add", "Gone", "--url", tmp_path / "gone")
    run = courier("destinations", "test", "Gone")
    assert (run.code, run.out) == (3, "")
    assert str(tmp_path / "gone") in run.sentence


def test_trying_a_server(courier: Courier, server: PracticeServer, keychain: FakeKeychain, tmp_path: Path) -> None:
    add = ("destinations", "add", "Shop", "--url", server.destination.url, "--password-stdin")
    courier(*add, typed=server.secret.reveal())
    unknown = courier("destinations", "test", "Shop")
    assert (unknown.code, unknown.out) == (3, "")
    assert server.fingerprint in unknown.sentence
    courier(*add, "--host-key", server.fingerprint, typed=server.secret.reveal())
    run = courier("destinations", "test", "Shop")
    assert (run.code, run.err) == (0, "")
    assert "knows you" in run.out
    assert list((tmp_path / "inbox").iterdir()) == []
    keychain.entries[replace(server.destination, name="Shop").account] = "wrong"
    assert courier("destinations", "test", "Shop").code == 3
    keychain.failures["get"] = KeyringLocked()
    locked = courier("destinations", "test", "Shop")
    assert (locked.code, locked.out) == (3, "")
    assert "keychain" in locked.sentence


def test_a_trial_tells_each_step(courier: Courier, server: PracticeServer, tmp_path: Path) -> None:
    courier("destinations", "add", "Shop", "--url", server.destination.url, "--host-key", server.fingerprint)
    secret = server.secret.reveal()
    told = courier("destinations", "test", "Shop", "--steps", "--password-stdin", typed=secret)
    assert (told.code, told.err) == (0, "")
    assert [line.split("  ")[0] for line in told.out.splitlines()[2:8]] == ["ok"] * 5 + ["not tried"]
    assert "< SSH-2.0-" in told.out
    wrong = courier("destinations", "test", "Shop", "--steps", "--password-stdin", typed="hunter2")
    assert wrong.code == 3
    assert "FAILED  Login: " in wrong.out
    assert wrong.sentence in wrong.out
    assert "hunter2" not in wrong.out + wrong.err
    answer = courier("destinations", "test", "Shop", "--json", "--password-stdin", typed="hunter2").json
    assert answer["ok"] is False
    assert [step["outcome"] for step in answer["steps"]] == ["ok"] * 3 + ["failed"] + ["not-reached"] * 2
    assert list(answer["steps"][0]) == ["name", "outcome", "sentence"]


def test_all_settings_of_a_destination(courier: Courier, courier_home: Path) -> None:
    url = "sftp://me@own.example/in"
    options = ("--pulled", "--rename", "--agent", "--pattern", "Conversions_*.csv", "--certificate", "AB:CD",
               "--timeout", "20", "--old-methods")  # fmt: skip
    assert courier("destinations", "add", "Own", "--url", url, *options).code == 0
    (own,) = saved(courier_home)
    assert (own["route"], own["wait_hours"], own["rename"], own["agent"]) == ("pulled", 24, True, True)
    shown = courier("destinations", "show", "Own")
    assert shown.code == 0
    for words in ("sftp://me@own.example:22/in", "24 hours", "Conversions_*.csv", "AB:CD", "20 seconds", "Weak"):
        assert words in shown.out
    courier("destinations", "add", "Own", "--url", url, "--pulled", "--wait-hours", "6")
    assert saved(courier_home)[0]["wait_hours"] == 6


def test_presets_are_listed_and_one_is_enough_for_impact_com(courier: Courier) -> None:
    listed = courier("destinations", "presets").out.splitlines()
    assert len(listed) == 11
    assert all(len(line.split("\t")) == 3 for line in listed)
    assert courier("destinations", "add", "Acme", "--preset", "impact-sftp", "--user", "me").code == 0
    assert courier("destinations", "list").out == "Acme\tsftp://me@batch.impact.com:22\n"
    # nothing says where, and one contradicts the other
    assert courier("destinations", "add", "Acme").code == 2
    assert courier("destinations", "add", "Acme", "--preset", "impact-ftp", "--url", "sftp://me@x").code == 2


def test_every_preset_that_is_listed_can_be_taken(courier: Courier, courier_home: Path, tmp_path: Path) -> None:
    urls = {
        "own-sftp": "sftp://me@own.example/in", "own-ftps": "ftps://me@own.example", "own-ftp": "ftpes://me@own.example",
        "email": "smtps://me@mail.example?to=upload@example.com", "draft": f"eml:{tmp_path}?to=upload@example.com",
        "folder": str(tmp_path),
    }  # fmt: skip
    names = [line.split("\t")[0] for line in courier("destinations", "presets").out.splitlines()]
    for name in names:
        where = ("--url", urls[name]) if name in urls else ("--user", "me")
        run = courier("destinations", "add", name, "--preset", name, *where)
        assert (run.code, name in run.out) == (0, True), run.err
    known = {one["name"]: (one["kind"], one["route"], one["wait_hours"]) for one in saved(courier_home)}
    assert known["own-sftp"] == ("sftp", "pulled", 24)
    assert known["own-ftp"] == ("ftp", "pulled", 24)
    assert known["connection-ftp"] == ("ftp", "connection", 0)
    assert known["draft"] == ("eml", "direct", 0)


def test_a_preset_without_its_address_or_with_another_kind_is_refused(courier: Courier) -> None:
    missing = courier("destinations", "add", "Own", "--preset", "own-sftp")
    assert missing.code == 2
    assert "sftp://USER@HOST:PORT/FOLDER" in missing.sentence
    for preset, url in (("own-ftps", "ftp://me@x"), ("folder", "sftp://me@x")):
        other = courier("destinations", "add", "Own", "--preset", preset, "--url", url)
        assert other.code == 2
        assert "does not fit the preset" in other.sentence
    assert courier("destinations", "list").out == ""


@pytest.mark.parametrize(("url", "open_way"), [("ftp://me@x", True), ("ftpes://me@x", False), ("sftp://me@x", False)])
def test_a_way_in_the_open_is_said_once(courier: Courier, url: str, open_way: bool) -> None:
    run = courier("destinations", "add", "Acme", "--url", url)
    assert run.code == 0
    assert ("in the open" in run.err) == open_way


def test_keys_are_taken_over_from_openssh_and_forgotten_on_purpose(
    courier: Courier, server: PracticeServer, tmp_path: Path, courier_home: Path
) -> None:
    host, port = server.destination.host, server.destination.port
    transport = connect(server.destination, CancellableDialer())
    key = transport.get_remote_server_key()
    transport.close()
    known = tmp_path / "known_hosts"
    known.write_text(f"[{host}]:{port} {key.get_name()} {key.get_base64()}\n", encoding="utf-8")
    courier("destinations", "add", "Shop", "--url", server.destination.url)
    run = courier("destinations", "import-keys", "Shop", known)
    assert (run.code, run.err) == (0, "")
    assert server.fingerprint in run.out
    assert saved(courier_home)[0]["host_keys"] == [server.fingerprint]
    assert courier("destinations", "test", "Shop", "--password-stdin", typed=server.secret.reveal()).code == 0
    assert server.fingerprint in courier("destinations", "show", "Shop").out
    assert courier("destinations", "forget-key", "Shop", "SHA256:other").code == 2
    assert courier("destinations", "forget-key", "Shop", server.fingerprint).code == 0
    assert saved(courier_home)[0]["host_keys"] == []
    known.write_text("other.example ssh-ed25519 AAAA\n")
    none = courier("destinations", "import-keys", "Shop", known)
    assert none.code == 2
    assert "knows no key" in none.sentence
    assert courier("destinations", "import-keys", "Shop", tmp_path / "gone").code == 2


def test_removing_a_destination_deletes_its_password_only(courier: Courier, keychain: FakeKeychain) -> None:
    for name in ("One", "Two"):
        courier("destinations", "add", name, "--url", "sftp://me@host", "--password-stdin", typed=f"{name}-word\n")
    assert courier("destinations", "remove", "One").code == 0
    assert keychain.entries == {"Two (sftp://me@host:22)": "Two-word"}


@pytest.mark.parametrize("content", ["{", "[1]", '[{"name": "x"}]'])
def test_a_damaged_list_of_destinations(courier: Courier, courier_home: Path, content: str) -> None:
    (courier_home / "config").mkdir()
    (courier_home / "config" / "destinations.json").write_text(content, encoding="utf-8")
    run = courier("destinations", "list")
    assert (run.code, run.out) == (2, "")
    assert "destinations-damaged-1.json" in run.sentence
    assert courier("destinations", "list").code == 0


@pytest.mark.parametrize("name", ["programs", "destinations"])
def test_nothing_is_sent_by_command_while_a_damaged_list_was_not_replaced(
    courier: Courier, courier_home: Path, inbox: Path, tmp_path: Path, name: str
) -> None:
    """Else a schedule would go on without knowing which program's rows go where."""
    (courier_home / "config").mkdir()
    (courier_home / "config" / f"{name}.json").write_text("{", encoding="utf-8")
    good, watched = write(tmp_path / "orders.csv", [row(1)]), tmp_path / "watched"
    watched.mkdir()
    write(watched / "orders.csv", [row(2)])
    assert courier(name, "list").code == 2
    run = courier("send", good, "--to", inbox, *NOW)
    assert (run.code, run.out) == (2, "")
    assert f"{name}-damaged-1.json" in run.sentence
    assert "nothing is sent by command or schedule" in run.sentence
    run = courier("watch", watched, "--to", inbox, *NOW, "--once", "--every", "0.05", "--quiet-for", "0.05")
    assert run.code == 3
    assert f"{name}-damaged-1.json" in run.sentence
    assert (watched / "orders.csv").exists()
    assert list(inbox.iterdir()) == []
    (courier_home / "config" / f"{name}-damaged-1.json").unlink()
    assert courier("send", good, "--to", inbox, *NOW).code == 0


def test_a_damaged_memory_keeps_no_sheet_from_being_checked_and_is_said_once(
    courier: Courier, courier_home: Path, tmp_path: Path
) -> None:
    (courier_home / "data").mkdir()
    (courier_home / "data" / "mappings.json").write_text("{")
    path = tmp_path / "orders.csv"
    path.write_text("OrderId\nA-1\n")
    runs = [courier("check", path, "--json") for _ in range(2)]
    aside = str(courier_home / "data" / "mappings-damaged-1.json")
    assert aside in runs[0].sentence
    assert aside in runs[0].json["reading"]["notes"][-1]
    assert (runs[1].err, aside in runs[1].out) == ("", False)
    assert [run.code for run in runs] == [1, 1]


@pytest.mark.parametrize(
    "arguments", [("destinations", "add", "Shop", "--url", "sftp://me@host"), ("programs", "import", "{program}")]
)
def test_a_home_that_cannot_be_written(
    courier: Courier, tmp_path: Path, unwritable: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    program = tmp_path / "acme.json"
    program.write_text('{"name": "Acme"}')
    monkeypatch.setenv("COURIER_HOME", str(unwritable))
    run = courier(*(one.format(program=program) for one in arguments))
    assert (run.code, run.out) == (2, "")
    assert str(unwritable) in run.sentence


PROGRAM = {
    "name": "Acme Größe",
    "campaign_id": "1000",
    "event_types": [{"id": "18500", "name": "Sale", "kind": "item", "parent": "", "lock_days": ""}],
    "currency": "USD",
    "zone": "America/Los_Angeles",
    "reasons": ["ITEM_RETURNED"],
    "statuses": ["NEW"],
    "promo_codes": ["TEN"],
    "rules_off": [],
    "destination": "Shop",
    "email_hash": "sha256",
    "recipe": None,
    "approval_above": "",
    "account_sid": "",
    "api_url": "",
    "api_checks": False,
}


def test_a_destination_that_is_added_again_still_knows_who_its_server_is(courier: Courier) -> None:
    add = ("destinations", "add", "Shop", "--url")
    courier(*add, "sftp://me@files.acme.example", "--host-key", "SHA256:one", "--certificate", "AB")
    courier(*add, "sftp://other@files.acme.example/in", "--host-key", "SHA256:two")
    shown = courier("destinations", "show", "Shop").out
    assert "sftp://other@files.acme.example" in shown
    assert all(one in shown for one in ("SHA256:one", "SHA256:two", "AB"))
    courier(*add, "sftp://me@files.bolt.example")
    assert "SHA256" not in courier("destinations", "show", "Shop").out


def test_programs_are_imported_listed_and_removed(courier: Courier, courier_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    # some editors begin with a byte order mark
    path.write_text(json.dumps(PROGRAM), encoding="utf-8-sig")
    run = courier("programs", "import", path)
    assert (run.code, run.out, run.err) == (0, "Saved Acme Größe.\n", "")
    content = json.loads((courier_home / "config" / "programs.json").read_text(encoding="utf-8"))
    assert content == {"version": 1, "programs": [PROGRAM]}
    path.write_text('{"name": "Plain"}')
    assert courier("programs", "import", path).code == 0
    assert courier("programs", "list").out == "Acme Größe\t1000\nPlain\t\n"
    assert courier("programs", "remove", "Acme Größe").code == 0
    assert courier("programs", "list").out == "Plain\t\n"


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{}", "7", '{"name": "x", "event_types": [1]}', '{"name": "x", "zone": "Mars/Crater"}']
)
def test_a_program_that_is_none(courier: Courier, courier_home: Path, tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "acme.json").write_text(content, encoding="utf-8")
    run = courier("programs", "import", tmp_path / "acme.json")
    assert (run.code, run.out) == (2, "")
    assert run.sentence
    assert not (courier_home / "config").exists()


def test_an_unknown_program(courier: Courier) -> None:
    run = courier("programs", "remove", "Nobody")
    assert (run.code, run.out) == (2, "")
    assert "Nobody" in run.sentence


def test_a_program_is_exported_and_imported_elsewhere(courier: Courier, tmp_path: Path, unwritable: Path) -> None:
    path = tmp_path / "acme.json"
    path.write_text(json.dumps(PROGRAM), encoding="utf-8")
    courier("programs", "import", path)
    written = tmp_path / "written.json"
    run = courier("programs", "export", "Acme Größe", "--output", written)
    assert (run.code, run.out, run.err) == (0, f"Wrote Acme Größe to {written}.\n", "")
    assert json.loads(written.read_text(encoding="utf-8")) == PROGRAM
    courier("programs", "remove", "Acme Größe")
    assert courier("programs", "import", written).code == 0
    assert courier("programs", "list").out == "Acme Größe\t1000\n"
    run = courier("programs", "export", "Acme Größe", "--output", unwritable)
    assert (run.code, run.out) == (2, "")
    assert str(unwritable) in run.sentence


def test_an_unknown_program_is_not_exported(courier: Courier, tmp_path: Path) -> None:
    run = courier("programs", "export", "Nobody", "--output", tmp_path / "x.json")
    assert (run.code, run.out) == (2, "")
    assert "Nobody" in run.sentence
    assert not (tmp_path / "x.json").exists()
    assert courier("programs", "export", "Nobody").code == 2


def test_a_connection_gets_the_names_that_it_takes(
    courier: Courier, courier_home: Path, tmp_path: Path, inbox: Path
) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1), row(2)])
    pattern, names = "Conversions_202?_*.csv", "Conversions_{year}_{number}_{hash}.csv"
    place = ("destinations", "add", "Connection", "--url", inbox, "--pattern", pattern)
    usual = courier(*place)
    assert usual.code == 0
    assert "Acme_01of03" in usual.sentence
    refused = courier("send", sheet, "--to", "Connection", *NOW)
    assert (refused.code, list(inbox.iterdir())) == (3, [])
    assert pattern in refused.sentence
    for wrong in ("Conversions_{date}_{hash}.csv", "Conversions_{year}_{number}.csv", "{year}_{hash}_{shop}.csv"):
        run = courier(*place, "--part-names", wrong)
        assert (run.code, run.out) == (2, "")
        assert run.sentence
        assert saved(courier_home)[0]["part_names"] == ""
    assert courier(*place, "--part-names", names).err == ""
    assert f"Files are called {names}, for example Conversions_20" in courier("destinations", "show", "Connection").out
    sent = courier("send", sheet, "--to", "Connection", *NOW, "--max-rows", "1", "--json")
    assert sent.code == 0
    parts = [(part["name"], part["sha256"][:8]) for part in sent.json["parts"]]
    assert [name for name, _ in parts] == [
        f"Conversions_2026_{number:02}_{digits}.csv" for number, (_, digits) in enumerate(parts, start=1)
    ]
    assert sorted(path.name for path in inbox.iterdir()) == sorted(name for name, _ in parts)


def test_names_of_parts_are_those_of_the_destination_that_a_batch_waits_for(
    courier: Courier, tmp_path: Path, inbox: Path
) -> None:
    sheet = write(tmp_path / "orders.csv", [row(1)])
    assert courier("destinations", "add", "Shop", "--url", inbox, "--part-names", "orders-{hash}.csv").code == 0
    assert courier("send", sheet, "--to", "Shop", *NOW, "--at", "2020-01-01T06:00:00Z").code == 0
    assert courier("history", "send-due").code == 0
    (arrived,) = inbox.iterdir()
    assert arrived.name.startswith("orders-")


def test_destinations_without_names_of_parts_are_still_read(courier: Courier, courier_home: Path, inbox: Path) -> None:
    assert courier("destinations", "add", "Shop", "--url", inbox).code == 0
    path = courier_home / "config" / "destinations.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    del stored["destinations"][0]["part_names"]
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert courier("destinations", "show", "Shop").code == 0


def test_names_of_parts_that_were_spoilt_by_hand_send_nothing(
    courier: Courier, courier_home: Path, tmp_path: Path, inbox: Path
) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    sheet = write(watched / "orders.csv", [row(1)])
    assert courier("destinations", "add", "Shop", "--url", inbox, "--part-names", "orders-{hash}.csv").code == 0
    path = courier_home / "config" / "destinations.json"
    path.write_text(path.read_text(encoding="utf-8").replace("orders-{hash}.csv", "orders-{name}.csv"), "utf-8")
    run = courier("send", sheet, "--to", "Shop", *NOW)
    assert (run.code, run.out) == (2, "")
    assert "{name} is no field of a file name" in run.sentence
    # no fault of the file, which stays
    run = courier("watch", watched, "--to", "Shop", *NOW, "--once", "--quiet-for", "0.05")
    assert run.code == 3
    assert "{name} is no field of a file name" in run.sentence
    assert sheet.exists()
    assert list(inbox.iterdir()) == []
