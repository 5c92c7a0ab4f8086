#!/usr/bin/python3 -B
"""The screens line by line: a family is registered and referred by typing
lines, the passphrase is not seen, and a terminal that cannot show screens
gets lines by itself, with the reason (F73)."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Line  # noqa
from panah import BIN, PASSPHRASE, Tap, World, introduce, run  # noqa

FAMILY = ("families", "n", "Юсуфи", "", "Almaty, Turksib", ":save")
PERSON = ("a", "Yusufi", "Parwin", "^", "", "^sex", "Q", "F", "~1988", "Afg",
    ":save", "^")
REFERRAL = ("r", "^to", "AST", "^urgency", "urgent", "^services", "legal", "^reason",
    "Moves to Astana", "^consent", "given", ":save", ":save", "^", "^")


def lines(vault, *typed):
    return run(BIN, "-C", vault.path, "-u", vault.login, "line",
        stdin="\n".join((PASSPHRASE,) + typed + ("",)).encode())


def register(tap, vault):
    done = lines(vault, *FAMILY, *PERSON)
    tap.same(done.code, 0, "the end of input ends it")
    tap.ok("no such choice" in done.out, "a wrong answer is told at once, "
        "and the field asked again", done)
    people = vault.run("list", "people", "--json").objects()
    tap.same([(p["given_name"], p["family_name"], p["sex"], p["birth_date"],
        p["nationality"]) for p in people],
        [("Parwin", "Yusufi", "F", "~1988", "AFG")],
        "lines have registered a person with all that was typed")
    done = lines(vault, "people", "/par", "1")
    tap.ok("1. Number ALA-" in done.out and "Given name Parwin" in done.out,
        "a row says what each of its cells is", done)
    tap.ok("1. Family name, Yusufi" in done.out, "its number opens it", done)


def refer(tap, vault):
    done = lines(vault, "families", "1", *REFERRAL)
    rows = vault.run("list", "referrals", "--json").objects()
    tap.ok(len(rows) == 1 and rows[0]["to"] == "AST" and
        rows[0]["reason"] == "Moves to Astana",
        "lines have referred the family", done, rows)


def newcomer(tap, vault):
    done = lines(vault, "families", "1", "r", "Karimi", "+Karimi, Zarina",
        *REFERRAL[1:])
    tap.ok("nobody fits, F4 or +name" in done.out,
        "who is not known is told how to be named", done)
    people = vault.run("list", "people", "--json").objects()
    tap.same([p["given_name"] for p in people if p["family_name"] ==
        "Karimi"], ["Zarina"], "a + before a name makes a person")
    tap.same(len(vault.run("list", "referrals", "--json").objects()), 2,
        "in the same step as the referral")
    done = lines(vault, "people", "/Karimi")
    tap.ok("1. little known, Number ALA-" in done.out,
        "a list says that little is known of her", done)


def wrong_passphrase(tap, vault):
    done = run(BIN, "-C", vault.path, "-u", vault.login, "line",
        stdin=b"wrong\n" + PASSPHRASE.encode() + b"\n")
    tap.ok("My day" in done.out and "wrong" not in
        done.out.replace("wrong tries", ""), "a wrong passphrase is asked "
        "for again, and neither is printed", done)


def dumb(tap, vault):
    line = Line([BIN, "-C", vault.path, "-u", vault.login], TERM="dumb")
    try:
        line.see("(dumb) cannot show screens")
        line.see("> ")
        line.send(PASSPHRASE + "\r")
        line.see("My day")
        tap.ok(PASSPHRASE.encode() not in line.bytes and b"\x1b" not in
            line.bytes, "TERM=dumb: lines, a reason, no passphrase, no "
            "escape", repr(line.bytes))
        line.send("people\r")
        line.see("People")
    finally:
        line.end()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        introduce(vault, world.office("AST", "Astana", "dana", "Dana S"))
        register(tap, vault)
        refer(tap, vault)
        newcomer(tap, vault)
        wrong_passphrase(tap, vault)
        dumb(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
