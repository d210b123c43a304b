"""What is known of a screen's colours.

X11: the property _ICC_PROFILE of the root window, _ICC_PROFILE_1 and so on for further screens, as
the ICC Profiles in X Specification has it. Windows: what its colour management says. Wayland has
the compositor convert from sRGB. macOS does so for windows that are tagged; Qt leaves a window's
colour space to the system unless QSurfaceFormat names one, and which of the two holds has not been
tried: sRGB there too.
"""

from __future__ import annotations

import ctypes

from PySide6.QtGui import QGuiApplication, QNativeInterface, QScreen

_ANY_TYPE = 0
_MOST_WORDS = 4 << 20  # a profile of 16 MiB


def profile_of(screen: QScreen | None) -> bytes | None:
    """The ICC profile of a screen, or None where nothing is told: then it is taken for sRGB."""
    if screen is None:
        return None
    platform = QGuiApplication.platformName()
    if platform == "xcb":
        return _of_x11(_atom_name(screen))
    if platform == "windows":
        return _of_windows()
    return None


def _atom_name(screen: QScreen) -> str:
    """Qt and the servers that set the property both count the primary screen as the first."""
    number = QGuiApplication.screens().index(screen)
    return f"_ICC_PROFILE_{number}" if number else "_ICC_PROFILE"


def _of_windows() -> bytes | None:
    from PIL import ImageCms

    try:
        profile = ImageCms.get_display_profile()
        return None if profile is None else profile.tobytes()
    except OSError:
        return None


def _of_x11(name: str) -> bytes | None:
    app = QGuiApplication.instance()
    native = app.nativeInterface() if isinstance(app, QGuiApplication) else None
    if not isinstance(native, QNativeInterface.QX11Application) or not native.connection():
        return None
    try:
        return _Connection(native.connection()).root_property(name.encode())
    except (OSError, AttributeError):  # no libxcb of that name, or one without a function
        return None


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t; the first thing in a screen is the id of its root window."""

    _fields_ = (
        ("data", ctypes.POINTER(ctypes.c_uint32)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class _AtomReply(ctypes.Structure):
    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("pad", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32),
        ("atom", ctypes.c_uint32),
    )


class _Connection:
    """Qt's connection to the X server, for one question. xcb takes questions of any thread."""

    def __init__(self, address: int) -> None:
        self._xcb = ctypes.CDLL("libxcb.so.1")
        self._libc = ctypes.CDLL(None)
        self._at = ctypes.c_void_p(address)

    def root_property(self, name: bytes) -> bytes | None:
        """The bytes of a property of the first root window, None where it is not set."""
        atom = self._atom(name)
        if not atom:
            return None
        ask = self._xcb.xcb_get_property
        ask.restype = _Cookie
        window = ctypes.c_uint32(self._root())
        words = [ctypes.c_uint32(word) for word in (atom, _ANY_TYPE, 0, _MOST_WORDS)]
        cookie = ask(self._at, ctypes.c_uint8(0), window, *words)
        reply = self._reply("xcb_get_property_reply", cookie)
        if reply is None:
            return None
        value, length = self._xcb.xcb_get_property_value, self._xcb.xcb_get_property_value_length
        value.restype = ctypes.c_void_p
        result = ctypes.string_at(value(reply), length(reply))
        self._libc.free(reply)
        return result or None

    def _atom(self, name: bytes) -> int:
        """0 where nobody has ever used that name."""
        ask = self._xcb.xcb_intern_atom
        ask.restype = _Cookie
        only_if_known = ctypes.c_uint8(1)
        cookie = ask(self._at, only_if_known, ctypes.c_uint16(len(name)), name)
        reply = self._reply("xcb_intern_atom_reply", cookie)
        if reply is None:
            return 0
        atom = int(_AtomReply.from_address(reply.value or 0).atom)
        self._libc.free(reply)
        return atom

    def _root(self) -> int:
        setup, screens = self._xcb.xcb_get_setup, self._xcb.xcb_setup_roots_iterator
        setup.restype, screens.restype = ctypes.c_void_p, _Screens
        return int(screens(ctypes.c_void_p(setup(self._at))).data[0])

    def _reply(self, function: str, cookie: _Cookie) -> ctypes.c_void_p | None:
        """None where the server refuses; whoever gets one frees it."""
        ask = self._xcb[function]
        ask.restype = ctypes.c_void_p
        address = ask(self._at, cookie, None)
        return ctypes.c_void_p(address) if address else None
