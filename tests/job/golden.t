#!/usr/bin/python3
"""Journals and bundles of every released format stay readable for ever.

tests/golden/VERSION holds two offices as they were left by that version, the
bundles that went between them, and what each office held (made by
tests/golden/make). None of it is ever made anew.
"""
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__)))
from panah import BIN, Tap, World, run  # noqa

FOLDERS = ("audit", "blob", "draft", "snap", "spool", "spool/in", "spool/out",
    "spool/quarantine")
GOLDEN = "tests/golden"


def vault(world, version, name):
    """A copy with the modes and empty folders that git does not keep."""
    to = os.path.join(world.folder, version + "-" + name)
    shutil.copytree(os.path.join(GOLDEN, version, name), to)
    for folder in FOLDERS:
        os.makedirs(os.path.join(to, folder), exist_ok=True)
    for path, folders, files in os.walk(to):
        os.chmod(path, 0o700)
        for file in files:
            os.chmod(os.path.join(path, file), 0o600)
    return to


def read(*path):
    with open(os.path.join(GOLDEN, *path), "rb") as f:
        return f.read()


def check(tap, world, version):
    passphrase = world.secret("golden-" + version,
        read(version, "passphrase").decode().strip())

    def panah(name, *words):
        return run(BIN, "-C", name, "-P", passphrase, "-u",
            "anna" if "ala" in os.path.basename(name) else "dana", *words)

    for name in ("ala", "ast"):
        path = vault(world, version, name)
        done = panah(path, "export", "--json")
        tap.same(done.raw, read(version, name + ".json"),
            "%s: what %s held" % (version, name))
        done = panah(path, "verify")
        tap.ok(done.code == 0 and "faults 0" in done.out,
            "%s: %s verifies" % (version, name), done)
        done = run("/usr/bin/python3", "-B", "tests/reader/journal.py", path,
            "anna" if name == "ala" else "dana", passphrase)
        tap.ok(done.code == 0, "%s: %s by the manual pages" %
            (version, name), done)
        done = panah(path, "new", "group", "name=Later")
        tap.ok(done.code == 0, "%s: %s goes on" % (version, name), done)
        done = panah(path, "verify")
        tap.ok(done.code == 0, "%s: %s verifies after that" %
            (version, name), done)
    for kind in ("wrapped", "plain"):
        key = read(version, "ala.pub").decode().strip()
        done = run("/usr/bin/python3", "-B", "tests/reader/bundle.py",
            os.path.join(GOLDEN, version, kind + ".pnh"), key,
            os.path.join(GOLDEN, version, "ast.identity"))
        tap.ok(done.code == 0 and "Төлегенова" in done.out,
            "%s: the %s bundle by the manual pages" % (version, kind), done)
        path = vault(world, version, "ast-before")
        bundle = os.path.join(world.folder, kind + ".pnh")
        shutil.copy(os.path.join(GOLDEN, version, kind + ".pnh"), bundle)
        done = panah(path, "receive", bundle, "--yes")
        tap.ok(done.code == 0 and "new 4" in done.out,
            "%s: the %s bundle is taken in" % (version, kind), done)
        done = panah(path, "show", "ALA-2026-00003-B", "--json")
        tap.ok("Төлегенова" in done.out and "100 % of it" in done.out,
            "%s: and holds what it held" % version, done)
        shutil.rmtree(path)


def main():
    tap = Tap()
    with World() as world:
        versions = sorted(v for v in os.listdir(GOLDEN)
            if os.path.isdir(os.path.join(GOLDEN, v)))
        tap.ok("0.1" in versions, "there are golden files of 0.1")
        for version in versions:
            check(tap, world, version)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
