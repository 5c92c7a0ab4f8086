#!/usr/bin/python3 -B
"""Plain screens, for speech and braille: no attribute is ever sent, the cursor
is on what is selected, words stand in place of signs; by an option, or by a
setting that is kept for the officer."""
import re
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F2, F10, ENTER, DOWN = "\x1bOQ", "\x1b[21~", "\r", "\x1b[B"


def screens(vault, *more):
    return Screen([BIN, "-C", vault.path, "-u", vault.login, *more],
        TERM="xterm-256color")


def attributes(sent):
    """What is sent to change how letters look, but for putting it back."""
    return [codes for codes in re.findall(rb"\x1b\[([0-9;]*)m", sent)
        if codes not in (b"", b"0", b"39;49", b"0;10")]


def selected(s):
    row, column = s.cursor()
    return s.rows()[row] if column == 0 else ""


def by_option(tap, vault):
    s = screens(vault, "--plain")
    tap.ok("[" not in s.text() and "1 English, selected" in s.text(),
        "the unlock screen is words alone", s.text())
    s.press(PASSPHRASE + ENTER)
    s.press("2")
    tap.ok(selected(s).startswith("selected Number ALA-"),
        "the cursor is on the row, and a word says so", s.text())
    s.press(DOWN)
    row = s.cursor()[0]
    tap.ok(selected(s).startswith("selected ") and "selected" not in
        s.rows()[row - 1], "it moves with the row", s.text())
    s.press(" ")
    tap.ok("marked, Number" in s.text(), "a marked row says so", s.text())
    s.press(F10)
    tap.ok("Number" not in s.text() and selected(s).startswith("selected "),
        "a menu stands on a screen of its own", s.text())
    s.press("\x03")
    s.press("n")
    tap.ok("Family name:" in s.text() and "__" not in s.text() and
        s.rows()[s.cursor()[0]].startswith("Family name:"),
        "in a form the cursor is beside the field's name", s.text())
    tap.same(attributes(s.all), [], "no attribute was sent")
    s.end()


def by_setting(tap, vault):
    s = screens(vault)
    s.press(PASSPHRASE + ENTER)
    tap.ok(attributes(s.all) != [], "other screens do have attributes")
    for key in (F10, "settings", ENTER, "screen reader", ENTER, "yes", ENTER):
        s.press(key)
    tap.ok("--" not in s.text() and "> " not in s.text(),
        "chosen in the settings it counts at once", s.text())
    s.end()
    s = screens(vault)
    s.press(PASSPHRASE + ENTER)
    s.all = b""
    s.press("2")
    tap.ok("selected Number" in s.text() and attributes(s.all) == [],
        "and is kept", s.text())
    for key in (F10, "settings", ENTER, "screen reader", ENTER, "no", ENTER):
        s.press(key)
    tap.ok(any(row.startswith(">") for row in s.rows()), "until it is chosen "
        "otherwise", s.text())
    s.end()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            for name in ("Юсуфи", "Karimov"):
                batch.do("new person given_name=%s family_name=%s sex=F "
                    "birth_date=1966-07 nationality=XXA" % (name, name))
        for part in (by_option, by_setting):
            part(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
