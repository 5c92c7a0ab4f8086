#!/usr/bin/python3 -B
"""Every patch of tests/breaks still applies: one that does not tests nothing.

`make breaks` takes long and is run now and then; the code moves every day.
"""
import subprocess

import lint


def fault(path):
    """What patch says about it, or None."""
    done = subprocess.run(["patch", "-p1", "-f", "-s", "--dry-run", "-r", "-",
        "-i", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return None if done.returncode == 0 else "%s: %s" % (path,
        done.stdout.decode("utf-8", "replace").strip())


def main():
    tap = lint.Tap()
    paths = lint.files("tests/breaks/*.patch")
    faults = [f for f in map(fault, paths) if f]
    tap.check("every one of %d patches applies" % len(paths),
        faults if paths else ["there is no patch"])
    tap.end()


main()
