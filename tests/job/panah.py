"""panah - what the tests of the whole job share: TAP, vaults, batches.

Each test works in a folder of its own that goes when it ends, and ends no
process but those it has started. Where a tool or a right is missing it names
what it skips.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = os.getcwd()
BIN = os.path.abspath(os.environ.get("PANAH_BIN") or
    os.environ.get("PANAH") or "build/panah")
SHARED = os.path.abspath(os.environ.get("PANAH_SHARED") or "../shared")
PASSPHRASE = "seven wet horses"


class Tap:
    """Counts and prints; the exit code says whether all was well."""

    def __init__(self):
        self.count = self.bad = 0

    def ok(self, good, name, *why):
        self.count += 1
        self.bad += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, name),
            flush=True)
        for line in "\n".join(map(str, why)).splitlines()[:25] \
                if not good else ():
            self.diag("    " + line[:400])
        return good

    def same(self, got, want, name):
        return self.ok(got == want, name, "got:  %r" % (got,),
            "want: %r" % (want,))

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why), flush=True)

    def diag(self, text):
        print("# " + text, flush=True)

    def end(self):
        print("1..%d" % self.count, flush=True)
        return 1 if self.bad or self.count == 0 else 0


class Done:
    """How a command ended."""

    def __init__(self, code, out, err):
        self.code, self.raw, self.err = code, out, err

    @property
    def out(self):
        return self.raw.decode("utf-8", "replace")

    @property
    def line(self):
        return self.out.rstrip("\n")

    def objects(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        return "exit %d\n%s\n%s" % (self.code, self.out, self.err)


class Batch:
    """`panah batch`, asked line by line."""

    def __init__(self, vault, login=None, before=(), passphrase=None):
        self.process = subprocess.Popen(list(before) +
            vault.command("batch", login=login, passphrase=passphrase),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment())
        vault.world.processes.append(self.process)

    def ask(self, line):
        """(0, result) or (code, sentence); None when it is gone."""
        try:
            self.process.stdin.write(line.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            return None
        text = line.decode("utf-8", "replace")[:-1]
        if text.startswith("ok ") or text == "ok":
            return 0, unescape(text[3:])
        word, code, sentence = text.split(" ", 2)
        assert word == "error", text
        return int(code), sentence

    def do(self, line):
        """The result of a line that must be right."""
        answer = self.ask(line)
        if answer is None or answer[0] != 0:
            raise RuntimeError("%s: %s" % (line, answer))
        return answer[1]

    def end(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.stdout.read()
        self.process.stdout.close()
        return self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


class Vault:
    """A vault folder and the officer who works in it."""

    def __init__(self, world, name, login):
        self.world, self.login = world, login
        self.path = os.path.join(world.folder, name)

    def command(self, *words, login=None, passphrase=None):
        return [BIN, "-C", self.path, "-P", passphrase or
            self.world.passphrase, "-u", login or self.login] + list(words)

    def officer(self, login, name, passphrase=None, *more):
        """One more officer, who has chosen a passphrase of her own."""
        first = self.world.secret("first", "first words for her")
        self.do("officer", "add", login, name, "--new-passphrase", first,
            *more)
        self.do("passphrase", "--new-passphrase", passphrase or
            self.world.passphrase, login=login, passphrase=first)

    def run(self, *words, login=None, passphrase=None, stdin=b"", before=(),
            cwd=None):
        return run(*before, *self.command(*words, login=login,
            passphrase=passphrase), stdin=stdin, cwd=cwd)

    def do(self, *words, **more):
        """The output of a command that must be right."""
        done = self.run(*words, **more)
        if done.code != 0:
            raise RuntimeError("%s: %s" % (" ".join(words), done))
        return done.line

    def batch(self, login=None, before=()):
        return Batch(self, login, before)

    def verify(self):
        """(exit code, numbers by word)"""
        done = self.run("verify")
        found = dict(line.split(" ", 1) for line in done.out.splitlines()
            if " " in line)
        found["said"] = str(done)
        return done.code, found

    def digits(self):
        """The card's digits as they are read out, and its file."""
        path = self.path + ".card"
        if os.path.exists(path):
            os.unlink(path)
        done = self.run("card", path)
        return "".join(re.findall(r"\b\d{5}\b", done.err)), path

    def copy(self, name):
        """The same vault once more, byte for byte."""
        other = Vault(self.world, name, self.login)
        if os.path.exists(other.path):
            shutil.rmtree(other.path)
        copy_tree(self.path, other.path)
        return other


