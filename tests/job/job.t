#!/usr/bin/python3 -B
"""The job by command line: a family is registered in Almaty, referred to
Astana on a stick, answered there, and the answer comes home; a conflict is
kept, counted on the safe side and settled; every exit code a script needs."""
import os
import sys

sys.path.insert(0, "tests/job")
import panah

FAMILY = (
    ("Парвин", "Юсуфи", "پروین یوسفی", "F", "1987-05", "head"),
    ("Зәуре", "Юсуфи", "زهرا یوسفی", "F", "~2012", "child"),
    ("Омид", "Юсуфи", "امید یوسفی", "M", "2015-11-30", "child"),
)


def offices(tap, world):
    almaty = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    astana = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    digits, card = almaty.digits()
    tap.same(len(digits), 25, "a card comes with 25 digits to read out")
    wrong = digits[:-1] + ("1" if digits[-1] == "0" else "0")
    done = astana.run("trust", card, "--as", "office", "--fingerprint",
        wrong)
    tap.same(done.code, 4, "trust refuses one wrong digit")
    altered = world.file("altered.card",
        open(card, encoding="utf-8").read().replace("Almaty", "Almatu"))
    done = astana.run("trust", altered, "--as", "office", "--fingerprint",
        digits)
    tap.same(done.code, 4, "trust refuses a card with one letter changed")
    panah.introduce(almaty, astana)
    return almaty, astana


def register(tap, almaty):
    """(group, persons) of a new family."""
    group = almaty.do("new", "group", "name=Юсуфи",
        "address=Алматы, Турксиб")
    people = []
    for given, family, other, sex, born, role in FAMILY:
        lines = "\n".join(("given_name=" + given, "family_name=" + family,
            "names=" + other, "sex=" + sex, "birth_date=" + born,
            "nationality=AFG", "relationship=" + role, ""))
        people.append(almaty.do("new", "person", "group=" + group, "-",
            stdin=lines.encode()))
    shown = almaty.run("show", people[0], "--json").objects()[0]
    tap.same((shown["given_name"], shown["names"], shown["birth_date"]),
        ("Парвин", ["پروین یوسفی"], "1987-05"),
        "names in Cyrillic and Arabic letters and a partial date are kept")
    tap.ok(list(shown)[:3] == ["id", "uid", "form"] and
        shown["id"] == people[0] and len(shown["uid"]) == 32,
        "an object begins with id, uid, form", shown)
    done = almaty.run("show", shown["uid"], "--json")
    tap.same(done.objects(), [shown], "a uid is taken for an id")
    tap.ok(all(p.startswith("ALA-") for p in people), "ids name the office",
        people)
    return group, people


def refer(tap, almaty, people):
    referral = almaty.do("new", "referral", *["persons=" + p for p in
        people], "to=AST", "urgency=urgent", "reason=Moves in nine days",
        "services=legal", "services=shelter")
    done = almaty.run("move", referral, "send")
    tap.same(done.code, 2, "without consent a referral does not leave")
    done = almaty.run("move", referral, "accept")
    tap.same(done.code, 2, "a move that the flow does not have is refused")
    almaty.do("set", referral, "consent=given")
    almaty.do("move", referral, "send")
    return referral


def receive(tap, astana, stick, people, referral):
    before = panah.tree_bytes(astana.path)
    plan = astana.run("receive", stick, "--dry-run")
    tap.same((plan.code, plan.line), (0, "planned new 5 changed 0 "
        "conflicting 0 present 0 waiting 0 missing 0"),
        "receive --dry-run says what it would do")
    for word in ("new", "changed", "conflict", "already here", "wait"):
        tap.ok(word in plan.err, "the plan for a person says: " + word,
            plan.err)
    journal = astana.run("list", "people", "--json")
    tap.same(journal.objects(), [], "and does nothing")
    tap.same(panah.tree_bytes(astana.path, ["log"]),
        {k: v for k, v in before.items() if k != "log"},
        "no byte of the vault has changed")
    done = astana.run("receive", stick, "--yes")
    tap.same((done.code, done.line), (0, "applied new 5 changed 0 "
        "conflicting 0 present 0 waiting 0 missing 0"),
        "receive --yes does it")
    found = astana.run("list", "people", "--json").objects()
    tap.same(sorted(p["id"] for p in found), sorted(people),
        "the family is in Astana")
    again = astana.run("receive", stick, "--yes")
    tap.ok(again.code == 0 and " new 0 changed 0 " in again.line,
        "the same file again changes nothing", again)
    inbox = astana.run("list", "my-day", "--json").objects()
    tap.same([r["id"] for r in inbox], [referral],
        "the referral is in the inbox")


