#!/usr/bin/python3 -B
"""A vault that was damaged, cut, set back or never finished: what is there is
read, nothing is written to it, and the officer is told how bad it is."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World, tree_bytes  # noqa

HEADER = 64
SAFE = "Nothing you saved before"
PEOPLE = 3		# groups of the vault that is damaged
# Who is at which terminal, and what went wrong: neither is a record.
BESIDE = ("log", "session")


def read(vault, name):
    with open(os.path.join(vault.path, name), "rb") as f:
        return f.read()


def write(vault, name, data):
    with open(os.path.join(vault.path, name), "wb") as f:
        f.write(data)


def frames(data):
    """(start, end) of each frame of a journal."""
    at, found = HEADER, []
    while int.from_bytes(data[at:at + 4], "little") > 0:
        end = at + 64 + int.from_bytes(data[at:at + 4], "little")
        found.append((at, end))
        at = end
    return found


def unlocked(vault):
    screen = Screen([BIN, "-C", vault.path, "-u", vault.login])
    screen.press(PASSPHRASE + "\r")
    return screen


def names(vault):
    done = vault.run("list", "families", "--json")
    return done, sorted(g.get("name", "") for g in done.objects())


def torn(tap, vault):
    """F1: half of a frame behind the end."""
    data = read(vault, "journal").rstrip(b"\0")
    half = data[frames(data)[-1][0]:-40]
    for where in ("command", "screen"):
        write(vault, "journal", data + half)
        if where == "command":
            done, found = names(vault)
            said = done.err
            tap.ok(done.code == 0 and len(found) == PEOPLE,
                "F1: all that was saved is there", done)
        else:
            screen = unlocked(vault)
            said = " ".join(screen.text().split())
            screen.end()
        tap.ok("interrupted" in said and SAFE in said and "kept" in said,
            "F1: the %s says that a save was interrupted" % where, said)
    kept = [open(os.path.join(vault.path, "spool/quarantine", n), "rb").read()
        for n in os.listdir(os.path.join(vault.path, "spool/quarantine"))]
    tap.same(kept, [half], "F1: what was left of it is kept, once")
    done, _ = names(vault)
    tap.ok("interrupted" not in done.err and vault.verify()[0] == 0,
        "F1: and it is told once", done)


def flipped(tap, vault):
    """F12: a bit in each frame; the first says whose vault it is."""
    data = read(vault, "journal")
    for i, (start, end) in enumerate(frames(data)[:-1]):
        bad = bytearray(data)
        bad[(start + end) // 2] ^= 1
        write(vault, "journal", bad)
        before = tree_bytes(vault.path, BESIDE)
        done, found = names(vault)
        tap.ok(done.code == 6 and len(found) >= PEOPLE - 1 and
            "reading only" in done.err, "F12, frame %d: the others are read, "
            "exit 6" % i, done)
        refused = vault.run("new", "group", "name=No")
        tap.ok(refused.code == 6 and "intact" in refused.err,
            "F12, frame %d: and nothing is saved" % i, refused)
        code, verify = vault.verify()
        tap.ok(code == 6 and "%d saves before it" % i in verify["said"],
            "F12, frame %d: verify tells where" % i, verify["said"])
        screen = unlocked(vault)
        screen.press("3")
        tap.ok(screen.lives() and "Families" in screen.text(),
            "F12, frame %d: the screens show them" % i, screen.text())
        screen.end()
        after = tree_bytes(vault.path, BESIDE)
        tap.same([n for n in before.keys() | after.keys() if before.get(n) !=
            after.get(n)], [], "F12, frame %d: no byte is changed" % i)
    write(vault, "journal", data)


def parts_missing(tap, vault):
    """F135: a piece taken out by hand, and one of zeros."""
    data = read(vault, "journal")
    start, end = frames(data)[2]
    for name, bad in (("out", data[:start] + data[end:]),
            ("zeros", data[:start] + bytes(end - start) + data[end:])):
        write(vault, "journal", bad)
        before = tree_bytes(vault.path, BESIDE)
        done, found = names(vault)
        tap.ok(done.code == 6 and found and ("another office" in
            done.err or "call the officer" in done.err),
            "F135, %s: told as damage, and what to do" % name, done)
        tap.ok(tree_bytes(vault.path, BESIDE) == before,
            "F135, %s: no byte is changed" % name)
    write(vault, "journal", data)


def cut(tap, vault):
    """F136, F137: shorter than the head knows it to have been."""
    data = read(vault, "journal")
    for name, at in (("the last save", -1), ("three saves", -3)):
        write(vault, "journal", data[:frames(data)[at][0]])
        done, _ = names(vault)
        tap.ok(done.code == 6 and "no power cut" in done.err,
            "F137, %s cut off: told as such, exit 6" % name, done)
        refused = vault.run("new", "group", "name=No")
        tap.ok(refused.code == 6 and "not a power cut" in refused.err,
            "F137, %s cut off: nothing is saved" % name, refused)
        screen = unlocked(vault)
        said = " ".join(screen.text().split())
        tap.ok("no power cut" in said, "F137: the screens say so", said)
        screen.end()
    write(vault, "journal", data)
    tap.same(vault.verify()[0], 0, "F137: put back, it is whole")


def unfinished(tap, vault):
    """F6: the power failed in init, between the journal and its office."""
    write(vault, "journal", read(vault, "journal")[:HEADER])
    os.unlink(os.path.join(vault.path, "head"))
    done, _ = names(vault)
    tap.ok(done.code == 6 and vault.path in done.err and "interrupted" in
        done.err, "F6: an unfinished vault is told as such", done)
    screen = unlocked(vault)
    tap.ok(screen.lives() and "interrupted" in screen.text(),
        "F6: on the screen too", screen.text())
    screen.end()


def keys(tap, vault):
    """F108: the key files missing, empty, cut and flipped."""
    good = read(vault, "keys")
    flip = bytearray(good)
    flip[5000] ^= 1
    for name, bad in (("missing", None), ("empty", b""),
            ("cut", good[:9000]), ("flipped", bytes(flip))):
        for file in ("keys", "keys.old"):
            if bad is None:
                os.unlink(os.path.join(vault.path, file))
            else:
                write(vault, file, bad)
        done, _ = names(vault)
        tap.ok(done.code == 6 and "key file" in done.err and "not right" not
            in done.err, "F108, %s: never a wrong passphrase" % name, done)
        tap.ok(bad is None or read(vault, "keys") == bad,
            "F108, %s: no byte of it is changed" % name)
        for file in ("keys", "keys.old"):
            write(vault, file, good)
            os.chmod(os.path.join(vault.path, file), 0o600)
    tap.same(vault.verify()[0], 0, "F108: put back, it opens")
    write(vault, "keys", flip)
    screen = unlocked(vault)
    tap.ok("older copy" in screen.text(), "F108: the older copy is used, and "
        "said so", screen.text())
    screen.end()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            for name in ("Yusufi", "Karimi", "Saidov"):
                batch.do("new group name=" + name)
        for i, part in enumerate((torn, flipped, parts_missing, cut, keys,
                unfinished)):
            copy = vault.copy("vault-%d" % i)
            # A copy remembers at once that it is one: later it is at rest.
            copy.do("list", "families")
            part(tap, copy)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
