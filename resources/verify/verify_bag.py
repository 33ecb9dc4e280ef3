#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks this hand-over folder. Needs Python 3.8 or newer and nothing else; writes nothing.

    python3 verify_bag.py [FOLDER] [--all] [--json] [--at=N]

FOLDER is the folder that holds bagit.txt; without it, the one this file stands in. With --at=N the
state of the log after its first N entries is printed, to compare with a paper given out earlier.
Exit status: 0 matches, 1 does not match, 2 cannot be judged.

A checker that comes with what it checks proves little by itself. Read it, or use sha256sum and
openssl as README.txt says. And compare key, entries and head with the signed paper.
"""

import base64
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from pathlib import Path

MATCHES, DIFFERS, UNJUDGED = "matches", "does_not_match", "cannot_be_judged"
BAGIT, MANIFEST, TAG_MANIFEST = "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE, KEY = "tagmanifest-sha256.txt.sig", "signing-key.pem"
LOG, CHECKPOINT, INDEX = "data/custody-log.jsonl", "data/checkpoint.json", "data/index.json"
BLOCK, SMALL, LARGE, LINE, FILES, DEPTH = 1 << 20, 1 << 20, 256 << 20, 300 << 20, 1_000_000, 64
MANIFEST_LINE = re.compile(r"([0-9A-Fa-f]{64})[ \t]+\*?(.+)\Z", re.DOTALL)


class Malformed(Exception):
    """Something is not built as docs/formats/bag.md says."""


BROKEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError, Malformed)


class Verdicts(dict):
    """What was found: (item, outcome, why) -> (expected, found)."""

    def add(self, outcome, item, why, expected="", found=""):
        """Keep one finding; names from outside become printable."""
        texts = [str(text).encode("utf-8", "replace").decode() for text in (item, expected, found)]
        self.setdefault((texts[0], outcome, why), tuple(texts[1:]))

    def judge(self, fits, item, why, expected="", found=""):
        """Keep a match or a difference."""
        self.add(*((MATCHES, item, "same") if fits else (DIFFERS, item, why, expected, found)))

    def outcome(self):
        """The worst of all."""
        seen = {outcome for _item, outcome, _why in self} or {UNJUDGED}
        return next(outcome for outcome in (DIFFERS, UNJUDGED, MATCHES) if outcome in seen)


def list_folder(root, verdicts):
    """Return path -> size of all plain files below the folder."""
    sizes, waiting = {}, [""]
    while waiting:
        folder = waiting.pop()
        for entry in sorted(os.scandir(Path(root, folder)), key=lambda one: one.name):
            path = folder + "/" + entry.name if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            elif entry.is_file(follow_symlinks=False):
                sizes[path] = entry.stat(follow_symlinks=False).st_size
            else:
                verdicts.add(DIFFERS, path, "link" if entry.is_symlink() else "not_a_file")
            if len(sizes) > FILES or path.count("/") > DEPTH:
                verdicts.add(UNJUDGED, Path(root).name, "too_large")
                return sizes
    return sizes


def open_inside(root, path):
    """Open a plain file."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    stream = os.fdopen(os.open(Path(root, path), flags), "rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise OSError("not a plain file")


def read_small(root, path, ceiling=SMALL):
    """Read a whole file that must be small."""
    with open_inside(root, path) as stream:
        data = stream.read(ceiling + 1)
    if len(data) > ceiling:
        raise Malformed("too_large")
    return data


def read_lines(root, path):
    """Yield lines without their line ends."""
    with open_inside(root, path) as stream:
        for line in iter(lambda: stream.readline(LINE + 1), b""):
            if len(line) > LINE:
                raise Malformed("too_large")
            yield line[:-1] if line.endswith(b"\n") else line


def digest_of(root, path):
    """Return SHA-256 of a file."""
    digest, buffer = hashlib.sha256(), memoryview(bytearray(BLOCK))
    with open_inside(root, path) as stream:
        for count in iter(lambda: stream.readinto(buffer), 0):
            digest.update(buffer[:count])
    return digest.hexdigest()


