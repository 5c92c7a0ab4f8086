"""What bundle.py and journal.py share: encodings, trees, feeds, entries.

Written from the manual page panah-bundle(5) and RFC 6962; from nothing else.
"""

import base64
import hashlib
import re

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

NAME = re.compile(r"_?[a-z][a-z0-9_]{0,31}\Z")
WORD = re.compile(r"[a-z][a-z0-9-]{0,31}\Z")
ESCAPE = re.compile(rb"%(0[0-9A-F]|1[0-9A-F]|7F|25)")


class Wrong(Exception):
    """Something that the page does not allow."""


def need(condition, text):
    if not condition:
        raise Wrong(text)


def base64url(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unbase64url(text, size):
    """base64url without padding, unused bits zero; size None: any."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raw = b""
    need(base64url(raw) == text and size in (None, len(raw)),
         "%.60r is not base64url of %s bytes" % (text, size))
    return raw


def unbase64(text, size, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    need(len(raw) == size and base64.b64encode(raw) == text,
         what + " is not base64")
    return raw


def number(text):
    need(re.fullmatch("0|[1-9][0-9]{0,9}", text) and int(text) < 1 << 32,
         "%.60r is not a number" % text)
    return int(text)


def hexadecimal(text, length):
    need(re.fullmatch("[0-9a-f]{%d}" % length, text),
         "%.60r is not hex of %d" % (text, length))
    return bytes.fromhex(text)


def verify(message, signature, public, what):
    try:
        sodium.crypto_sign_open(signature + message, public)
    except CryptoError:
        raise Wrong(what + " does not hold")


# Trees and feeds.

def fold(tiles):
    """Root of tiles (size, hash) that stand side by side from 1 on."""
    stack, place = [], 0

    def join():
        _, size2, right = stack.pop()
        at, size1, left = stack.pop()
        stack.append((at, size1 + size2,
                      hashlib.sha256(b"\1" + left + right).digest()))
    for size, value in tiles:
        stack.append((place, size, value))
        place += size
        while (len(stack) > 1 and stack[-1][1] == stack[-2][1]
               and stack[-2][0] % (2 * stack[-2][1]) == 0):
            join()
    while len(stack) > 1:
        join()
    return stack[0][2]


def leaf_of(feed, line):
    return hashlib.sha256(b"\0panah/e1\n" + feed + line).digest()


def feed_id(root_public, public, random):
    return hashlib.sha256(b"panah/feed1\n" + root_public + public
                          + random).digest()[:16]


def seal_message(feed, size, root):
    return ("panah/%s\n%d\n%s\n" % (base64url(feed), size, base64.b64encode(
        root).decode())).encode()


def parse_feed(text):
    """(id, branch) of FEED; branch is None or (S, TAG)."""
    name, *branch = text.split("~")
    if branch:
        need(len(branch) == 2 and number(branch[0]) > 0,
             "%.60r is not a branch" % text)
        branch = (number(branch[0]), unbase64url(branch[1], 3))
    return unbase64url(name, 16), branch or None


def tile(text, value):
    """(first, size, hash) of an aligned subtree A-B."""
    a, dash, b = text.partition("-")
    first, size = number(a), number(b) - number(a) + 1
    need(first > 0 and size > 0 and size & (size - 1) == 0
         and (first - 1) % size == 0, text + " is no aligned subtree")
    return first, size, unbase64url(value, 32)


def check_ranges(text, hidden):
    last, kind = 0, None
    parts = text.split(",")
    need(len(parts) <= 100000, "too many ranges")
    for part in parts:
        x = part.startswith("x")
        a, dash, b = part[x:].partition("-")
        first = number(a)
        need(hidden or not x, "x in ranges")
        need(last < first <= number(b), "ranges do not ascend")
        need(first > last + 1 or x != kind or not last, "ranges touch")
        last, kind = number(b), x


# Entries.

CONTROL = re.compile(rb"[\0-\10\13-\37\177]")


def check_value(text):
    raw = ESCAPE.sub(b"", text)
    need(b"%" not in raw, "a value is not escaped well")
    need(len(raw) + len(ESCAPE.findall(text)) <= 65536, "a value is too long")


def check_entry(raw):
    """What makes an e line unreadable, except its number; its columns."""
    need(len(raw) <= 196608, "too long")
    need(not CONTROL.search(raw), "control character")
    line = raw.decode("utf-8").split("\t")
    need(all(line), "an empty column")
    need(len(line) >= 9, "too few columns")
    _, _, random, hlc, letter, op, root, record, over, *tokens = line
    unbase64url(random, 12)
    hexadecimal(hlc, 16)
    need(re.fullmatch("[a-z]", letter), "class")
    need(re.fullmatch("[a-z-]{1,32}", op), "op")
    need(len(tokens) <= 256 and (tokens or op == "erase"), "tokens")
    need(root == "-" or hexadecimal(root, 32), "root")
    need(record == "." or hexadecimal(record, 32) and record != root,
         "record")
    if over != "-":
        check_over(over.split(","))
    slots = set()
    for text in tokens:
        m = re.match("([a-z0-9_]+)([=+-])", text)
        need(m and NAME.match(m[1]), "token %.60r" % text)
        value = text[m.end():]
        need(value or m[2] == "=", "empty value")
        check_value(value.encode())
        slot = (m[1], None if m[2] == "=" else value)
        need(slot not in slots, "slot written twice")
        slots.add(slot)
    return line


def check_over(ids):
    """Entry ids; the full stop stays where FEED is left out."""
    need(len(ids) <= 256 and len(set(ids)) == len(ids), "over")
    for text in ids:
        feed, stop, entry = text.partition(".")
        n, _, tag = entry.partition("~")
        need(stop and (not feed or unbase64url(feed, 16)), "over")
        need(number(n) > 0 and unbase64url(tag, 3), "over")
