#!/usr/bin/python3 -B
"""Officers from the screens: added, a passphrase changed, removed; the same
officer twice, and two officers on one record at once: both values are kept
and both are told (F53)."""
import os
import re
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F2, F3, F4, F10, ENTER, TAB = ("\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[21~",
    "\r", "\t")
FIRST, SECOND = "oleg rides tall brown mules", "four new words stand here"


def screens(vault, login, passphrase):
    s = Screen([BIN, "-C", vault.path, "-u", login])
    s.press(passphrase + ENTER)
    return s


def go(s, *keys):
    for key in keys:
        s.press(key)


def add(tap, s):
    go(s, F10, "officers", ENTER)
    tap.ok("> " in s.text() and "Anna Bekova" in s.text(), "they are listed",
        s.text())
    go(s, "n", "oleg", TAB, "Oleg Kim", TAB, "officer", TAB, "short")
    tap.ok("Weak" in s.text() and "short" not in s.text(),
        "a weak passphrase is said to be weak", s.text())
    go(s, "\x7f" * 5, FIRST)
    tap.ok("Good" in s.text() and FIRST not in s.text(),
        "a good one to be good", s.text())
    go(s, TAB, "another", F2)
    tap.ok("not the same" in s.text(), "the second must be the first", s.text())
    go(s, "\x7f" * 7, FIRST, F2)
    tap.ok("oleg can unlock now" in s.text(), "an officer is added",
        s.text())


def change(tap, vault):
    s = screens(vault, "oleg", FIRST)
    tap.ok("somebody else" in s.text() and "My day" not in s.text(),
        "a first passphrase is to be changed", s.text())
    for name, keys in (("the list of officers", (F10, "officers", ENTER)),
            ("my day", (F10, "my day", ENTER, F3)), ("lists", ("2",))):
        go(s, *keys)
        tap.ok("Your own passphrase" in s.text(),
            "%s: nothing opens before" % name, s.text())
    go(s, "\x7f", F3)
    tap.ok("Officer" in s.text() and "locked" in s.text(),
        "leaving it locks", s.text())
    go(s, FIRST + ENTER, FIRST, TAB, FIRST, F2)
    tap.ok("another one" in s.text() and "Your own" in s.text(),
        "the first is none of her own", s.text())
    go(s, "\x15", SECOND, "\x1b[Z", "\x15", SECOND, F2)
    tap.ok("changed" in s.text() and "My day" in s.text(), "it is changed",
        s.text())
    s.end()
    s = screens(vault, "oleg", FIRST)
    tap.ok("Wrong" in s.text(), "the first opens nothing now", s.text())
    go(s, SECOND + ENTER)
    tap.ok("My day" in s.text(), "the new one does", s.text())
    return s


def role(tap, vault, anna):
    """Given and taken with one key and a yes; each is said."""
    go(anna, F10, "officers", ENTER, "j", "v")
    tap.ok("Give oleg role key" in anna.text(), "giving role key is asked",
        anna.text())
    go(anna, "y")
    tap.ok("oleg has role key" in anna.text() and "oleg\tkey" in
        s_list(vault), "it is given", anna.text())
    go(anna, "v", "y")
    tap.ok("oleg\tofficer" in s_list(vault), "and taken", anna.text())
    go(anna, "k", "v", "y")
    tap.ok("your own role" in anna.text() and "anna\tkey" in s_list(vault),
        "not from herself", anna.text())
    go(anna, F3)


def marks(vault):
    return os.listdir(os.path.join(vault.path, "session"))


def twice(tap, vault, anna):
    """The second session of an officer is told of the first, both save, and
    what a kill leaves of one tells nobody anything."""
    second = screens(vault, "anna", PASSPHRASE)
    tap.ok(re.search(r"anna is at work here since \d\d:\d\d on pts/\d+",
        second.text()), "the second session is told of the first",
        second.text())
    go(second, "3", "n", "Second", F2, F3, "3")
    anna.line.quiet(1.5)
    go(anna, "3")
    tap.ok("Second" in anna.text(), "the second saves, the first sees it",
        anna.text())
    go(anna, "n", "First", F2, F3, "3")
    tap.ok("First" in anna.text(), "the first saves", anna.text())
    tap.same(len(marks(vault)), 3, "a mark for each open session")
    second.end()
    go(anna, "\x0b")
    third = screens(vault, "anna", PASSPHRASE)
    tap.ok("at work here" not in third.text() and "My day" in third.text(),
        "one that was killed or is locked is not told of", third.text())
    tap.same(len(marks(vault)), 2, "what the kill left is gone")
    go(third, "\x0b", "\x0b")
    go(anna, PASSPHRASE + ENTER)
    tap.ok("at work here" not in anna.text(), "nor one that was left",
        anna.text())


def both(tap, vault, anna, oleg):
    vault.do("new", "group", "name=Yusufi")
    for s in (anna, oleg):
        go(s, "3", ENTER, "e")
    go(anna, "\x15", "Yusufi A", F2, F2)
    go(oleg, "\x15", "Yusufi O", F2, F2)
    tap.ok("Saved meanwhile" in oleg.text(), "the second is asked first",
        oleg.text())
    go(oleg, F2)
    for who, s in (("anna", anna), ("oleg", oleg)):
        s.line.quiet(1.5)
        go(s, F3, "3")
        tap.ok("#" in s.text(), "%s is told: #" % who, s.text())
    done = vault.run("conflicts", "--json")
    tap.ok("Yusufi A" in done.out and "Yusufi O" in done.out,
        "both values are kept", done)


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        anna = screens(vault, "anna", PASSPHRASE)
        add(tap, anna)
        oleg = change(tap, vault)
        go(anna, F3)
        role(tap, vault, anna)
        twice(tap, vault, anna)
        both(tap, vault, anna, oleg)
        oleg.end()
        go(anna, F10, "officers", ENTER, "j", "x", "anna", ENTER)
        tap.ok("oleg" in s_list(vault), "the wrong login removes nobody")
        go(anna, "\x15", "oleg", ENTER)
        tap.ok("oleg" not in s_list(vault), "the right one does",
            anna.text())
        again = screens(vault, "oleg", SECOND)
        tap.ok("Wrong" in again.text(), "she cannot unlock", again.text())
        again.end()
        anna.end()
    return tap.end()


def s_list(vault):
    return vault.do("officer", "list")


if __name__ == "__main__":
    sys.exit(main())
