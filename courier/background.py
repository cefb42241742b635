"""Threads that let all others of the program go first: what a person waits for at the keyboard comes before them."""

from __future__ import annotations

import ctypes
import os
import sys
import threading

_NICENESS = 10
_BELOW_NORMAL = -1
_QOS_CLASS_UTILITY = 0x11
_here = threading.local()


def lower_priority() -> None:
    """Lower the priority of the calling thread for good. Where the system refuses, it stays as it is."""
    _here.back = True
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        # a handle is as wide as a pointer, which is not what a call gives by itself
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), _BELOW_NORMAL)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).pthread_set_qos_class_self_np(_QOS_CLASS_UTILITY, 0)
    else:
        # on Linux each thread has a niceness of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def has_low_priority() -> bool:
    """Whether the calling thread has stepped back."""
    return getattr(_here, "back", False)
