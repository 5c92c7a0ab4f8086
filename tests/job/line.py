"""line - panah at the other end of a terminal line, byte by byte."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte

from panah import BIN, environment

LIMIT = 30.0


class Line:
    """A program on a pty, and all bytes that it has sent."""

    def __init__(self, words, rows=24, columns=80, **more):
        env = {**environment(), "TERM": "xterm-256color", **more}
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns)
        self.pid = os.fork()
        if self.pid == 0:
            self.become(words, env)
        self.bytes = b""

    def become(self, words, env):
        try:
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            for fd in (0, 1, 2):
                os.dup2(self.slave, fd)
            os.closerange(3, 64)
            os.execve(words[0], words, env)
        finally:
            os._exit(127)

    def resize(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
            struct.pack("HHHH", rows, columns, 0, 0))

    def lives(self):
        """It has not ended; a moment is given to one that is ending."""
        for _ in range(20):
            with open("/proc/%d/stat" % self.pid) as f:
                state = f.read().rsplit(")", 1)[1].split()[0]
            if state == "Z":
                return False
            if state == "S":
                return True
            time.sleep(0.005)
        return True

    def waits(self):
        """The program has read all keys and sleeps until the next."""
        unread = struct.unpack("i", fcntl.ioctl(self.slave, termios.FIONREAD,
            b"\0" * 4))[0]
        with open("/proc/%d/stat" % self.pid) as f:
            state = f.read().rsplit(")", 1)[1].split()
        with open("/proc/%d/wchan" % self.pid) as f:
            where = f.read()
        # A system may hide where it sleeps.
        return unread == 0 and state[0] == "S" and \
            ("poll" in where or where in ("", "0"))

    def drain(self):
        got = b""
        while select.select([self.master], [], [], 0)[0]:
            try:
                part = os.read(self.master, 65536)
            except OSError:
                break
            if not part:
                break
            got += part
        self.bytes += got
        return got

    def settle(self):
        """All that it sends until it waits again; it must do so in LIMIT."""
        got, end, still = b"", time.monotonic() + LIMIT, 0
        while time.monotonic() < end:
            part = self.drain()
            got += part
            if not self.lives():
                return got + self.drain()
            still = still + 1 if not part and self.waits() else 0
            if still >= 5:
                return got
            time.sleep(0.005)
        raise AssertionError("it does not come to rest")

    def send(self, keys):
        """The bytes that come back for these keys."""
        self.settle()
        os.write(self.master, keys.encode() if isinstance(keys, str) else
            keys)
        return self.settle()

    def see(self, text):
        """Wait for a text among what has been sent so far."""
        end = time.monotonic() + LIMIT
        while text.encode() not in self.bytes:
            if time.monotonic() > end:
                raise AssertionError("not seen: %r in %r" % (text,
                    self.bytes[-400:]))
            self.drain()
            time.sleep(0.005)

    def quiet(self, seconds):
        """What it sends in so many seconds without a key."""
        end, got = time.monotonic() + seconds, b""
        while time.monotonic() < end:
            if select.select([self.master], [], [],
                    max(0, end - time.monotonic()))[0]:
                got += self.drain()
        return got

    def end(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.wait()
        self.close()

    def wait(self):
        """Its exit status; None when it was killed or is gone already."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                return None
            if pid != 0:
                return os.WEXITSTATUS(status) if os.WIFEXITED(status) \
                    else None
            self.drain()
            time.sleep(0.005)
        raise AssertionError("it does not end")

    def close(self):
        os.close(self.slave)
        os.close(self.master)


def open_vault(vault, *more, **terminal):
    """panah's screens on a vault, unlocked by its passphrase file."""
    line = Line([BIN, "-C", vault.path, "-P", vault.world.passphrase, "-u",
        vault.login, *more], **terminal)
    line.settle()
    return line


class Screen:
    """What an officer sees: the bytes of a line, drawn by pyte."""

    def __init__(self, words, rows=24, columns=80, **more):
        # What pyte speaks; it does not know all of xterm's.
        more = {"TERM": "linux", **more}
        self.line = Line(words, rows, columns, **more)
        self.shown = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.shown)
        self.all = b""
        self.press("")

    def press(self, keys):
        """Send keys, and look when the program waits again."""
        self.line.settle()
        if keys:
            os.write(self.line.master, keys.encode())
        if self.lives():
            self.line.settle()
        self.stream.feed(self.line.bytes)
        self.all += self.line.bytes
        self.line.bytes = b""

    def idle(self, seconds):
        """Nobody presses a key for so long."""
        self.line.quiet(seconds)
        self.press("")

    def rows(self):
        return [row.rstrip() for row in self.shown.display]

    def text(self):
        return "\n".join(self.rows())

    def cursor(self):
        return self.shown.cursor.y, self.shown.cursor.x

    def lives(self):
        return self.line.lives()

    def resize(self, rows, columns):
        self.shown.resize(rows, columns)
        self.line.resize(rows, columns)
        self.press("")

    def end(self):
        self.line.end()
