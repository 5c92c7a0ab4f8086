#!/usr/bin/python3 -B
"""The lists of the day, by keys alone: what waits, who is marked, what is done
to all of them at once, and that each list is found as it was left."""
import datetime
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, introduce, main  # noqa

DOWN, F3 = "\x1b[B", "\x1bOR"


def open_screen(vault, rows=24, columns=80):
    return Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase, "-u",
        vault.login], rows, columns)


def see(tap, screen, name, *wanted):
    shown = "\n".join(screen.rows())
    missing = [w for w in wanted if w not in shown]
    tap.ok(not missing, name, "not seen: %r" % missing, shown)


def selected(screen):
    return [r for r in screen.rows() if r.startswith(">")]


def day(offset):
    return (datetime.datetime.now(datetime.timezone.utc).date() +
        datetime.timedelta(offset)).isoformat()


def fill(ala, ast):
    with ala.batch() as batch:
        ids = [batch.do("new person family_name=%s given_name=%s sex=F "
            "birth_date=1988" % name) for name in (("Yusufi", "Parwin"),
            ("Karimi", "Zarina"), ("Otepov", "Galym"), ("یوسفی", "پروین"))]
        number = batch.do("new referral persons=%s to=AST urgency=urgent "
            "services=legal reason=Widow consent=given" % ids[0])
        batch.do("move %s send" % number)
        batch.do("new consent person=%s purpose=legal answer=given "
            "given_on=2020-01-01 until=%s" % (ids[1], day(-2)))
    ala.do("send", "AST", "-o", os.path.join(ast.path, "spool/in"))
    return ids


def my_day(tap, ala, ast):
    screen = open_screen(ala)
    see(tap, screen, "my day has sections, days and what to do next",
        "[1 My day]", "What to do next", "-- Overdue (1)", "! Consent",
        "-2 d", "ask again", "-- This week (2)", "Yusufi, Parwin", "+3 d",
        "AST has not confirmed", "3 things, 1 overdue.", "changes wait for")
    see(tap, screen, "a late row says since when", "ended ")
    screen.line.end()
    screen = open_screen(ast)
    see(tap, screen, "a bundle that waits is on the first screen",
        "Bundles", "1 to read")
    screen.line.end()


def kept(tap, ala):
    screen = open_screen(ala)
    for key in ("2", "/", "k", "a", "r", F3):
        screen.press(key)
    screen.press("1")
    screen.press("2")
    see(tap, screen, "the filter is kept from tab to tab", "Filter: kar",
        "1 of 4 match", "Karimi")
    screen.line.end()
    screen = open_screen(ala)
    for key in ("2", DOWN, DOWN):
        screen.press(key)
    before = selected(screen)
    for key in ("\r", F3):
        screen.press(key)
    tap.same(selected(screen), before, "so is the row")
    screen.press("3")
    see(tap, screen, "a list without rows says what to press",
        "no family yet", "n begins one")
    screen.line.end()


def bulk(tap, ala):
    screen = open_screen(ala)
    for key in ("2", "/", "1", "9", "8", "8", F3, " ", " "):
        screen.press(key)
    numbers = [r[4:20] for r in screen.rows() if "ALA-" in r[:9]]
    see(tap, screen, "marked people are counted", "4 of 4 match, 2 marked.",
        "b Marked")
    before = ala.run("verify").out
    screen.press("b")
    see(tap, screen, "what is to be touched is shown first", "2 marked",
        numbers[0], numbers[1], "Nothing is done yet", "t Note")
    shown = "\n".join(screen.rows())
    tap.ok(numbers[2] not in shown and numbers[3] not in shown,
        "and nobody else", shown)
    tap.same(ala.run("verify").out, before, "nothing is written until then")
    screen.press("t")
    screen.press("Seen at the office")
    screen.press("\r")
    see(tap, screen, "one note stands on two cards",
        "The note stands on 2 cards.", "[2 People]")
    notes = [r for r in ala.run("export", "--json").objects()
        if r["form"] == "note"]
    tap.same([n["text"] for n in notes], ["Seen at the office"] * 2,
        "both are saved")
    for key in (" ", "r"):
        screen.press(key)
    see(tap, screen, "r refers who is marked", "New referral")
    screen.line.end()


def wide(tap, ala):
    screen = open_screen(ala, 40, 200)
    screen.press("2")
    rows = screen.rows()
    tap.ok("-- ALA-" in rows[2][138:] and "ALA-" in rows[3][:138],
        "at 200 columns the record stands beside the list", *rows[:6])
    screen.line.end()
    screen = open_screen(ala, 12, 40)
    screen.press("2")
    see(tap, screen, "at 40 columns number and names are left", "Karimi",
        "Zarina")
    screen.line.end()


def referrals(tap, ast):
    spool = os.path.join(ast.path, "spool/in")
    ast.do("receive", spool)
    screen = open_screen(ast)
    screen.press("4")
    see(tap, screen, "what came in says who asks, until when, and is verified",
        "[1 In]", "ALA", "Legal help", "3 d", "Sent", "verified",
        "waits for our answer until", "a Accept", "c Confirm receipt", "x Reject")
    screen.press("c")
    screen.press("\x1bOQ")
    see(tap, screen, "receipt is confirmed from the list", "[1 In]",
        "Acknowledged")
    screen.press("3")
    see(tap, screen, "an empty tab says where to look", "[3 Late]",
        "No answer is overdue")
    screen.press(F3)
    see(tap, screen, "and back is where one came from", "[1 My day]",
        "ALA waits for an answer")
    screen.line.end()


def test(tap, world):
    ala = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    ast = world.office("AST", "Astana sub-office", "dana", "Dana Serikova")
    introduce(ala, ast)
    fill(ala, ast)
    my_day(tap, ala, ast)
    kept(tap, ala)
    bulk(tap, ala)
    wide(tap, ala)
    referrals(tap, ast)


if __name__ == "__main__":
    main(test)
