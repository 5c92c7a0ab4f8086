#!/usr/bin/python3 -B
"""clang reads every source and header without a warning, as gcc did."""
import os
import shutil
import subprocess

import lint


def main():
    if not shutil.which("clang"):
        lint.skip_all("clang is missing")
    tap = lint.Tap()
    env = {name: value for name, value in os.environ.items()
        if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    made = subprocess.run(["make", "-s", "-k", "-j2", "clang",
        "B=" + os.path.relpath(lint.build())], env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    tap.check("clang has no warning", made.stdout.splitlines()
        if made.returncode else [])
    read = lint.files(lint.build() + "/clang/**/*.d")
    sources = lint.files("src/*/*.c", "include/*/*.h", "tests/*/*.c")
    tap.check("clang has read everything",
        [] if len(read) >= len(sources) else
        ["%d of %d files" % (len(read), len(sources))])
    tap.end()


main()
