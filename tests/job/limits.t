#!/usr/bin/python3 -B
"""A system that gives errors, too little or nothing: disks, quotas, memory,
open files, random numbers, stack. What was acknowledged is there, what could
not be done is said with the right reason and exit code, the next save works.
"""
import os
import re
import stat
import subprocess
import sys

sys.path.insert(0, "tests/job")
import panah

SAFE = "Nothing you saved before is affected"
PLACES = 40		# where malloc fails, most of them late in a save
SAVE = ("new", "group", "name=Karimi")
# Fault, its number, what strace makes of a call, exit code, what is said.
CALLS = (
    ("a sync that fails", "F8", "fdatasync", "error=EIO:when=1", 5,
        "disk reported an error.*" + SAFE),
    ("a write that fails", "F10", "pwrite64", "error=EIO:when=1", 5,
        "disk reported an error.*" + SAFE),
    ("every write fails", "F17", "pwrite64", "error=EIO", 5,
        "disk reported an error.*" + SAFE),
    ("a full disk at the sync", "F20", "fdatasync", "error=ENOSPC:when=1", 5,
        "disk reported an error.*" + SAFE),
    ("no quota is left", "F22", "pwrite64", "error=EDQUOT:when=1", 5,
        "quota is used up.*" + SAFE),
    ("no random numbers", "F113", "getrandom", "error=ENOSYS", 5,
        "no random numbers"),
)


def inject(call, how):
    return (panah.shutil.which("strace"), "-f", "-qqq", "-o", "/dev/null",
        "-e", "trace=" + call, "-e", "inject=%s:%s" % (call, how))


def state(vault):
    return vault.run("export", "--json").raw


def unharmed(tap, vault, before, name):
    code, found = vault.verify()
    tap.ok(state(vault) == before and code == 0, name + ": all is as it was",
        found["said"])


def one_call(tap, vault):
    if panah.have("strace"):
        return tap.skip("calls that fail", "no strace")
    before = state(vault)
    for name, number, call, how, code, said in CALLS:
        done = vault.run(*SAVE, before=inject(call, how))
        tap.ok(done.code == code and re.search(said, done.err, re.S),
            "%s: %s, exit %d, and why" % (number, name, code), done)
        unharmed(tap, vault, before, number)
    done = vault.run(*SAVE)
    tap.ok(done.code == 0, "afterwards: a save works", done)
    done = vault.run(*SAVE, before=inject("fdatasync", "error=EIO:when=2"))
    tap.ok(done.code == 1 and done.line in str(vault.do("list", "families",
        "--json")) and SAFE in done.err, "F8: saved, but not sealed at the "
        "end: exit 1, for it is done", done)
    return None


def interrupted(tap, vault):
    """F70: a signal cuts short every second call, and nothing is different."""
    for call in ("openat", "pread64", "pwrite64", "getrandom"):
        done = vault.run(*SAVE, before=inject(call, "error=EINTR:when=30+2"
            if call in ("openat", "pread64") else "error=EINTR:when=1+2"))
        tap.ok(done.code == 0, "F70: %s is asked again" % call, done)
    tap.same(vault.verify()[0], 0, "F70: verify is content")


def turns_read_only(tap, vault):
    """F16: a session in which the disk stops taking anything."""
    with vault.batch(before=inject("pwrite64", "error=EROFS:when=9+")) as b:
        saved = 0
        for i in range(9):
            answer = b.ask("new group name=%d" % i)
            if answer[0] != 0:
                break
            saved += 1
        tap.ok(saved > 0 and answer[0] == 5 and "cannot be written" in
            answer[1], "F16: %d saves, then the disk is read-only" % saved,
            answer)
        tap.ok(b.ask("list families")[0] == 0, "F16: it goes on reading")
        tap.same(b.ask("new group name=x")[0], 5, "F16: and saves nothing")
    there = len(vault.run("list", "families", "--json").objects())
    done = vault.run(*SAVE)
    tap.ok(done.code == 0, "F16: the next session saves", done, there)


def file_size(tap, world, vault):
    """F23: files may grow to no more than so many bytes, each of them."""
    vault = vault.copy("limited")
    # A copy remembers at once that it is one: later it is at rest.
    vault.do("list", "families")
    journal = os.path.join(vault.path, "journal")
    # Without the zeros that were written ahead there is no room in it.
    with open(journal, "rb") as f:
        data = f.read().rstrip(b"\0")
    data += bytes(-len(data) % 64)
    bad, refused = [], 0
    for more in range(0, 700, 23):
        with open(journal, "wb") as f:
            f.write(data)
        done = vault.run(*SAVE, before=("prlimit", "--fsize=%d" %
            (len(data) + more)))
        if done.out:
            break
        refused += 1
        code, found = vault.verify()
        if done.code != 5 or "not allow a file to grow" not in done.err or \
                SAFE not in done.err or code != 0:
            bad.append((more, str(done), found["said"]))
    tap.ok(not bad and refused > 0, "F23: %d limits too low, exit 5, no torn "
        "tail" % refused, *bad[:2])


