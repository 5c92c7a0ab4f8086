#!/usr/bin/python3
"""bundle.py FILE SENDER_PUBLIC_KEY IDENTITY_FILE - open and check a bundle.

Written, with feeds.py, from the manual page panah-bundle(5) and what it
names (age-encryption.org/v1, RFC 1952, RFC 4648, RFC 6962); from nothing
else. SENDER_PUBLIC_KEY are the 56 characters of a minisign key;
IDENTITY_FILE is one as age-keygen writes it.

Prints the text. What cannot be checked from the file alone, and entries
that are unreadable, are told as notes on standard error. Exit status 0, or
1 and what is wrong.
"""

import hashlib
import hmac
import re
import sys
import zlib

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from feeds import (CONTROL, WORD, Wrong, check_entry, check_ranges, feed_id,
                   fold, hexadecimal, leaf_of, need, number, parse_feed,
                   seal_message, tile, unbase64, unbase64url, verify)

AGE = b"age-encryption.org/v1\n"
CHUNK = 65536


# Container.

def check_header(data, public_key):
    """Both minisign signatures; the age file behind them."""
    key = unbase64(public_key.encode(), 42, "public key")
    need(key[:2] == b"Ed", "public key does not begin with Ed")
    need(data[:34] == b"untrusted comment: panah bundle 1\n"
         and data[135:159] == b"trusted comment: panah1\n"
         and data[134:135] + data[247:248] == b"\n\n"
         and data[248:].startswith(AGE), "constant bytes of the header")
    first = unbase64(data[34:134], 74, "first signature")
    second = unbase64(data[159:247], 64, "second signature")
    need(first[:2] == b"ED", "signature is not of the kind ED")
    need(first[2:10] == key[2:10], "signed with another key")
    verify(hashlib.blake2b(data[248:]).digest(), first[10:], key[10:],
           "first signature")
    verify(first[10:] + b"panah1", second, key[10:], "second signature")
    return data[248:]


def hkdf(secret, salt, info):
    key = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(key, info + b"\1", "sha256")


def open_chacha(sealed, nonce, key):
    if len(sealed) < 16:
        return None
    try:
        return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
            sealed, b"", nonce, key)
    except CryptoError:
        return None


def age_b64(text):
    need(len(text) == 43, "age: line of a stanza")
    return unbase64(text + b"=", 32, "age: stanza or header code")


def open_age(data, identities):
    need(data.startswith(AGE), "age: first line")
    at, stanzas = len(AGE), []
    while data[at:at + 3] == b"-> ":
        m = re.match(rb"-> X25519 (.{43})\n(.{43})\n", data[at:at + 98])
        need(m, "age: a stanza is not of X25519")
        stanzas.append((age_b64(m[1]), age_b64(m[2])))
        at += 98
    need(1 <= len(stanzas) <= 64, "age: %d stanzas" % len(stanzas))
    need(re.fullmatch(rb"--- .{43}\n", data[at:at + 48]), "age: header code")
    code = age_b64(data[at + 4:at + 47])
    file_key = find_file_key(stanzas, identities)
    mac = hmac.digest(hkdf(file_key, b"", b"header"), data[:at + 3], "sha256")
    need(hmac.compare_digest(mac, code), "age: header code is not right")
    at += 48
    key = hkdf(file_key, data[at:at + 16], b"payload")
    at += 16
    out = []
    while True:
        sealed = data[at:at + CHUNK + 16]
        at += len(sealed)
        last = at == len(data)
        clear = open_chacha(sealed, len(out).to_bytes(11, "big")
                            + bytes([last]), key)
        need(clear is not None and (clear or not out),
             "age: chunk %d does not open" % len(out))
        out.append(clear)
        if last:
            return b"".join(out)


def find_file_key(stanzas, identities):
    for secret in identities:
        public = sodium.crypto_scalarmult_base(secret)
        for share, body in stanzas:
            try:
                shared = sodium.crypto_scalarmult(secret, share)
            except (CryptoError, RuntimeError):
                raise Wrong("age: share of low order")
            clear = open_chacha(body, bytes(12), hkdf(
                shared, share + public, b"age-encryption.org/v1/X25519"))
            if clear:
                return clear
    raise Wrong("age: no identity opens the file")


