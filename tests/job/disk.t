#!/usr/bin/python3 -B
"""A disk that is as good as full, of every size in steps of 4 KiB: what does
not fit is not done and said so, nothing else is harmed, and work goes on when
there is room. A disk that may only be read is read (F19, F25, F27)."""
import os
import re
import sys

sys.path.insert(0, "tests/job")
import panah

STEP = 4
STEPS_MOST = 400
FULL = re.compile(r"disk is full|there is room for")
SAFE = re.compile(r"Nothing (you saved before is affected|was sent)")


def own_mounts():
    """Run again where mounting is allowed and nobody else sees it."""
    for words in (["unshare", "--mount"], ["unshare", "--user",
            "--map-root-user", "--mount"]):
        if panah.run(*words, "mount", "-t", "tmpfs", "tmpfs",
                "/mnt").code == 0:
            os.environ["PANAH_MOUNTS"] = "private"
            os.execvp(words[0], words + [sys.executable, "-B"] + sys.argv)


class Disk:
    """A tmpfs that a vault has been put on."""

    def __init__(self, world, vault):
        self.path = os.path.join(world.folder, "disk")
        os.makedirs(self.path, exist_ok=True)
        self.mount("-t", "tmpfs", "-o", "size=64m", "tmpfs")
        self.vault = vault.copy("disk/vault")
        st = os.statvfs(self.path)
        self.kib = (st.f_blocks - st.f_bfree) * st.f_bsize // 1024
        self.resize(self.kib)

    def mount(self, *words):
        done = panah.run("mount", *words, self.path)
        if done.code != 0:
            raise RuntimeError("mount: %s" % done)

    def resize(self, kib):
        self.mount("-o", "remount,size=%dk" % kib)

    def end(self):
        panah.run("umount", "-l", self.path)


def every_size(tap, world, name, vault, words, holds):
    """Sizes from the vault's own up until the command has been done."""
    disk = Disk(world, vault)
    on = disk.vault
    before = holds(on)
    full, bad = 0, []
    for _ in range(STEPS_MOST):
        done = on.run(*words)
        if done.code == 0:
            break
        full += 1
        said = done.err.split("panah: ")[-1]
        code, found = on.verify()
        if done.code != 5 or not FULL.search(said) or \
                not SAFE.search(said) or code != 0:
            bad.append((disk.kib, str(done), found["said"]))
        if holds(on) != before:
            bad.append((disk.kib, "something has changed"))
        disk.kib += STEP
        disk.resize(disk.kib)
    tap.ok(not bad, "%s: %d sizes too small, exit 5, nothing harmed" %
        (name, full), *bad[:2])
    code, found = on.verify()
    tap.ok(done.code == 0 and full > 0 and code == 0 and holds(on) != before,
        name + ": done once there is room", done, found["said"])
    disk.end()


def state(vault):
    return vault.run("export", "--json").raw


def out_folder(vault):
    folder = os.path.join(os.path.dirname(vault.path), "out")
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def in_one_session(tap, world, vault):
    """Saves until the disk is full, then more of them once it is not."""
    disk = Disk(world, vault)
    saved, refused = [], None
    with disk.vault.batch() as batch:
        for i in range(2000):
            answer = batch.ask("new group name=%d address=%s" % (i,
                "x" * 400))
            if answer[0] != 0:
                refused = answer
                break
            saved.append(answer[1])
        tap.ok(refused is not None and refused[0] == 5 and
            FULL.search(refused[1]) and SAFE.search(refused[1]),
            "a session: %d saves, then the disk is full" % len(saved),
            refused)
        tap.same(batch.ask("new group name=x address=" + "x" * 400)[0], 5,
            "a session: the next one is refused as well")
        disk.resize(disk.kib + 2048)
        answer = batch.ask("new group name=afterwards")
        tap.ok(answer[0] == 0, "a session: with room it goes on", answer)
        saved.append(answer[1])
    there = [g["id"] for g in disk.vault.run("list", "families",
        "--json").objects()]
    tap.same(sorted(there), sorted(saved), "a session: what was "
        "acknowledged is there, and nothing else")
    tap.same(disk.vault.verify()[0], 0, "a session: verify is content")
    disk.end()