def stays_inside(path):
    """Say whether a path names something inside the folder on every system."""
    odd = len(path) > 4096 or re.match(r"[/~]|[A-Za-z]:", path) or "\\" in path or min(path) < " "
    return not odd and not any(part in ("", ".", "..") for part in path.split("/"))


def read_manifest(root, name, sizes, verdicts):
    """Return path -> SHA-256 as a manifest has it."""
    table = {}
    try:
        text = read_small(root, name, LARGE).decode("utf-8") if name in sizes else ""
    except (OSError, *BROKEN):
        verdicts.add(DIFFERS, name, "malformed")
        return table
    for number, line in enumerate(re.split("\r\n|\r|\n", text), 1):
        found = MANIFEST_LINE.match(line)
        if line and not found:
            verdicts.add(DIFFERS, f"{name}:{number}", "malformed")
        if not found:
            continue
        path = found.group(2)
        if not stays_inside(path):
            verdicts.add(DIFFERS, path, "unsafe_path", "", name)
        elif path in table:
            verdicts.add(DIFFERS, path, "listed_twice", "", name)
        else:
            table[path] = found.group(1).lower()
    return table


def check_files(root, sizes, verdicts):
    """Hold every file against the manifests; return path -> SHA-256."""
    payload = read_manifest(root, MANIFEST, sizes, verdicts)
    tags = read_manifest(root, TAG_MANIFEST, sizes, verdicts)
    digests = {}
    for path in sorted(sizes):
        try:
            digests[path] = digest_of(root, path)
        except OSError:
            verdicts.add(UNJUDGED, path, "unreadable")
    inside = {path for path in digests if path.startswith("data/")}
    compare(sizes, payload, {path: digests[path] for path in inside}, verdicts)
    outside = set(digests) - inside - {TAG_MANIFEST, SIGNATURE}
    compare(sizes, tags, {path: digests[path] for path in outside if tags}, verdicts)
    return digests


def compare(sizes, expected, digests, verdicts):
    """Name what is the same, missing, extra, renamed, swapped and changed."""
    both = sorted(set(digests) & set(expected))
    changed = [path for path in both if digests[path] != expected[path]]
    extra = set(digests) - set(expected)
    twins = {digests[path]: path for path in sorted(extra)}
    for path in sorted(set(both) - set(changed)):
        verdicts.add(MATCHES, path, "same")
    for path in sorted(set(expected) - set(sizes)):
        twin = twins.pop(expected[path], None)
        if twin is None:
            verdicts.add(DIFFERS, path, "missing")
            continue
        extra.remove(twin)
        fits = unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", twin)
        verdicts.judge(fits, path, "renamed", path, twin)
    for path in sorted(extra):
        verdicts.add(DIFFERS, path, "extra")
    owners = {expected[path]: path for path in changed}
    for path in changed:
        twin, why = owners.get(digests[path]), ("changed", "swapped")
        verdicts.add(DIFFERS, path, why[bool(twin)], expected[path], twin or digests[path])


P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SPKI_START = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(first, second):
    """Add two points; None is the point at infinity."""
    if first is None or second is None:
        return first or second
    if first[0] == second[0]:
        if (first[1] + second[1]) % P == 0:
            return None
        slope = (3 * first[0] * first[0] - 3) * pow(2 * first[1], P - 2, P) % P
    else:
        slope = (second[1] - first[1]) * pow(second[0] - first[0], P - 2, P) % P
    x = (slope * slope - first[0] - second[0]) % P
    return x, (slope * (first[0] - x) - first[1]) % P


def times(number, point):
    """Add a point to itself so many times."""
    result = None
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def public_point(pem):
    """Return the point of a public key in PEM, and the fingerprint of the key."""
    lines = pem.decode("ascii").split()
    if lines[:2] != ["-----BEGIN", "PUBLIC"] or lines[-2:] != ["PUBLIC", "KEY-----"]:
        raise Malformed
    der = base64.b64decode("".join(lines[3:-3]), validate=True)
    if len(der) != 91 or not der.startswith(SPKI_START):
        raise Malformed
    x, y = int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")
    if not (x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0):
        raise Malformed
    return (x, y), hashlib.sha256(der).hexdigest()


