# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of an HTML body, without rendering it: tags go, nothing is loaded or run.

Own reader, one pass: the standard library's parser takes quadratic time on hostile input.
"""

import html
import re

_TAG_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_QUOTE_OR_END = re.compile(r"[\"'>]")
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr"}
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_LINES = re.compile(r"\n{3,}")


def text_of(markup: str) -> str:
    """Return the text between the tags, broken where blocks break."""
    parts: list[str] = []
    position, length = 0, len(markup)
    silent = ""
    while position < length:
        opening = markup.find("<", position)
        if opening < 0:
            opening = length
        if opening > position and not silent:
            parts.append(_SPACES.sub(" ", html.unescape(markup[position:opening])))
        if opening >= length:
            break
        position = _after_tag(markup, opening)
        match = _TAG_NAME.match(markup, opening + 1)
        if match is None:
            if not silent and position == opening + 1:
                parts.append("<")
            continue
        name, closing = match[1].lower(), markup[opening + 1] == "/"
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT and not closing:
            silent = name
        elif name in _BREAKS:
            parts.append("\n")
    lines = (line.strip(" ") for line in "".join(parts).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _after_tag(markup: str, opening: int) -> int:
    """Return where the text goes on behind a tag or comment."""
    if markup.startswith("<!--", opening):
        end = markup.find("-->", opening + 4)
        return len(markup) if end < 0 else end + 3
    if not markup[opening + 1 : opening + 2].isalpha() and markup[
        opening + 1 : opening + 2
    ] not in ("/", "!", "?"):
        return opening + 1
    position = opening + 1
    while (sign := _QUOTE_OR_END.search(markup, position)) is not None:
        if sign[0] == ">":
            return sign.end()
        closing = markup.find(sign[0], sign.end())
        if closing < 0:
            end = markup.find(">", sign.end())
            return len(markup) if end < 0 else end + 1
        position = closing + 1
    return len(markup)
