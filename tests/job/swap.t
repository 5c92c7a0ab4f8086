#!/usr/bin/python3 -B
"""What the system writes to the swap (F122).

Where no limit stands over locked memory the whole process is locked, and no
name of a record and no passphrase is found in the swap. Under the usual limit
the passphrase alone is locked: the unlock screen says that names are not, and
then they are found, by which the search is known to find.
"""
import ctypes
import mmap
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, have, main  # noqa

NAME, TYPED = "Zaubergarten", "Quittenbrot"
CONTROL = b"Mirabellenmus" * 400
LOCK, ENTER = "\x0b", "\r"
SAID = "Swap is on: names could reach it"
USUAL_LIMIT = 8 << 20
# Numbers of system calls of every architecture, and the advice.
PIDFD_OPEN, PROCESS_MADVISE, PAGEOUT = 434, 440, 21


class Swap:
    """A swap file of our own, before all others; None by refused()."""

    def __init__(self, world):
        self.path = world.file("swap", b"")
        self.why = self.begin()

    def begin(self):
        if os.geteuid() != 0:
            return "only root makes a swap file"
        os.chmod(self.path, 0o600)
        # Written in full: what is only set aside is read as zeros for ever.
        with open(self.path, "wb") as f:
            for _ in range(96):
                f.write(bytes(1 << 20))
            os.fsync(f.fileno())
        for words in (["mkswap"], ["swapon", "-p", "32767"]):
            done = subprocess.run(words + [self.path], env={"PATH":
                "/usr/sbin:/usr/bin:/sbin:/bin"}, stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL)
            if done.returncode != 0:
                return done.stderr.decode("utf-8", "replace").strip()
        return None

    def holds(self, text):
        """Read past the page cache, which knows nothing of the swap."""
        size, part = os.path.getsize(self.path), 1 << 20
        room = mmap.mmap(-1, part)
        fd = os.open(self.path, os.O_RDONLY | os.O_DIRECT)
        try:
            return any(os.preadv(fd, [room], at) > 0 and room.find(text) >= 0
                for at in range(0, size, part))
        finally:
            os.close(fd)
            room.close()

    def comes_to_hold(self, text):
        end = time.monotonic() + 10
        while not self.holds(text):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def end(self):
        if self.why is None:
            subprocess.run(["swapoff", self.path], check=True,
                env={"PATH": "/usr/sbin:/sbin"})


def regions(pid):
    """(start, end, flags, KiB locked) of each part that can be read."""
    with open("/proc/%d/smaps" % pid) as f:
        text = f.read()
    for part in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", text):
        first = re.match(r"([0-9a-f]+)-([0-9a-f]+) (\S+)", part)
        flags = re.search(r"^VmFlags: (.*)", part, re.M)[1].split()
        if first[3].startswith("r") and "[v" not in part.splitlines()[0]:
            yield int(first[1], 16), int(first[2], 16), flags


def memory_of(pid, start, end):
    with open("/proc/%d/mem" % pid, "rb", 0) as f:
        f.seek(start)
        try:
            return f.read(end - start)
        except (OSError, OverflowError):
            return b""


def holding(pid, text):
    """The flags of each part that holds a text, as bytes or as letters."""
    return [flags for start, end, flags in regions(pid)
        if any(t in memory_of(pid, start, end) for t in
            (text.encode(), text.encode("utf-32-le")))]


def push_out(pid):
    """All that the system may write to the swap, as if memory were short."""
    class Part(ctypes.Structure):
        _fields_ = [("at", ctypes.c_void_p), ("size", ctypes.c_size_t)]
    call = ctypes.CDLL(None, use_errno=True).syscall
    fd = call(PIDFD_OPEN, pid, 0)
    if fd < 0:
        return False
    for start, end, _ in regions(pid):
        # Refused for what is locked; that is the point.
        call(PROCESS_MADVISE, fd, ctypes.byref(Part(start, end - start)),
            ctypes.c_size_t(1), PAGEOUT, 0)
    os.close(fd)
    return True


