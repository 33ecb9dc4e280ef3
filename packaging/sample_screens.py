# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the two phone screenshots of the sample case: a chat as an app of no brand shows it."""

import io
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import cast

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
_EMOJI = re.compile("([\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?)")
_ARABIC = re.compile("([\u0600-\u06ff][\u0600-\u06ff ]*[\u0600-\u06ff])")
_EMOJI_INK: Colour = (214, 140, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Measures and colours of one phone's screen, in pixels."""

    size: tuple[int, int]
    ground: Colour
    bar: Colour
    ink: Colour
    theirs: Colour
    own: Colour
    own_ink: Colour
    text: int
    radius: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message on a screen; a day label when it has no side."""

    text: str
    time: str = ""
    side: str = "theirs"


def _font_file(distribution: str, name: str) -> str:
    for file in metadata.distribution(distribution).files or []:
        if file.as_posix().endswith(name):
            return str(Path(str(file.locate())))
    raise FileNotFoundError(name)


def _font(kind: str, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    files = {
        "latin": ("fontpkg-inter", "files/Inter[opsz,wght].ttf"),
        "arabic": ("pylopdf-fonts-ar", "NotoSansArabic-Variable.ttf"),
        "emoji": ("manimgx-fonts", "NotoEmoji[wght].ttf"),
    }
    font = ImageFont.truetype(_font_file(*files[kind]), size)
    if kind == "latin":
        font.set_variation_by_axes([14.0, float(weight)])
    return font


class Screen:
    """A screenshot being drawn from top to bottom."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.image = Image.new("RGB", look.size, look.ground)
        self.draw = ImageDraw.Draw(self.image)

    def text(
        self, at: tuple[float, float], text: str, size: int, fill: Colour, weight: int = 400
    ) -> None:
        """Draw one line, each part in a font that has its signs."""
        x, y = at
        for part, kind in _runs(text):
            font = _font(kind, size, weight)
            ink = _EMOJI_INK if kind == "emoji" else fill
            self.draw.text((x, y + size), part, font=font, fill=ink, anchor="ls")
            x += font.getlength(part)

    def width(self, text: str, size: int, weight: int = 400) -> float:
        """Return how wide a line is."""
        return sum(_font(kind, size, weight).getlength(part) for part, kind in _runs(text))

    def middle(self, y: float, text: str, size: int, fill: Colour, weight: int = 400) -> None:
        """Draw one line in the middle of the screen."""
        x = (self.look.size[0] - self.width(text, size, weight)) / 2
        self.text((x, y), text, size, fill, weight)

    def bubbles(self, top: int, bubbles: tuple[Bubble, ...]) -> int:
        """Draw messages from `top` on; return where they end."""
        for bubble in bubbles:
            top = self._day(top, bubble) if bubble.side == "day" else self._bubble(top, bubble)
        return top

    def _day(self, top: int, bubble: Bubble) -> int:
        size = round(self.look.text * 0.72)
        self.middle(top + 10, bubble.text, size, (118, 124, 130), 500)
        return top + size + 48

    def _bubble(self, top: int, bubble: Bubble) -> int:
        look, size = self.look, self.look.text
        small, pad = round(size * 0.66), round(size * 0.62)
        lines = self._wrap(bubble.text, round(look.size[0] * 0.66))
        time_width = self.width(bubble.time, small)
        width = max(self.width(line, size) for line in lines)
        width = max(width, self.width(lines[-1], size) + time_width + pad) + 2 * pad
        height = len(lines) * round(size * 1.36) + 2 * pad
        own = bubble.side == "own"
        left = look.size[0] - width - 36 if own else 36
        box = (left, top, left + width, top + height)
        self.draw.rounded_rectangle(box, look.radius, fill=look.own if own else look.theirs)
        ink = look.own_ink if own else look.ink
        for index, line in enumerate(lines):
            self.text((left + pad, top + pad + index * round(size * 1.36)), line, size, ink)
        at = (left + width - pad - time_width, top + height - pad - small + 4)
        self.text(at, bubble.time, small, cast("Colour", tuple((c + 128) // 2 for c in ink)))
        return round(top + height + size * 0.5)

    def _wrap(self, text: str, room: int) -> list[str]:
        if _ARABIC.search(text):
            return [text]
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, self.look.text) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        return [*lines, line]

    def png(self) -> bytes:
        """Encode the screen as PNG."""
        stream = io.BytesIO()
        self.image.save(stream, "PNG", optimize=True)
        return stream.getvalue()


def _runs(text: str) -> list[tuple[str, str]]:
    runs = []
    for piece in _EMOJI.split(text):
        if _EMOJI.fullmatch(piece):
            runs.append((piece.replace("\ufe0f", ""), "emoji"))
            continue
        parts = [part for part in _ARABIC.split(piece) if part]
        runs += [(part, "arabic" if _ARABIC.fullmatch(part) else "latin") for part in parts]
    return runs


IPHONE = Look(
    size=(1170, 2532),
    ground=(255, 255, 255),
    bar=(249, 249, 249),
    ink=(20, 20, 22),
    theirs=(238, 238, 240),
    own=(66, 104, 214),
    own_ink=(255, 255, 255),
    text=46,
    radius=52,
)
ANDROID = Look(
    size=(1080, 2340),
    ground=(238, 232, 222),
    bar=(24, 94, 84),
    ink=(22, 26, 28),
    theirs=(255, 255, 255),
    own=(218, 246, 206),
    own_ink=(22, 26, 28),
    text=42,
    radius=26,
)


def phone_of_sam() -> bytes:
    """IMG_0471.PNG: a message request from a new account, on an iPhone."""
    screen = Screen(IPHONE)
    draw, grey = screen.draw, (120, 124, 130)
    screen.text((92, 58), "20:47", 50, IPHONE.ink, 600)
    draw.rounded_rectangle((1012, 66, 1092, 104), 10, outline=IPHONE.ink, width=4)
    draw.rounded_rectangle((1019, 73, 1062, 97), 5, fill=IPHONE.ink)
    draw.line(((70, 208), (46, 236), (70, 264)), fill=IPHONE.ink, width=7, joint="curve")
    _face(screen, (120, 190), 92, "R", (150, 110, 160))
    screen.text((240, 190), "Rico 🔥", 42, IPHONE.ink, 600)
    screen.text((240, 244), "rico.b_0471", 34, grey)
    draw.line((0, 310, 1170, 310), fill=(224, 224, 228), width=2)
    _face(screen, (505, 380), 160, "R", (150, 110, 160))
    screen.middle(566, "rico.b_0471", 40, IPHONE.ink, 600)
    screen.middle(626, "0 volgers · 1 bericht · lid sinds februari 2026", 34, grey)
    end = screen.bubbles(
        740,
        (
            Bubble(text="Vandaag 20:31", side="day"),
            Bubble(text="Je dacht dat je van me af was", time="20:31"),
            Bubble(text="Ik zie je altijd 👀", time="20:32"),
            Bubble(text="Mooi hoor, je nieuwe fiets. De groene. Bij nummer 14", time="20:38"),
            Bubble(text="500 was makkelijk geweest. Nu is het 1000", time="20:44"),
            Bubble(text="Şimdi öde", time="20:44"),
            Bubble(text="NL91 ABNA 0417 1643 00", time="20:45"),
            Bubble(text="Bel me. +44 7700 900471", time="20:46"),
        ),
    )
    screen.middle(end + 90, "Rico wil je een bericht sturen", 42, IPHONE.ink, 600)
    screen.middle(end + 156, "Rico weet niet dat je dit hebt gezien.", 34, grey)
    for index, word in enumerate(("Blokkeren", "Verwijderen", "Accepteren")):
        at = (150 + index * 360, 2352)
        screen.text(at, word, 40, (206, 52, 60) if index < 2 else IPHONE.ink, 500)
    draw.rounded_rectangle((392, 2496, 778, 2508), 6, fill=IPHONE.ink)
    return screen.png()


def phone_of_noor() -> bytes:
    """Screenshot_20260114-213310.png: what the sister received, on an Android phone."""
    screen = Screen(ANDROID)
    draw, white = screen.draw, (255, 255, 255)
    draw.rectangle((0, 0, 1080, 236), fill=ANDROID.bar)
    screen.text((48, 22), "21:33", 36, white, 500)
    screen.text((930, 22), "78%", 36, white, 500)
    draw.line(((62, 138), (36, 162), (62, 186)), fill=white, width=6, joint="curve")
    _face(screen, (96, 116), 92, "", (176, 188, 190))
    screen.text((216, 112), "+44 7700 900471", 44, white, 600)
    screen.text((216, 172), "~ Rico", 32, (206, 228, 222))
    end = screen.bubbles(
        280,
        (
            Bubble(text="14 januari 2026", side="day"),
            Bubble(text="Dit nummer staat niet in je contacten", side="day"),
            Bubble(text="Hoi Noor, met Rico. Ik heb je nummer van Sam", time="21:18"),
            Bubble(text="Zeg maar tegen Sam dat opnemen slim is", time="21:19"),
            Bubble(text="Wie is dit? Sam wil geen contact met je.", time="21:24", side="own"),
            Bubble(text="Dan zie ik jou bij je werk. Ik weet waar dat is", time="21:26"),
            Bubble(text="500 euro voor vrijdag. Anders krijgt iedereen de foto", time="21:27"),
            Bubble(text="سأنشر صورك 📸", time="21:28"),
            Bubble(text="Laat ons met rust. Ik bewaar dit.", time="21:31", side="own"),
            Bubble(text="😂😂😂", time="21:32"),
        ),
    )
    if end > 2150:
        raise ValueError("the messages run into the input line")
    draw.rounded_rectangle((36, 2186, 912, 2290), 52, fill=white)
    screen.text((92, 2214), "Bericht", 40, (150, 156, 160))
    draw.ellipse((940, 2186, 1044, 2290), fill=ANDROID.bar)
    draw.polygon(((976, 2212), (1018, 2238), (976, 2264)), fill=white)
    return screen.png()


def _face(screen: Screen, at: tuple[int, int], size: int, letter: str, fill: Colour) -> None:
    x, y = at
    screen.draw.ellipse((x, y, x + size, y + size), fill=fill)
    half = round(size * 0.5)
    width = screen.width(letter, half, 600)
    screen.text((x + (size - width) / 2, y + size * 0.2), letter, half, (255, 255, 255), 600)
