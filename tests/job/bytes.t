#!/usr/bin/python3 -B
"""Bytes sent for each act, at 80x24: what a slow line has to carry. A count is
exact, so it is held to its budget here and not in the bench."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import open_vault  # noqa
from panah import Tap, World, introduce  # noqa

DOWN, UP, PAGE_DOWN, HOME = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[H"
MOVE, LETTER, BURST, POPUP = 60, 6, 250, 200
ROWS = 300  # three rows, each some 85 bytes of text with its two scripts
SCREEN = {"en": 1700, "ru": 2400, "kk": 2400}
STEPS = 900  # a bundle that takes less than a second
IDLE_SECONDS = 10
# Latin names with the script in the last column, as screens.md draws people.
GIVEN = ("Parwin", "Hamid", "Laila", "Zarina", "Karim", "Nilufar", "Farrukh",
    "Madina", "Aliya", "Quralay")
FAMILY = ("Yusufi", "Karimi", "Nazarov", "Yusupova", "Qusaiynov", "Saidov")


def people(vault):
    with vault.batch() as batch:
        for i in range(60):
            batch.do('new person given_name="%s" family_name="%s" sex=%s '
                "birth_date=%d nationality=AFG names=\"یوسفی پروین\"" %
                (GIVEN[i % 10], FAMILY[i % 6], "FM"[i % 2], 1950 + i))


def within(tap, name, got, most):
    tap.ok(len(got) <= most, "%s: %d bytes, at most %d" % (name, len(got),
        most), repr(got[:800]))


def one_write(tap, name, got):
    """A screen is never wiped to be drawn anew."""
    tap.ok(b"\x1b[2J" not in got and b"\x1b[H\x1b[J" not in got,
        "%s: nothing is cleared" % name, repr(got[:200]))


def lists(tap, line, lang):
    people_screen = line.send("2")
    within(tap, lang + ": people", people_screen, SCREEN[lang])
    one_write(tap, lang + ": people", people_screen)
    within(tap, lang + ": the same screen again", line.send("2"), MOVE)
    for name, keys in (("down", DOWN), ("down again", "j"), ("up", UP)):
        within(tap, lang + ": " + name, line.send(keys), MOVE)
        within(tap, lang + ": the lines about it", line.quiet(0.6), POPUP)
    line.send(HOME)
    line.quiet(0.6)
    # 16 rows down from the first of 15 that are shown: two come into sight.
    within(tap, lang + ": 16 moves in a burst", line.send(DOWN * 16), BURST)
    within(tap, lang + ": the lines about it", line.quiet(0.6), POPUP)
    within(tap, lang + ": 16 moves up", line.send(UP * 16), BURST)
    line.send(DOWN * 14)
    line.quiet(0.6)
    within(tap, lang + ": 3 that scroll", line.send(DOWN * 3), ROWS)
    within(tap, lang + ": 16 that scroll as well", line.send(DOWN * 16),
        SCREEN[lang])
    within(tap, lang + ": a page", line.send(PAGE_DOWN), SCREEN[lang])
    card = line.send("\r")
    within(tap, lang + ": a card", card, SCREEN[lang])
    one_write(tap, lang + ": a card", card)
    timeline = line.send("2")
    within(tap, lang + ": its months and timeline", timeline, SCREEN[lang])
    one_write(tap, lang + ": its months and timeline", timeline)
    within(tap, lang + ": back", line.send("q"), SCREEN[lang])


def bundles(tap, line, lang):
    """Both screens of the exchange, and all that is drawn while one goes."""
    line.send("e")
    line.send("Astana\r")
    out = line.send("\r")
    within(tap, lang + ": a bundle out", out, SCREEN[lang])
    one_write(tap, lang + ": a bundle out", out)
    within(tap, lang + ": its steps, to the end", line.send("\r"), STEPS)
    line.send("q")
    line.send("e")
    line.send("\r")
    found = line.send("\r")
    within(tap, lang + ": bundles found", found, SCREEN[lang])
    one_write(tap, lang + ": bundles found", found)
    within(tap, lang + ": one bundle down", line.send(DOWN), MOVE)
    within(tap, lang + ": what it brings", line.quiet(0.6), POPUP)
    line.send("q")


def form(tap, line, lang):
    screen = line.send("n")
    within(tap, lang + ": a form", screen, SCREEN[lang])
    one_write(tap, lang + ": a form", screen)
    line.send("a")
    within(tap, lang + ": a Latin letter", line.send("b"), LETTER)
    within(tap, lang + ": a Cyrillic letter", line.send("ж"), LETTER)
    within(tap, lang + ": ten letters in a burst", line.send("парвинюсуф"),
        10 * LETTER)
    within(tap, lang + ": the next field", line.send("\t"), BURST)
    tap.same(line.quiet(IDLE_SECONDS)[:200], b"", lang +
        ": %d seconds without a key send nothing" % IDLE_SECONDS)


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        people(vault)
        other = world.office("AST", "Astana", "dana", "Dana Serik")
        introduce(vault, other)
        for name in ("Saidov", "Karimi"):
            other.do("new", "person", "family_name=" + name)
            other.do("send", "ALA", "-o", os.path.join(vault.path, "spool",
                "in"))
        for lang in SCREEN:
            line = open_vault(vault, "-l", lang)
            try:
                lists(tap, line, lang)
                bundles(tap, line, lang)
                form(tap, line, lang)
            finally:
                line.end()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
