#!/usr/bin/python3 -B
"""How she wants the screens, terminal by terminal: signs in colour unless
NO_COLOR says otherwise, the mouse, Latin letters in place of others."""
import re
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F2, F10, ENTER, DOWN = "\x1bOQ", "\x1b[21~", "\r", "\x1b[B"


def screens(vault, **more):
    s = Screen([BIN, "-C", vault.path, "-u", vault.login],
        **{"TERM": "xterm-256color", **more})
    s.press(PASSPHRASE + ENTER)
    return s


def choose(s, setting, value):
    for key in (F10, "settings", ENTER, setting, ENTER, value, ENTER):
        s.press(key)


def drop(s):
    s.press("\x03")
    s.press("y")


def colours(sent):
    return [n for codes in re.findall(rb"\x1b\[([0-9;]*)m", sent)
        for n in codes.split(b";") if n in (b"33", b"36")]


def colour(tap, vault):
    s = screens(vault)
    s.press("2n\t\t\t\t\tq\t")
    tap.ok("no such choice" in s.text() and colours(s.all) == [],
        "no colour where nobody asked for it", s.text())
    drop(s)
    choose(s, "colour", "yes")
    s.press("n\t\t\t\t\tq\t")
    tap.ok(colours(s.all) == [b"33"], "a sign in yellow where she did",
        colours(s.all), s.text())
    drop(s)
    s.end()
    s = screens(vault, NO_COLOR="1")
    s.press("2n\t\t\t\t\tq\t")
    tap.ok("no such choice" in s.text() and colours(s.all) == [],
        "NO_COLOR is stronger", s.text())
    drop(s)
    s.end()
    s = screens(vault, TERM="vt100")
    s.press("2n\t\t\t\t\tq\t")
    tap.ok(colours(s.all) == [], "and a terminal without colours shows the "
        "sign alone", s.text())
    drop(s)
    s.end()


def mouse_at(row, column, button=0):
    return "\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm" % ((button, column + 1, row + 1)
        * 2)


def row_of(s, text):
    return next(i for i, row in enumerate(s.rows()) if text in row)


def mouse(tap, vault):
    s = screens(vault)
    s.press("2")
    first = s.cursor()[0]
    tap.ok(b"\x1b[?1000h" not in s.all, "until she asks, the mouse is the "
        "terminal's own")
    choose(s, "mouse", "yes")
    tap.ok(s.all.count(b"\x1b[?1000h\x1b[?1006h") == 1, "then it is, once")
    s.press("g")
    s.press(mouse_at(first + 2, 10))
    tap.same(s.cursor()[0], first + 2, "a click selects the row")
    tap.ok(s.rows()[first + 2].startswith(">"), "with its mark", s.text())
    s.press(mouse_at(first, 10))
    tap.same(s.cursor()[0], first, "above too")
    s.press(mouse_at(5, 10, 65) + mouse_at(5, 10, 65))
    tap.same(s.cursor()[0], first + 2, "the wheel moves down")
    s.press(mouse_at(5, 10, 64))
    tap.same(s.cursor()[0], first + 1, "and up")
    s.press(mouse_at(5, 10, 2) + mouse_at(5, 10, 35))
    tap.same(s.cursor()[0], first + 1, "what else it does means nothing")
    s.press("n")
    s.press("Aygul" + mouse_at(row_of(s, "Patronymic"), 10) + "x")
    tap.ok("Aygul" in s.text() and "M" not in s.rows()[row_of(s,
        "Patronymic")], "in a form a click goes to the field and types "
        "nothing", s.text())
    drop(s)
    s.end()


def latin(tap, vault):
    s = screens(vault)
    choose(s, "right to left", "latin")
    s.press("2")
    tap.ok(re.search("~Yusfi +~Yusfi", s.text()) and not re.search("[؀-ۿ]",
        s.text()), "Latin letters stand in for Arabic ones, with a sign",
        s.text())
    s.end()
    people = vault.run("list", "people", "--json").objects()
    tap.ok("یوسفی" in [p["family_name"] for p in people],
        "what is kept is as it was written")


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            for name in ("یوسفی", "Karimov", "Ахметов", "Zaman"):
                batch.do("new person given_name=%s family_name=%s sex=F "
                    "birth_date=1966-07 nationality=XXA" % (name, name))
        for part in (colour, mouse, latin):
            part(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