def read_only(tap, world, vault):
    disk = Disk(world, vault)
    disk.resize(disk.kib + 4096)
    before = panah.tree_bytes(disk.vault.path)
    disk.mount("-o", "remount,ro")
    for words in (("list", "people"), ("export", "--json"), ("verify",)):
        done = disk.vault.run(*words)
        tap.ok(done.code == 0 and done.out, "read-only: %s works" %
            words[0], done)
    for words in (("new", "group", "name=A"), ("officer", "add", "oleg",
            "Oleg Kim", "--new-passphrase", world.passphrase),
            ("passphrase", "--new-passphrase", world.passphrase),
            ("send", "AST")):
        done = disk.vault.run(*words)
        tap.ok(done.code == 5 and "cannot be written" in done.err and
            "err." not in done.err, "read-only: %s is refused, exit 5" %
            words[0], done)
    folder = os.path.join(world.folder, "sent")
    done = disk.vault.run("send", "AST", "-o", folder)
    tap.ok(done.code == 5 and not (os.path.isdir(folder) and
        os.listdir(folder)), "read-only: nothing is sent elsewhere", done)
    tap.ok(panah.tree_bytes(disk.vault.path) == before,
        "read-only: no byte has changed")
    disk.mount("-o", "remount,rw")
    done = disk.vault.run("new", "group", "name=A")
    tap.ok(done.code == 0, "writable again: work goes on", done)
    disk.end()


def sticks(tap, world, vault, other):
    """F28: a write-protected stick; F29: a bundle on a disc; F21: no slot."""
    disk = Disk(world, vault)
    disk.resize(disk.kib + 4096)
    stick = os.path.join(disk.path, "stick")
    vault.do("send", "AST", "--since-nothing", "-o", stick)
    disk.mount("-o", "remount,ro")
    before = panah.tree_bytes(disk.path)
    done = vault.run("send", "AST", "--since-nothing", "-o", stick)
    tap.ok(done.code == 5 and "write-protected" in done.err and "Nothing was "
        "sent" in done.err, "F28: a write-protected stick is said, exit 5",
        done)
    fresh = other.copy("fresh")
    done = fresh.run("receive", stick, "--yes")
    tap.ok(done.code in (0, 1) and fresh.do("list", "people"),
        "F29: what is on a disc is taken in", done)
    tap.ok(panah.tree_bytes(disk.path) == before, "F29: and nothing is put "
        "beside it")
    st = os.statvfs(disk.path)
    disk.mount("-o", "remount,rw,nr_inodes=%d" % (st.f_files - st.f_ffree))
    done = vault.run("send", "AST", "--since-nothing", "-o", stick)
    tap.ok(done.code == 5 and "file slots" in done.err,
        "F21: no free slot for a file is said, exit 5", done)
    disk.end()


def test(tap, world):
    if os.environ.get("PANAH_MOUNTS") != "private":
        tap.skip("disks of every size", "this system lets nobody mount")
        return
    almaty = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    astana = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    panah.introduce(almaty, astana)
    empty = almaty.copy("empty")
    table = world.file("table.csv", panah.bulky_csv(120))
    words = ("import", "person", table, "--map", "persons")
    note = world.file("note", "x" * 60000)
    every_size(tap, world, "a save", empty, ("new", "person",
        "given_name=Parwin", "sex=F", "birth_date=1987", "nationality=AFG",
        "note=@" + note), state)
    every_size(tap, world, "an import", empty, words, state)
    almaty.do(*words)
    out = os.path.join(world.folder, "disk", "out")
    every_size(tap, world, "a send", almaty, ("send", "AST", "-o", out),
        out_folder)
    stick = os.path.join(world.folder, "stick")
    almaty.do("send", "AST", "-o", stick)
    every_size(tap, world, "a receive", astana, ("receive", stick, "--yes"),
        state)
    in_one_session(tap, world, empty)
    read_only(tap, world, almaty)
    sticks(tap, world, almaty, astana)


if os.environ.get("PANAH_MOUNTS") != "private":
    own_mounts()
panah.main(test)
