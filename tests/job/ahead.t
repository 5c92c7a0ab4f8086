#!/usr/bin/python3 -B
"""Typing ahead while a save is slow loses nothing: another process holds the
lock of the journal, the save waits for it, and what is typed meanwhile is
taken when it is done."""
import fcntl
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa

SLOW = 1.5	# seconds that the save has to wait
F2 = "\x1bOQ"


def test(tap, world):
    vault = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
        "anna"])
    for key in ("3", "n", "Юсуфи", "\t", "4"):
        screen.press(key)
    journal = os.open(os.path.join(vault.path, "journal"), os.O_RDWR)
    fcntl.lockf(journal, fcntl.LOCK_EX)
    # The family is saved, a person is added on its card, all in one go.
    ahead = F2 + "a" + "Омарова\tЛайла\t\t\t\tf\t~1988\tafg\t"
    os.write(screen.line.master, ahead.encode())
    drawn = screen.line.quiet(SLOW)
    fcntl.lockf(journal, fcntl.LOCK_UN)
    os.close(journal)
    tap.same(drawn, b"", "the save waits, and shows nothing as saved")
    screen.press("")
    text = screen.text()
    missing = [w for w in ("Омарова", "Лайла", "Female", "~1988", "AFG")
        if w not in text]
    tap.ok(not missing, "all that was typed meanwhile is in its fields",
        missing, text)
    screen.press(F2)
    people = vault.run("list", "people", "--json").objects()
    tap.same([(p["family_name"], p["given_name"], p["sex"], p["birth_date"],
        p["nationality"], "group" in p) for p in people], [("Омарова",
        "Лайла", "F", "~1988", "AFG", True)], "and is saved as it was typed")
    screen.end()


if __name__ == "__main__":
    main(test)
