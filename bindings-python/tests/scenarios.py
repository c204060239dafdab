"""Runs the cases of `tests/vectors` (see `tests/scenarios.md`) on the instance with a URL, and prints a line for
each: `python scenarios.py URL DIRECTORY`. The instance was made for this run."""

from __future__ import annotations

import json
import pathlib
import sys

import strongroom
from strongroom import constants
from strongroom.mechanisms import GCM, Mechanism
from strongroom.specs import KeySpec

PINS = {"user": "98765432", "so": "87654321"}
CLASSES = {
    "secret": strongroom.SecretKey,
    "private": strongroom.PrivateKey,
    "public": strongroom.PublicKey,
    "certificate": strongroom.Certificate,
}
#: The fields that each operation has, beside `op`, `as` and `expect`.
FIELDS = {
    "open": "", "login": "user pin slot hsm", "close": "session hsm", "token": "label hsm",
    "token_flags": "flags slot hsm", "set_pin": "old new session", "init_pin": "so_pin new slot hsm",
    "init_token": "so_pin label slot hsm", "generate": "spec mechanism session", "import": "spec value file session",
    "create": "attributes session", "import_certificate": "file label id persist session",
    "find": "query session", "find_one": "query session", "get": "object attribute",
    "check": "object attributes", "set": "object attributes", "copy": "object attributes",
    "destroy": "object", "kind": "object", "public_key": "object", "public": "object", "private": "object",
    "certificate": "object", "chain": "object", "sign": "key mechanism data parts",
    "verify": "key mechanism data signature parts", "encrypt": "key mechanism data parts",
    "decrypt": "key mechanism data parts", "seal": "key data aad", "unseal": "key sealed aad",
    "wrap": "key mechanism target", "unwrap": "key mechanism wrapped spec", "derive": "key mechanism spec",
    "derive_all": "key mechanism spec", "derive_data": "key mechanism len",
    "encapsulate": "key mechanism spec", "decapsulate": "key mechanism ciphertext spec",
    "digest": "mechanism data parts session", "random": "len session",
    "begin": "stream key mechanism session", "update": "of data", "finish": "of signature", "abandon": "of",
    "verify_signature": "key mechanism data signature parts", "wrap_authenticated": "key mechanism target aad",
    "unwrap_authenticated": "key mechanism iv data tag aad spec", "messages": "messages key mechanism",
    "message": "of data aad iv tag signature", "end_messages": "of",
}


class Wrong(Exception):
    """A step that did not answer as it must, or that cannot be read."""


