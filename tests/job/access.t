#!/usr/bin/python3 -B
"""Other people and programs on one machine: who holds the lock, who may read,
who copies or replaces files while they are used, what links, modes, variables
and newer versions do."""
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib

sys.path.insert(0, "tests/job")
import panah

NOBODY = 65534
SAFE_MODES = {0o600, 0o700}
F_OFD_SETLK = 37


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)


def get(path):
    with open(path, "rb") as f:
        return f.read()


def held(tap, vault):
    """F55: who holds the lock has been stopped; F54: then killed."""
    code = ("import fcntl, struct, sys, time\n"
        "f = open(%r, 'r+b')\n"
        "fcntl.fcntl(f, %d, struct.pack('hhqqi', fcntl.F_WRLCK, 0, 0, 0, 0))\n"
        "print('held', flush=True)\ntime.sleep(600)\n" %
        (os.path.join(vault.path, "journal"), F_OFD_SETLK))
    holder = subprocess.Popen([sys.executable, "-c", code],
        stdout=subprocess.PIPE)
    vault.world.processes.append(holder)
    holder.stdout.readline()
    holder.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    done = vault.run("new", "group", "name=Waits")
    took = time.monotonic() - begun
    tap.ok(done.code == 7 and "Try again" in done.err and took > 4.9,
        "F55: after five seconds it is busy, exit 7", took, done)
    tap.ok(vault.run("list", "families").code in (0, 1),
        "F55: reading goes on")
    holder.kill()
    holder.wait()
    begun = time.monotonic()
    done = vault.run("new", "group", "name=Next")
    tap.ok(done.code == 0 and time.monotonic() - begun < 5,
        "F54: killed, its lock is gone at once", done)


def inherited(tap, vault):
    """F57: no file of ours goes to a child, no core, no other reader."""
    with vault.batch() as batch:
        batch.do("new group name=Open")
        folder = "/proc/%d/fdinfo" % batch.process.pid
        flags = {}
        for fd in os.listdir(folder):
            text = get(os.path.join(folder, fd)).decode()
            flags[int(fd)] = int(re.search(r"flags:\s*(\d+)", text)[1], 8)
        left = [fd for fd, f in flags.items() if fd > 2 and not
            f & os.O_CLOEXEC]
        tap.ok(len(flags) > 4 and not left, "F57: all files close on exec",
            flags)


