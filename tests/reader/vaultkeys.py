"""The files keys and keys.old of a vault: from passphrase to table.

Written from the manual page panah-vault(5); from nothing else.
"""

import hashlib
import os
import struct
import unicodedata
import zlib
from types import SimpleNamespace

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from feeds import Wrong, need, number, unbase64url, verify

SLOTS, SLOT, TABLE = 64, 512, 16448


def blake(bits, data, key=b"", **more):
    return hashlib.blake2b(data, digest_size=bits // 8, key=key,
                           **more).digest()


def open_aead(sealed, additional, nonce, key):
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed, additional, nonce, key)
    except CryptoError:
        return None


def check_keys(data):
    """All that can be said of a file keys without a passphrase."""
    need(len(data) >= TABLE + 24 + 16 + 96, "too short")
    head = data[:64]
    need(head[:16] == b"panah keys 1\n\0\0\0", "first 16 bytes")
    need(zlib.crc32(head[:60]) == struct.unpack_from("<I", head, 60)[0],
         "CRC of header")
    generation, size, zero, signer, crc = struct.unpack_from("<QII8sI",
                                                             head, 32)
    need(zero == 0, "bytes 44 to 47 are not zero")
    need(generation >= 1, "generation 0")
    need(16 <= size <= 67108864, "length of table")
    need(len(data) == TABLE + 24 + size + 96, "length of file")
    need(zlib.crc32(data[64:TABLE]) == crc, "CRC of slots")
    slots = {}
    for at in range(SLOTS, TABLE, SLOT):
        slot = data[at:at + SLOT]
        if not any(slot):
            continue
        magic, kind, kdf, flags, t, m, who = struct.unpack_from("<4s2BHII8s",
                                                                slot)
        name = "slot %d: " % ((at - SLOTS) // SLOT)
        need(magic == b"PSL1" and kind in b"OA" and kdf == 1,
             name + "beginning")
        need(flags & ~1 == 0, name + "flags")
        need(1 <= t <= 10 and 8 <= m <= 1048576, name + "t or m")
        need(not any(slot[352:]), name + "its end is not zero")
        need(who not in slots, name + "officer stands twice")
        slots[who] = SimpleNamespace(
            t=t, m=m, raw=slot, kind=chr(kind), salt=slot[24:40],
            nonce=slot[40:64], x_public=slot[64:96], vk=slot[96:176],
            secrets=slot[176:320], ed_public=slot[320:352])
    need(signer in slots, "the signer has no slot")
    message = b"panah/keys1\n" + blake(512, data[:-64])
    verify(message, data[-64:], slots[signer].ed_public, "signature")
    return SimpleNamespace(vault=head[16:32], generation=generation,
                           slots=slots, size=size, data=data)


def officer_id(vault, login):
    return blake(128, b"panah/login1\n" + vault + login.encode())[:8]


def unlock(keys, login, passphrases):
    """The table of keys, and the public key of the office's root."""
    who = officer_id(keys.vault, login)
    need(who in keys.slots, "no slot for " + login)
    slot, secrets = keys.slots[who], None
    for passphrase in passphrases:
        kek = sodium.crypto_pwhash_alg(
            32, passphrase, slot.salt, slot.t, slot.m * 1024,
            sodium.crypto_pwhash_ALG_ARGON2ID13)
        secrets = secrets or open_aead(
            slot.secrets, slot.raw[:96] + keys.vault, slot.nonce, kek)
    need(secrets is not None, "wrong passphrase")
    secret, seed, root_public, root_seed = (secrets[i:i + 32]
                                            for i in range(0, 128, 32))
    need(sodium.crypto_scalarmult_base(secret) == slot.x_public,
         "X25519 key of the slot is not that of the secrets")
    for what, public, private in (
            ("the slot", slot.ed_public, seed),
            ("the root", root_public, root_seed)):
        need(not any(private) and what == "the root"
             or sodium.crypto_sign_seed_keypair(private)[0] == public,
             "Ed25519 key of %s is not that of its seed" % what)
    try:
        vk = sodium.crypto_box_seal_open(slot.vk, slot.x_public, secret)
    except CryptoError:
        raise Wrong("VK does not open")
    data, end = keys.data, TABLE + 24 + keys.size
    need(blake(256, b"commit", vk) == data[end:end + 32], "commitment")
    key = blake(256, b"", vk, salt=struct.pack("<QQ", 1, 0),
                person=b"panahtbl" + bytes(8))
    table = open_aead(data[TABLE + 24:end], data[:TABLE],
                      data[TABLE:TABLE + 24], key)
    need(table is not None, "the table does not open")
    return read_table(table, root_public)


def read_table(table, root_public):
    """Lines of the table; words of later versions are passed over."""
    need(table.endswith(b"\n"), "the table does not end in LF")
    out = SimpleNamespace(jk=[], root={}, gone=set(), peer={}, age=[],
                          office_root=root_public)
    for line in table.decode("utf-8").split("\n")[:-1]:
        word, *columns = line.split("\t")
        try:
            if word == "jk":
                need(number(columns[0]) == len(out.jk), "epoch")
                out.jk.append(unbase64url(columns[1], 32))
            elif word in ("kn", "kh", "t"):
                need(not hasattr(out, word), word + " twice")
                setattr(out, word, unbase64url(columns[0], 32))
            elif word == "sign":
                out.sign = (columns[0], unbase64url(columns[1], 32))
            elif word == "age":
                out.age.append((columns[0], unbase64url(columns[1], 32)))
            elif word == "root":
                out.root[bytes.fromhex(columns[0])] = unbase64url(columns[1],
                                                                  32)
            elif word == "gone":
                out.gone.add(bytes.fromhex(columns[0]))
            elif word == "peer":
                out.peer[bytes.fromhex(columns[0])] = unbase64url(columns[1],
                                                                  32)
        except (IndexError, ValueError, Wrong) as error:
            raise Wrong("table, line %s: %s" % (word, error))
    for word in ("kn", "kh", "t", "sign"):
        need(hasattr(out, word), "table without " + word)
    need(out.jk, "table without jk")
    return out


def k_root(table, root):
    if root in table.gone:
        return None
    return table.root.get(root) or blake(256, b"panah/root1" + root, table.t)


def both_keys(vault, login, passphrases, say):
    """keys, or keys.old when that is damaged; both are checked."""
    found = []
    for name in ("keys", "keys.old"):
        try:
            data = open(os.path.join(vault, name), "rb").read()
            found.append((name, check_keys(data)))
        except (Wrong, OSError) as wrong:
            say.fault("%s: %s" % (name, wrong))
    need(found, "neither keys nor keys.old")
    name, keys = found[0]
    if len(found) == 2 and found[0][1].vault != found[1][1].vault:
        say.fault("keys.old: is of another vault")
    if len(found) == 2 and keys.generation < found[1][1].generation:
        say.fault("keys.old: is newer than keys")
    try:
        return keys, unlock(keys, login, passphrases)
    except Wrong as wrong:
        raise Wrong("%s: %s" % (name, wrong))


def read_passphrases(path):
    """As NFC and, since the page names no letters, as it was typed."""
    text = open(path, "rb").read().decode("utf-8")
    text = text[:-1] if text.endswith("\n") else text
    return [t.encode() for t in
            dict.fromkeys((unicodedata.normalize("NFC", text), text))]
