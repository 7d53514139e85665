"""Whether a window can be opened. Asked before Qt, which ends the whole program where the answer is no."""

from __future__ import annotations

import ctypes
import os
import sys


def has_display() -> bool:
    """Whether a window can be opened. A name of a display that leads nowhere is taken out of the environment: Qt must not try it."""
    if sys.platform in ("win32", "darwin"):
        return True
    for name, answers in (("DISPLAY", _x11_answers), ("WAYLAND_DISPLAY", _wayland_answers)):
        if name in os.environ and not (os.environ[name] and answers()):
            del os.environ[name]
    return bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def _x11_answers() -> bool:
    """By the library that Qt will use, so that a display that does not let this user in answers no as well."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:  # then Qt cannot either
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    good = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return good


def _wayland_answers() -> bool:
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(None)
    if connection is None:
        return False
    wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return True
