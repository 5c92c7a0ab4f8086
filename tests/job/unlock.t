#!/usr/bin/python3 -B
"""The unlock screen: what it says before anybody is in, wrong tries and the
wait that grows, the passphrase shown for ten seconds, the language
(F106, F112)."""
import shutil
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F4, F10, ENTER = "\x1bOS", "\x1b[21~", "\r"
RIGHT, SHIFT_TAB = "\x1b[C", "\x1b[Z"


def locked(vault, *before, **more):
    return Screen([*before, BIN, "-C", vault.path, "-u", vault.login], **more)


def tries(tap, vault):
    s = locked(vault)
    for left in (2, 1, 0):
        s.press("wrong" + ENTER)
        tap.ok("%d more tries without a wait" % left in s.text() and
            "wrong tries since then: %d" % (3 - left) in s.text(),
            "%d tries are left" % left, s.text())
    for want in (2, 4):
        begun = time.monotonic()
        s.press("wrong" + ENTER)
        took = time.monotonic() - begun
        tap.ok(want <= took < want + 3 and "longer than %d s" % want in
            s.text(), "then a wait of %d s" % want, took, s.text())
    s.press(PASSPHRASE + ENTER)
    tap.ok("[1 My day]" in s.text(), "and nobody is locked out", s.text())
    s.press("\x0b")
    tap.ok("wrong tries since then: 0" in s.text(),
        "who was in begins at none", s.text())
    s.end()


def shown(tap, vault):
    s = locked(vault)
    s.press("hidden")
    tap.ok("[******" in s.text() and "hidden" not in s.text(),
        "a passphrase is stars")
    s.press(F4)
    tap.ok("[hidden" in s.text(), "F4 shows it", s.text())
    end = time.monotonic() + 15
    begun = time.monotonic()
    while "[hidden" in s.text() and time.monotonic() < end:
        s.line.quiet(0.5)
        s.stream.feed(s.line.bytes)
        s.line.bytes = b""
    took = time.monotonic() - begun
    tap.ok("[******" in s.text() and 8 < took < 13,
        "for ten seconds", took, s.text())
    s.end()


def languages(tap, vault):
    s = locked(vault)
    s.press("typed" + "\t")
    s.press("2")
    text = s.text()
    tap.ok("(*) 2" in text and "( ) 1" in text and "PROTECTION" not in text,
        "2 changes the language", text)
    s.press("1")
    s.press(RIGHT)
    tap.ok("(*) 2" in s.text(), "and an arrow", s.text())
    s.press(SHIFT_TAB)
    tap.ok("[*****" in s.text(), "what was typed stays", s.text())
    s.press("\x7f" * 5 + PASSPHRASE + ENTER)
    chosen = s.text()
    s.end()
    again = locked(vault)
    again.press(PASSPHRASE + ENTER)
    tap.ok(again.rows()[-1] == chosen.splitlines()[-1] and
        "PROTECTION" not in chosen,
        "the choice on this screen is kept for her", again.text())
    again.end()


def not_locked(tap, vault):
    name = "says that memory cannot be locked"
    if shutil.which("setpriv") is None or shutil.which("prlimit") is None:
        return tap.skip(name, "no setpriv, no prlimit")
    s = locked(vault, shutil.which("prlimit"), "--memlock=0",
        shutil.which("setpriv"), "--bounding-set=-ipc_lock")
    tap.ok("Memory cannot be locked" in s.text(), name, s.text())
    s.end()
    s = locked(vault, shutil.which("prlimit"), "--memlock=1000000")
    return tap.ok("Memory cannot be locked" not in s.text(),
        "and does not where it can", s.text())


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        vault.do("new", "group", "name=Yusufi")
        s = locked(vault)
        text = s.text()
        for want in ("PROTECTION CASE MANAGEMENT", "Officer         [anna",
                "(*) 1 English", "last used 20", "clock set, disk ",
                "80x24", "locked"):
            tap.ok(want in text, "it says: " + want, text)
        for name in ("Anna", "Almaty", "Yusufi"):
            tap.ok(name not in text, "it does not say: " + name)
        s.resize(12, 40)
        tap.ok(all(len(row) <= 40 for row in s.rows()) and
            "Passphrase      [" in s.text(), "at 40x12", s.text())
        s.end()
        tries(tap, vault)
        shown(tap, vault)
        not_locked(tap, vault)
        languages(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
