# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours by what they are for. Two schemes share every rule; tests compute their contrast."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One colour scheme, as #RRGGBB."""

    bg: str
    surface: str
    sunken: str
    border: str
    """Quiet lines between parts; carries no meaning."""
    edge: str
    """Edge of a control; 3:1 against what lies around it (WCAG 2.2, 1.4.11)."""
    text: str
    muted: str
    primary: str
    on_primary: str
    primary_hover: str
    soft: str
    soft_text: str
    warn_bg: str
    warn_text: str
    danger: str
    focus: str
    nav: str
    nav_card: str
    nav_text: str
    nav_muted: str
    nav_sel: str
    nav_on: str
    nav_accent: str
    ok: str
    ok_bg: str
    own: str
    """Ground of a message by the sender who the person says is themselves."""
    find: str
    find_text: str


LIGHT = Tokens(
    bg="#F4F6F5",
    surface="#FFFFFF",
    sunken="#EBEFED",
    border="#D5DDDA",
    edge="#7C8B87",
    text="#182826",
    muted="#51625E",
    primary="#1F5F57",
    on_primary="#FFFFFF",
    primary_hover="#184C46",
    soft="#E1EFEB",
    soft_text="#17504A",
    warn_bg="#FDF1DF",
    warn_text="#7A4300",
    danger="#A5281B",
    focus="#0F7BD0",
    nav="#16322F",
    nav_card="#274340",
    nav_text="#D7E5E1",
    nav_muted="#A9BFB9",
    nav_sel="#24504A",
    nav_on="#FFFFFF",
    nav_accent="#8FD3C6",
    ok="#1C6B3C",
    ok_bg="#E2F3E8",
    own="#E6EFF7",
    find="#FFE08A",
    find_text="#182826",
)

DARK = Tokens(
    bg="#101817",
    surface="#182321",
    sunken="#0C1312",
    border="#31423E",
    edge="#6F837D",
    text="#E5EEEB",
    muted="#A2B5B0",
    primary="#7CC9BC",
    on_primary="#06231F",
    primary_hover="#96D8CD",
    soft="#1E3B36",
    soft_text="#A6DED3",
    warn_bg="#3A2A10",
    warn_text="#F3C780",
    danger="#F2988D",
    focus="#6FBDF5",
    nav="#0B1413",
    nav_card="#1A2523",
    nav_text="#D7E5E1",
    nav_muted="#96ABA6",
    nav_sel="#1F3F3A",
    nav_on="#FFFFFF",
    nav_accent="#8FD3C6",
    ok="#8AD6A6",
    ok_bg="#173323",
    own="#1B2B3A",
    find="#6B5410",
    find_text="#FFF3CF",
)

# What stands on what. Text asks for 4.5:1, edges and focus rings for 3:1.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "bg"),
    ("text", "surface"),
    ("text", "sunken"),
    ("text", "soft"),
    ("text", "own"),
    ("muted", "bg"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("muted", "soft"),
    ("muted", "own"),
    ("primary", "surface"),
    ("primary", "bg"),
    ("primary", "soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    ("soft_text", "soft"),
    ("warn_text", "warn_bg"),
    ("warn_text", "surface"),
    ("danger", "surface"),
    ("ok", "ok_bg"),
    ("ok", "surface"),
    ("find_text", "find"),
    ("nav_text", "nav"),
    ("nav_text", "nav_card"),
    ("nav_muted", "nav_card"),
    ("nav_on", "nav_sel"),
)
EDGE_PAIRS: tuple[tuple[str, str], ...] = (
    ("edge", "surface"),
    ("edge", "bg"),
    ("focus", "surface"),
    ("focus", "bg"),
    ("focus", "nav"),
    ("primary", "surface"),
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
