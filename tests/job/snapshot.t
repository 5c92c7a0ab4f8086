#!/usr/bin/python3 -B
"""F121: what the journal was made into is kept beside it. Without it, with a
byte of it wrong, or cut short, every command answers the same bytes."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World, tree_bytes  # noqa

PEOPLE = 900		# some 2,000 entries: enough for one to be kept


def told(vault):
    return (vault.do("export", "--json"), vault.do("list", "people"),
        vault.verify()[1])


def screen_of(vault):
    screen = Screen([BIN, "-C", vault.path, "-u", vault.login])
    screen.press(PASSPHRASE + "\r")
    screen.press("2")
    text = screen.text()
    screen.end()
    return text


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        sheet = os.path.join(world.folder, "people.csv")
        with open(sheet, "w", encoding="utf-8") as f:
            f.write("id,group,role,name,sex,dob,nationality\n")
            for n in range(PEOPLE):
                f.write("P%04d,G%04d,%s,Omid Person%04d,M,1987-05-01,AFG\n" %
                    (n, n // 3, "child" if n % 3 else "head", n))
        path = os.path.join(vault.path, "snap", "state")
        tap.ok(not os.path.exists(path), "an empty vault has none")
        vault.do("import", "person", sheet, "--map", "persons")
        tap.ok(os.path.exists(path), "the import leaves one")
        tap.same(os.stat(path).st_mode & 0o777, 0o600, "for her alone")
        with open(path, "rb") as f:
            good = f.read()
        tap.ok(b"Person0001" not in good and b"AFG" not in good,
            "no name can be read in it")
        right, shown = told(vault), screen_of(vault)
        tap.ok("Person0000" in shown, "the screens open by it", shown)
        tap.same(tree_bytes(vault.path)["snap/state"], good,
            "looking writes no other")
        os.remove(path)
        tap.same(told(vault), right, "without it: the same bytes")
        tap.ok(os.path.exists(path), "it is there again")
        for name, bad in (("cut short", good[:len(good) // 2]),
                ("empty", b""), ("something else", b"x" * len(good)),
                ("a bit of a record", good[:200] + bytes([good[200] ^ 1]) +
                    good[201:]),
                ("a bit of its table", good[:-9] + bytes([good[-9] ^ 1]) +
                    good[-8:])):
            with open(path, "wb") as f:
                f.write(bad)
            tap.same(told(vault), right, name + ": the same bytes")
        tap.same(screen_of(vault), shown, "and the same screen")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
