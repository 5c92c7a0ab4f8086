#!/usr/bin/python3 -B
"""A registration that ends at random moments: killed, hung up on, its line cut
(F65, F66).

At most the field that is being typed is lost by a kill, nothing otherwise, and
a record is saved once or not at all. PANAH_MOMENTS says how often (20),
PANAH_SEED repeats a run.
"""
import os
import random
import signal
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F2, F12 = "\x1bOQ", "\x1b[24~"
FIELDS = 5		# texts at the head of the form of a person
LETTERS = "abcdefghijklmnoprstuvz"


def unlock(vault):
    screen = Screen([BIN, "-C", vault.path, "-u", vault.login])
    screen.press(PASSPHRASE + "\r")
    return screen


def name(chance):
    return "".join(chance.choice(LETTERS) for _ in range(9)).capitalize()


def end(screen, how):
    line = screen.line
    if how == "cut":
        os.close(line.slave)
        os.close(line.master)
    else:
        os.kill(line.pid, getattr(signal, how))
    os.waitpid(line.pid, 0)
    if how != "cut":
        os.close(line.slave)
        os.close(line.master)


def type_some(screen, chance):
    """(texts that were left, the one being typed)."""
    screen.press("2n")
    left = [name(chance) for _ in range(chance.randint(1, FIELDS))]
    for text in left:
        screen.press(text + "\t")
    typing = name(chance)[:chance.randint(1, 9)] if len(left) < FIELDS else ""
    screen.press(typing)
    return left, typing


def in_form(tap, vault, chance, what):
    """Ends in the middle of a field."""
    how = chance.choice(("SIGKILL", "SIGHUP", "SIGTERM", "cut"))
    screen = unlock(vault)
    left, typing = type_some(screen, chance)
    end(screen, how)
    screen = unlock(vault)
    screen.press("y")
    wanted = left + ([typing] if how != "SIGKILL" and typing else [])
    tap.same([t for t in wanted if t not in screen.text()], [],
        "%s: %s after %d fields" % (what, how, len(left)))
    screen.press(F12)
    screen.press("y")
    screen.end()


def in_save(tap, vault, chance, what):
    """Ends somewhere in a save: the record is there, or the draft is."""
    screen = unlock(vault)
    left, _ = type_some(screen, chance)
    screen.press("\t" + F2)
    os.write(screen.line.master, b"y")
    time.sleep(chance.random() * 0.03)
    end(screen, "SIGKILL")
    screen = unlock(vault)
    offered = "Go on with it?" in screen.text()
    saved = vault.do("export", "people", "--json").count(left[0])
    tap.ok((saved == 1) != offered, "%s: SIGKILL in a save leaves %s" % (what,
        "the draft" if offered else "the record"), saved, screen.text())
    if offered:
        screen.press("y")
        tap.same([t for t in left if t not in screen.text()], [],
            what + ": with all of it")
        screen.press(F12)
        screen.press("y")
    screen.end()


def main():
    tap = Tap()
    seed = os.environ.get("PANAH_SEED") or str(random.randrange(1 << 32))
    tap.diag("PANAH_SEED=" + seed)
    chance = random.Random(seed)
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        for i in range(int(os.environ.get("PANAH_MOMENTS", "20"))):
            act = in_save if i % 4 == 3 else in_form
            act(tap, vault, chance, "moment %d" % (i + 1))
        tap.same(vault.do("draft", "list"), "",
            "no draft is left at the end but those that were dropped")
        tap.same(vault.run("verify").code, 0, "and the journal is whole")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