def answer(tap, almaty, astana, referral):
    astana.do("move", referral, "acknowledge")
    astana.do("move", referral, "accept", "answer=Жилье есть с 1 декабря")
    back = os.path.join(astana.world.folder, "back.pnh")
    tap.same(astana.do("send", "ALA", "-o", back), back,
        "send -o FILE writes that file and says so")
    almaty.do("receive", back)
    shown = almaty.run("show", referral, "--json").objects()[0]
    tap.same((shown["state"], shown["answer"], shown["consent"]),
        ("accepted", "Жилье есть с 1 декабря", "given"),
        "the answer is in Almaty")
    history = almaty.run("history", referral, "--json").objects()
    tap.same({h["office"] for h in history}, {"ALA", "AST"},
        "the history shows both offices")
    tap.same([(h["before"], h["after"]) for h in history if h["field"] ==
        "state"], [("", "draft"), ("draft", "sent"),
        ("sent", "acknowledged"), ("acknowledged", "accepted")],
        "and every step")
    done = almaty.run("history", referral)
    tap.ok("Anna Bekova" in done.out and "Dana Serikova" in done.out,
        "and who took it", done)


def carry(one, other, stick):
    """What one lacks goes to other; True when there was something."""
    sent = one.do("send", other.code, "-o", stick)
    if sent:
        other.run("receive", *sent.splitlines(), "--yes")
    return bool(sent)


def quiet(tap, almaty, astana, stick):
    sends = [carry(almaty, astana, stick), carry(astana, almaty, stick),
        carry(almaty, astana, stick), carry(astana, almaty, stick)]
    tap.ok(sends[-2:] == [False, False],
        "an acknowledgement is not acknowledged", sends)
    names = sorted(os.listdir(stick))
    done = almaty.run("send", "AST", "-o", stick)
    tap.ok(done.code == 0 and done.out == "" and "othing" in done.err,
        "nothing to send: says so, exit 0", done)
    tap.same(sorted(os.listdir(stick)), names, "and makes no file")


def conflict(tap, almaty, astana, person, referral, stick):
    uid = almaty.run("show", person, "--json").objects()[0]["uid"]
    almaty.do("set", person, "birth_date=1987-06-01")
    astana.do("set", person, "birth_date=1988")
    almaty.do("set", referral, "consent=withdrawn")
    astana.do("set", referral, "consent=refused")
    sent = almaty.do("send", "AST", "-o", stick)
    plan = astana.run("receive", sent, "--dry-run")
    tap.ok("conflicting 2" in plan.line and plan.code == 1,
        "the plan counts what will be in conflict", plan)
    done = astana.run("receive", sent, "--yes")
    tap.same(done.code, 1, "receiving a conflict exits 1")
    carry(astana, almaty, stick)
    views = [o.run("show", uid, "--json").objects()[0] for o in
        (almaty, astana)]
    tap.same(views[0], views[1], "both offices show the same conflict")
    value = views[0]["birth_date"]
    tap.ok(isinstance(value, dict) and list(value) == ["conflict"] and
        sorted(value["conflict"]) == ["1987-06-01", "1988"],
        "both values are kept", value)
    done = almaty.run("conflicts", "--json")
    tap.ok(done.code == 1 and {o["uid"] for o in done.objects()} >= {uid},
        "conflicts lists them and exits 1", done)
    shown = almaty.run("show", referral, "--json").objects()[0]
    tap.ok(sorted(shown["consent"]["conflict"]) == ["refused",
        "withdrawn"], "a consent in conflict shows both", shown)
    rows = [len(o.run("list", "referrals", "--where", "consent is " + word,
        "--json").objects()) for o in (almaty, astana)
        for word in ("withdrawn", "refused")]
    tap.same(rows, [1, 0, 1, 0], "the safe side counts: withdrawn")
    return uid