def signature_numbers(der):
    """Return r and s of a signature in DER; zeros, which fit nothing, where it is none."""
    numbers, rest = [], der[2:]
    if der[:1] != b"\x30" or der[1:2] != bytes([len(rest) & 0x7F]):
        return [0, 0]
    while rest:
        if len(rest) < 3 or rest[0] != 0x02 or not 0 < rest[1] <= len(rest) - 2:
            return [0, 0]
        numbers.append(int.from_bytes(rest[2 : 2 + rest[1]], "big"))
        rest = rest[2 + rest[1] :]
    return numbers if len(numbers) == 2 else [0, 0]


def is_signed(point, data, der):
    """Say whether a signature over data fits the key."""
    r, s = signature_numbers(der)
    if not (0 < r < N and 0 < s < N):
        return False
    digest, inverse = int.from_bytes(hashlib.sha256(data).digest(), "big"), pow(s, N - 2, N)
    total = add(times(digest * inverse % N, G), times(r * inverse % N, point))
    return total is not None and total[0] % N == r


def check_signature(root, verdicts):
    """Judge the signature over the tag manifest; return point, PEM and fingerprint of the key."""
    item = TAG_MANIFEST + " (signature)"
    try:
        pem = read_small(root, KEY)
        point, fingerprint = public_point(pem)
    except (OSError, *BROKEN):
        verdicts.add(UNJUDGED, item, "key_unreadable")
        return None
    try:
        data, der = read_small(root, TAG_MANIFEST, LARGE), read_small(root, SIGNATURE)
    except (OSError, Malformed):
        verdicts.add(UNJUDGED, item, "no_signature")
    else:
        verdicts.judge(is_signed(point, data, der), item, "signature_differs")
    return point, pem, fingerprint


def strict_json(line):
    """Read JSON that must be written in the one canonical way."""
    value = json.loads(line.decode("utf-8"))
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not isinstance(value, dict) or written.encode("utf-8") != line:
        raise Malformed
    return value


def leaf_of(value):
    """Return number, leaf and text of one line; the text is None where it stays closed."""
    if set(value) == {"seq", "leaf"} and len(bytes.fromhex(value["leaf"])) == 32:
        return value["seq"], bytes.fromhex(value["leaf"]), None
    if set(value) != {"seq", "entry", "salt"} or len(bytes.fromhex(value["salt"])) != 16:
        raise Malformed
    inner = hashlib.sha256(bytes.fromhex(value["salt"]) + value["entry"].encode("utf-8")).digest()
    return value["seq"], hashlib.sha256(b"\x00" + inner).digest(), value["entry"]