def odd_targets(tap, world, vault):
    """F24: where no ordinary file is, nothing is opened for writing."""
    pipe = os.path.join(world.folder, "pipe")
    os.mkfifo(pipe)
    for path in ("/dev/full", pipe, "/dev/null"):
        before = stat.S_IFMT(os.stat(path).st_mode)
        for words in (("card", path), ("send", "AST", "-o", path),
                ("identity", path), ("import", "person", path, "--map",
                "persons"), ("receive", path), ("inspect", path)):
            done = vault.run(*words, before=("timeout", "20"), stdin=b"yes\n")
            tap.ok(done.code in (2, 4) and done.err, "F24: %s %s" %
                (words[0], path), done)
        tap.same(stat.S_IFMT(os.stat(path).st_mode), before,
            "F24: %s is what it was" % path)


def open_files(tap, vault):
    """F119: hardly any file may be open; and none stays open."""
    before = state(vault)
    said = set()
    for n in range(3, 9):
        done = vault.run("list", "people", before=("prlimit",
            "--nofile=%d" % n))
        # Below that the system cannot even load the program.
        if done.code == 127 or done.code == 0:
            continue
        said.add((done.code, "Too many files" in done.err))
    tap.same(said, {(5, True)}, "F119: said as what it is, exit 5")
    unharmed(tap, vault, before, "F119")
    with vault.batch() as b:
        counts = []
        for _ in range(2):
            for i in range(40):
                b.do("new group name=x")
                b.do("show ALA-2026-00001-X")
                b.ask("send AST -o /dev/full")
            counts.append(len(os.listdir("/proc/%d/fd" % b.process.pid)))
    tap.same(counts[0], counts[1], "F119: no file stays open")


def little_memory(tap, vault):
    """F107: not enough for the key."""
    for mib in (30, 60, 70):
        done = vault.run("list", "people", before=("prlimit", "--as=%d" %
            (mib << 20)))
        tap.ok(done.code == 5 and "free memory" in done.err and "not right"
            not in done.err, "F107: %d MiB are too little, exit 5" % mib,
            done)


def no_memory(tap, world, vault):
    """F116: malloc gives nothing, at places all over a save, once or from
    then on: it is done, or not done and said so."""
    shim = os.path.join(world.folder, "nomem.so")
    if panah.run("cc", "-shared", "-fPIC", "-O1", "-w", "-o", shim,
            "tests/job/preload/nomem.c").code != 0:
        return tap.skip("F116: no memory", "no compiler")
    count = os.path.join(world.folder, "count")
    env = ("env", "LD_PRELOAD=" + shim)
    done = vault.run(*SAVE, before=env + ("NOMEM_COUNT=" + count,))
    if not os.path.exists(count):
        return tap.ok(False, "F116: calls are counted", done)
    with open(count) as f:
        calls = int(f.read())
    bad, codes, saved = [], set(), 0
    there = len(vault.run("list", "families", "--json").objects())
    for i in range(PLACES):
        at = calls - 1 - i * i * calls // PLACES ** 2
        done = vault.run(*SAVE, before=env + ("NOMEM_AT=%d" % at,) +
            (("NOMEM_EVER=1",) if i % 2 else ()))
        now = len(vault.run("list", "families", "--json").objects())
        codes.add(done.code)
        saved += now - there
        if done.code not in (0, 1, 5) or now - there not in (0, 1) or \
                (done.out and now == there):
            bad.append((at, str(done), now - there))
        there = now
    tap.ok(not bad and 5 in codes, "F116: %d of %d calls fail: %d were saved, "
        "exit codes %s" % (PLACES, calls, saved, sorted(codes)), *bad[:3])
    return tap.same(vault.verify()[0], 0, "F116: verify is content")


def small_stack(tap, world, vault):
    """F120: no file makes it call itself ever deeper."""
    deep = world.file("deep.csv", "id,name\n" + '"' * 200001 + "\n")
    nested = world.file("deep.list", "panah-screens 1\n\n[list]\nid = x\n"
        "where = " + "(" * 20000 + "\n")
    for words in (("export", "--json"), ("list", "people"), ("verify",),
            ("import", "person", deep, "--map", "persons"),
            ("check", nested), ("receive", deep)):
        done = vault.run(*words, before=("prlimit", "--stack=262144"))
        tap.ok(0 <= done.code < 128, "F120: %s with 256 KiB of stack" %
            words[0], done)


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    other = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    panah.introduce(vault, other)
    vault.do("new", "group", "name=Yusufi")
    one_call(tap, vault)
    if not panah.have("strace"):
        interrupted(tap, vault)
        turns_read_only(tap, vault)
    file_size(tap, world, vault)
    odd_targets(tap, world, vault)
    open_files(tap, vault)
    little_memory(tap, vault)
    small_stack(tap, world, vault)
    no_memory(tap, world, vault)


panah.main(test)
