# SPDX-License-Identifier: GPL-3.0-or-later
"""A canary for the PySide6 that is locked; see none_refcount.py."""

import json
import subprocess
import sys
from pathlib import Path

PROBE = Path(__file__).with_name("none_refcount.py")


def test_no_qt_call_uses_up_none() -> None:
    done = subprocess.run([sys.executable, PROBE], capture_output=True, check=True)
    assert json.loads(done.stdout) == {}