def read_identities(path):
    """Secrets of the lines AGE-SECRET-KEY-1..., which are bech32."""
    out, letters = [], "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    for line in open(path, encoding="ascii").read().split("\n"):
        if not line or line.startswith("#"):
            continue
        need(line.startswith("AGE-SECRET-KEY-1"), "not an identity")
        human, _, text = line.lower().rpartition("1")
        values = [letters.index(c) for c in text]
        check = 1
        for v in ([ord(c) >> 5 for c in human] + [0]
                  + [ord(c) & 31 for c in human] + values):
            top, check = check >> 25, (check & 0x1ffffff) << 5 ^ v
            for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                   0x3d4233dd, 0x2a1462b3)):
                check ^= g if top >> i & 1 else 0
        need(check == 1 and len(values) == 58, "identity is mistyped")
        bits = int("".join(format(v, "05b") for v in values[:-6]), 2)
        out.append((bits >> 4).to_bytes(32, "big"))
    return out


def gunzip(data):
    need(data[:8] == b"\x1f\x8b\x08\0\0\0\0\0" and data[9:10] == b"\3",
         "gzip: first bytes")
    stream, out, size, at = zlib.decompressobj(-15), [], 0, 10
    piece = b""
    while not stream.eof:
        if not piece:
            piece = data[at:at + CHUNK]
            at += len(piece)
            need(piece, "gzip: no end")
        try:
            out.append(stream.decompress(piece, CHUNK))
        except zlib.error as error:
            raise Wrong("gzip: %s" % error)
        piece = stream.unconsumed_tail
        size += len(out[-1])
        need(size <= 1 << 30 and (size <= 1 << 20
                                  or size <= 200 * (at - len(piece))),
             "gzip: too much text")
    end = at - len(stream.unused_data)
    text = b"".join(out)
    need(data[end:end + 8] == zlib.crc32(text).to_bytes(4, "little")
         + size.to_bytes(4, "little"), "gzip: CRC or length")
    end += 8
    need(not any(data[end:]), "gzip: something stands behind the member")
    need(100 * len(data) <= 115 * end + 6400, "gzip: too many zeros")
    return text


# Text.

ORDER = ["panah-bundle", "need", "from", "to", "chan", "part", "made",
         "anchor", "got", "have", "want", "want-file", "unshare", "ckpt",
         "feed", "a", "end"]
COUNT = {"panah-bundle": 1, "need": 0, "from": 3, "to": 2, "chan": 3,
         "part": 1, "made": 1, "anchor": 3, "got": 2, "have": 2, "want": 2,
         "want-file": 2, "unshare": 2, "ckpt": 4, "feed": 6, "a": 3,
         "end": 1, "t": 2, "x": 2, "s": 2}
ONCE = ("panah-bundle", "from", "to", "chan", "part", "made")


