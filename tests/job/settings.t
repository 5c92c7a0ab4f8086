#!/usr/bin/python3 -B
"""Settings: kept for the officer, some for her terminal alone; the test of
keys and letters before anybody has unlocked; the lock after idle minutes."""
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F1, F2, F10, UP, ENTER = "\x1bOP", "\x1bOQ", "\x1b[21~", "\x1b[A", "\r"
LOGICAL, VISUAL = "افغان", "ناغفا"


def screens(vault, term="xterm-256color"):
    return Screen([BIN, "-C", vault.path, "-u", vault.login], TERM=term)


def go(s, *keys):
    for key in keys:
        s.press(key)


def appear(s, text):
    """Wait until it is shown; the check that follows says if it is not."""
    end = time.monotonic() + 5
    while text not in s.text() and time.monotonic() < end:
        s.line.quiet(0.1)
        s.press("")


def keytest(tap, vault):
    s = screens(vault)
    go(s, F10, "test keys", ENTER)
    tap.ok("( ) F1" in s.text(), "keys are tested before unlocking",
        s.text())
    go(s, F1, F10, UP)
    s.press("\x1b")
    s.line.quiet(1.0)
    s.press("")
    for name in ("F1", "F10", "Up", "Esc"):
        tap.ok("(*) " + name in s.text(), name + " arrives", s.text())
    for letter, code, layout in (("a", "U+0061", "Latin"), ("ф", "U+0444",
            "Russian"), ("қ", "U+049B", "Kazakh"), ("پ", "U+067E",
            "Persian")):
        s.press(letter)
        appear(s, code)
        row = [r for r in s.rows() if code in r]
        tap.ok(row and layout in row[0], "%s is a letter of the %s layout" %
            (code, layout), s.text())
    s.press(F2)
    tap.ok("Passphrase" in s.text(), "F2 ends it", s.text())
    s.end()


def order(tap, vault):
    """Ordered here, or sent as it reads: for this terminal only."""
    s = screens(vault)
    go(s, PASSPHRASE + ENTER, F10, "test keys", ENTER)
    tap.ok(VISUAL in s.text(), "panah orders text from right to left",
        s.text())
    go(s, F2, F10, "settings", ENTER, "right to left", ENTER, "terminal",
        ENTER, F10, "test keys", ENTER)
    tap.ok(LOGICAL in s.text(), "or leaves it to the terminal", s.text())
    s.end()
    for term, want in (("xterm-256color", LOGICAL), ("screen", VISUAL)):
        s = screens(vault, term)
        go(s, PASSPHRASE + ENTER, F10, "test keys", ENTER)
        tap.ok(want in s.text(), "kept for one terminal: " + term, s.text())
        s.end()


def idle(tap, vault):
    s = screens(vault)
    go(s, PASSPHRASE + ENTER, F10, "settings", ENTER, "lock without", ENTER,
        "1 minute", ENTER)
    s.end()
    s = screens(vault)
    go(s, PASSPHRASE + ENTER)
    begun = time.monotonic()
    s.line.bytes = b""
    while "Passphrase" not in s.text() and time.monotonic() - begun < 80:
        s.line.quiet(1.0)
        s.stream.feed(s.line.bytes)
        s.line.bytes = b""
    took = time.monotonic() - begun
    tap.ok("Passphrase" in s.text() and 55 < took < 75,
        "it locks after the minute that was asked for", took, s.text())
    s.end()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        keytest(tap, vault)
        order(tap, vault)
        idle(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
