# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environment of a checkout: .venv, in layers that are added, never mixed.

Each layer (what the program needs, what the tests need, the project itself) has a stamp in
.venv, written last. A layer without its stamp was interrupted or is out of date; the first
layer is then made anew from nothing, the others are laid on top again. One stamp for
everything made `demo` and `test` rebuild each other's environment.

Standard library only.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

import compile_texts

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PROGRAMS = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = PROGRAMS / ("python.exe" if WINDOWS else "python")

OURS = VENV / ".made-by-dev.py"
_RUN_LOCK = ROOT / "packaging" / "lock-run.txt"
_TEST_LOCK = ROOT / "packaging" / "lock-test.txt"
_PROJECT_FILES = (ROOT / "pyproject.toml", ROOT / "evidence_kit" / "__init__.py")
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


def prepare(*, tests: bool) -> None:
    """Bring .venv up to date: the program's layer, the tests' if asked, the project, its texts.

    Raises:
        SystemExit: with a message, when something in the way is not ours to clear.
        subprocess.CalledProcessError: when pip failed; it has said why.
    """
    # Not the patch version: installing python3-venv may have just replaced it under this process.
    python = f"{sys.implementation.cache_tag} {sys.base_prefix}"
    run = fingerprint(python, str(VENV), _RUN_LOCK)
    if not _stamped("run", run):
        _layer("run", run, _install_run)
    if tests and not _stamped("test", test := fingerprint(run, _TEST_LOCK)):
        _layer("test", test, lambda: _install_locked(_TEST_LOCK))
    if not _stamped("project", project := fingerprint(run, *_PROJECT_FILES)):
        _layer("project", project, _install_project)
    if any(compile_texts.stale()) or any(compile_texts.orphans()):
        subprocess.run([PYTHON, compile_texts.__file__], check=True)


def _install_run() -> None:
    make_venv()
    _install_locked(_RUN_LOCK)


def make_venv() -> None:
    """Make .venv from nothing, clearing one that an earlier run began.

    Raises:
        SystemExit: what is there is somebody else's, or in use by this very process.
    """
    if Path(sys.prefix) == VENV:
        sys.exit("This environment has to be made anew: leave it first (deactivate), try again.")
    if VENV.exists():
        # An interrupted set-up has the mark but no stamp. Anything else is somebody's own.
        if not OURS.exists():
            sys.exit(f"{VENV} was not made by this script: move it away and try again.")
        shutil.rmtree(VENV)
    VENV.mkdir()
    OURS.touch()
    venv.EnvBuilder(with_pip=True, symlinks=not WINDOWS).create(VENV)


def _install_locked(lock: Path) -> None:
    _pip("install", "--require-hashes", "--only-binary=:all:", "--requirement", str(lock))


def _install_project() -> None:
    # The build backend is in the lock: nothing is fetched here.
    _pip("install", "--no-index", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))


def _pip(*arguments: str) -> None:
    subprocess.run([PYTHON, *_PIP, *arguments], check=True, cwd=ROOT)


def _layer(name: str, fingerprint: str, install: Callable[[], None]) -> None:
    print(f"[dev] {name}: installing ...", flush=True)
    started = time.monotonic()
    install()
    (VENV / f".stamp-{name}").write_text(fingerprint, encoding="ascii")
    print(f"[dev] {name}: ready in {time.monotonic() - started:.0f} s", flush=True)


def _stamped(name: str, fingerprint: str) -> bool:
    stamp = VENV / f".stamp-{name}"
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint


def fingerprint(*parts: str | Path) -> str:
    """One value for texts and the contents of files, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
