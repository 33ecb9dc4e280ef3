# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every test: no network, a home of its own, no screen, stock tools at hand."""

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

import system_packages
from builders.clock import FixedClock

# Before anything imports Qt. A person may ask for a real screen from outside.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"

# Random examples, different every time; a failure prints what reproduces it.
settings.register_profile("evidence-kit", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("evidence-kit")

_BUDGET = "--time-budget"
_BUDGET_ENDS = "EVIDENCE_KIT_TESTS_END_AT"  # seconds of time.monotonic, for the workers too
_OUT_OF_TIME = "the time budget is used up"
_EVERYWHERE = frozenset({"sha256sum", "tar", "git"})  # in every Linux, or needed to get here


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        _BUDGET,
        type=float,
        metavar="SECONDS",
        help="start no further test after this many seconds; those left are named at the end",
    )


def pytest_configure(config: pytest.Config) -> None:
    budget: float | None = config.getoption(_BUDGET)
    if budget is not None and _BUDGET_ENDS not in os.environ:
        os.environ[_BUDGET_ENDS] = str(time.monotonic() + budget)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    ends = os.environ.get(_BUDGET_ENDS)
    if ends is not None and time.monotonic() > float(ends):
        pytest.skip(_OUT_OF_TIME)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    cut = [
        report.nodeid
        for report in terminalreporter.getreports("skipped")
        if _OUT_OF_TIME in str(report.longrepr)
    ]
    if cut:
        terminalreporter.section(f"not run, {_OUT_OF_TIME}: {len(cut)}")
        for nodeid in cut:
            terminalreporter.line(nodeid)


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Any try to reach another machine fails the test, whatever the code catches."""
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: str) -> None:
        _only_local(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: str) -> int:
        _only_local(self, address)
        return connect_ex(self, address)

    def no_lookup(host: object, *_rest: object, **_named: object) -> NoReturn:
        pytest.fail(f"a name was looked up: {host!r}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", no_lookup)
        yield


def _only_local(sock: socket.socket, address: object) -> None:
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        # Not an Exception: code that swallows errors must not swallow this one.
        pytest.fail(f"a connection was opened to {address!r}")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home: nothing of the person running the tests is read or written."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / f"xdg-{name.lower()}"))
    runtime = folder / "xdg-runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still until the test moves it."""
    return FixedClock()


@pytest.fixture(scope="session")
def stock_tool() -> Callable[[str], Path]:
    """Find a program or file that is not ours: `stock_tool("age")`.

    Missing on Linux or in CI is a failure: packaging/dev.py installs them there.
    """
    needs = (*system_packages.TEST_TOOLS, *system_packages.TEST_FILES)
    listed = {need.probe for need in needs} | _EVERYWHERE

    def find(probe: str) -> Path:
        assert _package_probe(probe) in listed, f"list {probe} in packaging/system_packages.py"
        found = probe if probe.startswith("/") and Path(probe).exists() else shutil.which(probe)
        if found is not None:
            return Path(found)
        message = f"{probe} is missing: python3 packaging/dev.py setup installs it"
        if sys.platform.startswith("linux") or os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)

    return find


def _package_probe(probe: str) -> str:
    """The probe of the package that brings this program along."""
    return _SIBLINGS.get(probe, probe)


_SIBLINGS = {
    "age-keygen": "age",
    "pdfinfo": "pdftotext",
    "pdftoppm": "pdftotext",
    "pdffonts": "pdftotext",
    "pdfimages": "pdftotext",
    "pdfsig": "pdftotext",
    "xvfb-run": "Xvfb",
    "java": "javac",
}
