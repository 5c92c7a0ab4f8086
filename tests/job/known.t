#!/usr/bin/python3 -B
"""Whoever registers a person is told in the first pause that she may be here
already, in another script too; F7 lays the search for her over the form, and
nothing typed is lost by it."""
import re
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa

F7, F3 = "\x1b[18~", "\x1bOR"


def typed(screen, *fields):
    for text in fields:
        screen.press(text + "\t")
    screen.idle(1.5)


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    number = vault.do("new", "person", "family_name=Yusufi",
        "given_name=Parwin", "sex=F", "birth_date=1988-03-21",
        "nationality=AFG").strip()
    screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
        "anna"])
    try:
        screen.press("2")
        screen.press("n")
        typed(screen, "Юсуфи", "Наргис", "", "", "", "f", "1971-01-30")
        tap.ok("may be the same" not in screen.text(),
            "nobody is named who is another", screen.text())
        screen.press("\x1b[24~")
        screen.press("y")
        screen.press("n")
        typed(screen, "Юсуфи", "Парвин", "", "", "", "f")
        typed(screen, "21.3.1988")
        tap.ok(number in screen.text() and "may be the same person" in
            screen.text(), "she may be here already: in one line",
            screen.text())
        screen.press(F7)
        tap.ok("Find" in screen.text() and number in screen.text(),
            "F7 searches for her", screen.text())
        for i in range(3):  # typing, the filter, the screen
            screen.press(F3)
        tap.ok("Register a person" in screen.text() and "Парвин" in
            screen.text() and "1988-03-21" in screen.text(),
            "and what was typed still stands", screen.text())
        tap.same(len(re.findall("may be the same", screen.text())), 0,
            "it is said once")
    finally:
        screen.end()


if __name__ == "__main__":
    main(test)
