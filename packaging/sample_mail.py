# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the e-mail of the sample case: headers of its whole way, two texts, a picture.

Addresses are of the ranges kept for examples: RFC 5737, RFC 2606.
"""

import base64

import sample_scenes

_HEADERS = """\
Delivered-To: sam.devries@example.org
Received: by mailbox7.example.org with LMTP id kH2QAb471wBX (envelope-from
 <ricob471@mail.example>); Sun, 15 Mar 2026 23:08:47 +0100
Received: from mx1.example.org (mx1.example.org [198.51.100.25])
	by mailbox7.example.org (Postfix) with ESMTPS id 4R9xQ13kZzW
	for <sam.devries@example.org>; Sun, 15 Mar 2026 23:08:46 +0100 (CET)
Authentication-Results: mx1.example.org;
	spf=pass smtp.mailfrom=mail.example;
	dkim=pass (2048-bit key) header.d=mail.example header.s=s2026;
	dmarc=pass (p=none) header.from=mail.example
Received-SPF: pass (mx1.example.org: domain of mail.example designates 203.0.113.80 as
 permitted sender) client-ip=203.0.113.80
Received: from out3.mail.example (out3.mail.example [203.0.113.80])
	by mx1.example.org (Postfix) with ESMTPS id 4R9xPz5rT2z
	for <sam.devries@example.org>; Sun, 15 Mar 2026 23:08:44 +0100 (CET)
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=s2026;
	h=from:to:subject:date:message-id; t=1773612522;
	bh=ZXZpZGVuY2Uta2l0LXNhbXBsZS1ib2R5LWhhc2gtMDQ3MQ==;
	b=VGhpcyBzaWduYXR1cmUgaXMgcGFydCBvZiBhIG1hZGUtdXAgc2FtcGxlIGNhc2Uu
Received: from [192.168.178.23] (unknown [192.0.2.147])
	by out3.mail.example (Postfix) with ESMTPSA id 8F13C2A0471
	for <sam.devries@example.org>; Sun, 15 Mar 2026 22:08:42 +0000 (UTC)
Message-ID: <3f9c1b7a-0471-4c2e-9d55-rico@mail.example>
Date: Sun, 15 Mar 2026 23:08:39 +0100
From: =?UTF-8?Q?Rico_=F0=9F=94=A5?= <ricob471@mail.example>
To: Sam de Vries <sam.devries@example.org>
Reply-To: rico.backup@post.example
Subject: =?UTF-8?B?TGFhdHN0ZSBrYW5zIOKPsw==?=
X-Mailer: PhoneMail 17.3
X-Originating-IP: [192.0.2.147]
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_mix_0471"

"""
_TEXT = """\
Sam,

Je leest mijn berichten maar je antwoordt niet. Dus nu zo.

1000 euro, uiterlijk vrijdag 20 maart om 12.00 uur, op NL91 ABNA 0417 1643 00
t.n.v. R. Bakker. Of via https://betaalverzoek.example/p/9x2mq.

Betaal je niet, dan gaat de foto naar iedereen in je adresboek. Ik heb de lijst.
Je moeder eerst. Daarna je werk.

Ik weet dat je op zondag langs het kanaal loopt. Zie de foto.

R.

Bel me op +44 7700 900471. Niet op mijn oude nummer.
"""
_HTML = """\
<html><body><p>Sam,</p>
<p>Je leest mijn berichten maar je antwoordt niet. Dus nu zo.</p>
<p><b>1000 euro, uiterlijk vrijdag 20 maart om 12.00 uur</b>, op NL91 ABNA 0417 1643 00
t.n.v. R. Bakker. Of via <a href="https://betaalverzoek.example/p/9x2mq">deze link</a>.</p>
<p>Betaal je niet, dan gaat de foto naar iedereen in je adresboek. Ik heb de lijst.
Je moeder eerst. Daarna je werk.</p>
<p>Ik weet dat je op zondag langs het kanaal loopt. Zie de foto.</p>
<p>R.</p>
<p>Bel me op +44 7700 900471. Niet op mijn oude nummer.</p>
<img src="https://track.mail.example/o/0471.gif" width="1" height="1" alt="">
</body></html>
"""


def mail() -> bytes:
    """The message as a mail program saves it (RFC 5322, CR LF)."""
    picture = sample_scenes.jpeg(sample_scenes.bench().resize((640, 480)))
    parts = (
        _HEADERS,
        "--=_mix_0471\n",
        'Content-Type: multipart/alternative; boundary="=_alt_0471"\n\n',
        "--=_alt_0471\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
        _TEXT,
        "\n--=_alt_0471\n",
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
        _HTML,
        "\n--=_alt_0471--\n\n--=_mix_0471\n",
        'Content-Type: image/jpeg; name="kanaal.jpg"\n',
        'Content-Disposition: attachment; filename="kanaal.jpg"\n',
        "Content-Transfer-Encoding: base64\n\n",
        base64.encodebytes(picture).decode("ascii"),
        "\n--=_mix_0471--\n",
    )
    return "".join(parts).replace("\n", "\r\n").encode("utf-8")
