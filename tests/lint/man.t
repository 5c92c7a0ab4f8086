#!/usr/bin/python3 -B
"""The man pages are there and mandoc has nothing to say about them; pictures
are those of the README."""
import os
import re
import shutil
import subprocess

import lint

PAGES = ("panah.1", "panah-journal.5", "panah-bundle.5", "panah-vault.5",
    "panah-screens.5")


def settings():
    """Each setting of the table with what may be chosen, the usual first."""
    code = lint.read("src/app/settings.c")
    values = {name: re.findall(r'"([^"]*)"', row) for name, row in
        re.findall(r"const (\w+_values)\[\] = \{([^}]*)\}", code)}
    own = dict(re.findall(r'#define (SET_\w+)\s+"(\w+)"', code))
    table = re.search(r"struct setting settings\[\] = \{(.*?)\n\};", code,
        re.S)[1]
    return [(own.get(name, name.strip('"')), values[of]) for name, of in
        re.findall(r'\{ ("\w+"|SET_\w+), (\w+),', table)]


def main():
    if not shutil.which("mandoc"):
        lint.skip_all("mandoc is missing")
    tap = lint.Tap()
    tap.check("every page is there",
        [page for page in PAGES if not os.path.exists("man/" + page)])
    for page in lint.files("man/*.[0-9]"):
        said = subprocess.run(["mandoc", "-Tlint", "-W", "warning", page],
            capture_output=True, text=True)
        tap.check(page + " is clean", (said.stdout + said.stderr)
            .splitlines() or (["exit"] if said.returncode else []))
    page, rows = lint.read("man/panah.1"), settings()
    tap.check("panah.1 tells each setting, its values and what is usual",
        [name for name, values in rows if ".It Ic %s %s\n" %
            (name, " | ".join(values)) not in page] +
        ([] if len(rows) > 5 else ["the table is not found"]))
    stale = subprocess.run(["/usr/bin/python3", "-B", "tests/picture",
        "--check"], capture_output=True, text=True)
    tap.check("pictures show what README.md shows", stale.stdout.split())
    tap.end()


main()
