"""Threads of low priority, so that background work never delays typing."""

from __future__ import annotations

import ctypes
import os
import sys
import threading

_NICENESS = 10
_BELOW_NORMAL = -1
_QOS_CLASS_UTILITY = 0x11
_thread_state = threading.local()


def lower_priority() -> None:
    """Lower the priority of the calling thread permanently, if the system allows it."""
    _thread_state.low_priority = True
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        # a handle has the size of a pointer; ctypes would assume an int
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), _BELOW_NORMAL)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).pthread_set_qos_class_self_np(_QOS_CLASS_UTILITY, 0)
    else:
        # on Linux niceness is per thread
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


def has_low_priority() -> bool:
    """Whether `lower_priority` was called in this thread."""
    return getattr(_thread_state, "low_priority", False)
