#!/usr/bin/python3 -B
"""SIGKILL on entry and exit of every system call that changes the disk
(F54, F64, F110, F117).

Each way of working is traced once; then, for each such call of the trace, it
is run on a copy of the same vault and killed there. Afterwards every line the
program had printed as done is there, verify is content without a hand on it,
the next save takes under a second, and the vault holds only files that
panah-vault(5) names.
"""
import concurrent.futures
import os
import re
import shutil
import sys
import time

sys.path.insert(0, "tests/job")
import panah

DISK = {"openat": 257, "pwrite64": 18, "write": 1, "ftruncate": 77,
    "fsync": 74, "fdatasync": 75, "syncfs": 306, "rename": 82,
    "renameat2": 316, "unlink": 87, "mkdir": 83, "fchmod": 91,
    "fallocate": 285}
# The folder as panah-vault(5) has it.
NAMED = re.compile(r"(keys|keys\.old|keys\.new|keys\.old\.new|journal|head|"
    r"kdf|log|allow-network|(draft|blob|snap|audit)/.+|spool/(in|out)/.+|"
    r"spool/quarantine/[0-9a-f]{16}\.(cut|pnh))$")
ROWS = 300
SECONDS = 1.0


class Point:
    """One copy of a vault, killed in one place."""

    def __init__(self, flow, number, place):
        self.flow, self.world = flow, flow.world
        self.folder = os.path.join(flow.world.folder, "point-%05d" % number)
        os.mkdir(self.folder)
        self.vault = flow.vault.copy(os.path.join(self.folder, "vault"))
        self.out = os.path.join(self.folder, "out")
        os.mkdir(self.out)
        self.done = self.vault.run(*[w.replace("{out}", self.out) for w in
            flow.words], stdin=flow.stdin, login=flow.login,
            passphrase=flow.passphrase, before=place)
        self.faults = []

    def want(self, good, what, *more):
        if not good:
            self.faults.append(" ".join([what] + [str(m) for m in more]))

    def printed(self):
        """The whole lines that came out."""
        return [line for line in self.done.out.split("\n")[:-1] if line]

    def ask(self, vault, lines, login=None, passphrase=None):
        """The answers of one session, in which all must go well."""
        b = panah.Batch(vault, login, passphrase=passphrase)
        answers = [b.ask(line) for line in lines]
        code = b.end()
        for line, answer in zip(lines, answers):
            self.want(answer is not None and answer[0] == 0, line + ":",
                answer)
        self.want(code == 0, "a session ended with", code)
        return [a[1].splitlines() if a else [] for a in answers]

    def look(self, *lines, login=None, passphrase=None):
        """What every killed vault must stand; the answers to the lines."""
        for name in panah.tree_bytes(self.vault.path):
            self.want(NAMED.match(name), "a file that is not named:", name)
        b = panah.Batch(self.vault, login, passphrase=passphrase)
        found = b.ask("verify")
        whole = {"faults 0", "forks 0", "unknown-files 0"}
        # Between two parts the second is known to exist, and is asked for.
        if self.flow.name != "receive parts":
            whole.add("missing 0")
        self.want(found and found[0] == 0 and
            whole <= set(found[1].splitlines()), "verify:", found)
        answers = [b.ask(line) for line in ("list people --json",
            "list families --json")]
        begun = time.monotonic()
        saved = b.ask("new group name=afterwards")
        took = time.monotonic() - begun
        self.want(saved is not None and saved[0] == 0, "the next save:",
            saved)
        self.want(took < SECONDS, "the next save took", took)
        answers += [b.ask(line) for line in lines]
        code = b.end()
        # 1 would say that there is something to look at.
        self.want(code == 0, "the session after it ended with", code)
        return [answer[1].splitlines() if answer and answer[0] == 0 else []
            for answer in answers]


class Flow:
    """One way of working: a vault, a command, what must be so after it."""

    def __init__(self, name, vault, words, check, stdin=b"", login=None,
            passphrase=None):
        self.name, self.vault, self.words = name, vault, words
        self.world, self.check, self.stdin = vault.world, check, stdin
        self.login, self.passphrase = login, passphrase

    def places(self, number):
        """(killn's N and mode, system call) of each place to kill in."""
        trace = os.path.join(self.world.folder, "trace")
        point = Point(self, number, ["strace", "-s", "0", "-o", trace])
        if point.done.code != 0:
            raise RuntimeError("%s: %s" % (self.name, point.done))
        shutil.rmtree(point.folder)
        with open(trace, encoding="utf-8", errors="replace") as f:
            calls = [line for line in f if re.match(r"\w+\(", line)]
        for i, line in enumerate(calls):
            name = line.split("(")[0]
            if name not in DISK or \
                    (name == "openat" and "O_CREAT" not in line) or \
                    (name == "write" and re.match(r"write\([012],", line)):
                continue
            # killn sees the end of execve as its first entry, and so on.
            yield i, "exit", DISK[name]
            yield i + 1, "entry", DISK[name]

    def kill(self, killn, number, place):
        """The faults of one place."""
        n, mode, call = place
        for shift in (0, 1, -1, 2, -2, 3, -3):
            point = Point(self, number, [killn, str(n + shift), mode])
            hit = re.search(r"killed at \d+ nr=(\d+)", point.done.err)
            if hit and int(hit[1]) == call:
                break
            shutil.rmtree(point.folder)
        else:
            return ["%s %d %s: not killed in call %d: %s" % (self.name, n,
                mode, call, point.done)]
        self.check(point)
        shutil.rmtree(point.folder)
        return ["%s, killed on %s of call %d (%d): %s" % (self.name,
            "entry" if mode == "exit" else "exit", call, n, fault)
            for fault in point.faults]


