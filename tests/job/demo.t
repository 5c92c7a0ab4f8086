#!/usr/bin/python3 -B
"""The demonstration: 16,000 people and the years behind them, the same for
the same seed, with everything in it that a morning can bring."""
import collections
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World, run  # noqa

CIS_AND_AFGHAN = {"AFG", "UZB", "TJK", "KGZ", "RUS", "UKR", "AZE", "TKM",
    "ARM", "BLR", "GEO", "MDA"}
NO_NATIONALITY = {"XXA", "XXX"}


def ask(folder, office, *words):
    return run(BIN, "-C", os.path.join(folder, office), "-P",
        os.path.join(folder, "passphrase"), *words)


def drafts(tap, folder):
    """Through a screen: a draft is in no list and in no export."""
    screen = Screen([BIN, "-C", os.path.join(folder, "ALA"), "-u", "anna",
        "-l", "en"], rows=60)
    with open(os.path.join(folder, "passphrase"), encoding="utf-8") as f:
        screen.press(f.read().strip())
    try:
        screen.press("\r")
        text = "\n".join(screen.rows())
        tap.same(text.count("go on"), 5, "five drafts are in my day")
        tap.ok("Go on with it?" not in text, "and none stands in the way of it",
            text)
        screen.press("/")
        screen.press("Referral, 5")
        screen.press("\r")
        screen.press("\r")
        text = "\n".join(screen.rows())
        tap.ok("ten days" in text and "Lex legal aid" in text,
            "Enter goes on with what was typed", text)
    finally:
        screen.end()


def people(tap, folder):
    rows = [r for r in ask(folder, "ALA", "list", "people",
        "--json").objects() if r["id"].startswith("ALA-")]
    status = collections.Counter(r.get("legal_status") for r in rows)
    tap.same((len(rows), status["refugee"], status["stateless"] +
        status["undetermined"]), (16000, 600, 160),
        "16,000 people, 600 recognised, 160 stateless or undetermined")
    others = [r["nationality"] for r in rows
        if r["nationality"] not in NO_NATIONALITY]
    near = sum(n in CIS_AND_AFGHAN for n in others)
    tap.ok(near > 0.9 * len(others), "most others are from CIS countries or "
        "Afghanistan", collections.Counter(others))
    names = " ".join(n for r in rows for n in r.get("names", ()))
    tap.ok("\u06cc" in names and "\u04d9" in names and any("A" <=
        r["family_name"][0] <= "Z" for r in rows),
        "names stand in three scripts, Kazakh letters among them")


def morning(tap, folder):
    verify = dict(line.split(" ", 1) for line in
        ask(folder, "ALA", "verify").out.splitlines())
    tap.ok(int(verify["unsealed"]) >= 1, "a tail is not sealed", verify)
    tap.ok(int(verify["missing"]) >= 1, "a gap is known", verify)
    rows = ask(folder, "ALA", "list", "referrals", "--json").objects()
    mine = [r for r in rows if r["id"].startswith("ALA-") and
        r["state"] == "sent"]
    late = ask(folder, "ALA", "list", "referrals", "--where",
        "late is not empty", "--json").objects()
    tap.ok(len(mine) >= 32 and len(late) >= 12 and
        sum(r["state"] == "done" for r in rows) >= 20,
        "12 referrals are late, 20 wait since lately, many are done",
        len(late), collections.Counter(r["state"] for r in rows))
    tap.ok(ask(folder, "ALA", "conflicts").out.count("IN CONFLICT") >= 3,
        "three conflicts at least are to be resolved")
    waiting = os.path.join(folder, "ALA", "spool", "in")
    plan = ask(folder, "ALA", "receive", "--dry-run", waiting)
    tap.ok(len(os.listdir(waiting)) == 2 and plan.code in (0, 1) and
        "from AST" in plan.err and "from KOR" in plan.err,
        "two bundles wait to be read", plan)


def consents(tap, folder):
    answers = collections.Counter(r["answer"] for r in ask(folder, "ALA",
        "export", "--json").objects() if r["form"] == "consent")
    tap.ok(answers["given"] >= 100 and answers["refused"] >= 40,
        "people have agreed to be referred, and some have refused", answers)


def twice(tap, folder):
    """In a small vault, where no two are alike by chance alone."""
    small = os.path.join(folder, "small")
    run(BIN, "demo", small, "--persons", "400")

    def pairs():
        return [p for p in ask(small, "ALA", "duplicates",
            "--json").objects() if any(r["code"] == "phone"
            for r in p["reasons"])]

    known = {frozenset((p["id"][:3], p["other_id"][:3])) for p in pairs()}
    tap.same((len(pairs()), known), (2, {frozenset(("ALA", "AST"))}),
        "two whom Almaty and Astana both know are found")
    tap.ok(all(p["band"] == "strong" for p in pairs()), "very likely",
        pairs())
    twins = [r["id"] for r in ask(small, "ALA", "list", "people",
        "--json").objects() if r["id"].startswith("AST-") and
        r.get("birth_date") == "2014-05-17"]
    shown = {i for p in ask(small, "ALA", "duplicates", "--json").objects()
        for i in (p["id"], p["other_id"])}
    tap.ok(len(twins) == 2 and not shown & set(twins),
        "twins are there, and are not asked about", twins, shown)
    ask(small, "ALA", "receive", "--yes", os.path.join(small, "ALA", "spool",
        "in"))
    border = [p for p in pairs() if "KOR" in (p["id"][:3], p["other_id"][:3])]
    tap.same(len(border), 1, "the bundle that waits brings one more")


def same_seed(tap, world):
    exports = []
    for name, seed in (("one", "7"), ("two", "7"), ("three", "8")):
        folder = os.path.join(world.folder, name)
        run(BIN, "demo", folder, "--persons", "400", "--seed", seed)
        exports.append(ask(folder, "ALA", "export", "--json").raw)
    tap.ok(len(exports[0]) > 100000 and exports[0] == exports[1],
        "the same seed, the same export")
    tap.ok(exports[0] != exports[2], "another seed, another export")
    done = run(BIN, "demo", os.path.join(world.folder, "one"))
    tap.ok(done.code == 2 and "one" in done.err, "a folder that is there is "
        "refused", done)


def main():
    tap = Tap()
    with World() as world:
        folder = os.path.join(world.folder, "demo")
        done = run(BIN, "demo", folder)
        tap.same(done.code, 0, "a demonstration is made")
        morning(tap, folder)
        drafts(tap, folder)
        people(tap, folder)
        consents(tap, folder)
        same_seed(tap, world)
        twice(tap, world.folder)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
