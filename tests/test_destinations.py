"""Addresses that are typed, and the list of saved destinations."""

import errno
import json
import os
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import timedelta
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courier.destinations import PORTS, Destination, DestinationError, Destinations, from_url
from courier.destinations.ownership import question_before
from courier.destinations.presets import PRESETS, preset, preset_of

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
LABELS = st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
HOSTS = st.one_of(
    st.lists(LABELS, min_size=1, max_size=4).map(".".join),
    st.ip_addresses().map(str),
    st.just("fe80::1%eth0"),
    st.just("bücher.example"),
)
SERVERS = st.builds(
    Destination,
    name=st.just("Acme"),
    kind=st.sampled_from(["sftp", "ftp"]),
    host=HOSTS,
    port=st.integers(1, 65535),
    user=WORDS,
    folder=WORDS,
)
ADDRESSES = st.from_regex(r"[A-Za-z0-9.+&=%-]{1,12}@[a-z0-9-]{1,12}(\.[a-z]{2,5}){1,2}", fullmatch=True)
MAILS = st.builds(
    Destination,
    name=st.just("Acme"),
    kind=st.just("email"),
    host=HOSTS,
    port=st.integers(1, 65535),
    user=WORDS,
    tls=st.sampled_from(["required", "implicit"]),
    to=ADDRESSES,
    cc=st.lists(ADDRESSES, max_size=2).map(tuple),
    sender=st.one_of(st.just(""), ADDRESSES),
    subject=WORDS,
)
DRAFTS = st.builds(
    lambda mail, folder: replace(
        mail, kind="eml", host="", port=0, user="", tls="when-offered", folder=str(Path(f"/acme/{folder}").absolute())
    ),
    MAILS,
    WORDS.filter(lambda word: ".." not in word),
)


@given(st.one_of(SERVERS, MAILS, DRAFTS))
def test_an_address_says_all_that_it_names(destination: Destination) -> None:
    assert from_url(destination.url, "Acme") == destination


@given(WORDS)
def test_the_address_of_a_folder_leads_back_to_it(name: str) -> None:
    folder = from_url(f"/acme/{name}")
    assert (folder.kind, folder.folder) == ("folder", str(Path(f"/acme/{name}").absolute()))
    assert from_url(folder.url).folder == folder.folder


# made of what addresses are made of, so that most examples come close to one
PIECES = st.sampled_from(
    [
        "sftp",
        "ftp",
        "ftps",
        "smtp",
        "eml",
        "file",
        "http",
        "folder",
        "?to=",
        "a@b",
        "://",
        ":",
        "/",
        "@",
        "[",
        "]",
        "::1",
        "22",
        "%",
        "#",
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join)))
def test_whatever_is_typed_is_understood_or_refused_in_words(typed: str) -> None:
    with suppress(DestinationError):
        found = from_url(typed)
        again = from_url(found.url)
        assert (again.url, again.kind, again.folder) == (found.url, found.kind, found.folder)


