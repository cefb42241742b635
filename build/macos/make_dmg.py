"""Puts the app that ``make bundle`` made on a Mac into a disk image beside it: ``make_dmg.py DIST``, or ``make dmg``.

App and image are signed, and the image notarised, where environment variables give the keys (`build/macos/signing.py`).
"""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

from build.macos.signing import SigningError, notarise, signer
from build.release import own_version

SETTINGS = Path(__file__).with_name("dmg_settings.py")
NAME = "Conversion Courier"


def main() -> int:
    """Exit code 1 if there is no app, or a key that is given does not work."""
    dist = Path(sys.argv[1]).resolve()
    app = dist / f"{NAME}.app"
    image = dist / f"conversion-courier-{own_version()}-macos-{platform.machine()}.dmg"
    if not app.is_dir():
        sys.exit("There is no app here. Run `make bundle` on a Mac first.")
    image.unlink(missing_ok=True)
    try:
        with signer() as signing:
            if signing is not None:
                signing.sign_app(app)
            build = ["-s", str(SETTINGS), "-D", f"app={app}", NAME, str(image)]
            subprocess.run([sys.executable, "-m", "dmgbuild", *build], check=True)
            if signing is not None:
                signing.sign_image(image)
                notarise(image)
    except SigningError as error:
        print(error, file=sys.stderr)
        return 1
    print(image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
