"""What Windows shows of a program in its properties, the task manager and *Open with*, as PyInstaller reads it."""

from __future__ import annotations

from pathlib import Path

PRODUCT = "Conversion Courier"
_LANGUAGE, _UNICODE = 0x0409, 1200


def write_version_resource(path: Path, program: str, described: str, version: str) -> Path:
    """Write the resource of ``program`` (its name without ``.exe``) into ``path``, which is returned.

    ``described`` is the name that people see; ``version`` has up to four numbers, such as 0.1.0. Raises ValueError for
    another one.
    """
    numbers = tuple(int(number) for number in version.split("."))
    if len(numbers) > 4:
        raise ValueError(version)
    numbers += (0,) * (4 - len(numbers))
    words = {
        "CompanyName": PRODUCT,
        "FileDescription": described,
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": PRODUCT,
        "ProductVersion": version,
    }
    strings = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('{_LANGUAGE:04x}{_UNICODE:04x}', [{strings}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_LANGUAGE}, {_UNICODE}])])])\n",
        encoding="utf-8",
    )
    return path
