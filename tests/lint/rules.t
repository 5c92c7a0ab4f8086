#!/usr/bin/python3 -B
"""tests/rules.tsv: every rule of the format has its test and its patch.

Columns: rule, test, patch, note. A test is LAYER/x_test FUNCTION, or a
script of tests/; a patch is a name in tests/breaks. Several are parted by a
comma. Without them the note says what a later issue brings.
"""
import os
import re

import lint

RULES = 68
LATER = re.compile(r"(issue [3-9]|nothing to test): .{10}")


def patch_fault(name, tests):
    path = "tests/breaks/%s.patch" % name
    if not os.path.exists(path):
        return path + " is not there"
    head = re.match(r"# test: (\S+)", lint.read(path))
    if not head or head[1] not in [t.split(" ")[0] for t in tests]:
        return "%s turns another test red: %s" % (path, head and head[1])
    return None


def main():
    tap = lint.Tap()
    rows = [line.split("\t") for line in
        lint.read("tests/rules.tsv").splitlines()]
    tap.check("four columns with their names",
        ["line %d: %d columns" % (i, len(row)) for i, row in
            enumerate(rows, 1) if len(row) != 4]
        or ([] if rows[0] == ["rule", "test", "patch", "note"] else
            ["the first line"]))
    rows = [row for row in rows[1:] if len(row) == 4]
    tap.check("rules 1 to %d stand there once, in order" % RULES,
        [] if [row[0] for row in rows] ==
            [str(n) for n in range(1, RULES + 1)] else
        ["but %s" % " ".join(row[0] for row in rows)])
    faults = []
    for rule, tests, patches, note in rows:
        tests, patches = lint.parts(tests), lint.parts(patches)
        said = [lint.test_fault(t) for t in tests] + \
            [patch_fault(p, tests) for p in patches]
        if not (tests and patches) and not LATER.match(note):
            said.append("has no %s, and the note does not say why" %
                ("patch" if tests else "test"))
        faults += ["rule %s: %s" % (rule, fault) for fault in said if fault]
    tap.check("every test and patch is there, or a later issue is named",
        faults)
    named = {p for row in rows for p in lint.parts(row[2])}
    print("# %d rules have a test and a patch" %
        sum(bool(row[1] and row[2]) for row in rows))
    for path in lint.files("tests/breaks/*.patch"):
        if os.path.basename(path)[:-len(".patch")] not in named:
            print("# of no rule: " + path)
    tap.end()


main()
