#!/usr/bin/python3
"""journal.py VAULT LOGIN PASSPHRASE_FILE - dump and check a journal.

Written, with vaultkeys.py and feeds.py, from the manual pages panah-vault(5)
and panah-journal(5), with panah-bundle(5) for feeds, leaves, trees and
seals; from nothing else.

One line per record that counts: frame number, frame kind, record type,
feed id (or -), seq, clear body.  The last line is
    frames N entries N seals N ok
and the exit status 0; or each fault is named on standard error, and the
status is 1.  Things that the page calls no damage are told as notes.
"""

import os
import struct
import sys
import zlib
from types import SimpleNamespace

from nacl import bindings as sodium

from feeds import (Wrong, check_entry, check_ranges, feed_id, fold, leaf_of,
                   need, number, parse_feed, seal_message, tile, unbase64url,
                   verify)
from vaultkeys import (blake, both_keys, k_root, officer_id, open_aead,
                       read_passphrases)

MAX_FRAME = 1048576


# The stream of XChaCha20: block 0 by hand, the others are those that the
# AEAD of the same name uses.

def chacha_rounds(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14),
                           (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12),
                           (2, 7, 8, 13), (3, 4, 9, 14)):
            for i, j, k, turn in ((a, b, d, 16), (c, d, b, 12),
                                  (a, b, d, 8), (c, d, b, 7)):
                x[i] = (x[i] + x[j]) & 0xffffffff
                v = x[k] ^ x[i]
                x[k] = (v << turn | v >> 32 - turn) & 0xffffffff
    return x


def xchacha20_xor(data, nonce, key):
    sigma = struct.unpack("<4I", b"expand 32-byte k")
    x = chacha_rounds(sigma + struct.unpack("<12I", key + nonce[:16]))
    state = (sigma + tuple(x[:4] + x[12:])
             + (0, 0) + struct.unpack("<2I", nonce[16:]))
    block = struct.pack("<16I", *((a + b) & 0xffffffff for a, b in
                                  zip(state, chacha_rounds(state))))
    clear = bytes(a ^ b for a, b in zip(data, block))
    if len(data) > 64:
        clear += sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            data[64:], b"", nonce, key)[:-16]
    return clear


# Records, with what panah-bundle(5) says of their lines.

FACTS = {"peer": 2, "sent": 4, "told": 3, "received": 4, "acked": 3,
         "asked": 3, "incarnation": 1, "identity": 2,
         "setting": 3, "printed": 5}