class Text:
    def __init__(self, sender_key):
        self.key = sender_key
        self.place = 0
        self.seen = {}
        self.last = {}
        self.sections = []
        self.section = None
        self.passed = 0

    def line(self, n, raw):
        """Line n, from 0, without its LF."""
        word = raw.split(b"\t", 1)[0].decode("utf-8", "replace")
        need("end" not in self.seen, "something follows end")
        if word == "e":
            need(self.section, "e outside a section")
            return self.section.entry(raw)
        need(not CONTROL.search(raw), "control character")
        line = raw.decode("utf-8").split("\t")
        need(all(line), "an empty column")
        if n == 0:
            need(re.fullmatch("panah-bundle [0-9]+", line[0]) and
                 len(line) == 1, "is not panah-bundle")
            need(line[0] == "panah-bundle 1", "of a newer version")
            line = ["panah-bundle", "1"]
            word = line[0]
        if word == "need":
            raise Wrong("needs what a newer version reads")
        if word not in COUNT:
            need(WORD.match(word), "not a line: %.60r" % word)
            self.passed += 1
            return None
        need(len(line) == 1 + COUNT[word], "number of columns")
        if word in ("t", "x", "s"):
            need(self.section, word + " outside a section")
            return self.section.line(word, *line[1:])
        self.follow(word)
        self.seen[word] = self.seen.get(word, 0) + 1
        if word in ("end", "feed", "a"):
            self.section = None
        if word == "end":
            need(number(line[1]) == n, "end counts %s, not %d" % (line[1], n))
        elif word != "panah-bundle":
            getattr(self, word.replace("-", "_") + "_")(*line[1:])

    def follow(self, word):
        at = ORDER.index(word)
        need(at >= self.place, word + " stands too late")
        self.place = at
        for must in ONCE:
            need(must in self.seen or at <= ORDER.index(must),
                 "no line " + must)
        need(word not in self.seen or word not in ONCE + ("got", ),
             word + " stands twice")
        if word in ("feed", "have", "want"):
            need(self.seen.get(word, 0) < 10000, "too many " + word)
        if word in ("got", "have"):
            need(self.part == 1, word + " stands in part 1 only")

    def from_(self, code, feed, key):
        self.code = check_code(code)
        self.root = unbase64url(feed, 16)
        need(key == self.key, "from names another key")

    def to_(self, code, feed):
        check_code(code)
        unbase64url(feed, 16)

    def chan_(self, channel, n, before):
        unbase64url(channel, 16)
        need(number(n) > 0, "number 0")
        need((before == "-") == (n == "1"), "hash of the file before")
        need(before == "-" or unbase64url(before, 32), "hash")

    def part_(self, part):
        i, _, m = part.partition("/")
        self.part = number(i)
        need(1 <= number(i) <= number(m) <= 999, "part")

    def made_(self, hlc):
        hexadecimal(hlc, 16)

    def anchor_(self, what, count, value):
        need(what in ("journal", "audit"), "anchor of what")
        number(count)
        unbase64url(value, 16)

    def got_(self, channel, ranges):
        unbase64url(channel, 16)
        check_ranges(ranges, False)

    def have_(self, feed, ranges, word="have"):
        parse_feed(feed)
        need(self.last.get(word, "") < feed, word + " does not ascend")
        self.last[word] = feed
        check_ranges(ranges, word == "have")

    def want_(self, feed, ranges):
        self.have_(feed, ranges, "want")

    def want_file_(self, value, ranges):
        unbase64url(value, 32)
        check_ranges(ranges, False)

    def unshare_(self, root, letter):
        hexadecimal(root, 32)
        need(re.fullmatch("[a-z]|-", letter), "class")

    def ckpt_(self, feed, size, value, signature):
        parse_feed(feed)
        need(number(size) > 0, "size 0")
        unbase64url(value, 32)
        unbase64url(signature, 64)

    def a_(self, value, part, data):
        i, _, m = part.partition("/")
        unbase64url(value, 32)
        need(1 <= number(i) <= number(m) <= 342, "part of a file")
        need(len(unbase64url(data, None)) <= 49152, "chunk is too long")

    def feed_(self, *columns):
        self.section = Section(*columns)
        need(all(s.name != self.section.name for s in self.sections),
             "feed has two sections")
        self.sections.append(self.section)

    def finish(self, note):
        """What holds between sections."""
        need("end" in self.seen, "no line end")
        if self.passed:
            note("%d unknown lines" % self.passed)
        roots = {s.code: s.public for s in self.sections if s.is_root}
        for i, s in enumerate(self.sections):
            name = "section %s: " % s.name
            need(s.id != self.root or i == 0, name + "should be the first")
            need(s.id != self.root or s.is_root,
                 name + "is not a root feed, as from says")
            if not s.is_root and s.code in roots:
                need(feed_id(roots[s.code], s.public, s.random) == s.id,
                     name + "id does not follow from the keys")
            elif not s.is_root:
                note(name + "id unchecked, root feed is not in the file")
            for text in s.unreadable:
                note(name + text)
            s.check_seal(name, s.code == self.code and not s.is_root, note)


