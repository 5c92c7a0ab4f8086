#!/usr/bin/python3 -B
"""The conflict desk: both values with who and what was before; nothing is
chosen until Enter; a choice can be taken back."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, introduce, main, run  # noqa


def carry(one, code, other, folder):
    one.do("send", code, "-o", folder)
    other.run("receive", folder, "--yes")


def value(vault, uid, field="given_name"):
    return vault.run("show", uid, "--json").objects()[0].get(field)


def two_values(world):
    almaty = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    astana = world.office("AST", "Astana", "dana", "Dana Serik")
    introduce(almaty, astana)
    uid = almaty.do("new", "person", "family_name=Yusufi",
        "given_name=Parwin", "sex=F").split()[0]
    folder = os.path.join(world.folder, "stick")
    os.mkdir(folder)
    carry(almaty, "AST", astana, folder)
    almaty.do("set", uid, "given_name=Parvin")
    astana.do("set", uid, "given_name=Parween")
    carry(astana, "ALA", almaty, folder)
    return almaty, uid


def by_lines(tap, vault, uid):
    """The same desk line by line: both kept, and taken back."""
    def lines(*typed):
        return run(BIN, "-C", vault.path, "-u", "anna", "line",
            stdin="\n".join((PASSPHRASE, "conflicts") + typed +
            ("",)).encode())
    done = lines("3", "settle")
    tap.ok("] AST" in done.out and "[3] Keep both" in done.out and
        "no note with it" in done.out, "lines say what each one wrote", done)
    tap.same([value(vault, uid), value(vault, uid, "names")],
        ["Parween", ["Yusufi Parvin"]], "and keep both")
    lines("u", "y")
    tap.same([sorted(value(vault, uid)["conflict"]),
        value(vault, uid, "names")], [["Parvin",
        "Parween"], None], "and take it back")


def test(tap, world):
    vault, uid = two_values(world)
    by_lines(tap, vault, uid)
    both = value(vault, uid)["conflict"]
    screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase,
        "-u", "anna"])
    try:
        screen.press("5")
        shown = screen.text()
        for word in ("Parvin", "Parween", "Before", "anna", "dana",
                "ALA", "AST", "Nothing chosen yet",
                "no note with it", "Keep both"):
            tap.ok(word in shown, "%s is shown" % word, shown)
        screen.press("\r")
        tap.same(value(vault, uid), {"conflict": both},
            "Enter alone chooses nothing")
        screen.press("2")
        tap.same(value(vault, uid), {"conflict": both},
            "nor does marking a value")
        screen.press("\r")
        tap.same(value(vault, uid), both[1], "Enter takes the marked one")
        tap.ok("No field holds two values" in screen.text(),
            "then nothing waits", screen.text())
        screen.press("u")
        screen.press("y")
        screen.idle(0.5)
        tap.same(sorted(value(vault, uid)["conflict"]), sorted(both),
            "u brings both values back")
        tap.ok("Type another" in screen.text(), "and shows them",
            screen.text())
        screen.press("3")
        screen.press("\r")
        tap.same(value(vault, uid), "Parween", "keeping both, the newer stands")
        tap.same(value(vault, uid, "names"), ["Yusufi Parvin"],
            "and the other is another spelling")
        screen.press("u")
        screen.press("y")
        screen.idle(0.5)
        tap.same(sorted(value(vault, uid)["conflict"]), sorted(both),
            "one u takes both back")
        tap.same(value(vault, uid, "names"), None, "also the spelling")
        screen.press("4")
        screen.press("Parvina")
        screen.press("\r")
        tap.same(value(vault, uid), "Parvina", "another value can be typed")
    finally:
        screen.end()


if __name__ == "__main__":
    main(test)