class Feeds:
    """What the records that count say, in their order."""

    def __init__(self):
        self.list = []
        self.roots = {}
        self.officers = set()
        self.entries = self.seals = 0

    def record(self, rec):
        """Check one record that counts; its feed, or None."""
        if rec.type == "f":
            return self.feed_line(rec)
        if rec.type in "exs":
            need(1 <= rec.feed <= len(self.list), "no feed has this number")
        elif rec.type == "l":
            need(not (rec.feed or rec.seq), "a local fact with a feed")
        feed = self.list[rec.feed - 1] if rec.feed else None
        check = getattr(self, "check_" + rec.type, None)
        try:
            if check:
                check(feed, rec)
        except (Wrong, ValueError) as wrong:
            raise Wrong("%s %d of %s: %s" % (
                rec.type, rec.seq, feed.name[:22] if feed else "-", wrong))
        return feed

    def feed_line(self, rec):
        _, name, code, public, random, _, _ = columns(rec, "feed", 6)
        feed = SimpleNamespace(name=name, public=unbase64url(public, 32),
                               tiles={}, base=None, start=1, code=code)
        feed.id, branch = parse_feed(name)
        need(name not in (f.name for f in self.list), "feed stands twice")
        need(rec.feed == len(self.list) + 1, "number of the feed")
        if branch:
            feed.start, feed.tag = branch
            feed.base = next((f for f in self.list
                              if f.name == name[:22]), None)
            need(feed.base, "branch of an unknown feed")
        random = unbase64url(random, 8)
        if feed_id(feed.public, feed.public, random) == feed.id:
            self.roots[code] = feed.public
        need(code in self.roots, "feed before the root feed of " + code)
        need(feed.id in (feed_id(self.roots[code], feed.public, random),
                         feed_id(feed.public, feed.public, random)),
             "id of feed %s does not follow from its keys" % name)
        self.list.append(feed)
        return feed

    def check_e(self, feed, rec):
        self.entries += 1
        known = feed.tiles.setdefault((rec.seq, 1), rec.leaf)
        need(known == rec.leaf, "another leaf has this number")
        if feed.base and rec.seq == feed.start:
            need(rec.leaf[:3] == feed.tag, "tag of the branch")
        if rec.body is None:
            return
        need(rec.leaf == leaf_of(feed.id, rec.body), "leaf")
        need(rec.body.startswith(b"e\t%d" % rec.seq), "seq")
        try:
            line = check_entry(rec.body)
            root = line[6]
            if root == "-" and "kind=officer" in line:
                words = dict(t.split("=", 1) for t in line[9:])
                self.officers.add((feed.public, words["login"],
                                   unbase64url(words["key"], 32)))
        except (Wrong, ValueError):
            root = "-"
        need(rec.root.hex() == (root if root != "-" else "0" * 32), "root")

    def check_x(self, feed, rec):
        _, span, value = columns(rec, "x", 2)
        first, size, value = tile(span, value)
        need(first == rec.seq and not any(rec.leaf), "seq or leaf")
        feed.tiles[first, size] = value

    def check_s(self, feed, rec):
        self.seals += 1
        _, size, signature = columns(rec, "s", 2)
        need(number(size) == rec.seq > 0, "seq")
        root = fold(self.known(feed, rec.seq))
        need(root == rec.leaf, "root of the tree")
        verify(seal_message(feed.id, rec.seq, root),
               unbase64url(signature, 64), feed.public, "seal")

    def check_l(self, feed, rec):
        word, *rest = columns(rec, None, None)
        need(FACTS.get(word, len(rest)) == len(rest), "columns of " + word)
        if word in ("sent", "received"):
            unbase64url(rest[1], 16), number(rest[2])
            unbase64url(rest[3], 32)
        elif word in ("told", "acked", "asked"):
            parse_feed(rest[1])
            need(rest[2] == "-" or check_ranges(rest[2], True) is None, "")

    def known(self, feed, last):
        """Tiles for 1 to last; of a branch those of its feed below it."""
        out, at = [], 1
        while at <= last:
            size, value = self.widest(feed, at, last)
            out.append((size, value))
            at += size
        return out

    def widest(self, feed, at, last):
        while feed.base and at < feed.start:
            last, feed = min(last, feed.start - 1), feed.base
        size = (at - 1) & -(at - 1) or 1 << 32
        while size:
            if at + size - 1 <= last and (at, size) in feed.tiles:
                return size, feed.tiles[at, size]
            size >>= 1
        raise Wrong("entry %d is missing" % at)

    def finish(self):
        """Hashes of entries withheld against entries that came later."""
        for feed in self.list:
            for (first, size), value in feed.tiles.items():
                leaves = [feed.tiles.get((n, 1))
                          for n in range(first, first + size)]
                need(None in leaves or fold((1, leaf) for leaf in leaves)
                     == value, "x %d of %s is not the hash of its entries"
                     % (first, feed.name))


def columns(rec, word, count):
    out = rec.body.decode("utf-8").split("\t")
    need(all(out) and "\n" not in rec.body.decode()
         and word in (None, out[0]) and count in (None, len(out) - 1),
         "columns")
    return out


# journal and head, see panah-journal(5).

def read_frame(data, at, table, journal_id):
    """The frame at this offset if its CRC is right and it opens."""
    if at + 128 > len(data):
        return None
    head = data[at:at + 64]
    size, crc, n, prev, nonce, kind, flags, epoch, zero = struct.unpack(
        "<IIQ16s24sBBHI", head)
    if (size % 64 or not 64 <= size <= MAX_FRAME or at + 64 + size > len(data)
            or zlib.crc32(head[:4] + head[8:]) != crc
            or epoch >= len(table.jk)):
        return None
    plain = open_aead(data[at + 64:at + 64 + size],
                      b"panah/j1" + journal_id + head[8:32] + head[56:],
                      nonce, table.jk[epoch])
    if plain is None:
        return None
    tag = data[at + 48 + size:at + 64 + size]
    return SimpleNamespace(n=n, prev=prev, nonce=nonce, kind=chr(kind),
                           flags=flags, zero=zero, plain=plain, at=at,
                           end=at + 64 + size, hash=blake(256, head + tag))