def node(left, right):
    """Return what stands over two parts of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """Return the root over leaves (RFC 9162 section 2.1.1) as hex."""
    peaks = []
    for count, leaf in enumerate(leaves):
        peaks.append(leaf)
        for _ in range((count + 1 & -(count + 1)).bit_length() - 1):
            peaks[-2:] = [node(*peaks[-2:])]
    while len(peaks) > 1:
        peaks[-2:] = [node(*peaks[-2:])]
    return (peaks[0] if peaks else hashlib.sha256(b"").digest()).hex()


def check_checkpoint(root, key, verdicts):
    """Judge the signed head; return it."""
    try:
        head = strict_json(read_small(root, CHECKPOINT).rstrip(b"\n"))
        signed = "{format} v{version}\n{vault}\n{size}\n{root}\n".format(**head)
        der = base64.b64decode(head["signature"], validate=True)
    except OSError:
        return None
    except BROKEN:
        verdicts.add(DIFFERS, CHECKPOINT, "malformed")
        return None
    if key is not None:
        fits = is_signed(key[0], signed.encode("utf-8"), der)
        verdicts.judge(fits, CHECKPOINT + " (signature)", "signature_differs")
    return head


def check_log(root, sizes, head, verdicts):
    """Judge order, chain and root; return the bodies that are shown, by number."""
    if LOG not in sizes:
        return None
    leaves, seen, entries, breaks, before, bad = [], [], {}, set(), None, False
    for number, line in enumerate(read_lines(root, LOG), 1):
        try:
            seq, leaf, text = leaf_of(strict_json(line))
            entry = None if text is None else strict_json(text.encode("utf-8"))
            if entry is not None:
                entry["body"].keys(), seq + 1
        except BROKEN:
            verdicts.add(DIFFERS, f"{LOG}:{number}", "malformed")
            bad = True
            continue
        leaves.append(leaf)
        seen.append(seq)
        if entry is not None:
            entries[seq] = entry
            if entry.get("seq") != seq:
                verdicts.add(DIFFERS, f"log entry {seq}", "order_differs", "", entry.get("seq"))
            if before and before[0] == seq - 1 and entry.get("prev") != before[1].hex():
                breaks.add(before[0])
        before = (seq, leaf)
    bad = check_order(seen, verdicts) or bad
    for seq in sorted(one for one in breaks if one - 1 not in breaks):
        blamed = seq + 1 if seq + 1 in breaks else seq
        verdicts.add(DIFFERS, f"log entry {blamed}", "leaf_differs")
    found = (len(leaves), root_of(leaves))
    if head is not None:
        want = (head["size"], head["root"])
        why = "truncated" if found[0] < want[0] and not bad else "root_differs"
        why = "extra" if found[0] > want[0] else why
        verdicts.judge(found == want, LOG + " (root)", why, want, found)
    return entries, found, leaves


def check_order(seen, verdicts):
    """Name entries that are missing, repeated or out of order."""
    present, ordered = set(seen), sorted(seen)
    highest = min(max(present, default=-1) + 1, len(seen) + 100)
    gaps = [seq for seq in range(highest) if seq not in present]
    for seq in gaps[:100]:
        verdicts.add(DIFFERS, f"log entry {seq}", "missing")
    if len(present) < len(seen):
        verdicts.add(DIFFERS, LOG, "listed_twice")
    if seen != ordered:
        first = next(i for i, seq in enumerate(seen) if seq != ordered[i])
        verdicts.add(DIFFERS, LOG, "order_differs", ordered[first], seen[first])
    return bool(gaps) or len(present) < len(seen) or seen != ordered


def check_index(root, sizes, log, digests, verdicts):
    """Hold the index against the log and the files."""
    if INDEX not in sizes:
        return
    try:
        index = strict_json(read_small(root, INDEX, LARGE).rstrip(b"\n"))
        dossier, exhibits, head = index["dossier"], index["exhibits"], index["log"]
        verdicts.judge(digests.get(dossier["path"]) == dossier["sha256"], "dossier", "changed")
        if log is None:
            verdicts.add(UNJUDGED, INDEX, "log_missing")
            return
        entries, found, _leaves = log
        vault = entries.get(0, {}).get("body", {}).get("vault")
        fits = (head["size"], head["root"], index["vault"]) == (*found, vault)
        verdicts.judge(fits, INDEX + " (head)", "head_differs", found, head["root"])
        for exhibit in exhibits:
            check_exhibit(exhibit, entries, digests, verdicts)
            if exhibit["records"] is not None:
                check_records(root, sizes, exhibit, entries, verdicts)
    except BROKEN:
        verdicts.add(DIFFERS, INDEX, "malformed")


def check_exhibit(exhibit, entries, digests, verdicts):
    """Judge one exhibit: the index, the log entry that took it in, and the file."""
    item, entry = "exhibit {}".format(exhibit["number"]), entries.get(exhibit["entry"], {})
    body, file = entry.get("body", {}), exhibit["file"]
    if entry.get("type") not in ("acquired", "registered"):
        verdicts.add(DIFFERS, item, "not_in_log", exhibit["entry"])
    elif [exhibit[key] for key in ("id", "number", "sha256", "size")] != [
        body.get(key) for key in ("exhibit", "number", "sha256", "size")
    ]:
        verdicts.add(DIFFERS, item, "log_differs", body.get("sha256"), exhibit["sha256"])
    elif file is None:
        verdicts.add(MATCHES, item, "removed" if exhibit["left_out"] == "removed" else "registered")
    elif exhibit["left_out"] is None and file["sha256"] != exhibit["sha256"]:
        verdicts.add(DIFFERS, item, "digest_differs", exhibit["sha256"], file["sha256"])
    else:
        found = digests.get(file["path"])
        why = ("missing", "changed")[found is not None]
        verdicts.judge(found == file["sha256"], item, why, file["sha256"], found or "")


def check_records(root, sizes, exhibit, entries, verdicts):
    """Judge what was read out of an exhibit against the root in the log."""
    item = "exhibit {} (records)".format(exhibit["number"])
    if exhibit["records"] not in sizes:
        verdicts.add(DIFFERS, item, "missing", exhibit["records"])
        return
    bodies = [entry["body"] for entry in entries.values() if entry.get("type") == "interpreted"]
    roots = [body.get("root") for body in bodies if body.get("exhibit") == exhibit["id"]]
    try:
        lines = read_lines(root, exhibit["records"])
        root_found = root_of(leaf_of(strict_json(line))[1] for line in lines)
    except BROKEN:
        verdicts.add(DIFFERS, item, "malformed")
    else:
        verdicts.judge(root_found in roots, item, "root_differs", roots, root_found)


OUTCOMES = {
    MATCHES: "klopt / matches",
    DIFFERS: "KLOPT NIET / DOES NOT MATCH",
    UNJUDGED: "niet te beoordelen / cannot be judged",
}
PAPER = """
Vergelijk deze drie met het ondertekende papier. / Compare these three with the signed paper.
  sleutel / key      {}
  regels / entries   {}
  kop / head         {}
