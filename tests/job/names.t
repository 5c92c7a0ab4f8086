#!/usr/bin/python3 -B
"""panah names score over labelled pairs: as good as was promised at one line,
the same both ways, and every bit with its reason."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__)))
from panah import BIN, SHARED, Tap, World, run  # noqa

NAMES = os.path.join(SHARED, "data", "names")
LINE, NO_DATE = 5.5, 4.5	# of the product, with and without birth dates
NAME, SEX, BIRTH, NATION, LABEL, KIND = 0, 1, 2, 3, 8, 9


def read(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f][1:]


def scored(world, rows, *words):
    text = "\n".join("\t".join(row) for row in [["head"] * 10] + rows)
    done = run(BIN, "names", "score", world.file("pairs.tsv", text + "\n"),
        *words)
    return done, done.out.splitlines()


def turned(row):
    return row[4:8] + row[:4] + row[8:]


def without_dates(rows):
    """What cannot be told without a date is left out, as names.md does."""
    return [row[:2] + [""] + row[3:6] + [""] + row[7:] for row in rows
        if row[KIND] not in ("namesake", "surname_change") and
        not (row[LABEL] == "0" and row[NAME] == row[4])]


def f1(rows, scores):
    said = [score >= (LINE if row[BIRTH] or row[6] else NO_DATE)
        for row, score in zip(rows, scores)]
    one = [row[LABEL] == "1" for row in rows]
    right = sum(a and b for a, b in zip(said, one))
    return 2 * right / max(1, sum(said) + sum(one))


def check_set(tap, world, rows, name, goal):
    done, lines = scored(world, rows)
    if not tap.ok(done.code == 0 and len(lines) == len(rows),
            name + ": one score for a line", done.err):
        return
    found = f1(rows, [float(line) for line in lines])
    tap.ok(found >= goal, "%s: F1 %.4f, at least %.2f" % (name, found, goal))
    tap.same(scored(world, [turned(row) for row in rows])[1], lines,
        name + ": the same both ways")


def check_reasons(tap, world, rows):
    lines = scored(world, rows, "--why")[1]
    odd = []
    for line in lines:
        score, *reasons = line.split("\t")
        tenths = [round(float(reason.split()[1]) * 10) for reason in reasons]
        if not reasons or sum(tenths) != round(float(score) * 10):
            odd.append(line)
    tap.ok(len(lines) == len(rows) and not odd,
        "the bits of the reasons add up to the score", odd[:3])


def check_refusals(tap, world):
    done, _ = scored(world, [["a", "m", "1990"]])
    tap.ok(done.code == 4 and "2" in done.err, "a short line is named", done)
    done = run(BIN, "names", "guess", "x")
    tap.ok(done.code == 2, "names does nothing but score", done)


# One person, typed on the keyboard that was at hand.
SPELLINGS = ("Әлия Төлегенова", "Алия Тулегенова", "Aliya Tulegenova",
    "Äliya Tölegenova", "ALIIA TULEGENOVA", "علیا تولگنوا", "Aliia Tolegenova")


def check_spellings(tap, world):
    rows = [[a, "", "", "", b, "", "", "", "1", ""] for a in SPELLINGS
        for b in SPELLINGS]
    lines = scored(world, rows)[1]
    low = [row[0] + " = " + row[4] + ": " + line for row, line in
        zip(rows, lines) if float(line) < NO_DATE]
    tap.ok(not low and len(lines) == len(rows),
        "one name in seven spellings is one", low)


def main():
    tap = Tap()
    with World() as world:
        check_refusals(tap, world)
        check_spellings(tap, world)
        if not os.path.isdir(NAMES):
            tap.skip("labelled pairs", NAMES + " is not here")
            return tap.end()
        pairs = read(os.path.join(NAMES, "pairs.tsv"))
        check_set(tap, world, pairs, "pairs", 0.98)
        check_set(tap, world, without_dates(pairs), "without dates", 0.96)
        check_set(tap, world, read(os.path.join(NAMES, "un-list.tsv")),
            "un-list", 0.92)
        check_reasons(tap, world, pairs)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