class Control:
    """A process that locks nothing, pushed out behind the one looked at."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, "-c",
            "import sys; a = sys.stdin.buffer.readline()[:-1]; b = a * 9;"
            "print(len(b), flush=True); sys.stdin.buffer.readline()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(CONTROL + b"\n")
        self.process.stdin.flush()
        self.process.stdout.readline()
        return self.process.pid

    def __exit__(self, *_):
        self.process.communicate(b"\n")


def status(pid, name):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(r"^%s:\s*(\d+)" % name, f.read(), re.M)[1])


def open_screens(vault, before):
    s = Screen(before + [BIN, "-C", vault.path, "-u", "anna"])
    first = s.text()
    s.press(PASSPHRASE)
    return s, first


def fill(s):
    """A name saved and shown, another typed."""
    s.press(ENTER)
    s.press("3")
    s.press("n")
    s.press(NAME)
    s.press("\x1bOQ")
    s.press("\x1bOR")
    s.press("3")
    shown = NAME in s.text()
    s.press("n")
    s.press(TYPED)
    return shown


def locked_pages(tap, s):
    """Of whoever runs the test; what is in them only root can look at."""
    pid = s.line.pid
    tap.ok(status(pid, "VmLck") > 0, "memory is locked", status(pid, "VmLck"))
    if os.geteuid() != 0:
        return tap.skip("where the passphrase is", "only root may look")
    places = holding(pid, PASSPHRASE)
    return tap.ok(places and all({"lo", "dd", "wf"} <= set(f)
        for f in places), "a typed passphrase is in pages that are locked, "
        "in no core file and in no child", *places)


def looked_for(tap, s, swap, limited):
    """Pushed out, what of it is in the swap file."""
    pid, name = s.line.pid, "in the swap file"
    if swap.why:
        return tap.skip(name, swap.why)
    with Control() as control:
        if not push_out(pid) or not push_out(control):
            return tap.skip(name, "no process_madvise(2)")
        if not swap.comes_to_hold(CONTROL[:1000]):
            return tap.skip(name, "what is pushed out is not written there")
    if limited:
        tap.ok(swap.comes_to_hold(NAME.encode()),
            "under the usual limit a name can be there, as is said")
    else:
        tap.ok(not swap.holds(NAME.encode()) and
            not swap.holds(TYPED.encode()), "no name " + name)
        tap.ok(not swap.holds(TYPED.encode("utf-32-le")),
            "nor the letters of one")
    return tap.ok(not swap.holds(PASSPHRASE.encode()), "no passphrase " +
        name)


def one(tap, vault, limited, swap, before=()):
    s, first = open_screens(vault, list(before))
    tap.same(SAID in first, limited and swap.why is None,
        "the unlock screen %s" % ("says that names can reach the swap"
            if limited and not swap.why else "says nothing of the swap"))
    locked_pages(tap, s)
    tap.ok(fill(s), "a name is shown", s.text())
    pid = s.line.pid
    if not limited:
        tap.ok(all("lo" in f for f in holding(pid, NAME) +
            holding(pid, TYPED)) and holding(pid, TYPED),
            "names are in locked pages alone", holding(pid, NAME))
        tap.ok(status(pid, "VmLck") >= status(pid, "VmData"),
            "all data of the process is locked", status(pid, "VmLck"))
    looked_for(tap, s, swap, limited)
    s.press(LOCK)
    tap.ok("locked" in s.text(), "^K locks", s.text())
    if not limited and not swap.why:
        tap.ok(not swap.holds(NAME.encode()) and
            not swap.holds(PASSPHRASE.encode()), "nor after ^K")
    s.end()


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    allowed = vault.do("version").split("memory-locked ")[1].split()[0]
    swap = Swap(world)
    try:
        tap.diag("memory-locked %s; swap: %s" % (allowed, swap.why or "on"))
        if allowed == "all":
            one(tap, vault, False, swap)
        else:
            tap.skip("the whole process locked", "a limit on locked memory")
        if allowed == "keys":
            one(tap, vault, True, swap)
        elif os.geteuid() == 0 and not have("prlimit", "setpriv"):
            one(tap, vault, True, swap, [shutil.which("prlimit"),
                "--memlock=%d" % USUAL_LIMIT, shutil.which("setpriv"),
                "--bounding-set=-ipc_lock"])
        else:
            tap.skip("keys alone locked", "only root puts a limit on itself")
    finally:
        swap.end()


if __name__ == "__main__":
    main(test)
