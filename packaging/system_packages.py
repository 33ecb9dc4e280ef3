# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operating system must have: shared libraries for Qt, stock tools for the tests.

Only Linux is asked; wheels for macOS and Windows bring their libraries along. As root with
apt what is missing is installed, otherwise the exact command is printed and the set-up ends.

Standard library only.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_PATIENT = ("-o", "DPkg::Lock::Timeout=120")  # an automatic update may be running
_NEWER_NAMES = "t64"  # Debian 13 and Ubuntu 24.04: packages with 64-bit times
# Debian and its family keep what makes environments apart from Python.
_VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


class Library(NamedTuple):
    """A shared library by the name the loader knows, and who packages it."""

    soname: str
    apt: str
    dnf: str
    pacman: str


class Tool(NamedTuple):
    """A program the tests need, found on PATH, who packages it, and why."""

    probe: str
    apt: str
    dnf: str
    pacman: str
    reason: str


class DebianFile(NamedTuple):
    """A file the tests need, its Debian package, and why."""

    probe: str
    apt: str
    reason: str


# Found by taking packages away from a minimal Debian 12 until Qt would not start.
QT_LIBRARIES = (
    # Any window, the offscreen one too.
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype", "freetype2"),
    Library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli"),
    Library("libX11.so.6", "libx11-6", "libX11", "libx11"),
    # A window on an X11 screen.
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Library(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    # A window on a Wayland screen.
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
)

TEST_TOOLS = (
    Tool("age", "age", "age", "age", "stock age opens what the vault wrote, and the other way"),
    Tool("openssl", "openssl", "openssl", "openssl", "stock openssl checks our signatures"),
    Tool("pdftotext", "poppler-utils", "poppler-utils", "poppler", "text and pages of a dossier"),
    Tool("pdftoppm", "poppler-utils", "poppler-utils", "poppler", "pages of a paper as pictures"),
    Tool("zbarimg", "zbar-tools", "zbar", "zbar", "reads the codes of a paper back"),
    Tool("qpdf", "qpdf", "qpdf", "qpdf", "the structure of a dossier"),
    Tool("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb", "a screen for real windows"),
    Tool("xauth", "xauth", "xorg-x11-xauth", "xorg-xauth", "lets only the tests on that screen"),
    Tool("openbox", "openbox", "openbox", "openbox", "focus and stacking of real windows"),
    Tool("xdotool", "xdotool", "xdotool", "xdotool", "real keys, clicks and drops"),
    Tool(
        "dbus-run-session",
        "dbus-daemon",
        "dbus-daemon",
        "dbus",
        "a bus that tells of sleep and locks",
    ),
    Tool("strace", "strace", "strace", "strace", "proves that no socket opens, no plaintext lands"),
    Tool("javac", "default-jdk-headless", "java-devel", "jdk-openjdk", "the check against veraPDF"),
)

# Files that only Debian and its family keep in these places; elsewhere the tests say what they miss.
TEST_FILES = (
    DebianFile(
        "/usr/share/java/jaxb-runtime.jar",
        "libjaxb-java",
        "veraPDF needs it, its wheel leaves it out",
    ),
    DebianFile(
        "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt",
        "unicode-data",
        "the official tests of text segmentation and direction",
    ),
    DebianFile(
        "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
        "fonts-noto-color-emoji",
        "emoji in pictures of the window",
    ),
)

BREW = "brew install age openssl poppler qpdf zbar openjdk"


def require(*, tests: bool) -> None:
    """Make sure the system has what the program needs, and the tests if asked.

    Raises:
        SystemExit: something is missing and cannot be installed from here; the message names
            it and gives the command.
    """
    if not sys.platform.startswith("linux"):
        if tests:
            _tell_missing_tools()
        return
    has_apt = shutil.which("apt-get") is not None
    needs: list[Library | Tool] = [need for need in QT_LIBRARIES if not _loads(need.soname)]
    files: list[DebianFile] = []
    if tests:
        needs += [need for need in TEST_TOOLS if shutil.which(need.probe) is None]
        files += [need for need in TEST_FILES if has_apt and not Path(need.probe).exists()]
    no_venv = importlib.util.find_spec("ensurepip") is None
    missing = [need[0] for need in (*needs, *files)] + ["ensurepip"] * no_venv
    if not missing:
        return
    print("[dev] missing on this system:", " ".join(missing), flush=True)
    if has_apt:
        _with_apt([need.apt for need in (*needs, *files)] + [_VENV_PACKAGE] * no_venv)
    elif shutil.which("dnf"):
        _ask_for("sudo dnf install " + _names(need.dnf for need in needs))
    elif shutil.which("pacman"):
        _ask_for("sudo pacman -S --needed " + _names(need.pacman for need in needs))
    else:
        _ask_for("(install these with your system's package manager)")


def _with_apt(wanted: Iterable[str]) -> None:
    if os.geteuid() != 0:
        names = _names(_apt_name(name) for name in wanted)
        _ask_for(f"sudo apt-get update\n    sudo apt-get install --no-install-recommends {names}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", *_PATIENT, "update", "-qq"], env=quiet, check=False, stdout=subprocess.DEVNULL
    )
    names = _names(_apt_name(name) for name in wanted)
    print("[dev] apt-get install", names, flush=True)
    done = subprocess.run(
        ["apt-get", *_PATIENT, "install", "-y", "-qq", "--no-install-recommends", *names.split()],
        env=quiet,
        check=False,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        sys.exit("[dev] apt-get could not install them; its message stands above.")


def _apt_name(name: str) -> str:
    """The name this release uses: libglib2.0-0 is libglib2.0-0t64 on newer ones."""
    newer = name + _NEWER_NAMES
    known = subprocess.run(
        ["apt-cache", "show", newer],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return newer if known.returncode == 0 else name


def _ask_for(command: str) -> None:
    sys.exit(f"[dev] Run this first, then try again:\n\n    {command}\n")


def _names(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(names))


def _tell_missing_tools() -> None:
    missing = [tool.probe for tool in TEST_TOOLS if shutil.which(tool.probe) is None]
    if missing:
        print("[dev] tests that need these are left out:", " ".join(missing))
        if sys.platform == "darwin":
            print("[dev] most of them come with:", BREW, flush=True)


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
