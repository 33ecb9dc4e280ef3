# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes the file a PDF/A-2 and PDF/UA-1: colour, metadata, language, catalogue.

ISO 19005-2 (level A includes U: every character has its Unicode value) and ISO 14289-1. The XMP
packet and the document information say the same. No date but the document's own is in the file.
"""

from datetime import datetime
from xml.sax.saxutils import escape

from PIL import ImageCms

from evidence_kit.dossier.document import Document
from evidence_kit.dossier.pdf.objects import Array, Dict, Name, Ref, Text
from evidence_kit.dossier.pdf.writer import PdfWriter
from evidence_kit.dossier.text.visible import visible

_PROFILE_DATE = slice(24, 36)
_PROFILE_ID = slice(84, 100)
_FIXED_PROFILE_DATE = bytes((0x07, 0xE8, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
"""1 January 2024: the library writes the time of the call, which would change the bytes."""
_SRGB = "sRGB IEC61966-2.1"

_UA_SCHEMA = """\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"""

_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{made_at}</xmp:CreateDate>
<xmp:ModifyDate>{made_at}</xmp:ModifyDate>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<pdf:Producer>{creator}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{ua_schema}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def srgb_profile() -> bytes:
    """Return an sRGB profile that is the same at every call."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = bytearray(profile.tobytes())
    data[_PROFILE_DATE] = _FIXED_PROFILE_DATE
    data[_PROFILE_ID] = bytes(_PROFILE_ID.stop - _PROFILE_ID.start)
    return bytes(data)


def write_information(writer: PdfWriter, document: Document) -> Ref:
    """Write the document information."""
    date = _pdf_date(document.made_at)
    return writer.add(
        Dict(
            Title=Text(visible(document.title)),
            Author=Text(visible(document.author)),
            Subject=Text(visible(document.subject)),
            Creator=Text(document.creator),
            Producer=Text(document.creator),
            CreationDate=Text(date),
            ModDate=Text(date),
        )
    )


def write_catalogue(writer: PdfWriter, document: Document, entries: Dict) -> Ref:
    """Write the catalogue: `entries` (pages, bookmarks, structure) and what PDF/A asks for."""
    packet = _XMP.format(
        title=escape(visible(document.title)),
        author=escape(visible(document.author)),
        subject=escape(visible(document.subject)),
        creator=escape(document.creator),
        language=escape(document.language),
        made_at=document.made_at.isoformat(timespec="seconds"),
        ua_schema=_UA_SCHEMA,
    )
    metadata = writer.raw_stream(
        Dict(Type=Name("Metadata"), Subtype=Name("XML")), packet.encode("utf-8")
    )
    profile = writer.stream(Dict(N=3, Alternate=Name("DeviceRGB")), srgb_profile())
    intent = writer.add(
        Dict(
            Type=Name("OutputIntent"), S=Name("GTS_PDFA1"), OutputConditionIdentifier=Text(_SRGB),
            Info=Text(_SRGB), DestOutputProfile=profile,
        )
    )  # fmt: skip
    labels = Dict(Nums=Array((0, Dict(S=Name("D")))))
    return writer.add(
        Dict(
            entries.items(), Type=Name("Catalog"), Lang=Text(document.language),
            Metadata=metadata, OutputIntents=Array((intent,)), MarkInfo=Dict(Marked=True),
            ViewerPreferences=Dict(DisplayDocTitle=True), PageMode=Name("UseOutlines"),
            PageLabels=labels,
        )
    )  # fmt: skip


def _pdf_date(moment: datetime) -> str:
    """Return a date as PDF writes it (7.9.4)."""
    offset = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{offset[:3]}'{offset[3:5]}'"
