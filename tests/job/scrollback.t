#!/usr/bin/python3 -B
"""What stays in a terminal (F126): behind the lock no name is on its screen,
and behind the end none is in its scrollback."""
import os
import subprocess
import sys
import time

sys.path.insert(0, "tests/job")
from panah import BIN, environment, have, main  # noqa

NAME = "Zaubergarten"


class Tmux:
    """A tmux of its own, with a scrollback of 2,000 lines."""

    def __init__(self, folder):
        self.socket = os.path.join(folder, "tmux")
        self.do("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y",
            "24", "sh")

    def do(self, *words):
        return subprocess.run(("tmux", "-S", self.socket) + words,
            env=environment(), stdout=subprocess.PIPE,
            check=True).stdout.decode()

    def all(self):
        return self.do("capture-pane", "-p", "-S", "-")

    def until(self, good):
        """All lines, once this is so; at most half a minute is given."""
        end = time.monotonic() + 30
        while not good(self.all()) and time.monotonic() < end:
            time.sleep(0.05)
        return self.all()


def test(tap, world):
    if have("tmux"):
        tap.skip("scrollback", "no tmux")
        return
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    vault.do("new", "person", "family_name=" + NAME, "given_name=A", "sex=F")
    tmux = Tmux(world.folder)
    try:
        tmux.do("send-keys", "-l", "%s -C %s -P %s -u anna; echo left=$?" %
            (BIN, vault.path, world.passphrase))
        tmux.do("send-keys", "Enter")
        tmux.until(lambda text: "My day" in text)
        tmux.do("send-keys", "2")
        tap.ok(NAME in tmux.until(lambda text: NAME in text),
            "a name is shown")
        tmux.do("send-keys", "C-k")
        shown = tmux.until(lambda text: "locked" in text)
        tap.ok("locked" in shown and NAME not in shown,
            "behind the lock it is nowhere", shown)
        tmux.do("send-keys", "C-k")
        shown = tmux.until(lambda text: "left=0" in text)
        tap.ok("left=0" in shown and NAME not in shown,
            "behind the end it is in no scrollback", shown)
    finally:
        tmux.do("kill-server")


if __name__ == "__main__":
    main(test)