# ------------------------------------------------------------- checks

def check_batch(point):
    done = [line for line in point.printed() if line.startswith("ok ")]
    _, groups = point.look(login=point.flow.login,
        passphrase=point.flow.passphrase)
    there = [i for i in range(5) if any('"five-%d"' % i in g for g in
        groups)]
    point.want(there == list(range(len(there))), "saves in order:", there)
    point.want(len(done) <= len(there) <= len(done) + 1,
        "printed %d, there:" % len(done), there)
    for line in done:
        point.want(any('"id":"%s"' % line[3:] in g for g in groups),
            "acknowledged and not there:", line)


def check_import(point):
    people, groups = point.look()
    point.want(len(people) in (0, ROWS), "people:", len(people))
    point.want(len(groups) == point.flow.groups +
        (ROWS // 4 if people else 0), "families:", len(groups))
    point.want("Taken" not in point.done.err or people, "told and not there")


def check_send(point):
    folder = os.path.join(point.folder, "again")
    _, _, again = point.look("send AST -o " + folder)
    point.want(again, "send again says nothing")
    for path in point.printed():
        point.want(os.path.getsize(path) > 0, "printed and not there:", path)
    other = point.flow.receiver.copy(os.path.join(point.folder, "other"))
    _, people = point.ask(other, [" ".join(["receive", folder] +
        point.printed()), "list people --json"])
    point.want(len(people) == ROWS, "arrived:", len(people))


def check_receive(point):
    people, _, again, later = point.look(" ".join(point.flow.words),
        "list people --json")
    point.want(len(people) in point.flow.steps, "people:", len(people))
    if point.printed():
        point.want(len(people) == ROWS, "told, people:", len(people))
    point.want(again, "receive again fails")
    point.want(len(later) == ROWS, "arrived:", len(later))


def check_officer(point):
    new = point.flow.words[2]
    point.look()
    if not point.printed():
        done = point.vault.run(*point.flow.words)
        point.want(done.code == 0 or "already" in done.err, "add again:",
            done)
    done = point.vault.run("passphrase", "--new-passphrase", point.flow.own,
        login=new, passphrase=point.flow.new_passphrase)
    point.want(done.code == 0, "her own passphrase:", done)
    done = point.vault.run("new", "group", "name=hers", login=new,
        passphrase=point.flow.own)
    point.want(done.code == 0, "the new officer's first save:", done)


def check_removed(point):
    gone, feed = point.flow.words[2], "hers before"
    if not point.printed():
        done = point.vault.run(*point.flow.words)
        point.want(done.code == 0, "remove again:", done)
    done = point.vault.run("list", "people", login=gone,
        passphrase=point.flow.new_passphrase)
    point.want(done.code == 3, "she still opens it:", done)
    older = point.vault.copy(os.path.join(point.folder, "older"))
    with open(os.path.join(older.path, "keys"), "r+b") as f:
        f.write(b"damaged")
    done = older.run("list", "people", login=gone,
        passphrase=point.flow.new_passphrase)
    point.want(done.code in (3, 6), "she opens keys.old:", done)
    done = point.vault.run("list", "families", "--json")
    point.want(feed in done.out, "what she wrote:", done)
    point.look()
    done = point.vault.run("officer", "list")
    point.want([line.split("\t")[0] for line in done.out.splitlines()] ==
        ["anna"], "officers:", done)


def check_passphrase(point):
    done = [point.vault.run("list", "my-day", login=point.flow.login,
        passphrase=p) for p in (point.flow.passphrase,
        point.flow.new_passphrase)]
    # A first passphrase opens, though nothing but its change.
    opens = [0 if "by somebody else" in d.err else d.code for d in done]
    if opens == [0, 3] and done[0].code != 0:
        point.vault.do(*point.flow.words, login=point.flow.login,
            passphrase=point.flow.passphrase)
        opens = [3, 0]
    told = "changed" in point.done.err
    point.want(opens == [3, 0] if told else sorted(opens) == [0, 3],
        "told %d, opens:" % told, opens)
    point.look(login=point.flow.login, passphrase=
        point.flow.new_passphrase if opens[1] == 0 else
        point.flow.passphrase)


def check_init(point):
    words = point.flow.words
    done = point.vault.run(*words)
    if done.code != 0:
        # It was killed behind its end; else it is finished now.
        opens = point.vault.run("list", "people")
        point.want(opens.code == 0, "init again:", done, opens)
    point.look()
    point.want(point.vault.run(*words).code != 0, "a vault is made twice")


# -------------------------------------------------------------- flows

def flows(world):
    almaty = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    astana = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    panah.introduce(almaty, astana)
    first, second, own = (world.secret(name, "some words of " + name) for
        name in ("first", "second", "own"))
    almaty.do("officer", "add", "oleg", "Oleg Kim", "--new-passphrase",
        first)
    added = almaty.copy("added")
    almaty.do("passphrase", "--new-passphrase", own, login="oleg",
        passphrase=first)
    rows = world.file("rows.csv", panah.bulky_csv(ROWS))
    # More than a frame of the journal holds.
    long_rows = world.file("long.csv", panah.bulky_csv(ROWS, 4000))
    lines = "".join("new group name=five-%d\n" % i for i in range(5))
    empty = almaty.copy("empty")
    leaving = almaty.copy("leaving")
    leaving.do("new", "group", "name=hers before", login="oleg",
        passphrase=own)
    with almaty.batch() as b:
        for i in range(17):
            b.do("new group name=before-%d" % i)
    later = almaty.copy("later")
    almaty.do("import", "person", rows, "--map", "persons")
    stick, parts = (os.path.join(world.folder, n) for n in ("s", "p"))
    almaty.copy("sender").do("send", "AST", "-o", stick)
    almaty.copy("sender").do("send", "AST", "-o", parts, "--part-size",
        "65536")

    def add(name, vault, words, check, **more):
        facts = {k: more.pop(k) for k in ("groups", "receiver", "steps",
            "new_passphrase", "own") if k in more}
        flow = Flow(name, vault, words, check, **more)
        flow.__dict__.update(facts)
        return flow

    nothing = panah.Vault(world, "nothing", "anna")
    os.mkdir(nothing.path, 0o700)
    return [
        add("making a vault", nothing, ["init", "KOR", "Korday post",
            "--officer", "anna", "--name", "Anna Bekova", "--small"],
            check_init),
        add("the first five saves of an officer", empty, ["batch"],
            check_batch, stdin=lines.encode(), login="oleg",
            passphrase=own),
        add("five saves and the seal of the twentieth", later, ["batch"],
            check_batch, stdin=lines.encode()),
        add("an import", empty, ["import", "person", rows, "--map",
            "persons"], check_import, groups=0),
        add("an import of many megabytes", later, ["import", "person",
            long_rows, "--map", "persons"], check_import, groups=17),
        add("send", almaty, ["send", "AST", "-o", "{out}"], check_send,
            receiver=astana),
        add("send in parts", almaty, ["send", "AST", "-o", "{out}/new",
            "--part-size", "65536", "--no-wrap"], check_send,
            receiver=astana),
        add("receive", astana, ["receive", stick, "--yes"], check_receive,
            steps=(0, ROWS)),
        add("receive parts", astana, ["receive", parts, "--yes"],
            check_receive, steps=range(ROWS + 1)),
        add("adding an officer", empty, ["officer", "add", "marat",
            "Marat Ospanov", "--new-passphrase", second], check_officer,
            new_passphrase=second, own=own),
        add("adding a key officer", later, ["officer", "add", "aida",
            "Aida Omarova", "--role", "key", "--new-passphrase", second],
            check_officer, new_passphrase=second, own=own),
        add("removing an officer", leaving, ["officer", "remove", "oleg"],
            check_removed, new_passphrase=own),
        add("changing a passphrase", later, ["passphrase",
            "--new-passphrase", second], check_passphrase, login="anna",
            passphrase=world.passphrase, new_passphrase=second),
        add("changing a first passphrase", added, ["passphrase",
            "--new-passphrase", second], check_passphrase, login="oleg",
            passphrase=first, new_passphrase=second),
    ]


def test(tap, world):
    source = os.path.join(panah.SHARED, "tools", "killn.c")
    missing = panah.have("strace", "cc")
    if os.uname().machine != "x86_64":
        missing.append("x86-64")
    if not os.path.exists(source):
        missing.append("tools/killn.c of the shared folder")
    if missing:
        tap.skip("killed in every call", "no " + ", ".join(missing))
        return
    killn = world.compile("killn", source)
    points = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for flow in flows(world):
            places = list(flow.places(points))
            work = [pool.submit(flow.kill, killn, points + 1 + i, place)
                for i, place in enumerate(places)]
            faults = [f for w in work for f in w.result()]
            points += len(places)
            tap.ok(not faults and places, "%s: %d places" % (flow.name,
                len(places)), *faults)
    tap.diag("%d kill points" % points)
    tap.ok(points > 400, "there are over 400 places", points)


panah.main(test)
