#!/usr/bin/python3 -B
"""One search over people and families, from the command line: names in any
script and spelling, numbers, phones, dates and places, the best first."""
import sys

sys.path.insert(0, "tests/job")
from panah import main  # noqa


def ids(vault, *words):
    return [line.split()[0] for line in vault.do("find", *words).splitlines()]


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


main(test)
