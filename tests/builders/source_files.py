# SPDX-License-Identifier: GPL-3.0-or-later
"""The project's own source, parsed once, for the tests of its habits."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "evidence_kit"
PROGRAM = sorted(PACKAGE.rglob("*.py"))
ALL_SOURCE = sorted(
    path
    for folder in ("evidence_kit", "tests", "packaging", "benchmarks", "resources")
    for path in (ROOT / folder).rglob("*.py")
)


def name_of(path: Path) -> str:
    """The path within the project, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    """`os.replace` for the expression os.replace; "" for what is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node


def strings(path: Path) -> Iterator[ast.Constant]:
    """Every string in a module that the program can use: docstrings are left out."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree_of(path)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node
