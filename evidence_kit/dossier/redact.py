# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes words out of a dossier's tree: what is redacted here is never laid out, so never in the file.

The tree is mapped, not the page: a black bar stands for the words, and no text lies under it.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from evidence_kit.dossier.inline import Inline, Redacted, Run

_Node = TypeVar("_Node")

_PLAIN_TEXTS: Final = frozenset(
    ("bookmark", "running", "alt", "summary", "title", "label", "text", "status", "words")
)
"""Fields of the tree that hold a text outside runs, where a bar cannot stand: words in brackets."""


def redacted(node: _Node, words: tuple[str, ...], label: str) -> _Node:
    """Return the tree without the given words, wherever they stand.

    Args:
        node: a Document or any part of one.
        words: exact texts to take out; upper and lower case are the same.
        label: what the bar says.
    """
    wanted = [re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word.strip()]
    if not wanted:
        return node
    pattern = re.compile("|".join(wanted), re.IGNORECASE)
    mapped: _Node = _mapped(node, pattern, label)
    return mapped


def _mapped(node: Any, pattern: re.Pattern[str], label: str) -> Any:
    if isinstance(node, tuple):
        if any(isinstance(item, Run) for item in node):
            return tuple(part for item in node for part in _runs(item, pattern, label))
        return tuple(_mapped(item, pattern, label) for item in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changed: dict[str, Any] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        new = _text(field.name, value, pattern, label)
        if new is None:
            new = _mapped(value, pattern, label)
        if new is not value:
            changed[field.name] = new
    return replace(node, **changed) if changed else node


def _text(name: str, value: Any, pattern: re.Pattern[str], label: str) -> Any:
    """Return a plain text of the tree without the words; None when it is no such text."""
    if name not in _PLAIN_TEXTS:
        return None
    if isinstance(value, str):
        return pattern.sub(f"[{label}]", value)
    if isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
        return tuple(pattern.sub(f"[{label}]", item) for item in value)
    return None


def _runs(item: Any, pattern: re.Pattern[str], label: str) -> Iterator[Inline]:
    if not isinstance(item, Run):
        yield _mapped(item, pattern, label)
        return
    at = 0
    for match in pattern.finditer(item.text):
        if match.start() > at:
            yield replace(item, text=item.text[at : match.start()])
        yield Redacted(label=label)
        at = match.end()
    if at < len(item.text):
        yield replace(item, text=item.text[at:]) if at else item
