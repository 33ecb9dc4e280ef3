# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pictures of the sample case: places and things, never people."""

import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]
SIZE = (1200, 900)
_QUALITY = 78


def gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A picture that goes from one colour to another, top to bottom."""
    height = size[1]
    column = Image.new("RGB", (1, height))
    for y in range(height):
        part = y / max(1, height - 1)
        mixed = [round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)]
        column.putpixel((0, y), (mixed[0], mixed[1], mixed[2]))
    return column.resize(size)


def park() -> Image.Image:
    """A path between trees on a clear morning."""
    image = gradient(SIZE, (176, 208, 232), (236, 240, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 560, 1200, 900), fill=(122, 150, 84))
    draw.polygon([(520, 560), (680, 560), (1040, 900), (160, 900)], fill=(196, 178, 148))
    for x, base, reach in ((90, 600, 150), (300, 580, 110), (900, 585, 120), (1110, 610, 160)):
        _tree(draw, x, base, reach)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _tree(draw: Draw, x: int, base: int, reach: int) -> None:
    draw.rectangle((x - 14, base - 2 * reach, x + 14, base + 30), fill=(92, 70, 52))
    for index in range(9):
        angle = index * 2.4
        away = reach * 0.55 * math.sqrt(index / 9)
        cx, cy = x + away * math.cos(angle), base - 2.1 * reach + away * math.sin(angle)
        shade = 88 + 9 * (index % 5)
        draw.ellipse(
            (cx - reach * 0.6, cy - reach * 0.55, cx + reach * 0.6, cy + reach * 0.55),
            fill=(shade + 60, shade + 40, 40),
        )


def shop() -> Image.Image:
    """A flower shop before opening time, its shutter down."""
    image = gradient(SIZE, (150, 164, 178), (190, 196, 200))
    draw = ImageDraw.Draw(image)
    _bricks(draw, (0, 0, 1200, 700), (134, 84, 66))
    draw.rectangle((180, 150, 1020, 250), fill=(36, 78, 62))
    for index in range(14):
        x = 180 + index * 60
        fill = (230, 226, 214) if index % 2 else (52, 110, 84)
        draw.polygon([(x, 250), (x + 60, 250), (x + 52, 320), (x + 8, 320)], fill=fill)
    draw.rectangle((220, 320, 980, 700), fill=(126, 132, 138))
    for y in range(332, 700, 16):
        draw.line((220, y, 980, y), fill=(104, 110, 116), width=3)
    draw.rectangle((0, 700, 1200, 900), fill=(120, 118, 114))
    for x in range(0, 1200, 120):
        draw.line((x, 700, x - 60, 900), fill=(104, 102, 98), width=3)
    for x, colour in ((250, (196, 70, 92)), (340, (226, 180, 66)), (880, (168, 92, 160))):
        _bucket(draw, x, colour)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _bucket(draw: Draw, x: int, colour: Colour) -> None:
    draw.polygon([(x, 650), (x + 70, 650), (x + 58, 740), (x + 12, 740)], fill=(86, 92, 96))
    for index in range(6):
        cx, cy = x + 6 + index * 11, 628 - 12 * (index % 3)
        draw.line((cx, cy, x + 35, 660), fill=(60, 110, 60), width=4)
        draw.ellipse((cx - 14, cy - 14, cx + 14, cy + 14), fill=colour)


def _bricks(draw: Draw, box: tuple[int, int, int, int], colour: Colour) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=colour)
    light = tuple(min(255, value + 26) for value in colour)
    for row, y in enumerate(range(top, bottom, 26)):
        draw.line((left, y, right, y), fill=light, width=3)
        for x in range(left + (30 if row % 2 else 0), right, 60):
            draw.line((x, y, x, y + 26), fill=light, width=3)


def front_door() -> Image.Image:
    """A blue front door at night, number 14."""
    image = gradient(SIZE, (22, 26, 38), (38, 40, 46))
    draw = ImageDraw.Draw(image)
    _bricks(draw, (0, 0, 1200, 760), (58, 42, 40))
    draw.rectangle((420, 130, 780, 770), fill=(196, 190, 178))
    draw.rectangle((446, 156, 754, 770), fill=(34, 62, 120))
    for box in ((480, 190, 590, 420), (612, 190, 720, 420), (480, 470, 720, 720)):
        draw.rectangle(box, outline=(24, 46, 94), width=8)
    draw.ellipse((702, 440, 734, 472), fill=(212, 184, 96))
    _digits(draw, (842, 330), (232, 226, 204))
    draw.rectangle((0, 770, 1200, 900), fill=(44, 44, 48))
    draw.rectangle((120, 180, 320, 470), fill=(228, 190, 106))
    draw.line((220, 180, 220, 470), fill=(90, 80, 66), width=10)
    glow = Image.new("RGB", SIZE, (0, 0, 0))
    ImageDraw.Draw(glow).ellipse((-60, 20, 520, 640), fill=(70, 52, 20))
    lit = Image.blend(image, Image.composite(glow, image, _spot(SIZE)), 0.28)
    return lit.filter(ImageFilter.GaussianBlur(1.0))


def _digits(draw: Draw, at: tuple[int, int], fill: Colour) -> None:
    x, y = at
    draw.rectangle((x, y, x + 14, y + 90), fill=fill)
    draw.rectangle((x + 86, y, x + 100, y + 90), fill=fill)
    draw.rectangle((x + 40, y + 50, x + 112, y + 62), fill=fill)
    draw.line((x + 48, y + 52, x + 88, y), fill=fill, width=12)


def _spot(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).ellipse((-120, -60, 620, 760), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(120))


def bench() -> Image.Image:
    """A bench under a street lamp at dusk."""
    image = gradient(SIZE, (70, 74, 110), (196, 150, 120))
    draw = ImageDraw.Draw(image)
    for index, x in enumerate(range(-40, 1240, 160)):
        top = 250 + 30 * (index % 3)
        draw.rectangle((x, top, x + 156, 620), fill=(74 + 6 * (index % 4), 54, 56))
        draw.polygon([(x, top), (x + 78, top - 70), (x + 156, top)], fill=(58, 44, 48))
        for wx in (x + 30, x + 96):
            fill = (236, 200, 120) if (index + wx) % 3 == 0 else (48, 46, 60)
            draw.rectangle((wx, top + 60, wx + 34, top + 120), fill=fill)
    draw.rectangle((0, 620, 1200, 900), fill=(66, 64, 70))
    for y in (700, 730, 770):
        draw.rectangle((360, y, 840, y + 18), fill=(112, 74, 44))
    for x in (390, 800):
        draw.rectangle((x, 690, x + 14, 850), fill=(38, 40, 44))
    draw.rectangle((960, 210, 974, 850), fill=(34, 36, 40))
    draw.ellipse((926, 160, 1008, 242), fill=(252, 228, 160))
    return image.filter(ImageFilter.GaussianBlur(1.0))


def square() -> Image.Image:
    """A square with old houses and parked bicycles."""
    image = gradient((1600, 1200), (148, 176, 206), (224, 228, 226))
    draw = ImageDraw.Draw(image)
    fronts = ((118, 74, 58), (168, 152, 120), (96, 82, 80), (142, 92, 70), (188, 176, 150))
    for index in range(8):
        x, colour = index * 200, fronts[index % len(fronts)]
        top = 300 + 46 * (index * 5 % 4)
        _bricks(draw, (x, top, x + 196, 860), colour)
        draw.polygon([(x, top), (x + 98, top - 110), (x + 196, top)], fill=(70, 58, 56))
        for row in range(3):
            for wx in (x + 32, x + 116):
                y = top + 50 + row * 150
                draw.rectangle((wx, y, wx + 48, y + 92), fill=(210, 222, 230))
                draw.rectangle((wx, y, wx + 48, y + 92), outline=(240, 240, 236), width=5)
    draw.rectangle((0, 860, 1600, 1200), fill=(146, 140, 132))
    for y in range(872, 1200, 34):
        draw.line((0, y, 1600, y), fill=(130, 124, 116), width=3)
    for x in (180, 420, 660, 1180):
        _bicycle(draw, x, 960)
    return image.filter(ImageFilter.GaussianBlur(0.9))


def bicycle() -> Image.Image:
    """One bicycle against a wall; nothing in the chat names this file."""
    image = gradient(SIZE, (170, 168, 160), (150, 146, 138))
    draw = ImageDraw.Draw(image)
    _bricks(draw, (0, 0, 1200, 640), (152, 112, 92))
    for dx in (-3, 0, 3):
        _bicycle(draw, 430 + dx, 560, scale=3)
    return image.filter(ImageFilter.GaussianBlur(1.0))


def _bicycle(draw: Draw, x: int, y: int, *, scale: int = 1) -> None:
    dark, size = (32, 34, 38), 42 * scale
    for cx in (x, x + 120 * scale):
        draw.ellipse((cx - size, y - size, cx + size, y + size), outline=dark, width=5 * scale)
    saddle, head = (x + 44 * scale, y - 66 * scale), (x + 98 * scale, y - 66 * scale)
    crank = (x + 54 * scale, y)
    for line in (((x, y), saddle), (saddle, crank), (crank, head), (saddle, head)):
        draw.line(line, fill=(40, 76, 92), width=6 * scale)
    draw.line((head, (x + 120 * scale, y)), fill=(40, 76, 92), width=6 * scale)
    draw.line((head, (head[0] - 6 * scale, head[1] - 26 * scale)), fill=dark, width=5 * scale)


def jpeg(image: Image.Image, exif: bytes = b"") -> bytes:
    """Encode a picture as JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, optimize=True, exif=exif)
    return stream.getvalue()