Klopt alles, dan is er niets veranderd sinds deze map is gemaakt. Dat zegt niet wie iets schreef.
A match shows that nothing changed since this folder was made. It does not say who wrote anything.
{} ({})"""


def check(root, at=0):
    """Check a folder; return the findings and what to compare on paper, after `at` entries or all."""
    verdicts = Verdicts()
    sizes = list_folder(root, verdicts)
    for name in (BAGIT, MANIFEST, TAG_MANIFEST, SIGNATURE, KEY, CHECKPOINT, LOG, INDEX):
        if name not in sizes:
            verdicts.add(DIFFERS, name, "missing")
    digests = check_files(root, sizes, verdicts)
    key = check_signature(root, verdicts)
    head = check_checkpoint(root, key, verdicts)
    log = check_log(root, sizes, head, verdicts)
    if key is not None and log is not None:
        logged = log[0].get(0, {}).get("body", {}).get("signing_key")
        found = hashlib.sha256(key[1]).hexdigest()
        verdicts.judge(logged == found, KEY + " (log)", "key_differs", logged, found)
    check_index(root, sizes, log, digests, verdicts)
    leaves = log[2][: at or None] if log else []
    return verdicts, (key[2] if key else "?", *((len(leaves), root_of(leaves)) if log else "??"))


def main(arguments):
    """Check the folder that is named, print what was found, return the exit status."""
    sys.stdout.reconfigure(errors="backslashreplace")
    folders = [one for one in arguments if not one.startswith("--")] or [Path(__file__).parent]
    try:
        at = sum(int(one[len("--at=") :]) for one in arguments if one.startswith("--at="))
        verdicts, paper = check(Path(folders[0]).resolve(), at)
    except (OSError, *BROKEN) as error:
        print(f"{OUTCOMES[UNJUDGED]}: {error}")
        return 2
    outcome = verdicts.outcome()
    if "--json" in arguments:
        findings = [(*key, *value) for key, value in verdicts.items()]
        print(json.dumps({"outcome": outcome, "findings": findings, "paper": paper}))
        return (MATCHES, DIFFERS, UNJUDGED).index(outcome)
    for (item, verdict, why), (_expected, found) in verdicts.items():
        if verdict != MATCHES or "--all" in arguments:
            print(f"{OUTCOMES[verdict]}: {item} ({why}) {found}")
    print(PAPER.format(*paper, OUTCOMES[outcome], len(verdicts)))
    return (MATCHES, DIFFERS, UNJUDGED).index(outcome)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