@pytest.mark.parametrize(
    ("typed", "host", "port", "user", "folder"),
    [
        ("sftp://acme.example", "acme.example", 22, "", ""),
        ("ftp://acme.example", "acme.example", 21, "", ""),
        ("sftp://me@acme.example:2222/in", "acme.example", 2222, "me", "in"),
        ("SFTP://me@Acme.Example/in/", "acme.example", 22, "me", "in/"),
        ("ftp://acme.example//var/in", "acme.example", 21, "", "/var/in"),
        ("ftp://me%40acme@acme.example", "acme.example", 21, "me@acme", ""),
        ("sftp://[2001:db8::1]:2222/in", "2001:db8::1", 2222, "", "in"),
        ("sftp://[::1]", "::1", 22, "", ""),
        ("sftp://acme.example/in%20box/über", "acme.example", 22, "", "in box/über"),
        ("sftp://acme.example/in box", "acme.example", 22, "", "in box"),
        ("ftps://me@acme.example/in", "acme.example", 990, "me", "in"),
        ("ftpes://me@acme.example/in", "acme.example", 21, "me", "in"),
    ],
)
def test_parts_of_an_address(typed: str, host: str, port: int, user: str, folder: str) -> None:
    found = from_url(typed)
    assert (found.host, found.port, found.user, found.folder) == (host, port, user, folder)
    assert found.name == typed
    assert PORTS[found.kind] in (22, 21)
    assert found.tls == {"ftps": "implicit", "ftpes": "required"}.get(typed.split(":")[0], "when-offered")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://acme.example",
        "folder://acme.example/in",
        "sftp://",
        "sftp:///in",
        "sftp:acme.example",
        "sftp://[::1/in",
        "sftp://acme.example:port",
        "sftp://acme.example:0",
        "sftp://acme.example:70000",
        "sftp://acme.example/in?box",
        "sftp://acme.example/in#1",
        "ftp://me%0D%0ADELE%20x@acme.example",
        "ftp://acme.example/in%0Abox",
        "file://",
        "smtp://mail.acme.example",
        "smtp://mail.acme.example?to=",
        "smtp://mail.acme.example?to=nobody",
        "smtp://mail.acme.example?to=a@b.example&to=c@d.example",
        "smtp://mail.acme.example?to=a@b.example&bcc=c@d.example",
        "smtp://mail.acme.example?to=a@b.example%0D%0ADATA",
        "smtp://mail.acme.example?to=a@b.example,c@d.example",
        "smtp://mail.acme.example/in?to=a@b.example",
        "eml:/acme",
        "eml:?to=a@b.example",
        "sftp://acme.example?to=a@b.example",
    ],
)
def test_what_is_no_address_is_refused_and_never_guessed(typed: str) -> None:
    with pytest.raises(DestinationError, match="is no address to send to"):
        from_url(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "sftp://me:hunter2@acme.example",
        "ftp://me:@acme.example",
        "https://me:hunter2@acme.example",
        "me:hunter2@acme.example",
        "the_shop:hunter2@acme.example",
        "sftp:me:hunter2@acme.example",
        "sftp:/me:hunter2@acme.example",
        "sftp://me:hun/ter2@acme.example",
        "sftp://me:hunter2[@acme.example",
        "sftp://me:hunter2#@acme.example",
        "sftp://me:hunter2?@acme.example",
        "sftp://me:hunter2@acme.example:port",
        "smtp://me:hunter2@acme.example?to=a@b.example",
        "smtp://me:hun?ter2@acme.example?to=a@b.example",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(DestinationError, match="holds a password") as problem:
        from_url(typed)
    assert "hun" not in str(problem.value)
    assert "hun" not in repr(problem.value)


A_COLON = pytest.mark.only_on("linux", "darwin", why="no name has a colon on Windows")


@pytest.mark.parametrize(
    "typed", ["in", "./in box", "../in", "in#1?", "10%25", "über/🎉", pytest.param("./a:b@c", marks=A_COLON)]
)
def test_a_path_is_a_folder_from_here(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = from_url(typed)
    assert (found.kind, found.host, found.port, found.folder) == ("folder", "", 0, str(tmp_path / typed))
    assert from_url(found.url).folder == found.folder


def in_windows_words(folder: str) -> PureWindowsPath:
    """A path with a drive or a server. Other systems take these for a name in the folder where they stand."""
    return PureWindowsPath(folder.removeprefix(f"{Path.cwd()}/"))


@pytest.mark.parametrize("typed", [r"C:\Acme\in", "C:/Acme/in", r"d:\in"])
def test_a_drive_is_no_scheme(typed: str) -> None:
    found = from_url(typed)
    assert found.kind == "folder"
    assert in_windows_words(found.folder) == PureWindowsPath(typed)


@pytest.mark.parametrize(
    ("typed", "folder"),
    [
        ("file:///acme/in%20box", "/acme/in box"),
        ("file://localhost/acme", "/acme"),
        ("file:///acme/in#1?", "/acme/in#1?"),
        ("file://server/share/in", "//server/share/in"),
    ],
)
def test_the_address_of_a_file_is_a_folder(typed: str, folder: str) -> None:
    assert from_url(typed).folder == str(Path(folder).absolute())


@pytest.mark.parametrize(
    "typed", ["file:/C:/out", "FILE:/c:/out", "file:///C:/out", "file:C:/out", "eml:/C:/out?to=a@b"]
)
def test_on_windows_a_drive_is_never_left_to_the_folder_from_which_the_app_was_started(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courier.destinations.addresses.WINDOWS", True)
    monkeypatch.setattr("courier.destinations.addresses.Path", AbsoluteOnWindows)
    assert from_url(typed).folder.lower() == r"c:\out"


class AbsoluteOnWindows(PureWindowsPath):
    """A path as Windows takes it; one that hangs on a folder in use there is refused."""

    def absolute(self) -> "AbsoluteOnWindows":
        assert self.is_absolute()
        return self


@pytest.mark.parametrize("folder", [r"C:\Acme\in box", r"\\server\share\in"])
def test_on_windows_the_address_of_a_file_names_drive_or_server(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courier.destinations.addresses.WINDOWS", True)
    found = from_url(PureWindowsPath(folder).as_uri()).folder
    assert in_windows_words(found) == PureWindowsPath(folder)


@pytest.fixture
def saved(tmp_path: Path) -> Destinations:
    return Destinations(tmp_path / "not" / "made" / "yet")


ACME = Destination("Acme", "ftp", "acme.example", 2121, "me", "in bòx/🎉", "", (), "required")


def test_saved_destinations_outlive_the_app(saved: Destinations, tmp_path: Path) -> None:
    assert list(saved) == []
    other = replace(ACME, name="Other", key_file="/keys/acme", host_keys=("SHA256:a", "SHA256:b"))
    saved.save(ACME)
    saved.save(other)
    again = Destinations(tmp_path / "not" / "made" / "yet")
    assert list(again) == [ACME, other]
    assert (again.get("Other"), again.find("Acme"), again.find("acme")) == (other, ACME, None)


def test_a_name_is_saved_once(saved: Destinations) -> None:
    saved.save(ACME)
    saved.save(replace(ACME, name="Other"))
    saved.save(replace(ACME, port=21))
    assert [(destination.name, destination.port) for destination in saved] == [("Acme", 21), ("Other", 2121)]


def test_removing_forgets_one_and_names_what_is_not_there(saved: Destinations) -> None:
    saved.save(ACME)
    saved.save(replace(ACME, name="Other"))
    assert saved.remove("Acme") == ACME
    assert [destination.name for destination in saved] == ["Other"]
    for missing in (saved.remove, saved.get):
        with pytest.raises(DestinationError, match="no destination called “Acme”"):
            missing("Acme")


def test_a_pinned_key_is_saved_for_a_saved_destination_only(saved: Destinations) -> None:
    saved.save(ACME)
    assert saved.pin(ACME, "SHA256:a").host_keys == ("SHA256:a",)
    assert saved.get("Acme").host_keys == ("SHA256:a",)
    saved.pin(saved.get("Acme"), "SHA256:b")
    assert saved.get("Acme").host_keys == ("SHA256:a", "SHA256:b")
    typed = from_url("sftp://me@acme.example")
    assert saved.pin(typed, "SHA256:a").host_keys == ("SHA256:a",)
    assert [destination.name for destination in saved] == ["Acme"]


def record(**changed: object) -> str:
    plain = {"name": "Acme", "kind": "sftp", "host": "acme.example", "port": 22, "host_keys": []}
    return json.dumps([{**plain, **changed}])


def test_a_record_without_the_newer_settings_is_read(tmp_path: Path) -> None:
    (tmp_path / "destinations.json").write_text(record(), encoding="utf-8")
    assert list(Destinations(tmp_path)) == [Destination("Acme", "sftp", "acme.example", 22)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[{",
        b"\xff\xfe",
        b"null",
        b"{}",
        b'{"name": "Acme"}',
        b'["Acme"]',
        b'[{"name": "Acme"}]',
        record(unheard_of=1).encode(),
        record(kind="pigeon").encode(),
        record(tls="perhaps").encode(),
        record(port="22").encode(),
        record(port=None).encode(),
        record(port=True).encode(),
        record(host=None).encode(),
        record(name=["Acme"]).encode(),
        record(host_keys="SHA256:a").encode(),
        record(host_keys=[1]).encode(),
    ],
)
def test_a_damaged_list_is_said_and_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "destinations.json"
    saved = Destinations(tmp_path)
    uses = (lambda: list(saved), lambda: saved.find("Acme"), lambda: saved.save(ACME), lambda: saved.remove("A"))
    for number, use in enumerate(uses, start=1):
        path.write_bytes(content)
        with pytest.raises(DestinationError, match="is damaged") as problem:
            use()
        aside = tmp_path / f"destinations-damaged-{number}.json"
        assert str(path) in str(problem.value)
        assert str(aside) in str(problem.value)
        assert aside.read_bytes() == content
    assert list(saved) == []


def test_a_list_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in the way").write_text("")
    with pytest.raises(DestinationError, match="cannot be"):
        Destinations(tmp_path / "in the way").save(ACME)
    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(DestinationError, match="cannot be written"):
        Destinations(tmp_path).save(ACME)
    assert list(Destinations(tmp_path)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["in the way"]


def disk_full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_list_holds_no_word_of_a_password(saved: Destinations, tmp_path: Path) -> None:
    saved.save(ACME)
    content = json.loads((tmp_path / "not" / "made" / "yet" / "destinations.json").read_text(encoding="utf-8"))
    (written,) = content["destinations"]
    assert set(written) == {field.name for field in fields(Destination)}
    assert not {name for name in written if "password" in name or "secret" in name}


def test_an_address_for_e_mail_says_to_whom_and_how(tmp_path: Path) -> None:
    plain = from_url("smtp://me%40acme.example@mail.acme.example?to=u@batch.impact.com&cc=a@b.example&cc=c@d.example")
    assert (plain.kind, plain.port, plain.tls, plain.user) == ("email", 587, "required", "me@acme.example")
    assert (plain.to, plain.cc, plain.subject) == ("u@batch.impact.com", ("a@b.example", "c@d.example"), "")
    at_once = from_url("smtps://mail.acme.example?to=u@batch.impact.com&subject=New%20orders")
    assert (at_once.port, at_once.tls, at_once.subject) == (465, "implicit", "New orders")
    draft = from_url(f"eml:{tmp_path}/in%20box?to=u@batch.impact.com&from=me@acme.example")
    assert (draft.kind, draft.folder, draft.sender) == ("eml", str(tmp_path / "in box"), "me@acme.example")


def test_a_connection_is_known_by_its_host() -> None:
    assert from_url("sftp://me@import.impact.com/acme").route == "connection"
    assert from_url("sftp://me@batch.impact.com").route == "direct"


def test_a_list_of_an_older_version_is_read(saved: Destinations, tmp_path: Path) -> None:
    old = {"name": "Acme", "kind": "sftp", "host": "acme.example", "port": 22, "user": "me", "folder": "",
           "key_file": "", "host_keys": ["SHA256:a"], "tls": "when-offered"}  # fmt: skip
    (tmp_path / "destinations.json").write_text(json.dumps([old]), encoding="utf-8")
    (found,) = Destinations(tmp_path)
    assert found == Destination("Acme", "sftp", "acme.example", 22, "me", host_keys=("SHA256:a",))


def test_a_destination_of_the_older_kind_draft_is_read_as_eml(saved: Destinations, tmp_path: Path) -> None:
    messages = Destination("Messages", "eml", "", 0, folder=str(tmp_path), to="u@batch.impact.com")
    path = tmp_path / "destinations.json"
    path.write_text(json.dumps([asdict(messages) | {"kind": "draft"}]), encoding="utf-8")
    stored = Destinations(tmp_path)
    assert list(stored) == [messages]
    stored.save(replace(messages, subject="New orders"))
    assert [record["kind"] for record in json.loads(path.read_text(encoding="utf-8"))["destinations"]] == ["eml"]


def test_all_that_belongs_to_a_destination_outlives_the_app(saved: Destinations) -> None:
    mail = replace(
        Destination("Mail", "email", "mail.acme.example", 587, "me", tls="required", to="u@batch.impact.com"),
        cc=("a@b.example",), sender="me@acme.example", subject="x", tls_pin="AB", pattern="*.csv",
    )  # fmt: skip
    own = Destination("Own", agent=True, rename=True, route="pulled", wait_hours=24)
    saved.save(mail)
    saved.save(own)
    assert list(saved) == [mail, own]
    assert (own.wait, mail.wait) == (timedelta(hours=24), timedelta())


@pytest.mark.parametrize(
    "changed",
    [{"agent": "yes"}, {"wait_hours": "24"}, {"wait_hours": True}, {"cc": "a@b"}, {"cc": [1]}, {"route": "x"}],
)
def test_damaged_newer_settings_are_said(tmp_path: Path, changed: dict[str, object]) -> None:
    (tmp_path / "destinations.json").write_text(record(**changed), encoding="utf-8")
    with pytest.raises(DestinationError, match="is damaged"):
        list(Destinations(tmp_path))


def test_only_forgetting_it_on_purpose_lifts_a_key(saved: Destinations) -> None:
    saved.save(replace(ACME, host_keys=("SHA256:a", "SHA256:b"), tls_pin="AB"))
    assert saved.forget_keys("Acme", "SHA256:a").host_keys == ("SHA256:b",)
    with pytest.raises(DestinationError, match="has no key SHA256:a"):
        saved.forget_keys("Acme", "SHA256:a")
    assert saved.get("Acme").tls_pin == "AB"
    saved.forget_keys("Acme")
    assert (saved.get("Acme").host_keys, saved.get("Acme").tls_pin) == ((), "")
    # the same key twice is one key
    assert saved.pin(saved.get("Acme"), "SHA256:a", "SHA256:a").host_keys == ("SHA256:a",)


def test_every_preset_asks_for_fields_that_there_are() -> None:
    known = {field.name for field in fields(Destination)} | {"password"}
    for candidate in PRESETS:
        assert {*candidate.asks, *candidate.more} <= known
        assert not set(candidate.asks) & set(candidate.more)
        assert preset_of(replace(candidate.start, user="me", folder="in")) is candidate
        assert preset(candidate.name) is candidate
        assert ("password" in candidate.asks) == candidate.start.takes_password
    assert preset("pigeon") is None
    elsewhere = Destination("", "ftp", "other.example", 21, route="connection")
    assert preset_of(elsewhere).start.kind == "ftp"


HOMES = {"Acme": "Acme SFTP", "Beta": "Beta SFTP"}


def test_a_program_s_file_goes_to_another_program_s_destination_only_after_a_question() -> None:
    assert question_before("Acme", "Acme SFTP", HOMES) is None
    assert question_before("Gamma", "Own folder", HOMES) is None
    assert question_before("", "Own folder", HOMES) is None
    for program in ("Acme", "Gamma", ""):
        asked = question_before(program, "Beta SFTP", HOMES)
        assert asked
        assert "Beta" in asked
        assert asked.endswith("?")
    elsewhere = question_before("Acme", "Own folder", HOMES)
    assert elsewhere
    assert "Acme SFTP" in elsewhere
    # two programs may share a destination
    assert question_before("Acme", "Acme SFTP", {**HOMES, "Gamma": "Acme SFTP"}) is None
