#!/usr/bin/python3 -B
"""The man pages are there and mandoc has nothing to say about them; pictures
are those of the README."""
import os
import shutil
import subprocess

import lint

PAGES = ("panah.1", "panah-journal.5", "panah-bundle.5", "panah-vault.5",
    "panah-screens.5")


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
    stale = subprocess.run(["/usr/bin/python3", "-B", "tests/picture",
        "--check"], capture_output=True, text=True)
    tap.check("pictures show what README.md shows", stale.stdout.split())
    tap.end()


main()
