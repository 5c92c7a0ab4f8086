#!/usr/bin/python3 -B
"""Two records of one person: said in one office, undone, said in the other;
both offices come to the same, whatever arrived first."""
import os
import sys

sys.path.insert(0, "tests/job")
from panah import introduce, main  # noqa


def carry(one, code, other, folder):
    one.do("send", code, "-o", folder)
    other.run("receive", folder, "--yes")


def people(vault):
    return [one["id"] for one in vault.run("list", "people",
        "--json").objects()]


def agree(tap, almaty, border, name):
    return tap.same(almaty.do("export", "--json"),
        border.do("export", "--json"), name)


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
