"""Programs that deliver into folders."""

from pathlib import Path

from courier.destinations import Destination, Destinations
from courier.programs import Program, Programs
from courier.settings import config_folder


def with_inboxes(folder: Path, *programs: Program) -> dict[str, Path]:
    """Save programs and their destinations; the folder that each delivers to, by the program's name."""
    inboxes = {program.name: folder / program.name for program in programs}
    for program in programs:
        inboxes[program.name].mkdir()
        place = Destination(program.destination, "folder", "", 0, folder=str(inboxes[program.name]))
        Destinations(config_folder()).save(place)
        Programs(config_folder()).save(program)
    return inboxes
