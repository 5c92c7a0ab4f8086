#!/usr/bin/python3 -B
"""Everything has its place, nothing names a machine, nothing is left half."""
import os
import re
import subprocess

import lint

TOP = {"src", "include", "screens", "tests", "man", "Makefile", "README.md",
    "LICENSE", "CHANGELOG.md", ".ci", ".gitignore", ".gitattributes",
    ".clang-format", ".clang-tidy", ".editorconfig"}

# Put together, so that this file does not find itself.
MACHINE = re.compile("/(?:%s)/" % "|".join(("wo" "rk", "ro" "ot", "fa" "rm",
    "ho" "me/[a-z]")))
UNFINISHED = re.compile(r"\b(?:%s)\b|[*#/] *%s\b" % ("|".join(("TO" "DO",
    "FIX" "ME", "HA" "CK", "not imple" "mented", "place" "holder")),
    "X" "XX"))


def tree():
    """What git has or would take; every file where there is no git."""
    if os.path.exists(".git"):
        out = subprocess.run(["git", "-c", "safe.directory=*", "ls-files",
            "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, text=True)
        if out.returncode == 0:
            return [f for f in out.stdout.split("\0") if os.path.isfile(f)]
    return [f[2:] for f in lint.files("./**/*", "./.ci/*")
        if not f.startswith("./build")]


def lines_with(pattern, paths):
    for path in paths:
        try:
            text = lint.read(path)
        except UnicodeDecodeError:
            continue
        for match in pattern.finditer(text):
            yield "%s:%d: %s" % (path, lint.line_of(text, match.start()),
                match[0])


def main():
    tap = lint.Tap()
    paths = tree()
    tap.check("the top holds what the project's card names",
        sorted({p.split("/")[0] for p in paths} - TOP))
    tap.check("no path of a machine",
        list(lines_with(MACHINE, paths)))
    tap.check("no word of unfinished work",
        list(lines_with(UNFINISHED, paths)))
    tap.check("nothing that was made is kept",
        [p for p in paths if p.endswith((".o", ".a", ".d", ".pyc", ".orig",
            ".rej", "~"))])
    tap.end()


main()