def records(frame, table):
    plain = frame.plain.rstrip(b"\0")
    need(plain.endswith(b"\x80"), "no byte 0x80 behind the records")
    plain = plain[:-1]
    need(len(frame.plain) - len(plain) <= 64, "more padding than needed")
    need(frame.kind in "OIMRB", "kind %r" % frame.kind)
    need(frame.flags & ~3 == 0 and frame.zero == 0, "flags or zero")
    at, out = 0, []
    while at < len(plain):
        need(at + 64 <= len(plain), "half a record")
        kind, flags, zero, size, feed, seq = struct.unpack_from("<BBHIII",
                                                                plain, at)
        root, leaf = plain[at + 16:at + 32], plain[at + 32:at + 64]
        body = plain[at + 64:at + 64 + size]
        need(len(body) == size, "half a record")
        need(zero == 0 and flags & ~1 == 0, "flags or zero of a record")
        if flags & 1:
            key = k_root(table, root)
            if key is None:
                body = None
            else:
                nonce = blake(192, frame.nonce + struct.pack("<I", len(out)))
                body = xchacha20_xor(body, nonce, blake(256, b"body", key))
        out.append(SimpleNamespace(type=chr(kind), feed=feed, seq=seq,
                                   root=root, leaf=leaf, body=body))
        at += 64 + size
    return out


def read_head(path, table, journal_id, inode, say):
    """The cell that counts, and every cell whose MAC is right."""
    try:
        data = open(path, "rb").read()
    except FileNotFoundError:
        say.note("no head: there is no watermark")
        return []
    if len(data) != 256:
        say.fault("head: has %d bytes" % len(data))
    try:
        machine = open("/etc/machine-id").read().strip().encode()
    except FileNotFoundError:
        machine = b""
    place = blake(128, machine + struct.pack("<Q", inode), table.kh)
    cells = []
    for i in range(2):
        cell = data[128 * i:128 * i + 128]
        if not any(cell):
            say.note("head: cell %d was never written" % i)
            continue
        if len(cell) < 128 or blake(192, cell[:104], table.kh) != cell[104:]:
            say.fault("head: MAC of cell %d" % i)
            continue
        magic, zero, generation, end, frames, h, where, keys, jid = \
            struct.unpack("<4sIQQQ32s16sQ16s", cell[:104])
        if (magic, zero, generation % 2) != (b"PHD1", 0, i):
            say.fault("head: beginning of cell %d" % i)
        if jid != journal_id:
            say.fault("head: cell %d is of another journal" % i)
        if where != place:
            say.note("head: cell %d: the vault was moved or copied" % i)
        cells.append(SimpleNamespace(generation=generation, end=end,
                                     frames=frames, hash=h, keys=keys))
    return sorted(cells, key=lambda c: -c.generation)


class Say:
    def __init__(self):
        self.faults = 0

    def fault(self, text):
        self.faults += 1
        print("journal.py: " + text, file=sys.stderr)

    def note(self, text):
        print("note: " + text, file=sys.stderr)


def walk(data, table, journal_id, watermark, say):
    """All good frames; tells what stands behind the end."""
    frames, end = [], 64
    while True:
        frame = read_frame(data, end, table, journal_id)
        if frame is None or frame.n < len(frames):
            break
        frames.append(frame)
        end = frame.end
    rest = data[end:].rstrip(b"\0")
    behind, at = [], end + 64
    while at < end + len(rest):
        frame = read_frame(data, at, table, journal_id)
        if frame and frame.n >= len(frames):
            behind.append(frame)
        at = frame.end if frame else at + 64
    if behind and not (watermark is not None and end >= watermark
                       and all(f.flags & 2 for f in behind)):
        say.fault("damage at %d, where frame %d should be"
                  % (end, len(frames)))
        return frames + behind, end
    if rest:
        say.note("torn tail: %d bytes from %d on" % (len(rest), end))
    return frames, end