class World:
    """A folder of its own for one test, and all that was started in it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="panah-test-")
        self.processes = []
        self.passphrase = self.secret("passphrase", PASSPHRASE)
        return self

    def __exit__(self, *_):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name, data=b""):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data.encode() if isinstance(data, str) else data)
        return path

    def secret(self, name, text):
        path = self.file(name, text + "\n")
        os.chmod(path, 0o600)
        return path

    def office(self, code, name, login, full_name, partner=False,
            folder=None):
        vault = Vault(self, folder or code, login)
        vault.do("init", code, name, "--officer", login, "--name", full_name,
            "--small", *(["--partner"] if partner else []))
        return vault

    def compile(self, name, source):
        """A C helper, built into the folder; None without a compiler."""
        path = os.path.join(self.folder, name)
        done = run("cc", "-O1", "-w", "-o", path, source)
        return path if done.code == 0 else None


def introduce(a, b, as_office=True):
    """Each believes the card of the other, digits read out."""
    for one, other in ((a, b), (b, a)):
        digits, card = other.digits()
        one.do("trust", card, "--as", "office" if as_office else "partner",
            "--fingerprint", digits)


def environment():
    env = {k: v for k, v in os.environ.items()
        if not k.startswith(("PANAH", "XDG_"))}
    env["LC_ALL"] = "C.UTF-8"
    return env


def run(*words, stdin=b"", cwd=None):
    try:
        done = subprocess.run(words, input=stdin, cwd=cwd,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment())
    except FileNotFoundError as error:
        return Done(127, b"", str(error))
    return Done(done.returncode, done.stdout,
        done.stderr.decode("utf-8", "replace"))


def bulky_csv(rows, note=200):
    """Families of four, with notes that no compression makes small."""
    lines = ["id,group,role,name,sex,dob,nationality,note"]
    for i in range(rows):
        lines.append("P%05d,G%04d,%s,Parwin Yusufi,F,1987-05-%02d,AFG,%s" %
            (i, i // 4, "head" if i % 4 == 0 else "child", i % 28 + 1,
            hashlib.shake_128(b"%d" % i).hexdigest(note)))
    return "\n".join(lines) + "\n"


def unescape(text):
    """The %XX of an answer's line."""
    return re.sub(r"%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), text)


def copy_tree(source, to):
    """A small tree with its modes, fast."""
    os.mkdir(to)
    for entry in os.scandir(source):
        path = os.path.join(to, entry.name)
        if entry.is_dir(follow_symlinks=False):
            copy_tree(entry.path, path)
        else:
            with open(entry.path, "rb") as f, open(path, "wb") as g:
                g.write(f.read())
            os.chmod(path, entry.stat().st_mode & 0o7777)
    os.chmod(to, os.stat(source).st_mode & 0o7777)


def tree_bytes(folder, without=()):
    """Every file below a folder: its path there -> its bytes."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            within = os.path.relpath(path, folder)
            if not within.startswith(tuple(without)):
                with open(path, "rb") as f:
                    found[within] = f.read()
    return found


def have(*tools):
    """The tools that are missing."""
    return [tool for tool in tools if shutil.which(tool) is None]


def main(test):
    """Run test(tap, world) and end with its exit code."""
    tap = Tap()
    if not os.access(BIN, os.X_OK):
        tap.ok(False, "there is a program to test", BIN)
        sys.exit(tap.end())
    begun = time.monotonic()
    try:
        with World() as world:
            test(tap, world)
    except Exception:
        tap.ok(False, "the test ran to its end", traceback.format_exc())
    tap.diag("%.0f s" % (time.monotonic() - begun))
    sys.exit(tap.end())
