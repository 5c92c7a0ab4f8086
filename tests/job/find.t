#!/usr/bin/python3 -B
"""One search over people and families, from the command line and on the screen: names in any
script and spelling, numbers, phones, dates and places, the best first."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa

FIND = "\x06"


def ids(vault, *words):
    return [line.split()[0] for line in vault.do("find", *words).splitlines()]


def on_screen(tap, world, vault):
    def opened():
        return Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
            "anna"])
    for typed in "aliya", "алия", "Әлия", "علیا", "фдшнф":
        screen = opened()
        screen.press("/")
        screen.press(typed)
        screen.press(FIND)
        screen.idle(0.6)
        tap.ok("Find" in screen.rows()[0] and "Ахметова, Әлия" in
            screen.text() and "1 fit" in screen.text(),
            typed + " finds her on the screen", screen.text())
        screen.press("\r")
        tap.ok("Ахметова, Әлия" in screen.text() and
            "Find >" in screen.rows()[0], "and Enter opens her card",
            screen.text())
        screen.end()
    screen = opened()
    screen.press(":")
    screen.press("юсуфи")
    screen.press("\r")
    tap.ok("Юсуфи, Парвин" in screen.text(), "the palette finds people",
        screen.text())
    screen.press("q")
    screen.press("/")
    screen.press(FIND)
    screen.press("Gulnar 1977")
    screen.press("\r")
    tap.ok("Register a person" in screen.text() and "Gulnar" in
        screen.text() and "1977" in screen.text(),
        "Enter on nobody registers with what was typed", screen.text())
    screen.end()


def test(tap, world):
    vault = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    family = vault.do("new", "group", "name=Yusufi",
        "address=Mazar-i-Sharif, 12")
    parwin = vault.do("new", "person", "family_name=Yusufi",
        "given_name=Parwin", "sex=F", "birth_date=1988-03-21",
        "group=" + family, "phone=+7 701 555 01 23")
    parvin = vault.do("new", "person", "family_name=Юсуфи",
        "given_name=Парвин", "sex=F", "birth_date=~1990")
    aliya = vault.do("new", "person", "family_name=Ахметова",
        "given_name=Әлия", "sex=F", "birth_date=1995-12-05")

    tap.same(ids(vault, "yusufi", "1988", "mazar"), [parwin],
        "a name, a year and a place in any order")
    tap.same(ids(vault, "юсуфи"), [parvin, family, parwin],
        "the name as it is typed comes first")
    for typed in "aliya", "алия", "Әлия", "علیا", "фдшнф", "fkbz", "ugdh":
        tap.same(ids(vault, typed), [aliya], typed + " finds one person")
    tap.ok("same name in another script" in vault.do("find", "aliya"),
        "and the reason is told")
    tap.ok("то же имя другим письмом" in vault.do("-l", "ru", "find",
        "aliya"), "in Russian as well")
    tap.same(ids(vault, "8 (701) 555-01-23"), [parwin],
        "a phone in any grouping")
    tap.same(ids(vault, "1367"), [parwin], "a year of the solar calendar")
    tap.same([one["id"] for one in vault.run("find", "юсуфи",
        "--json").objects()], [parvin, family, parwin],
        "objects come in the same order")
    done = vault.run("find", "nobody")
    tap.same((done.code, done.out), (0, ""), "nobody is no error")
    with vault.batch() as batch:
        tap.same(batch.do("find sabira"), "", "nobody yet")
        batch.do("new person given_name=Sabira sex=F birth_date=2001")
        tap.ok("Sabira" in batch.do("find sabira"),
            "who was saved just now is found")
    vault.do("new", "note", "person=" + aliya,
        "text=Служба спасения\nв Мазаре")
    noted = vault.do("find", "--text", "mazar")
    tap.ok(noted.startswith(aliya) and "в Мазаре" in noted and "\n" not in
        noted, "a note is found by a word of it, with the line", noted)
    on_screen(tap, world, vault)


main(test)
