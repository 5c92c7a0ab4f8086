#!/usr/bin/python3 -B
"""Clocks that are wrong: in 1970, years ahead, jumping in a session, in 2039,
in zones that nobody has. What is saved keeps its order; an officer is told
that the clock is behind; nothing is refused for the time of day."""
import json
import os
import sys
import time

sys.path.insert(0, "tests/job")
import panah
from line import Screen  # noqa

YEAR = 365 * 24 * 3600
BEHIND = "clock is behind"


class Clock:
    """The time of day that programs are shown, by a file."""

    def __init__(self, world):
        self.shim = os.path.join(world.folder, "clock.so")
        self.file = os.path.join(world.folder, "shift")
        self.there = panah.run("cc", "-shared", "-fPIC", "-O1", "-w", "-o",
            self.shim, "tests/job/preload/clock.c").code == 0
        self.by(0)
        self.before = ("/usr/bin/env", "LD_PRELOAD=" + self.shim,
            "CLOCK_BY=" + self.file)

    def by(self, seconds):
        with open(self.file, "w") as f:
            f.write("%d" % seconds)

    def at(self, seconds):
        self.by(seconds - int(time.time()))


def unlock(clock, vault, before=()):
    screen = Screen([*clock.before, *before, panah.BIN, "-C", vault.path,
        "-u", vault.login])
    screen.press(panah.PASSPHRASE + "\r")
    return screen


def value(vault, record, field):
    return json.loads(vault.do("show", record, "--json"))[field]


def dead_battery(tap, clock, vault):
    """F46: the machine thinks that it is 1970."""
    first = vault.do("new", "group", "name=Before")
    clock.at(100)
    done = vault.run("set", first, "name=Later", before=clock.before)
    tap.ok(done.code == 0 and BEHIND in done.err and "order" in done.err,
        "F46: it is saved, and the clock is said to be wrong", done)
    tap.same(value(vault, first, "name"), "Later", "F46: and counts as later")
    done = vault.run("new", "group", "name=Old", before=clock.before)
    tap.ok(done.code == 0 and done.line.startswith("ALA-1970-"),
        "F46: a number can be given", done)
    clock.by(0)
    vault.do("set", first, "name=Last")
    clock.at(100)
    screen = unlock(clock, vault)
    said = " ".join(screen.text().split())
    tap.ok(BEHIND in said, "F46: the screens say so", screen.text())
    screen.press("3")
    tap.ok("Last" in screen.text() and "-5" not in screen.text(),
        "F46: and show what is there", screen.text())
    screen.end()
    clock.by(0)
    tap.ok(BEHIND not in vault.run("list", "people").err,
        "F46: a clock that is right is not spoken of")


def jumps(tap, clock, vault):
    """F47: back by a day and by five years, within one session."""
    with vault.batch(before=clock.before) as batch:
        record = batch.do("new group name=One")
        names = ("Two", "Three", "Four")
        for name, by in zip(names, (-86400, -5 * YEAR, 0)):
            clock.by(by)
            batch.do("set %s name=%s" % (record, name))
            tap.same(value(vault, record, "name"), name,
                "F47: moved by %d s, the last one counts" % by)
        rows = batch.do("history " + record).splitlines()
    found = [row.split()[-1] for row in rows if "name" in row]
    tap.same(found, ["One"] + list(names), "F47: the history is in order")


def ahead(tap, clock, vault, other):
    """F48: ten years ahead, a bundle of then, and the clock set right."""
    clock.by(10 * YEAR)
    future = vault.do("new", "person", "family_name=Future", "given_name=A",
        "sex=F", "birth_date=1987", "nationality=AFG", before=clock.before)
    stick = vault.path + ".stick"
    done = vault.run("send", "AST", "-o", stick, before=clock.before)
    clock.by(0)
    tap.ok(done.code == 0, "F48: a bundle is sent", done)
    done = vault.run("set", future, "family_name=Now")
    tap.ok(done.code == 0 and value(vault, future, "family_name") == "Now",
        "F48: set right, what is saved counts as later", done)
    tap.ok(BEHIND not in vault.run("list", "people").err,
        "F48: and from then on the clock is right")
    done = other.run("receive", stick, "--yes")
    tap.ok(done.code in (0, 1) and "Future" in other.do("list", "people"),
        "F48: another office takes it in", done)
    tap.same(other.do("list", "my-day", "--json").count("overdue"), 0,
        "F48: and nothing of it is overdue there")


def after_2038(tap, clock, vault):
    """F49: 32 bits of seconds have run out."""
    clock.at(2180000000)
    done = vault.run("new", "group", "name=Afar", before=clock.before)
    tap.ok(done.code == 0 and done.line.startswith("ALA-2039-"),
        "F49: a record of 2039", done)
    shown = vault.run("history", done.line, before=clock.before)
    tap.ok("2039-01-30T" in shown.out, "F49: its time is right", shown)
    clock.by(0)
    tap.ok("2039-01-30T" in vault.do("history", done.line),
        "F49: also when read today")


def zones(tap, clock, vault):
    """F50: a zone changes no byte of data and harms no screen."""
    record = vault.run("export", "--json").objects()[0]["uid"]
    plain = vault.do("export", "--json") + vault.do("history", record)
    for zone in ("Asia/Almaty", "UTC+13", ":/etc/passwd", "x" * 10000,
            "%n%s%n", "Nowhere/At_All", "right/UTC", ""):
        env = ("/usr/bin/env", "TZ=" + zone)
        got = vault.do("export", "--json", before=env) + \
            vault.do("history", record, before=env)
        screen = unlock(clock, vault, env)
        tap.ok(got == plain and "My day" in screen.text(), "F50: TZ=%s" %
            zone[:20], screen.text())
        screen.end()


def test(tap, world):
    clock = Clock(world)
    if not clock.there:
        tap.skip("clocks that are wrong", "no compiler")
        return
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    other = world.office("AST", "Astana sub-office", "dana", "Dana Serikova")
    panah.introduce(vault, other)
    dead_battery(tap, clock, vault)
    jumps(tap, clock, vault)
    ahead(tap, clock, vault, other)
    zones(tap, clock, vault)
    after_2038(tap, clock, vault)
    tap.same(vault.verify()[0], 0, "verify is content")


panah.main(test)