def other_reader(tap, world):
    """F127, F62: the same user's other programs, and another user's vault."""
    if os.getuid() != 0:
        return tap.skip("F62, F127: other users", "needs root")
    folder = os.path.join(world.folder, "theirs")
    vault = panah.Vault(world, "theirs/vault", "anna")
    os.mkdir(folder)
    os.chmod(world.folder, 0o711)
    secret = os.path.join(folder, "passphrase")
    put(secret, panah.PASSPHRASE.encode() + b"\n")
    os.chmod(secret, 0o600)
    program = os.path.join(folder, "panah")
    shutil.copy(panah.BIN, program)
    for path in (folder, secret, program):
        os.chown(path, NOBODY, NOBODY)
    base = [program, "-C", vault.path, "-P", secret, "-u", "anna"]
    done = subprocess.run(base + ["init", "THE", "Theirs", "--officer",
        "anna", "--name", "A", "--small"], user=NOBODY, group=NOBODY,
        extra_groups=(), capture_output=True)
    tap.same(done.returncode, 0, "F62: a vault of another user")
    batch = subprocess.Popen(base + ["batch"], user=NOBODY, group=NOBODY,
        extra_groups=(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    world.processes.append(batch)
    batch.stdin.write(b"new group name=Secret\n")
    batch.stdin.flush()
    batch.stdout.readline()
    spy = subprocess.run(["cat", "/proc/%d/environ" % batch.pid,
        "/proc/%d/maps" % batch.pid], user=NOBODY, group=NOBODY,
        extra_groups=(), capture_output=True)
    tap.ok(spy.returncode != 0 and spy.stdout == b"",
        "F127: the same user's programs may not look into it", spy)
    batch.stdin.close()
    batch.wait()
    os.chown(vault.path, 12345, 12345)
    done = vault.run("list", "people")
    tap.ok(done.code == 3 and "another user" in done.err,
        "F62: another user's folder is refused, exit 3", done)
    return None


def modes(tap, world, vault):
    """F128: open to others; F130: whatever the umask."""
    for name, path, mode in (("keys", "keys", 0o644), ("folder", "", 0o777)):
        full = os.path.join(vault.path, path)
        was = os.stat(full).st_mode & 0o7777
        os.chmod(full, mode)
        done = vault.run("list", "people")
        tap.ok(done.code == 3 and "chmod -R go= " + vault.path in done.err,
            "F128: %s open to others: refused, and what to do" % name, done)
        said = re.search(r"chmod -R \S+ \S+", done.err)[0].split()
        panah.run(*said)
        os.chmod(full, was)
        tap.ok(vault.run("list", "people").code == 0,
            "F128: done that, it opens")
    for mask in (0o000, 0o777):
        folder = "umask-%03o" % mask
        old = os.umask(mask)
        try:
            other = world.office("UMA", "Office", "anna", "Anna Bekova",
                folder=folder)
            other.do("new", "group", "name=A")
        finally:
            os.umask(old)
        found = {os.lstat(os.path.join(at, name)).st_mode & 0o7777
            for at, folders, names in os.walk(other.path)
            for name in folders + names}
        tap.ok(found <= SAFE_MODES and len(found) == 2,
            "F130: umask %03o: 0600 and 0700" % mask, found)


def links(tap, world, vault):
    """F129: a link lies where a file of ours goes."""
    victim = world.file("victim", "precious")
    before = panah.tree_bytes(vault.path)
    link = os.path.join(world.folder, "link")
    os.symlink(victim, link)
    for words in (("card", link), ("identity", link), ("send", "AST", "-o",
            link), ("import", "person", victim, "--map", "persons",
            "--rejects", link)):
        vault.run(*words, stdin=b"yes\n")
        tap.ok(get(victim) == b"precious" and os.path.islink(link),
            "F129: %s through a link writes nothing" % words[0])
    for name in ("log", "journal", "head", "keys.new", "kdf"):
        other = vault.copy("linked-" + name)
        path = os.path.join(other.path, name)
        if os.path.exists(path):
            os.unlink(path)
        os.symlink(victim, path)
        other.run("new", "group", "name=A")
        other.run("passphrase", "--new-passphrase", world.passphrase)
        tap.same(get(victim), b"precious", "F129: %s is a link" % name)
    tap.ok(before.keys() <= panah.tree_bytes(vault.path).keys(),
        "F129: the vault is whole")


def locked_file(tap, vault):
    """F131: a file that even root may not change."""
    path = os.path.join(vault.path, "journal")
    if panah.have("chattr") or panah.run("chattr", "+i", path).code != 0:
        return tap.skip("F131: chattr +i", "no chattr here")
    try:
        done = vault.run("new", "group", "name=A")
        shown = vault.run("list", "people")
    finally:
        panah.run("chattr", "-i", path)
    tap.ok(done.code == 5 and "cannot be written" in done.err,
        "F131: it is said, exit 5", done)
    return tap.ok(shown.code == 0, "F131: and can be read", shown)


def newer(tap, vault):
    """F59: files of a version to come, whole and with their checks right."""
    journal = bytearray(get(os.path.join(vault.path, "journal")))
    journal[14:15] = b"2"
    journal[60:64] = struct.pack("<I", zlib.crc32(bytes(journal[:60])))
    other = vault.copy("newer-journal")
    put(os.path.join(other.path, "journal"), bytes(journal))
    keys = bytearray(get(os.path.join(vault.path, "keys")))
    keys[11:12] = b"2"
    keys[60:64] = struct.pack("<I", zlib.crc32(bytes(keys[:60])))
    third = vault.copy("newer-keys")
    put(os.path.join(third.path, "keys"), bytes(keys))
    for name, v in (("journal", other), ("keys", third)):
        before = panah.tree_bytes(v.path, ("log",))
        for words in (("list", "people"), ("new", "group", "name=A")):
            done = v.run(*words)
            tap.ok(done.code == 4 and "newer version" in done.err,
                "F59: newer %s: %s is refused, exit 4" % (name, words[0]),
                done)
        tap.ok(panah.tree_bytes(v.path, ("log",)) == before,
            "F59: newer %s: no byte is changed" % name)


def copied(tap, vault):
    """F60: a backup is made file by file while somebody saves."""
    with vault.batch() as batch:
        bad = []
        for i in range(8):
            for _ in range(7):
                batch.process.stdin.write(b"new group name=%d\n" % i)
            batch.process.stdin.flush()
            copy = vault.copy("backup-%d" % i)
            for _ in range(7):
                batch.answer()
            done = copy.run("list", "families")
            if done.code != 0 and not (done.code == 6 and "shorter" in
                    done.err):
                bad.append(str(done))
    tap.ok(not bad, "F60: every copy opens", *bad[:2])


def variables(tap, world, vault):
    """F133: no helper is run, whatever the variables say."""
    evil = os.path.join(world.folder, "evil")
    os.mkdir(evil)
    mark = os.path.join(world.folder, "mark")
    for name in ("sh", "ls", "gzip", "age", "less", "vi", "mcprint"):
        put(os.path.join(evil, name), b"#!/bin/sh\ntouch '%s'\n" %
            mark.encode())
        os.chmod(os.path.join(evil, name), 0o755)
    env = ("/usr/bin/env", "PATH=" + evil, "IFS=/", "HOME=/", "EDITOR=vi",
        "PAGER=less", "SHELL=" + evil + "/sh", "LD_LIBRARY_PATH=" + evil,
        "NLSPATH=/%N", "ENV=" + evil + "/sh")
    for words in (("list", "people"), ("export", "--json"), ("help",),
            ("new", "group", "name=$(touch %s)" % mark),
            ("send", "AST", "-o", os.path.join(world.folder, "e"))):
        done = vault.run(*words, before=env)
        tap.ok(done.code == 0 and not os.path.exists(mark), "F133: %s runs "
            "nothing" % words[0], done)
    if not panah.have("strace"):
        trace = os.path.join(world.folder, "trace")
        vault.run("export", "--json", before=("strace", "-f", "-qqq", "-o",
            trace, "-e", "trace=execve,fork,vfork,socket,connect"))
        # clone of a thread would show as well; there is none.
        tap.same(get(trace).count(b"execve("), 1,
            "F133: one program, no process and no socket")


def languages(tap, world):
    """F132: the same seed gives the same data in every locale."""
    made = []
    for name in ("C.UTF-8", "tr_TR.UTF-8", "ar_SA.UTF-8", "de_DE.UTF-8"):
        folder = os.path.join(world.folder, "demo-" + name)
        done = panah.run("/usr/bin/env", "LC_ALL=" + name, panah.BIN, "demo",
            folder, "--persons", "30", "--seed", "7")
        out = panah.run("/usr/bin/env", "LC_ALL=" + name, panah.BIN, "-C",
            os.path.join(folder, "ALA"), "-P", os.path.join(folder,
            "passphrase"), "-l", "en", "export", "--json")
        made.append((done.code, out.raw))
    tap.ok(all(m == made[0] for m in made) and made[0][0] == 0 and
        len(made[0][1]) > 1000, "F132: the same bytes in four locales",
        [(m[0], len(m[1])) for m in made])


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    other = world.office("AST", "Astana sub-office", "dana", "Dana Serikova")
    panah.introduce(vault, other)
    held(tap, vault)
    inherited(tap, vault)
    other_reader(tap, world)
    modes(tap, world, vault)
    links(tap, world, vault)
    locked_file(tap, vault)
    newer(tap, vault)
    copied(tap, vault)
    variables(tap, world, vault)
    languages(tap, world)
    tap.same(vault.verify()[0], 0, "verify is content")


panah.main(test)
