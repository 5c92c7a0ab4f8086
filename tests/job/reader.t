#!/usr/bin/python3
"""Readers that were written from the manual pages alone agree with panah.

tests/reader knows nothing of the program's source: what it reads is what
panah-vault(5), panah-journal(5), panah-bundle(5) and panah-screens(5) say.
"""
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__)))
from panah import Tap, World, introduce, run  # noqa

PYTHON = "/usr/bin/python3"


def reader(name, *words):
    return run(PYTHON, "-B", "tests/reader/" + name, *words)


def journal(tap, world, vault, name):
    done = reader("journal.py", vault.path, vault.login, world.passphrase)
    last = done.out.splitlines()[-1:] or [""]
    tap.ok(done.code == 0 and last[0].startswith("frames ") and
        last[0].endswith(" ok"), name + ": one unbroken chain", done)
    code, found = vault.verify()
    words = last[0].split()
    tap.ok(code == 0 and len(words) == 7 and words[1] == found["frames"] and
        words[3] == found["entries"], name + ": the same numbers",
        last[0], found["said"])
    return done.out


def flipped(tap, world, vault):
    path = os.path.join(vault.path, "journal")
    with open(path, "rb") as f:
        data = bytearray(f.read())
    data[200] ^= 1
    with open(path, "wb") as f:
        f.write(data)
    done = reader("journal.py", vault.path, vault.login, world.passphrase)
    tap.ok(done.code == 1, "a flipped bit in the journal is named", done)


def bundle(tap, world, ala, ast):
    out = os.path.join(world.folder, "out")
    ala.do("send", "AST", "-o", out)
    identity = os.path.join(world.folder, "identity")
    ast.do("identity", identity, "--yes")
    card = open(ala.path + ".card").read()
    key = [line.split("\t")[1] for line in card.splitlines()
        if line.startswith("sign\t")][0]
    file = glob.glob(out + "/*.pnh")[0]
    done = reader("bundle.py", file, key, identity)
    tap.ok(done.code == 0 and "Төлегенова" in done.out,
        "a bundle opens and holds", done)
    with open(file, "rb") as f:
        data = bytearray(f.read())
    data[len(data) // 2] ^= 1
    done = reader("bundle.py", world.file("bad.pnh", bytes(data)), key,
        identity)
    tap.ok(done.code == 1, "a flipped bit in it is named", done)


def main():
    tap = Tap()
    with World() as world:
        ala = world.office("ALA", "Almaty", "anna", "Anna Bekova")
        ast = world.office("AST", "Astana", "dana", "Dana Serikova")
        introduce(ala, ast)
        one = ala.do("new", "person", "given_name=Әлия",
            "family_name=Төлегенова", "sex=F", "birth_date=~1988",
            "nationality=XXA", "phone=+7 701 555 01 02")
        ala.do("set", one, "birth_date=1988-03")
        text = journal(tap, world, ala, "Almaty")
        tap.ok("Төлегенова" in text and "birth_date=1988-03" in text,
            "what was written is read")
        bundle(tap, world, ala, ast)
        ast.do("receive", os.path.join(world.folder, "out"), "--yes")
        journal(tap, world, ast, "Astana")
        flipped(tap, world, ala)
        files = [f for f in sorted(glob.glob("screens/*/*"))
            if os.path.isfile(f)]
        done = reader("screens.py", *files)
        tap.ok(done.code == 0 and '"person"' in done.out,
            "all of screens/ is read", done.err)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
