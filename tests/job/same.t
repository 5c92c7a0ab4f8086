#!/usr/bin/python3 -B
"""Two records of one person: said in one office, undone, said in the other;
both offices come to the same, whatever arrived first."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, introduce, main  # noqa


def carry(one, code, other, folder):
    one.do("send", code, "-o", folder)
    other.run("receive", folder, "--yes")


def people(vault):
    return [one["id"] for one in vault.run("list", "people",
        "--json").objects()]


def agree(tap, almaty, border, name):
    return tap.same(almaty.do("export", "--json"),
        border.do("export", "--json"), name)


def desk(tap, almaty, here, there):
    """Both side by side, one act joins them, u takes all of it back."""
    before = almaty.do("export", "--json")
    screen = Screen([BIN, "-C", almaty.path, "-P", almaty.world.passphrase,
        "-u", almaty.login])
    try:
        screen.press("6")
        shown = screen.text()
        for word in (here, there, "Rahimi", "Ахмад", "1992-03-21", "~1992",
                "pair 1 of 1", "possible", "Why likely: same name",
                "Not answered yet: Date of birth"):
            tap.ok(word in shown, "the desk shows %s" % word, shown)
        screen.press("m")
        tap.same(almaty.do("export", "--json"), before,
            "nothing is joined before the question is answered")
        left = [one for one in almaty.run("export", "--json").objects()
            if one["id"] in (here, there)][0]["id"]
        screen.press("2")
        screen.press("m")
        tap.ok("Nobody looks like another" in screen.text(),
            "joined, and nothing is left to look at", screen.text())
        tap.same(people(almaty), [left], "one person is listed")
        kept = almaty.run("show", left, "--json").objects()[0]
        tap.same(kept["birth_date"], "1992-03-21" if left == there
            else "~1992", "with the value that was kept")
        screen.press("u")
        screen.press("y")
        screen.idle(0.5)
        after = [{k: v for k, v in one.items()}
            for one in almaty.run("export", "--json").objects()]
        tap.ok(not any("_same" in one for one in after) and
            almaty.do("export", "--json") == before,
            "u takes the join and the value back at once", screen.text())
    finally:
        screen.end()


def test(tap, world):
    almaty = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    border = world.office("KOR", "Korday", "dana", "Dana Serik")
    introduce(almaty, border)
    folder = os.path.join(world.folder, "stick")
    os.mkdir(folder)
    here = almaty.do("new", "person", "family_name=Rahimi",
        "given_name=Ahmad", "sex=M", "birth_date=1992-03-21")
    there = border.do("new", "person", "family_name=Рахими",
        "given_name=Ахмад", "sex=M", "birth_date=~1992")
    carry(border, "ALA", almaty, folder)
    carry(almaty, "KOR", border, folder)

    done = almaty.run("duplicates", "--json")
    found = done.objects()
    tap.same((done.code, [sorted((one["id"], one["other_id"]))
        for one in found]), (1, [sorted((here, there))]),
        "a person who came with a bundle is found beside her own record")
    tap.same(round(sum(one["bits"] for one in found[0]["reasons"]), 1),
        found[0]["bits"], "and the reasons add up")
    done = almaty.run("duplicates")
    tap.ok("Why likely: same name" in done.out and "Rahimi" in done.out and
        "Рахими" in done.out, "with the reasons in words", done)

    desk(tap, almaty, here, there)
    done = almaty.run("same", here, there)
    tap.same(done.code, 0, "two records are said to be one person")
    leader, other = done.line.split()
    tap.same(people(almaty), [leader], "who then stands once in a list")
    tap.same(almaty.run("duplicates").code, 0,
        "and is not asked about again")
    tap.ok("Same person as" in almaty.do("show", leader) +
        almaty.do("show", other), "and a record says so")
    tap.same(len(almaty.run("export", "--json").objects()), 2,
        "both records are there still")
    almaty.do("undo")
    tap.same(len(people(almaty)), 2, "undo takes it back")
    carry(almaty, "KOR", border, folder)
    border.do("same", there, here)
    carry(border, "ALA", almaty, folder)
    carry(almaty, "KOR", border, folder)
    agree(tap, almaty, border, "undone here and said there, both converge")
    tap.same((people(almaty), people(border)), ([leader], [leader]),
        "on one person")

    border.do("same", "--undo", here, there)
    almaty.do("different", here, there)
    carry(almaty, "KOR", border, folder)
    carry(border, "ALA", almaty, folder)
    agree(tap, almaty, border, "verdicts that cross converge too")
    tap.same(len(people(border)), 2, "on two people")

    done = almaty.run("same", here, here)
    tap.ok(done.code == 2 and "one record" in done.err,
        "a record is not compared with itself", done)
    group = almaty.do("new", "group", "name=Rahimi")
    done = almaty.run("different", here, group)
    tap.ok(done.code == 2 and "no record of a person" in done.err,
        "nor a person with a family", done)


if __name__ == "__main__":
    main(test)