def dump(frames, table, first_hash, say):
    feeds, last, run = Feeds(), first_hash, None
    for expected, frame in enumerate(frames):
        name = "frame %d: " % frame.n
        if frame.n != expected:
            say.fault(name + "its number should be %d" % expected)
        if frame.prev != last[:16]:
            say.fault(name + "prev is not the hash of the frame before")
        last = frame.hash
        try:
            new = [(frame, i, r) for i, r in enumerate(records(frame, table))]
        except Wrong as wrong:
            say.fault(name + str(wrong))
            new = []
        if frame.flags & 2:
            if run is None:
                say.note(name + "void, its run has no beginning")
                continue
        elif run is not None:
            say.note(name + "voids the run before it")
            run = None
        run = (run or []) + new
        if frame.flags & 1:
            continue
        for of, i, rec in run:
            show(feeds, of, i, rec, say)
        run = None
    if run is not None:
        say.note("the last run is not finished")
    try:
        feeds.finish()
    except Wrong as wrong:
        say.fault(str(wrong))
    return feeds


def show(feeds, frame, i, rec, say):
    feed = None
    try:
        feed = feeds.record(rec)
    except (Wrong, ValueError) as wrong:
        say.fault("frame %d, record %d: %s" % (frame.n, i, wrong))
    body = ("(erased)" if rec.body is None else
            rec.body.decode("utf-8", "backslashreplace"))
    print(frame.n, frame.kind, rec.type, feed.name[:22] if feed else "-",
          rec.seq, body)


def compare(cells, frames, first_hash, end, generation, say):
    """What head says against what journal holds."""
    for rank, cell in enumerate(cells):
        name = "head, generation %d: " % cell.generation
        if cell.keys > generation:
            say.fault(name + "keys is older than head tells")
        if cell.end > end:
            say.fault(name + "the journal is cut back or exchanged")
            continue
        at = [f for f in frames if f.end == cell.end]
        is_hash = at[0].hash if at else first_hash if cell.end == 64 else None
        if is_hash != cell.hash:
            say.fault(name + "another frame ends at %d" % cell.end)
        if cell.frames != (at[0].n + 1 if at else 0):
            say.fault(name + "number of frames")
        if rank and cell.generation != cells[0].generation - 1:
            say.fault(name + "is not the one before the newer")


def read_vault(vault, login, passphrases, say):
    keys, table = both_keys(vault, login, passphrases, say)
    with open(os.path.join(vault, "journal"), "rb") as file:
        data = file.read()
        inode = os.fstat(file.fileno()).st_ino
    head = data[:64]
    need(head[:16] == b"panah journal 1\n" and not any(head[48:60])
         and head[16:32] == keys.vault
         and zlib.crc32(head[:60]) == struct.unpack("<I", head[60:])[0],
         "header of the journal")
    first_hash = blake(256, head)
    cells = read_head(os.path.join(vault, "head"), table, head[32:48], inode,
                      say)
    frames, end = walk(data, table, head[32:48],
                       cells[0].end if cells else None, say)
    feeds = dump(frames, table, first_hash, say)
    compare(cells, frames, first_hash, end, keys.generation, say)
    known = {officer_id(keys.vault, login): key for root, login, key
             in feeds.officers if root == table.office_root}
    for who, slot in keys.slots.items():
        if slot.kind == "O" and known.get(who) != slot.ed_public:
            say.fault("keys: a slot is of nobody that the journal knows")
    return "frames %d entries %d seals %d" % (len(frames), feeds.entries,
                                              feeds.seals)


def main(vault, login, passphrase_file):
    say = Say()
    try:
        line = read_vault(vault, login, read_passphrases(passphrase_file),
                          say)
    except (Wrong, OSError, ValueError) as wrong:
        say.fault(str(wrong))
    if say.faults:
        return 1
    print(line, "ok")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
