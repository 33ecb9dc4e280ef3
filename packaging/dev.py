#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
r"""One entry point for a fresh checkout. Needs Python 3.11 or newer and nothing else.

    python3 packaging/dev.py demo [DIR]       set up, then do the whole job on a made-up case
    python3 packaging/dev.py run              set up, then open the window
    python3 packaging/dev.py test             set up, then run the checks and the tests
    python3 packaging/dev.py test --all       the same, with the tests that take long
    python3 packaging/dev.py test ARGUMENTS   only pytest, with these arguments
    python3 packaging/dev.py fuzz             look for bytes on which an importer fails
    python3 packaging/dev.py setup            set up everything and stop

Setting up installs system libraries (as root with apt; otherwise it prints the command),
makes .venv and fills it with hash-locked wheels. A second time it takes about a second.

On Windows: py packaging\dev.py demo. Written for macOS and Windows too, not yet tried there.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - who has an older one must be told
    sys.exit("Python 3.11 or newer is needed; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

import datetime as dt
import os
import subprocess
from pathlib import Path

import environment
import system_packages
from environment import ROOT

STATIC_CHECKS = (
    ("layout", ("ruff", "format", "--check", "--quiet", ".")),
    ("habits", ("ruff", "check", "--quiet", ".")),
    ("who imports whom", ("lint-imports", "--no-logo")),
    ("types", ("mypy",)),
)


def main(arguments: "list[str]") -> int:
    """Do one verb; see the module's text.

    Returns:
        The exit code: 0, or that of the first step that failed.
    """
    verb, *rest = arguments or ["--help"]
    verbs = {"demo": demo, "run": run, "test": test, "setup": setup, "fuzz": fuzz}
    if verb not in verbs:
        print(__doc__)
        return 0 if verb in ("-h", "--help") else 64
    try:
        return verbs[verb](rest)
    except subprocess.CalledProcessError as failed:
        print(f"[dev] failed: {' '.join(map(str, failed.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def setup(_arguments: "list[str]") -> int:
    """Set up everything, the tests' needs too."""
    _prepare(tests=True)
    return 0


def run(arguments: "list[str]") -> int:
    """Open the window."""
    _prepare(tests=False)
    return _call("evidence-kit", *arguments)


def demo(arguments: "list[str]") -> int:
    """Do the whole job on the made-up case, then open the window on it if there is a screen."""
    _prepare(tests=False)
    now = dt.datetime.now(tz=dt.UTC).astimezone()
    folder = (
        Path(arguments[0]).absolute() if arguments else ROOT / "demo" / f"{now:%Y-%m-%d-%H%M%S}"
    )
    if not arguments:
        folder.parent.mkdir(exist_ok=True)
    print(f"[dev] the demo goes to {folder}", flush=True)
    code = _call("evidence-kit", "demo", str(folder))
    if code == 0 and _has_screen() and sys.stdin.isatty() and sys.stdout.isatty():
        return _call("evidence-kit", str(folder))
    return code


def test(arguments: "list[str]") -> int:
    """Run the checks, quickest first, then the tests; only pytest if it is given arguments."""
    _prepare(tests=True)
    everything = "--all" in arguments
    chosen = [argument for argument in arguments if argument != "--all"]
    if not chosen:
        for name, command in STATIC_CHECKS:
            print(f"\n== {name}: {' '.join(command)}", flush=True)
            code = _call(*command)
            if code != 0:
                print(f"== {name}: failed", flush=True)
                return code
    selection = [] if everything or "-m" in chosen else ["-m", "not slow"]
    print(f"\n== tests: pytest {' '.join([*selection, *chosen])}", flush=True)
    return _call("pytest", "-q", *selection, *chosen)


def fuzz(arguments: "list[str]") -> int:
    """Look for bytes on which an importer fails (tests/fuzz/run.py)."""
    _prepare(tests=True)
    return _call("python", str(ROOT / "tests" / "fuzz" / "run.py"), *arguments)


def _prepare(*, tests: bool) -> None:
    system_packages.require(tests=tests)
    environment.prepare(tests=tests)


def _call(program: str, *arguments: str) -> int:
    env = {**os.environ, "PYTHONUTF8": "1"}
    env["PATH"] = os.pathsep.join((str(environment.PROGRAMS), env.get("PATH", os.defpath)))
    if sys.platform.startswith("linux") and not _has_screen():
        # Without it and without a screen Qt aborts, blaming a library that is there.
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    suffix = ".exe" if environment.WINDOWS else ""
    child = subprocess.Popen(
        [environment.PROGRAMS / f"{program}{suffix}", *arguments], cwd=ROOT, env=env
    )
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The child got it too and says what it has to say; wait for that.
            continue


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