class Case:
    def __init__(self, url, case):
        self.url, self.case = url, case
        self.slot = case.get("slot") or 0
        self.names = {}

    # Values.

    def bytes(self, said):
        if isinstance(said, str):
            if said.startswith("$"):
                found = self.names[said[1:]]
                return b"".join(found) if isinstance(found, tuple) else found
            return bytes.fromhex(said)
        if "text" in said:
            return said["text"].encode()
        if "repeat" in said:
            return self.bytes(said["repeat"]) * said["times"]
        if "join" in said:
            return b"".join(self.bytes(part) for part in said["join"])
        if "cut" in said:
            return self.bytes(said["cut"])[: said["len"]]
        if "flip" in said:
            flipped = bytearray(self.bytes(said["flip"]))
            flipped[said["at"]] ^= 1
            return bytes(flipped)
        raise Wrong(f"{said} is no value")

    def attribute(self, said):
        if isinstance(said, (bool, int)):
            return said
        if isinstance(said, str) and said.startswith("CK"):
            return getattr(constants, said)
        if isinstance(said, list):
            return [getattr(constants, name) for name in said]
        if isinstance(said, dict) and said and all(name.startswith("CKA_") for name in said):
            return self.attributes(said)
        return self.bytes(said)

    def attributes(self, said):
        return {name: self.attribute(value) for name, value in (said or {}).items()}

    def mechanism(self, said):
        if isinstance(said, str):
            return Mechanism(said)
        fields = {k: v for k, v in said.items() if k != "name" and v is not None}
        for name, value in fields.items():
            sort = constants.FIELDS.get(name)
            if sort in ("bytes", "secret"):
                fields[name] = self.bytes(value)
            elif sort == "key":
                fields[name] = self.names[value]
        return Mechanism(said["name"], **fields)

    def spec(self, said):
        options = {k: v for k, v in said.items() if k != "kind" and v is not None}
        if "id" in options:
            options["id"] = self.bytes(options["id"])
        if "attributes" in options:
            options["attributes"] = self.attributes(options["attributes"])
        return KeySpec(said["kind"]) if said.get("kind") else None, options

    def query(self, said):
        if said.keys() - {"class", "label", "id", "attributes"}:
            raise Wrong(f"{said} is no query")
        id = said.get("id")
        return dict(
            kind=CLASSES[said["class"]] if said.get("class") else None,
            label=said.get("label"),
            id=None if id is None else self.bytes(id),
            attributes=self.attributes(said.get("attributes")),
        )

    def keep(self, step, made):
        """Names what a step made."""
        name = step.get("as")
        if name is None:
            return
        if isinstance(made, strongroom.KeyPair):
            self.names[name], self.names[name + ".public"] = made.private, made.public
        else:
            self.names[name] = made

    def session(self, step):
        return self.names[step.get("session") or "session"]

    def hsm(self, step):
        return self.names[step.get("hsm") or "hsm"]

    def slot_of(self, step):
        slot = step.get("slot")
        return self.hsm(step).slot(self.slot if slot is None else slot)

    # Steps.

    def log_in(self, slot, user, pin=None):
        if user == "nobody":
            return slot.session()
        pin = PINS[user] if pin is None else pin
        return slot.session(pin) if user == "user" else slot.session(so_pin=pin)

    def run(self):
        self.names["hsm"] = strongroom.open(self.url)
        try:
            who = self.case.get("login") or "user"
            slot = self.names["hsm"].slot(self.slot)
            # Some mechanisms have two names.
            has = {m.number for m in slot.mechanisms()}
            for name in self.case.get("needs") or ():
                if getattr(constants, name) not in has:
                    return f"skipped needs {name}"
            if who != "none":
                self.names["session"] = self.log_in(slot, who)
            for number, step in enumerate(self.case["steps"], 1):
                try:
                    self.step({k: v for k, v in step.items() if v is not None})
                except Exception as error:
                    return f"failed step {number} ({step.get('op')}): {type(error).__name__}: {error}"
            return "ok"
        finally:
            for one in list(self.names.values()):
                if isinstance(one, strongroom.Hsm):
                    one.close()

    def step(self, step):
        op, expect = step["op"], step.get("expect")
        if op not in FIELDS:
            raise Wrong(f"there is no {op}")
        unknown = step.keys() - set(FIELDS[op].split()) - {"op", "as", "expect"}
        if unknown:
            raise Wrong(f"{op} has no {unknown}")
        every = step.get("parts") == "everywhere"
        cuts = range(len(self.bytes(step["data"])) + 1) if every else [None]
        for cut in cuts:
            try:
                made = getattr(self, "do_" + op)({**step, "parts": [cut]} if every else step)
            except strongroom.Error as error:
                self.failed(error, expect)
            else:
                self.came(made, expect, op)

    def failed(self, error, expect):
        wanted = expect.get("error") if isinstance(expect, dict) else None
        if wanted is None:
            raise error
        if error.name != wanted or expect.get("kind", error.kind) != error.kind:
            raise Wrong(f"expected {expect}, got {error.name} ({error.kind})") from error

    def came(self, made, expect, op):
        if op == "verify" or (op == "finish" and isinstance(made, bool)):
            expect = True if expect is None else expect
            if isinstance(expect, dict) and "error" in expect and not made:
                # That a signature is not good is said with False here.
                if expect["error"] in ("CKR_SIGNATURE_INVALID", "CKR_SIGNATURE_LEN_RANGE"):
                    return
        if expect is None or op in ("chain", "check", "token_flags"):
            return
        if isinstance(expect, bool) or isinstance(expect, int):
            good = made is expect if isinstance(expect, bool) else made == expect
        elif isinstance(expect, dict) and expect.keys() & {"error"}:
            good = False
        elif isinstance(expect, dict) and "len" in expect:
            least, most = expect["len"] if isinstance(expect["len"], list) else [expect["len"]] * 2
            length = len(b"".join(made)) if isinstance(made, tuple) else len(made)
            good = least <= length <= most
        elif isinstance(expect, dict) and "not" in expect:
            good = made != self.bytes(expect["not"])
        elif isinstance(expect, dict) and "value" in expect:
            good = made == expect["value"]
        elif isinstance(expect, dict) and "count" in expect:
            good = (0 if made is None else made) == expect["count"]
        elif isinstance(expect, str) and expect.startswith("CK"):
            good = made == getattr(constants, expect)
        else:
            good = made == self.bytes(expect)
        if not good:
            raise Wrong(f"expected {expect}, got {made!r}")

    def do_open(self, step):
        self.keep(step, strongroom.open(self.url))

    def do_login(self, step):
        self.keep(step, self.log_in(self.slot_of(step), step["user"], step.get("pin")))

    def do_close(self, step):
        self.names[step.get("session") or step["hsm"]].close()

    def do_token(self, step):
        return self.hsm(step).token(step["label"]).id

    def do_token_flags(self, step):
        flags = self.slot_of(step).token.flags
        for name, wanted in step["flags"].items():
            if bool(flags & getattr(constants, name)) is not wanted:
                raise Wrong(f"{name} is not {wanted}")

    def do_set_pin(self, step):
        self.session(step).set_pin(step["old"], step["new"])

    def do_init_pin(self, step):
        self.slot_of(step).init_pin(step["so_pin"], step["new"])

    def do_init_token(self, step):
        self.slot_of(step).init_token(step["so_pin"], step["label"])

    def do_generate(self, step):
        kind, options = self.spec(step["spec"])
        if step.get("mechanism") is None:
            made = self.session(step).generate(kind, **options)
        else:
            made = self.session(step).generate_with(self.mechanism(step["mechanism"]), kind, **options)
        self.keep(step, made)

    def do_import(self, step):
        kind, options = self.spec(step["spec"])
        if kind is None:
            made = self.session(step).import_key(self.bytes(step["file"]), **options)
        else:
            made = self.session(step).import_secret(kind, self.bytes(step["value"]), **options)
        self.keep(step, made)

    def do_create(self, step):
        self.keep(step, self.session(step).create(self.attributes(step["attributes"])))

    def do_import_certificate(self, step):
        id = step.get("id")
        made = self.session(step).add_certificate(
            self.bytes(step["file"]),
            label=step.get("label"),
            id=None if id is None else self.bytes(id),
            persist=step.get("persist", False),
        )
        self.keep(step, made)

    def do_find(self, step):
        return sum(1 for _ in self.session(step).find(**self.query(step["query"])))

    def do_find_one(self, step):
        self.keep(step, self.session(step).find_one(**self.query(step["query"])))

    def value(self, object, name):
        made = object[name]
        return made.encode() if isinstance(made, str) else made

    def do_get(self, step):
        made = self.value(self.names[step["object"]], step["attribute"])
        self.keep(step, made)
        return made

    def do_check(self, step):
        for name, expect in step["attributes"].items():
            try:
                made = self.value(self.names[step["object"]], name)
            except strongroom.Error as error:
                self.failed(error, expect)
            else:
                if isinstance(expect, list):
                    if made != self.attribute(expect):
                        raise Wrong(f"{name}: expected {expect}, got {made!r}")
                else:
                    self.came(made, expect, "get")

    def do_set(self, step):
        self.names[step["object"]].set(self.attributes(step["attributes"]))

    def do_copy(self, step):
        self.keep(step, self.names[step["object"]].copy(self.attributes(step["attributes"])))

    def do_destroy(self, step):
        self.names[step["object"]].destroy()

    def do_kind(self, step):
        return self.names[step["object"]].kind

    def do_public_key(self, step):
        made = self.names[step["object"]].public_key("der")
        self.keep(step, made)
        return made

    def half(self, step, found):
        if found is None and "expect" not in step:
            raise Wrong("there is none")
        if found is not None:
            self.keep(step, found)
        return None if found is None else 1

    def do_public(self, step):
        return self.half(step, self.names[step["object"]].public())

    def do_private(self, step):
        return self.half(step, self.names[step["object"]].private())

    def do_certificate(self, step):
        return self.half(step, self.names[step["object"]].certificate())

    def do_chain(self, step):
        made = [one.der() for one in self.names[step["object"]].chain()]
        if made != [self.names[name].der() for name in step["expect"]]:
            raise Wrong(f"the chain is not {step['expect']}")

    def parts(self, step):
        data, lengths = self.bytes(step["data"]), step.get("parts")
        if lengths is None:
            return None
        parts = []
        for length in lengths:
            parts.append(data[:length])
            data = data[length:]
        return [*parts, data]

    def through(self, stream, parts, *last):
        with stream:
            out = [stream.update(part) for part in parts]
            last = stream.finish(*last)
        if isinstance(last, bool):
            return last
        return b"".join([part for part in out if isinstance(part, bytes)] + [last])

    def do_sign(self, step):
        key, how, parts = self.names[step["key"]], self.mechanism(step["mechanism"]), self.parts(step)
        if parts is None:
            made = key.sign(self.bytes(step["data"]), how)
        else:
            made = self.through(key.signer(how), parts)
        self.keep(step, made)
        return made

    def do_verify(self, step):
        key, how, parts = self.names[step["key"]], self.mechanism(step["mechanism"]), self.parts(step)
        signature = self.bytes(step["signature"])
        if parts is None:
            return key.verify(self.bytes(step["data"]), signature, how)
        return self.through(key.verifier(how), parts, signature)

    def do_encrypt(self, step):
        key, how, parts = self.names[step["key"]], self.mechanism(step["mechanism"]), self.parts(step)
        if parts is None:
            made = key.encrypt(self.bytes(step["data"]), how)
        else:
            made = self.through(key.encryptor(how), parts)
        self.keep(step, made)
        return made

    def do_decrypt(self, step):
        key, how, parts = self.names[step["key"]], self.mechanism(step["mechanism"]), self.parts(step)
        if parts is None:
            made = key.decrypt(self.bytes(step["data"]), how)
        else:
            made = self.through(key.decryptor(how), parts)
        self.keep(step, made)
        return made

    def do_seal(self, step):
        made = self.names[step["key"]].encrypt(self.bytes(step["data"]), GCM(aad=self.bytes(step["aad"])))
        return self.sealed(step, made)

    def sealed(self, step, made):
        """Names what was sealed, and its parts."""
        name = step.get("as")
        if name is not None:
            self.names[name] = made
            for part in made._fields:
                self.names[f"{name}.{part}"] = getattr(made, part)
        return made.to_bytes()

    def do_unseal(self, step):
        sealed = strongroom.Sealed.from_bytes(self.bytes(step["sealed"]))
        made = self.names[step["key"]].decrypt(sealed, GCM(aad=self.bytes(step["aad"])))
        self.keep(step, made)
        return made

    def do_wrap(self, step):
        how = self.mechanism(step["mechanism"])
        made = self.names[step["key"]].wrap(self.names[step["target"]], how)
        self.keep(step, made)
        return made

    def do_unwrap(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        key = self.names[step["key"]]
        self.keep(step, key.unwrap(self.bytes(step["wrapped"]), how, kind, **options))

    def do_derive(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        self.keep(step, self.names[step["key"]].derive(how, kind, **options))

    def do_derive_all(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        made = self.names[step["key"]].derive_all(how, kind, **options)
        if len(made) != len(step["as"]):
            raise Wrong(f"{len(made)} objects came")
        self.names.update(zip(step["as"], made))

    def do_derive_data(self, step):
        made = self.names[step["key"]].derive_data(self.mechanism(step["mechanism"]), step["len"])
        self.keep(step, made)
        return made

    def do_encapsulate(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        ciphertext, key = self.names[step["key"]].encapsulate(kind, how, **options)
        self.names[step["as"]], self.names[step["as"] + ".ciphertext"] = key, ciphertext
        return ciphertext

    def do_decapsulate(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        ciphertext = self.bytes(step["ciphertext"])
        self.keep(step, self.names[step["key"]].decapsulate(ciphertext, kind, how, **options))

    def do_digest(self, step):
        session, parts = self.session(step), self.parts(step)
        if parts is None:
            made = session.digest(self.mechanism(step["mechanism"]), self.bytes(step["data"]))
        else:
            made = self.through(session.hasher(step["mechanism"]["hash"]), parts)
        self.keep(step, made)
        return made

    def do_random(self, step):
        made = self.session(step).random(step["len"])
        self.keep(step, made)
        return made

    def do_begin(self, step):
        kind = step["stream"]
        if kind == "digest":
            stream = self.session(step).hasher(step["mechanism"]["hash"])
        else:
            begin = {"encrypt": "encryptor", "decrypt": "decryptor", "sign": "signer", "verify": "verifier"}
            stream = getattr(self.names[step["key"]], begin[kind])(self.mechanism(step["mechanism"]))
        self.keep(step, stream)

    def do_update(self, step):
        made = self.names[step["of"]].update(self.bytes(step["data"]))
        made = made if isinstance(made, bytes) else b""
        self.keep(step, made)
        return made

    def do_finish(self, step):
        said = [self.bytes(step["signature"])] if "signature" in step else []
        made = self.names[step["of"]].finish(*said)
        self.keep(step, made)
        return made

    def do_abandon(self, step):
        self.names[step["of"]].cancel()

    # Messages, and what is like them.

    def do_verify_signature(self, step):
        key, how, parts = self.names[step["key"]], self.mechanism(step["mechanism"]), self.parts(step)
        stream = key.signature_verifier(self.bytes(step["signature"]), how)
        return self.through(stream, parts or [self.bytes(step["data"])])

    def do_wrap_authenticated(self, step):
        how, aad = self.mechanism(step["mechanism"]), self.bytes(step["aad"])
        made = self.names[step["key"]].wrap_authenticated(self.names[step["target"]], how, aad=aad)
        return self.sealed(step, made)

    def parted(self, step):
        return strongroom.Sealed(*(self.bytes(step[part]) for part in ("iv", "data", "tag")))

    def do_unwrap_authenticated(self, step):
        how, (kind, options) = self.mechanism(step["mechanism"]), self.spec(step["spec"])
        key, aad = self.names[step["key"]], self.bytes(step["aad"])
        made = key.unwrap_authenticated(self.parted(step), kind, how, aad=aad, **options)
        self.keep(step, made)

    def do_messages(self, step):
        begin = {
            "encrypt": "message_encryptor", "decrypt": "message_decryptor",
            "sign": "message_signer", "verify": "message_verifier",
        }[step["messages"]]
        self.keep(step, getattr(self.names[step["key"]], begin)(self.mechanism(step["mechanism"])))

    def of_messages(self, series, what):
        # A series for something else has no such method; what the core says of that is asked all the same.
        return getattr(series, what, getattr(series._native, what))

    def do_message(self, step):
        series, data = self.names[step["of"]], self.bytes(step["data"])
        if "signature" in step:
            return self.of_messages(series, "verify")(data, self.bytes(step["signature"]))
        if "aad" not in step:
            made = self.of_messages(series, "sign")(data)
        elif "iv" in step:
            made = self.of_messages(series, "decrypt")(self.parted(step), self.bytes(step["aad"]))
        else:
            return self.sealed(step, self.of_messages(series, "encrypt")(data, self.bytes(step["aad"])))
        self.keep(step, made)
        return made

    def do_end_messages(self, step):
        self.names[step["of"]].close()


def suites(directory):
    for path in sorted(pathlib.Path(directory).glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            yield path.stem, case


def run(url, directory):
    counts = {"ok": 0, "failed": 0, "skipped": 0}
    for suite, case in suites(directory):
        ending = Case(url, case).run()
        counts[ending.split()[0]] += 1
        print(f"case {suite}/{case['id']} {ending}")
    print(f"cases {sum(counts.values())} " + " ".join(f"{name} {count}" for name, count in counts.items()))
    return counts


if __name__ == "__main__":
    counts = run(*sys.argv[1:])
    sys.exit(0 if counts["ok"] and not counts["failed"] else 1)
