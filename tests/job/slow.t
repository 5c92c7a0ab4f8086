#!/usr/bin/python3 -B
"""A sync of a save that does not end (F15): she reads that the disk is slow,
on the screen and line by line; what she types meanwhile is taken; when it ends
it is saved, once."""
import os
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main, run  # noqa

SAID = "The disk is slow"
F2 = "\x1bOQ"


class Disk:
    """Slow from begin to end."""

    def __init__(self, world, shim):
        self.flag = os.path.join(world.folder, "slow")
        self.before = ["/usr/bin/env", "LD_PRELOAD=" + shim,
            "SLOW_BY=" + self.flag]

    def begin(self):
        open(self.flag, "w").close()

    def waiting(self):
        """How many syncs have begun."""
        try:
            return os.path.getsize(self.flag + ".begun")
        except FileNotFoundError:
            return 0

    def end(self):
        os.unlink(self.flag)
        os.unlink(self.flag + ".begun")


def people(vault):
    return [(p["family_name"], "group" in p) for p in
        vault.run("list", "people", "--json").objects()]


def on_screen(tap, vault, disk):
    s = Screen(disk.before + [BIN, "-C", vault.path, "-P",
        vault.world.passphrase, "-u", "anna"])
    for key in ("3", "n", "Юсуфи"):
        s.press(key)
    disk.begin()
    os.write(s.line.master, F2.encode())
    begun = time.monotonic()
    s.line.see(SAID)
    tap.diag("told after %.2f s" % (time.monotonic() - begun))
    s.stream.feed(s.line.bytes)
    tap.ok(SAID in s.rows()[-2] and "Юсуфи" in s.text(),
        "it stands in the message row, under what was typed", s.text())
    # A person is added on the family's card, all of it typed ahead.
    os.write(s.line.master, "aОмарова\tЛайла\t\t\t\tf\t~1988\tafg\t".encode())
    tap.same(disk.waiting(), 1, "one save waits")
    disk.end()
    s.press("")
    text = s.text()
    tap.ok(SAID not in text and "Омарова" in text and "Лайла" in text,
        "then it is saved, and what was typed meanwhile is in its fields",
        text)
    s.press(F2)
    s.end()
    tap.same(people(vault), [("Омарова", True)], "and saved as it was typed")
    tap.same(len(vault.run("list", "families", "--json").objects()), 1,
        "the family was saved once")


def by_lines(tap, vault, disk):
    s = Screen(disk.before + [BIN, "-C", vault.path, "-P",
        vault.world.passphrase, "-u", "anna", "line"])
    for line in ("families", "n", "Kim"):
        s.press(line + "\r")
    disk.begin()
    os.write(s.line.master, b":save\r")
    s.line.see(SAID)
    tap.ok(True, "line by line it is told too")
    disk.end()
    s.press("")
    s.end()


def test(tap, world):
    shim = os.path.join(world.folder, "slow.so")
    if run("cc", "-shared", "-fPIC", "-O1", "-w", "-o", shim,
            "tests/job/preload/slow.c").code != 0:
        return tap.skip("a slow disk", "no compiler")
    disk = Disk(world, shim)
    vault = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    on_screen(tap, vault, disk)
    by_lines(tap, vault, disk)


if __name__ == "__main__":
    main(test)