def settle(tap, almaty, astana, uid, referral, stick):
    done = almaty.run("resolve", uid, "birth_date=1987-06-02")
    tap.same(done.code, 0, "resolve takes one of the values or another one")
    astana.do("resolve", referral, "consent=withdrawn")
    for _ in range(2):
        carry(almaty, astana, stick)
        carry(astana, almaty, stick)
    tap.same([o.run("conflicts", "--json").code for o in (almaty, astana)],
        [0, 0], "settled and exchanged, it is gone in both")
    tap.same([o.run("show", uid, "--json").objects()[0]["birth_date"]
        for o in (almaty, astana)], ["1987-06-02"] * 2,
        "with the value that was chosen")
    tap.same(almaty.do("export", "--json"), astana.do("export", "--json"),
        "export --json is equal in both offices")
    for office in (almaty, astana):
        code, found = office.verify()
        tap.ok(code == 0 and found["faults"] == found["missing"] ==
            found["unknown-files"] == "0", "verify is content: " +
            office.code, found["said"])


def parts(tap, world, almaty, astana):
    """What does not fit into one file comes in several, in any order."""
    table = world.file("bulky.csv", panah.bulky_csv(300))
    almaty.do("import", "person", table, "--map", "persons")
    folder = os.path.join(world.folder, "parts")
    paths = almaty.do("send", "AST", "-o", folder, "--part-size",
        "65536").splitlines()
    tap.ok(len(paths) > 1 and all(os.path.getsize(p) <= 65536 for p in
        paths), "--part-size: several files, none larger", paths)
    want = "planned new 375 "
    done = astana.run("receive", folder, "--dry-run")
    tap.ok(done.code == 0 and want in done.line and
        done.line.endswith("missing 0"), "the plan of all parts misses "
        "nothing", done)
    done = astana.run("receive", paths[-1])
    tap.ok(done.code == 1 and not done.line.endswith("missing 0"),
        "the last part alone: what is missing is told", done)
    done = astana.run("receive", *paths[::-1])
    tap.ok(done.code == 0 and done.line.endswith("missing 0"),
        "the others later: nothing is missing", done)
    tap.same(almaty.do("export", "--json"), astana.do("export", "--json"),
        "and both hold the same")


def exit_codes(tap, world, almaty, person, stick):
    partner = world.office("LEX", "Lex legal aid", "oksana", "Oksana Kim",
        partner=True)
    digits, card = partner.digits()
    almaty.do("trust", card, "--fingerprint", digits)
    names = sorted(os.listdir(stick))
    done = almaty.run("send", "LEX", "-o", stick)
    tap.ok(done.code == 3 and sorted(os.listdir(stick)) == names,
        "send to a partner is refused", done)
    wrong = world.secret("wrong", "not the passphrase")
    for name, code, words, more in (
            ("wrong passphrase", 3, ("list", "people"),
                {"passphrase": wrong}),
            ("unknown officer", 3, ("list", "people"), {"login": "nobody"}),
            ("unknown command", 2, ("lost",), {}),
            ("unknown option", 2, ("list", "people", "--loud"), {}),
            ("unknown list", 2, ("list", "peple"), {}),
            ("unknown record", 2, ("show", "ALA-2026-99999-A"), {}),
            ("unknown form", 2, ("new", "perzon", "given_name=A"), {}),
            ("unknown field", 2, ("set", person, "giben_name=A"), {}),
            ("impossible date", 2, ("set", person,
                "birth_date=1987-02-30"), {}),
            ("unknown office", 2, ("send", "XYZ", "-o", stick), {}),
            ("no bundle there", 2, ("receive", world.folder + "/none"), {}),
            ("not built yet", 2, ("letter", "consent"), {}),
            ("not built yet", 2, ("mission", "prepare"), {}),
            ("part of a command not built yet", 2, ("send", "AST",
                "--mail", "a@example.org"), {})):
        done = almaty.run(*words, **more)
        tap.ok(done.code == code and done.out == "" and
            done.err.startswith("panah: ") and "err." not in done.err,
            "exit %d: %s (%s)" % (code, name, words[0]), done)
    done = almaty.run("report", "people")
    tap.ok("not built" in done.err, "a command not built yet says so", done)
    open_file = world.file("open", panah.PASSPHRASE + "\n")
    os.chmod(open_file, 0o644)
    done = almaty.run("list", "people", passphrase=open_file)
    tap.same(done.code, 3, "exit 3: a passphrase that others can read")


