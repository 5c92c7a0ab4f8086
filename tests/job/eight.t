#!/usr/bin/python3 -B
"""Eight batches of two officers save into one vault at once, each of them
stopped and let go on at random: 10,000 answers, 10,000 records, each once
(F52)."""
import os
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, "tests/job")
import panah

PROCESSES, SAVES = 8, 1250
SEED = int(os.environ.get("SEED", "20261124"))
READER = "tests/reader/journal.py"


def start(world, vault, i, passphrase):
    path = world.file("lines-%d" % i, "".join(
        "new group name=save-%d-%d\n" % (i, n) for n in range(SAVES)))
    answers = open(os.path.join(world.folder, "answers-%d" % i), "wb")
    process = subprocess.Popen(vault.command("batch", path,
        login="anna" if i % 2 == 0 else "oleg", passphrase=passphrase[i % 2]),
        stdout=answers, stderr=subprocess.DEVNULL,
        env=panah.environment())
    world.processes.append(process)
    answers.close()
    return process


def disturb(processes, chance):
    """Stop one of them for less than the others wait for a lock."""
    stops = 0
    while any(p.poll() is None for p in processes):
        victim = chance.choice(processes)
        if victim.poll() is not None:
            time.sleep(0.01)
            continue
        victim.send_signal(signal.SIGSTOP)
        time.sleep(chance.choice((0.002, 0.02, 0.02, 0.2)))
        victim.send_signal(signal.SIGCONT)
        stops += 1
        time.sleep(chance.random() * 0.05)
    return stops


def answers(world, i):
    with open(os.path.join(world.folder, "answers-%d" % i),
            encoding="utf-8") as f:
        return f.read().splitlines()


def check_reader(tap, vault, passphrase):
    if not os.path.exists(READER):
        tap.skip("the Python reader walks one chain", "no " + READER)
        return
    if panah.run("/usr/bin/python3", "-c", "import nacl").code != 0:
        tap.skip("the Python reader walks one chain", "no python3-nacl")
        return
    done = panah.run("/usr/bin/python3", "-B", READER, vault.path, "anna",
        passphrase)
    last = done.out.splitlines()[-1:]
    tap.ok(done.code == 0 and last and last[0].endswith(" ok"),
        "the Python reader walks one unbroken chain", last, done.err)


def test(tap, world):
    tap.diag("SEED=%d" % SEED)
    vault = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    other = world.secret("other", "eight wet horses")
    vault.officer("oleg", "Oleg Kim", other)
    processes = [start(world, vault, i, (world.passphrase, other))
        for i in range(PROCESSES)]
    stops = disturb(processes, random.Random(SEED))
    tap.diag("%d stops" % stops)
    tap.same([p.wait() for p in processes], [0] * PROCESSES,
        "each of the eight ends well")
    said = [answers(world, i) for i in range(PROCESSES)]
    tap.same([len(lines) for lines in said], [SAVES] * PROCESSES,
        "a line is answered by a line")
    bad = [line for lines in said for line in lines if not
        line.startswith("ok ")]
    tap.same(bad[:5], [], "every line is saved")
    ids = {}
    for i, lines in enumerate(said):
        for n, line in enumerate(lines):
            ids.setdefault(line[3:], []).append("save-%d-%d" % (i, n))
    tap.same(len(ids), PROCESSES * SAVES, "10,000 different numbers")
    there = vault.run("list", "families", "--json").objects()
    tap.same(len(there), PROCESSES * SAVES, "10,000 records")
    tap.ok({r["id"]: [r["name"]] for r in there} == ids,
        "each bears the name it was saved with")
    code, found = vault.verify()
    tap.ok(code == 0 and found["faults"] == "0" and found["forks"] == "0",
        "verify is content", found["said"])
    check_reader(tap, vault, world.passphrase)


panah.main(test)
