# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for the screen and for paper: upright, small enough, without metadata."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from evidence_kit.domain.exhibit import Picture, PrintPicture
from evidence_kit.domain.reading import ByteSource
from evidence_kit.errors import LimitReached, NotUnderstood
from evidence_kit.limits import DECODE_PIXELS_MAX, EXACT_PICTURE_MAX, PRINT_PIXELS_MAX
from evidence_kit.media.faults import DECODER_FAULTS
from evidence_kit.media.opening import open_picture, read_whole
from evidence_kit.media.stripping import stripped

_ORIENTATION = 0x0112
_TURNED = range(5, 9)
_QUALITY = 90
_COLOUR_FAULTS: tuple[type[Exception], ...] = (ImageCms.PyCMSError, *DECODER_FAULTS)
_WHITE = (255, 255, 255)


def thumbnail(source: ByteSource, box: int) -> Picture:
    """Decode a picture to fit a square of `box` pixels, upright.

    Raises:
        NotUnderstood: it cannot be decoded.
        LimitReached: it is too large to decode.
    """
    picture = open_picture(read_whole(source))
    width, height = _upright_size(picture)
    small = _fitted(picture, (box, box))
    rgba = small.convert("RGBA")
    return Picture(
        width=rgba.width,
        height=rgba.height,
        rgba=rgba.tobytes(),
        original_width=width,
        original_height=height,
    )


def print_picture(source: ByteSource, max_width: int, max_height: int) -> PrintPicture:
    """Return a picture for paper: the original's own pixels where they fit, else a JPEG.

    Raises:
        NotUnderstood: it cannot be decoded.
        LimitReached: it is too large to decode.
    """
    data = read_whole(source)
    picture = open_picture(data)
    width, height = _upright_size(picture)
    small_enough = width <= max_width and height <= max_height and len(data) <= EXACT_PICTURE_MAX
    if small_enough and _orientation(picture) == 1:
        exact = _exact(picture, data)
        if exact is not None:
            return exact
    fitted = _fitted(picture, _within_pixels(max_width, max_height))
    held = io.BytesIO()
    _on_white(_in_srgb(fitted, picture.info.get("icc_profile"))).save(
        held, "JPEG", quality=_QUALITY, subsampling=0, optimize=True
    )
    return PrintPicture(
        data=held.getvalue(),
        format="jpeg",
        width=fitted.width,
        height=fitted.height,
        original_width=width,
        original_height=height,
        exact=False,
    )


def _exact(picture: Image.Image, data: bytes) -> PrintPicture | None:
    """Keep the coded pixels and drop the metadata, where the format allows it."""
    if picture.format not in ("JPEG", "PNG") or picture.mode not in ("L", "RGB", "RGBA", "P", "1"):
        return None
    bare = stripped(data, picture.format)
    if bare is None:
        return None
    _load(open_picture(bare))
    return PrintPicture(
        data=bare,
        format=picture.format.lower(),
        width=picture.width,
        height=picture.height,
        original_width=picture.width,
        original_height=picture.height,
        exact=True,
    )


def _within_pixels(width: int, height: int) -> tuple[int, int]:
    pixels = width * height
    if pixels <= PRINT_PIXELS_MAX:
        return width, height
    shrink = (PRINT_PIXELS_MAX / pixels) ** 0.5
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def _orientation(picture: Image.Image) -> int:
    """Return the orientation the file states; HEIC is turned while it is opened."""
    try:
        # Pillow warns of damaged EXIF; the importer's own reader notes it.
        with warnings.catch_warnings(action="ignore"):
            value = picture.getexif().get(_ORIENTATION, 1)
    except DECODER_FAULTS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    if _orientation(picture) in _TURNED:
        return picture.height, picture.width
    return picture.width, picture.height


def _fitted(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """Decode, shrink to the box, turn upright; never enlarge."""
    turned = _orientation(picture) in _TURNED
    asked = (box[1], box[0]) if turned else box
    if picture.format == "JPEG":
        picture.draft("RGB", asked)
        if picture.width * picture.height > DECODE_PIXELS_MAX:
            raise LimitReached(
                limit="DECODE_PIXELS_MAX",
                value=picture.width * picture.height,
                ceiling=DECODE_PIXELS_MAX,
            )
    _load(picture)
    try:
        small = _eight_bits(picture)
        small.thumbnail(asked, Image.Resampling.LANCZOS)
        with warnings.catch_warnings(action="ignore"):
            return ImageOps.exif_transpose(small)
    except DECODER_FAULTS as fault:
        raise NotUnderstood(
            reason="not_decodable", offset=0, detail=type(fault).__name__
        ) from fault


def _load(picture: Image.Image) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture.load()
    except DECODER_FAULTS as fault:
        raise NotUnderstood(
            reason="not_decodable", offset=0, detail=type(fault).__name__
        ) from fault


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring sixteen bits a channel and palettes to what can be shrunk smoothly."""
    exif = picture.getexif()
    if picture.mode.startswith("I"):
        scaled = picture.convert("I").point(lambda value: value * (1 / 256))
        small = scaled.convert("L")
    elif picture.mode in ("P", "PA", "LA", "La", "RGBa"):
        small = picture.convert("RGBA")
    elif picture.mode in ("CMYK", "YCbCr", "LAB", "HSV", "1", "F"):
        small = picture.convert("RGB")
    else:
        return picture
    small.getexif().update(exif)
    return small


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    page = Image.new("RGB", picture.size, _WHITE)
    page.paste(picture, mask=picture.getchannel("A"))
    return page


def _in_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Bring the colours of a wider colour space to the one that paper and screens assume."""
    if not isinstance(profile, bytes) or picture.mode not in ("RGB", "RGBA"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except _COLOUR_FAULTS:
        return picture
    return changed or picture
