#!/usr/bin/python3
"""read_vault.py FOLDER LOGIN PASSPHRASE - a second reader of the journal.

Written from panah-vault(5) and panah-journal(5) alone; it shares no code with
the program. Prints what sample_vault prints.
"""
import base64
import hashlib
import struct
import sys
import unicodedata
import zlib

import nacl.bindings as sodium
import nacl.pwhash
import nacl.public
import nacl.signing


def blake2b(size, *parts, key=b""):
    return hashlib.blake2b(b"".join(parts), digest_size=size, key=key).digest()


def aead(key, nonce, sealed, ad):
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        sealed, ad, nonce, key)


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --------------------------------------------------------------- XChaCha20
def rounds(state):
    x = list(state)

    def quarter(a, b, c, d):
        for e, f, g, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8),
                           (c, d, b, 7)):
            x[e] = (x[e] + x[f]) & 0xffffffff
            v = x[g] ^ x[e]
            x[g] = (v << n | v >> (32 - n)) & 0xffffffff

    for _ in range(10):
        for i in range(4):
            quarter(i, i + 4, i + 8, i + 12)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return x


SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def xchacha20_xor(key, nonce, data):
    state = SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I",
                                                              nonce[:16])
    x = rounds(state)
    sub = tuple(x[:4] + x[12:])
    out = bytearray()
    for block in range((len(data) + 63) // 64):
        state = SIGMA + sub + (block, 0) + struct.unpack("<2I", nonce[16:])
        stream = struct.pack("<16I", *[(a + b) & 0xffffffff for a, b in
                                       zip(rounds(state), state)])
        part = data[block * 64:block * 64 + 64]
        out += bytes(a ^ b for a, b in zip(part, stream))
    return bytes(out)


# -------------------------------------------------------------------- keys
class Keys:
    def __init__(self, path, login, passphrase):
        data = open(path, "rb").read()
        assert data[:16] == b"panah keys 1\n\0\0\0"
        self.vault = data[16:32]
        length, = struct.unpack("<I", data[40:44])
        assert len(data) == 16568 + length
        assert zlib.crc32(data[:60]) == struct.unpack("<I", data[60:64])[0]
        assert (zlib.crc32(data[64:16448]) ==
                struct.unpack("<I", data[56:60])[0])

        slot = self.slot(data, self.officer(login))
        own = self.unlock(slot, passphrase)
        box = nacl.public.SealedBox(nacl.public.PrivateKey(own[:32]))
        vk = box.decrypt(slot[96:176])
        commit = 16472 + length
        assert data[commit:commit + 32] == blake2b(32, b"commit", key=vk)
        key = hashlib.blake2b(digest_size=32, key=vk,
                              salt=struct.pack("<QQ", 1, 0),
                              person=b"panahtbl").digest()
        table = aead(key, data[16448:16472], data[16472:commit], data[:16448])
        signer = self.slot(data, data[48:56])
        nacl.signing.VerifyKey(signer[320:352]).verify(
            b"panah/keys1\n" + blake2b(64, data[:-64]), data[-64:])
        self.read(table.decode())

    def officer(self, login):
        return blake2b(16, b"panah/login1\n", self.vault,
                       login.encode())[:8]

    @staticmethod
    def slot(data, officer):
        for i in range(32):
            slot = data[64 + 512 * i:576 + 512 * i]
            if slot[4:5] == b"O" and slot[16:24] == officer:
                return slot
        sys.exit("no such officer")

    def unlock(self, slot, passphrase):
        passes, memory = struct.unpack("<II", slot[8:16])
        kek = nacl.pwhash.argon2id.kdf(
            32, unicodedata.normalize("NFC", passphrase).encode(),
            slot[24:40], opslimit=passes, memlimit=memory * 1024)
        return aead(kek, slot[40:64], slot[176:320], slot[:96] + self.vault)

    def read(self, table):
        self.jk, self.root, self.gone = {}, {}, set()
        for line in table.splitlines():
            word, *column = line.split("\t")
            if word == "jk":
                self.jk[int(column[0])] = unbase64(column[1])
            elif word == "root":
                self.root[bytes.fromhex(column[0])] = unbase64(column[1])
            elif word == "gone":
                self.gone.add(bytes.fromhex(column[0]))
            elif word == "t":
                self.t = unbase64(column[0])
            elif word == "kh":
                self.kh = unbase64(column[0])

    def root_key(self, root):
        if root in self.gone:
            return None
        if root in self.root:
            return self.root[root]
        return blake2b(32, b"panah/root1", root, key=self.t)


# ----------------------------------------------------------------- journal
def read_head(data, kh):
    cells = [data[i:i + 128] for i in (0, 128)]
    cells = [c for c in cells if c[:4] == b"PHD1" and
             c[104:] == blake2b(24, c[:104], key=kh)]
    return max(cells, key=lambda c: c[8:16][::-1])


def records(plain, nonce, keys):
    at = index = 0
    while at < len(plain):
        head = plain[at:at + 64]
        length, feed, seq = struct.unpack("<III", head[4:16])
        body = plain[at + 64:at + 64 + length]
        root = head[16:32]
        if head[1] & 1:
            key = keys.root_key(root)
            body = b"" if key is None else xchacha20_xor(
                blake2b(32, b"body", key=key),
                blake2b(24, nonce, struct.pack("<I", index)), body)
        yield head[:1], seq, root, head[32:64], body
        at += 64 + length
        index += 1


def read_journal(data, keys):
    assert data[:16] == b"panah journal 1\n" and data[16:32] == keys.vault
    journal, at, n, run = data[32:48], 64, 0, []
    h = blake2b(32, data[:64])
    while data[at:at + 64].strip(b"\0"):
        head = data[at:at + 64]
        length, crc, number = struct.unpack("<IIQ", head[:16])
        assert crc == zlib.crc32(head[:4] + head[8:])
        assert number == n and head[16:32] == h[:16]
        flags, epoch = head[57], struct.unpack("<H", head[58:60])[0]
        sealed = data[at + 64:at + 64 + length]
        plain = aead(keys.jk[epoch], head[32:56], sealed,
                     b"panah/j1" + journal + head[8:32] + head[56:])
        plain = plain.rstrip(b"\0")[:-1]
        if not flags & 2:
            run = []
        run += records(plain, head[32:56], keys)
        if not flags & 1:
            yield from run
            run = []
        h = blake2b(32, head, sealed[-16:])
        at += 64 + length
        n += 1
    assert not data[at:].strip(b"\0")
    read_journal.end = (at, n, h)


def main():
    folder, login, passphrase = sys.argv[1:]
    keys = Keys(folder + "/keys", login, passphrase)
    data = open(folder + "/journal", "rb").read()
    for kind, seq, root, leaf, body in read_journal(data, keys):
        print(kind.decode(), seq, root.hex(), leaf.hex(), len(body),
              body[:40].decode())
    head = read_head(open(folder + "/head", "rb").read(), keys.kh)
    assert struct.unpack("<QQ", head[16:32]) == read_journal.end[:2]
    assert head[32:64] == read_journal.end[2] and head[88:104] == data[32:48]


main()
