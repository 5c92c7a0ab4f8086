#!/usr/bin/python3 -B
"""Terminals as they are: unknown, small, huge, resized, of another locale,
with other function keys; flow control and escapes in bad moments; a paste of
ten thousand lines; a line that hangs up (F65, F73, F74, F75, F76, F78)."""
import os
import re
import signal
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World  # noqa

CYRILLIC = "Құсайынова"


def open_it(vault, *more, **terminal):
    return Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase, "-u",
        vault.login, *more], **terminal)


def unknown(tap, vault):
    for term in ("xterm-kitty", "alacritty-direct", "vt100", "no-such-thing",
            "linux", "putty", "tmux-256color"):
        screen = open_it(vault, TERM=term)
        tap.ok("My day" in screen.text(), "TERM=%s shows screens" % term,
            screen.text())
        screen.end()


def locales(tap, vault):
    for name in ("C", "POSIX", "C.UTF-8", "ru_RU.UTF-8", ""):
        screen = open_it(vault, LC_ALL=name, LANG=name)
        screen.press("2")
        tap.ok(CYRILLIC in screen.text(), "LC_ALL=%s shows Cyrillic" % name,
            screen.text())
        screen.end()


def colours(tap, vault):
    plain, set_ = open_it(vault), open_it(vault, NO_COLOR="1")
    for screen in (plain, set_):
        screen.press("2")
    tap.same(set_.rows(), plain.rows(), "NO_COLOR changes no word")
    sent = [n for codes in re.findall(rb"\x1b\[([0-9;]*)m", set_.all)
        for n in codes.split(b";") if n.isdigit() and 30 <= int(n) <= 48 and
        int(n) not in (39,)]
    tap.same(sent, [], "NO_COLOR: no colour is sent")
    plain.end()
    set_.end()


def sizes(tap, vault):
    for rows, columns in ((12, 40), (24, 80), (60, 200), (10, 40)):
        screen = open_it(vault, rows=rows, columns=columns)
        screen.press("2")
        tap.ok(CYRILLIC[:6] in screen.text() or rows < 12,
            "%dx%d shows people" % (columns, rows), screen.text())
        screen.end()
    screen = open_it(vault)
    screen.press("2n")
    screen.press("Айгуль")
    for rows, columns in ((9, 38), (12, 40), (60, 200), (24, 80)):
        screen.resize(rows, columns)
        if rows < 10:
            tap.ok("38x9" in screen.text() and "safe" in screen.text(),
                "too small: a sentence", screen.text())
        else:
            tap.ok("Айгуль" in screen.text(), "resized to %dx%d: what is "
                "typed stays" % (columns, rows), screen.text())
    screen.end()


def keys(tap, vault):
    for name, code in (("xterm", "\x1bOP"), ("PuTTY", "\x1b[11~"),
            ("console", "\x1b[[A")):
        screen = open_it(vault)
        screen.press("2n")
        screen.press(code)
        tap.ok("Help" in screen.rows()[0], "F1 of %s" % name, screen.text())
        screen.end()
    screen = open_it(vault)
    screen.press("2n")
    screen.press("\x1b\x1bOP")
    tap.ok("OP" not in screen.text(), "Esc and at once F1 types no letters",
        screen.text())
    screen.end()
    screen = open_it(vault)
    screen.press("2n")
    screen.press("x\x1a")
    tap.ok("x_" not in screen.rows()[2], "^Z undoes on the Linux console",
        screen.text())
    screen.press("ab\x11cd")
    tap.ok("abcd" in screen.text(), "^Q stops nothing", screen.text())
    screen.press("\x13")
    tap.ok("Save all the same?" in screen.text(), "^S does not freeze: it "
        "saves", screen.text())
    screen.end()


XTERM = {1: "\x1bOP", 2: "\x1bOQ", 3: "\x1bOR", 4: "\x1bOS", 5: "\x1b[15~",
    6: "\x1b[17~", 7: "\x1b[18~", 8: "\x1b[19~", 9: "\x1b[20~",
    10: "\x1b[21~", 12: "\x1b[24~"}
# PuTTY's default and the Linux console differ in the first; ssh of Windows
# sends what xterm does.
PUTTY = {**XTERM, **{n: "\x1b[%d~" % (10 + n) for n in range(1, 6)}}
CONSOLE = {**XTERM, **{n: "\x1b[[" + "ABCDE"[n - 1] for n in range(1, 6)}}


def function_keys(tap, vault):
    for name, f in (("xterm, Windows ssh", XTERM), ("PuTTY", PUTTY),
            ("console", CONSOLE)):
        s = open_it(vault)
        s.press("2")
        for number, before, seen in ((1, "", "Type to find"), (3, "",
                "[2 People]"), (7, "", "Filter:"), (3, "", "[2 People]"),
                (9, "", "What to do"), (12, "", "[2 People]"),
                (10, "", "What to do"), (12, "", "[2 People]"),
                (6, "", "Register a person"), (8, "x", "just now"),
                (4, "\t\t\t\t\t", "Female"), (12, "", "Patronymic"),
                (2, "", "Save all the same?"), (12, "n", "Drop what")):
            if before:
                s.press(before)
            s.press(f[number])
            tap.ok(seen in s.text(), "F%d of %s" % (number, name), s.text())
        s.press("y")
        sent = len(s.all)
        s.press(f[5])
        tap.ok(len(s.all) - sent > 500, "F5 of %s paints all again" % name)
        s.end()


def other_bytes(tap, vault):
    """What a KOI8-R keyboard sends is no UTF-8, and becomes no data."""
    s = open_it(vault)
    s.press("2n")
    os.write(s.line.master, "ABюаCD".encode("koi8-r"))
    s.press("")
    row = next(r for r in s.rows() if "Family name" in r)
    tap.ok("ABCD_" in row and "?" not in row and "\ufffd" not in row,
        "bytes that are no letter are left out", row)
    s.press("\x03y")
    s.end()


def paste(tap, vault):
    screen = open_it(vault)
    screen.press("2n")
    text = "".join("line %d\r" % i for i in range(10000))
    began = time.monotonic()
    screen.press("\x1b[200~" + text[:4000] + "\x1b[201~")
    tap.ok("Register a person" in screen.text() and "left out" in
        screen.text(), "a paste of many lines stays in its field",
        screen.text())
    for at in range(4000, len(text), 3000):
        screen.press("\x1b[200~" + text[at:at + 3000] + "\x1b[201~")
    tap.ok("Register a person" in screen.text(), "of ten thousand too: "
        "%.1f s" % (time.monotonic() - began), screen.text())
    screen.press("\x1a" * 40)
    screen.press("ok")
    tap.ok("Register a person" in screen.text(), "and it can be worked on",
        screen.text())
    screen.end()


def hang_up(tap, vault):
    for number in (signal.SIGHUP, signal.SIGTERM):
        screen = open_it(vault)
        screen.press("2n")
        screen.press("Zarina")
        os.kill(screen.line.pid, number)
        tap.same(screen.line.wait(), 128 + number,
            "signal %d ends it as such" % number)
        screen.line.close()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            batch.do("new person given_name=Құралай family_name=%s sex=F "
                "birth_date=1966-07 nationality=XXA" % CYRILLIC)
        for part in (unknown, locales, colours, sizes, keys,
                function_keys, other_bytes, paste, hang_up):
            part(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
