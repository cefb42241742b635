"""The libraries that the bundle takes from the Linux it runs on, with the package of Debian that each is in.

They belong to every desktop, speak to its screen, or are loaded by its drivers too, which need the newer one of two.
"""

from __future__ import annotations

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
}
"""By the name that is asked for."""

OLDEST_GLIBC = (2, 35)
"""That of Ubuntu 22.04. Of the bundle only Python asks for it, by one function (hypot); Qt asks for 2.34."""
OLDEST_CXX = (3, 4, 30)
"""The libstdc++ of Ubuntu 22.04."""
OLDEST_CXX_ABI = (1, 3, 13)
"""What the same offers of what compilers call by themselves."""