def small_stays_small(tap, world, almaty):
    """In a vault for old machines no passphrase asks for more memory."""
    other = world.secret("other", "eight wet horses")
    almaty.do("officer", "add", "oleg", "Oleg Kim", "--new-passphrase",
        other)
    own = world.secret("own", "nine dry camels")
    done = almaty.run("list", "people", login="oleg", passphrase=other)
    tap.ok(done.code == 3 and done.out == "" and "panah passphrase" in
        done.err, "exit 3: a first passphrase opens only its change", done)
    done = almaty.run("passphrase", "--new-passphrase", other, login="oleg",
        passphrase=other)
    tap.ok(done.code == 2 and "another one" in done.err,
        "the first passphrase is none of her own", done)
    almaty.do("passphrase", "--new-passphrase", own, login="oleg",
        passphrase=other)
    almaty.do("list", "people", login="oleg", passphrase=own)
    found = slots(almaty)
    memory = [int.from_bytes(found[i + 12:i + 16], "little") for i in
        range(0, len(found), 512) if found[i:i + 4] == b"PSL1"]
    tap.same(memory, [65536, 65536], "each slot of a small vault is small")


def roles(tap, almaty):
    """Role key is given and taken; what it is for is refused without it."""
    own = os.path.join(almaty.world.folder, "own")

    def as_oleg(*words):
        return almaty.run(*words, login="oleg", passphrase=own)

    card = os.path.join(almaty.world.folder, "oleg.card")
    done = as_oleg("officer", "role", "oleg", "key")
    tap.ok(done.code == 3 and "role key" in done.err,
        "nobody gives herself role key", done)
    done = almaty.run("officer", "role", "anna", "officer")
    tap.same(done.code, 2, "nor takes it from herself")
    tap.same(almaty.do("officer", "role", "oleg", "key"), "oleg\tkey",
        "officer role: key")
    tap.ok("oleg\tkey" in almaty.do("officer", "list"), "it is listed")
    tap.same(as_oleg("card", card).code, 0, "who has it signs the card")
    before = slots(almaty)
    as_oleg("list", "people")
    tap.ok(before == slots(almaty), "her slot was made anew once")
    almaty.do("officer", "role", "oleg", "officer")
    os.unlink(card)
    done = as_oleg("card", card)
    tap.ok(done.code == 3 and not os.path.exists(card),
        "who lost it signs no card", done)
    tap.ok(before != slots(almaty), "and her slot is another")
    tap.same(almaty.run("officer", "role", "nobody", "key").code, 2,
        "officer role: an unknown login")
    tap.same(almaty.verify()[0], 0, "verify is content with it")


def slots(vault):
    with open(os.path.join(vault.path, "keys"), "rb") as f:
        return f.read()[64:16448]


def batch(tap, almaty, person):
    """A batch answers one line to a line, right or wrong."""
    with almaty.batch() as b:
        tap.same(b.ask("set %s 'note=two words'" % person), (0, person),
            "batch: ok and the result")
        tap.same(b.ask('set %s "note=a \\"b\\""' % person), (0, person),
            "batch: quotes as in sh")
        code, sentence = b.ask("bogus")
        tap.ok(code == 2 and "bogus" in sentence,
            "batch: error, code and sentence", code, sentence)
        code, shown = b.ask("show %s --json" % person)
        tap.ok(code == 0 and '"note":"a \\"b\\""' in shown,
            "batch: reads what it has written", shown)


def test(tap, world):
    almaty, astana = offices(tap, world)
    almaty.code, astana.code = "ALA", "AST"
    group, people = register(tap, almaty)
    referral = refer(tap, almaty, people)
    stick = os.path.join(world.folder, "stick", "panah")
    os.mkdir(os.path.dirname(stick))
    sent = almaty.do("send", "AST", "-o", stick)
    tap.ok(os.path.dirname(sent) == stick and os.path.isfile(sent) and
        sent.endswith(".pnh"), "send -o makes the folder and says the path",
        sent)
    receive(tap, astana, stick, people, referral)
    answer(tap, almaty, astana, referral)
    quiet(tap, almaty, astana, stick)
    uid = conflict(tap, almaty, astana, people[0], referral, stick)
    settle(tap, almaty, astana, uid, referral, stick)
    tap.same(almaty.run("show", group, "--json").objects()[0]["name"],
        "Юсуфи", "the family's name is as it was written")
    batch(tap, almaty, people[1])
    parts(tap, world, almaty, astana)
    small_stays_small(tap, world, almaty)
    roles(tap, almaty)
    exit_codes(tap, world, almaty, people[0], stick)


panah.main(test)
