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
    tap.check("every source and header is in a list of files",
        [path for path in lint.files("src/*/*.c", "include/*/*.h",
            "tests/*/*.c") if not os.path.exists(os.path.join(lint.build(),
            "clang", path[:-2] if path.endswith(".c") else path) + ".d")])
    tap.end()


main()
