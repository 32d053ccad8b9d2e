"""A reader of sealed files written from the page about them alone; it knows nothing of sendtui.

Called with a secret age key and paths of sealed files; prints what the record says, as JSON.
"""

import base64
import gzip
import hashlib
import hmac
import json
import sys
from pathlib import Path

import pyrage
from nacl.signing import VerifyKey

FIELDS = [
    *("stream", "stream_kind", "dev", "n", "hlc", "kind", "record", "field", "bases"),
    *("who", "true_on", "written", "label", "batch"),
]


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def commitment(change):
    if change["salt"] is None:
        return bytes.fromhex(change["erased"])
    salt = bytes.fromhex(change["salt"])
    return hmac.new(salt, canonical(change["value"]), hashlib.sha256).digest()[:16]


def read(path, key):
    """The header, changes and documents of a file, its signature checked."""
    identity = pyrage.x25519.Identity.from_str(key)
    packed = pyrage.decrypt(Path(path).read_bytes(), [identity])
    assert len(packed) % 4096 == 0
    lines = gzip.decompress(packed).splitlines(keepends=True)
    head, end, last = (json.loads(lines[at]) for at in (0, -2, -1))
    digest = hashlib.sha256(b"".join(lines[:-1])).digest()
    assert (head["fmt"], head["v"]) == ("sendtui-changes", 1)
    assert head["min_reader"] <= 2
    assert str(identity.to_public()) in head["to"]
    assert last["sha256"] == digest.hex()
    signer = VerifyKey(bytes.fromhex(head["from"]["sign"]))
    signer.verify(b"sendtui-changes 1\n" + digest, bytes.fromhex(last["sig"]))
    body = [json.loads(line) for line in lines[1:-2]]
    changes, parts = body[: end["end"]], body[end["end"] :]
    assert all("stream" in change for change in changes)
    assert end.get("parcels", 0) == len(parts)
    return head, changes, documents(parts)


def documents(parts):
    whole = {}
    for part in parts:
        raw = whole.setdefault(part["attachment"], b"")
        assert part["at"] == len(raw)
        whole[part["attachment"]] = raw + base64.b64decode(part["bytes"])
    assert all(hashlib.sha256(raw).hexdigest() == name for name, raw in whole.items())
    return whole


class Record:
    """What counts so far, and the link that each chain has come to."""

    def __init__(self):
        self.counts, self.links, self.waiting = {}, {}, {}

    def take(self, changes):
        for change in changes:
            name = change["stream"], change["dev"], change["n"]
            known = self.counts.get(name)
            if known and known.get("withheld") and change["salt"] is not None:
                assert commitment(change) == commitment(known)
                self.counts[name] = change
            elif not known and (self.waiting.get(name) or {}).get("salt") is None:
                self.waiting[name] = change
        moved = True
        while moved:
            moved = False
            for name, change in sorted(self.waiting.items()):
                if self.ready(name, change):
                    self.add(name, self.waiting.pop(name))
                    moved = True
        self.erase()

    def ready(self, name, change):
        stream, device, n = name
        born = any(
            c["record"] == change["record"] and c["field"] == "*" for c in self.counts.values()
        )
        return (
            (n == 1 or (stream, device, n - 1) in self.counts)
            and all((stream, *base) in self.counts for base in change["bases"])
            and (change["field"] == "*" or born)
        )

    def add(self, name, change):
        stream, device, _ = name
        before = self.links.get((stream, device), bytes(16))
        covered = canonical([change[field] for field in FIELDS])
        link = hashlib.sha256(before + covered + commitment(change)).digest()[:16]
        self.links[stream, device] = link
        self.counts[name] = change

    def erase(self):
        gone = {
            (c["stream"], c["value"].get("record", ""))
            for c in self.counts.values()
            if c["kind"] == "erasure" and c["field"] == "*"
        }
        for change in self.counts.values():
            both = {(change["stream"], ""), (change["stream"], change["record"])}
            if change["kind"] != "erasure" and gone & both and change["salt"] is not None:
                change["erased"] = commitment(change).hex()
                change["value"] = change["salt"] = None

    def says(self):
        """Record → its kind and every field: all it says, what is shown first foremost."""
        found = {}
        for birth in [c for c in self.counts.values() if c["field"] == "*"]:
            if birth["value"] is None:
                continue
            about = [c for c in self.counts.values() if c["record"] == birth["record"]]
            fields = {*birth["value"], *(c["field"] for c in about)} - {"*"}
            said = {name: self.heads(about, birth, name) for name in fields}
            found[birth["record"]] = {"kind": birth["kind"], "fields": said}
        return found

    def heads(self, about, birth, name):
        edits = [c for c in about if c["field"] == name]
        replaced = {tuple(base) for c in edits for base in c["bases"]}
        heads = [c for c in (birth, *edits) if (c["dev"], c["n"]) not in replaced]
        heads.sort(key=lambda c: (c["hlc"], c["dev"], c["n"]), reverse=True)
        return [c["value"] if c in edits else c["value"].get(name) for c in heads]


def main(key, *paths):
    record, kept = Record(), {}
    for path in paths:
        head, changes, brought = read(path, key)
        record.take(changes)
        kept |= {name: raw.hex() for name, raw in brought.items()}
        for stream, devices in head["heads"].items():
            for device, link in devices.items():
                n = head["have"][stream][device][0][1]
                if (stream, device, n) in record.counts and (stream, device, n + 1) not in (
                    record.counts
                ):
                    assert record.links[stream, device].hex() == link
    assert not any(name.partition(".")[0] == "sendtui" for name in sys.modules)
    said = {"records": record.says(), "documents": kept, "waiting": len(record.waiting)}
    print(json.dumps(said))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
