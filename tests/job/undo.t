#!/usr/bin/python3 -B
"""u shows what was saved last and puts it back; U does it again; what a
colleague wrote since is never overwritten."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa


def value(vault, uid, field):
    for line in vault.do("show", uid).splitlines():
        if line.startswith(field):
            return line[len(field):].strip(" :")
    return ""


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    uid = vault.do("new", "person", "family_name=Yusufi",
        "given_name=Parwin", "sex=F").split()[0]
    vault.do("set", uid, "given_name=Parwina")
    screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase,
        "-u", "anna"])
    try:
        screen.press("2")
        screen.press("\r")
        screen.press("u")
        tap.ok('from "Parwina" back to "Parwin"' in screen.text(),
            "what would be undone is shown", screen.text())
        tap.same(value(vault, uid, "Given name"), "Parwina",
            "and is not done yet")
        screen.press("y")
        tap.ok("Undone:" in screen.text(), "it is said when it is done",
            screen.text())
        tap.same(value(vault, uid, "Given name"), "Parwin",
            "what stood before stands again")
        screen.press("u")
        tap.ok("not undone" in screen.text(),
            "a new record is not undone, and that is said", screen.text())
        screen.press("U")
        screen.press("y")
        tap.ok("Done again:" in screen.text(), "U does it again",
            screen.text())
        tap.same(value(vault, uid, "Given name"), "Parwina",
            "and it stands")
        screen.press("u")
        vault.do("set", uid, "given_name=Parwana")
        screen.press("y")
        tap.ok("changed again since" in screen.text(),
            "what was written in between stays", screen.text())
        tap.same(value(vault, uid, "Given name"), "Parwana",
            "as it was written")
    finally:
        screen.end()


if __name__ == "__main__":
    main(test)