def heart_sticker() -> bytes:
    """A heart on a transparent ground, as WebP."""
    image = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    points = []
    for step in range(200):
        t = step / 200 * 2 * math.pi
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        points.append((256 + x * 14, 240 - y * 14))
    draw.polygon(points, fill=(214, 48, 72, 255))
    draw.ellipse((150, 120, 210, 170), fill=(240, 130, 146, 255))
    stream = io.BytesIO()
    image.save(stream, "WEBP", quality=80, method=6)
    return stream.getvalue()


SCENES: dict[str, Callable[[], Image.Image]] = {
    "park": park,
    "winkel": shop,
    "deur": front_door,
    "bank": bench,
    "fiets": bicycle,
}


def photo_with_place() -> bytes:
    """The street scene as a phone saves it: camera, times and place in EXIF 2.32."""
    exif = Image.Exif()
    exif.update({271: "Apple", 272: "iPhone 13", 274: 1, 305: "18.3.1"})
    exif[306] = "2026:02:22 14:31:08"
    exif.get_ifd(0x8769).update(
        {
            36864: b"0232",
            36867: "2026:02:22 14:31:08",
            36868: "2026:02:22 14:31:08",
            36880: "+01:00",
            36881: "+01:00",
            37521: "412",
        }
    )
    # The Neude, a public square in Utrecht.
    exif.get_ifd(0x8825).update(
        {
            1: "N",
            2: (52.0, 5.0, 34.44),
            3: "E",
            4: (5.0, 7.0, 7.32),
            7: (13.0, 31.0, 5.0),
            29: "2026:02:22",
        }
    )
    return jpeg(square(), exif.tobytes())
