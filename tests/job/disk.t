#!/usr/bin/python3
"""A disk of every size, in steps of 4 KiB, over a save, an import and a send.

What does not fit is refused with exit 5 and a sentence; the vault is whole
after it, and work goes on when there is room. Needs the right to mount.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__)))
from panah import Tap, Vault, World, copy_tree, introduce  # noqa

STEP = 4096
ROWS = 120


def mount(path, size, remount=False):
    words = ["mount", "-t", "tmpfs", "-o", "size=%d%s" %
        (size, ",remount" if remount else ""), "tmpfs", path]
    return subprocess.run(words, stderr=subprocess.DEVNULL).returncode == 0


def used(path):
    """Bytes that a tree takes on a tmpfs, a page for each folder."""
    total = 0
    for folder, folders, files in os.walk(path):
        total += STEP
        for name in files:
            size = os.path.getsize(os.path.join(folder, name))
            total += -(-size // STEP) * STEP
    return total


def spreadsheet(world):
    rows = ["id,group,role,name,sex,dob,nationality"]
    rows += ["P%04d,G%03d,head,Ali Rahimi,M,1980,AFG" % (i, i // 4)
        for i in range(ROWS)]
    return world.file("people.csv", "\n".join(rows) + "\n")


def sweep(tap, world, source, act, words, where):
    """Every size until the act succeeds three times in a row."""
    size, good, refused = max(used(source.path) - 24 * STEP, STEP), 0, 0
    while good < 3:
        assert mount(where, size)
        try:
            vault = Vault(world, os.path.join(os.path.basename(where), "v"),
                source.login)
            try:
                copy_tree(source.path, vault.path)
            except OSError:
                size += STEP
                continue
            done = vault.run(*words)
            if done.code == 0:
                good += 1
            else:
                good = 0
                refused += 1
                if done.code != 5 or not any(word in done.err for word in
                        ("disk", "room")):
                    return tap.ok(False, act + " at %d" % size, done)
            code, found = vault.verify()
            if code != 0:
                return tap.ok(False, act + ": whole at %d" % size,
                    found["said"])
            if done.code == 5:
                mount(where, size + (8 << 20), True)
                again = vault.run(*words)
                if again.code != 0:
                    return tap.ok(False, act + ": goes on after %d" % size,
                        again)
        finally:
            subprocess.run(["umount", where], check=True)
        size += STEP
    tap.diag("%s: %d sizes were too small" % (act, refused))
    return tap.ok(refused > 0, act + " on a disk of every size")


def read_only(tap, world, source, where):
    assert mount(where, 8 << 20)
    try:
        vault = Vault(world, os.path.join(os.path.basename(where), "v"),
            source.login)
        copy_tree(source.path, vault.path)
        mounted = subprocess.run(["mount", "-o", "remount,ro", where],
            stderr=subprocess.DEVNULL)
        if mounted.returncode != 0:
            tap.skip("a read-only disk", "remount is not allowed here")
            return
        done = vault.run("list", "families")
        tap.ok(done.code == 0 and "Рахими" in done.out,
            "a read-only vault can be read", done)
        done = vault.run("new", "group", "name=Later")
        tap.ok(done.code == 5 and "read" in done.err.lower(),
            "and says why it takes nothing", done)
        tap.ok(vault.verify()[0] == 0, "and verifies")
    finally:
        subprocess.run(["umount", where], check=True)


def main():
    tap = Tap()
    with World() as world:
        where = os.path.join(world.folder, "disk")
        os.mkdir(where)
        if not mount(where, 1 << 20):
            tap.skip("a disk of every size", "mounting a tmpfs needs root")
            return tap.end()
        subprocess.run(["umount", where], check=True)
        ala = world.office("ALA", "Almaty", "anna", "Anna Bekova")
        ast = world.office("AST", "Astana", "dana", "Dana Serikova")
        introduce(ala, ast)
        ala.do("new", "group", "name=Рахими")
        table = spreadsheet(world)
        note = world.file("note", "Дом без отопления. " * 1000)
        sweep(tap, world, ala, "a save", ["new", "person",
            "given_name=Ali", "sex=M", "birth_date=1980",
            "nationality=AFG", "note=@" + note], where)
        sweep(tap, world, ala, "an import",
            ["import", "person", table, "--map", "persons"], where)
        sweep(tap, world, ala, "a send", ["send", "AST"], where)
        read_only(tap, world, ala, where)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