def check_code(code):
    need(re.fullmatch("[A-Z]{3,5}", code), "%.60r is no CODE" % code)
    return code


class Section:
    def __init__(self, name, code, public, random, first, last):
        self.name, self.code = name, check_code(code)
        self.id, self.branch = parse_feed(name)
        self.public = unbase64url(public, 32)
        self.random = unbase64url(random, 8)
        self.first, self.last = number(first), number(last)
        need(1 <= self.first <= self.last <= 1 << 24
             or self.first == self.last == 0, "first and last")
        self.is_root = feed_id(self.public, self.public,
                               self.random) == self.id
        self.tiles, self.unreadable, self.seal = [], [], None
        self.below = 1
        self.next = self.first or 1

    def entry(self, raw):
        part = raw.split(b"\t")[1:2]
        n = number(part[0].decode("ascii")) if part else 0
        self.body(n, 1, leaf_of(self.id, raw))
        try:
            check_entry(raw)
        except (Wrong, UnicodeDecodeError) as wrong:
            self.unreadable.append("entry %d unreadable: %s" % (n, wrong))

    def body(self, first, size, value):
        need(not self.seal, "a line behind s")
        need(first == self.next and first + size - 1 <= self.last,
             "%d where %d is due" % (first, self.next))
        self.next += size
        self.tiles.append((first, size, value))

    def line(self, word, one, two):
        need(not self.seal, "a line behind s")
        if word == "s":
            need(self.next > self.last, "entries are missing")
            self.seal = number(one), unbase64url(two, 64)
            need(0 < self.seal[0] <= 1 << 24, "size of seal")
            return
        first, size, value = tile(one, two)
        if word == "x":
            self.body(first, size, value)
        elif first < self.first:
            need(self.next == self.first and self.below <= first
                 and first + size <= self.first, "place of t")
            self.below = first + size
            self.tiles.append((first, size, value))
        else:
            need(self.next > self.last and first == self.next, "place of t")
            self.next += size
            self.tiles.append((first, size, value))

    def check_seal(self, name, own, note):
        need(self.next > self.last, name + "entries are missing")
        if not self.seal:
            need(own or not self.last, name + "no seal")
            return note(name + "no seal")
        size, signature = self.seal
        need(own or size >= self.last, name + "entries above the seal")
        at, used = 1, []
        for first, width, value in self.tiles:
            if first == at and at + width - 1 <= size:
                used.append((width, value))
                at += width
        if at <= size:
            return note(name + "seal unchecked, the file does not prove all")
        verify(seal_message(self.id, size, fold(used)), signature,
               self.public, name + "seal")


def read_text(text, sender_key, note):
    need(text.endswith(b"\n"), "text does not end in LF")
    reader = Text(sender_key)
    for n, raw in enumerate(text[:-1].split(b"\n")):
        try:
            need(len(raw) < 262144, "too long")
            reader.line(n, raw)
        except (Wrong, UnicodeDecodeError) as wrong:
            raise Wrong("line %d: %s" % (n + 1, wrong))
    reader.finish(note)


def open_bundle(data, sender_key, identities):
    need(len(data) <= 67108864, "file is too long")
    if data.startswith(AGE[:-1]):
        data = open_age(data, identities)
    return gunzip(open_age(check_header(data, sender_key), identities))


def main(path, sender_key, identity_path):
    try:
        text = open_bundle(open(path, "rb").read(), sender_key,
                           read_identities(identity_path))
        read_text(text, sender_key,
                  lambda n: print("note: " + n, file=sys.stderr))
    except (Wrong, OSError, ValueError) as wrong:
        print("bundle.py: %s: %s" % (path, wrong), file=sys.stderr)
        return 1
    if sys.stdout.isatty():
        text = re.sub(rb"[^\n\t -~\x80-\xff]", b"?", text)
    sys.stdout.buffer.write(text)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
