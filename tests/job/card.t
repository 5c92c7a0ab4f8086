#!/usr/bin/python3 -B
"""The card of a person, by keys alone, in a small window too."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa


def narrow(tap, vault):
    with vault.batch() as batch:
        batch.do("new person family_name=Yusufi given_name=Parwin sex=F "
            "birth_date=1988")
    screen = Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", vault.login], 12, 40)
    screen.press("2")
    screen.press("\r")
    shown = screen.text()
    tap.ok("Family name" in shown and "Yusufi" in shown.split("Family name")
        [1].splitlines()[0], "at 40x12 a field stands with its value", shown)
    screen.line.end()


def job(tap, world):
    narrow(tap, world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova"))


if __name__ == "__main__":
    main(job)
