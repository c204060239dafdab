"""A first look: the instance, its slots and tokens, and the keys of a token."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import List, Optional

import strongroom
from strongroom import constants

EXAMPLES = """examples:
  python -m strongroom                                  the instance that is configured
  python -m strongroom /srv/hsm                         the one in a directory
  python -m strongroom 'strongroom://hsm:7513?bundle=/etc/client.bundle'
  python -m strongroom 'pkcs11:?module-path=/usr/lib/softhsm/libsofthsm2.so'
  python -m strongroom /srv/hsm --token payments        the public objects of a token
  python -m strongroom /srv/hsm --token payments --login
                                                        all of them; the PIN is asked for, or is in the
                                                        environment variable STRONGROOM_PIN
  python -m strongroom /srv/hsm --token payments --mechanisms
"""


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m strongroom",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("place", nargs="?", help="a directory or a URL")
    parser.add_argument("--token", metavar="LABEL", help="the token to look into")
    parser.add_argument("--login", action="store_true", help="log in, to see private objects too")
    parser.add_argument("--mechanisms", action="store_true", help="the mechanisms of the token")
    parser.add_argument("--version", action="version", version=f"strongroom {strongroom.__version__}")
    said = parser.parse_args(arguments)
    if (said.login or said.mechanisms) and not said.token:
        parser.error("say which --token")
    try:
        with strongroom.open(said.place) as hsm:
            if said.token:
                token(hsm.token(said.token), said.login, said.mechanisms)
            else:
                instance(hsm)
    except strongroom.Error as error:
        print(f"strongroom: {error}", file=sys.stderr)
        return 1
    return 0


def instance(hsm: strongroom.Hsm) -> None:
    print(f"{'SLOT':>6}  {'TOKEN':32}  {'SERIAL':16}  STATE")
    for slot in hsm.slots():
        found = slot.token
        if found is None:
            print(f"{slot.id:>6}  -")
            continue
        state = "ready" if found.pin_initialized else "no PIN" if found.initialized else "blank"
        if found.pin_locked:
            state = "PIN locked"
        print(f"{slot.id:>6}  {found.label:32}  {found.serial:16}  {state}")


def token(slot: strongroom.Slot, login: bool, mechanisms: bool) -> None:
    if mechanisms:
        for one in slot.mechanisms():
            print(f"{one.name:36} {one.min_key_size:>8} {one.max_key_size:>8}")
        return
    pin = None
    if login:
        pin = os.environ.get("STRONGROOM_PIN") or getpass.getpass("PIN: ")
    classes = {
        constants.CKO_PRIVATE_KEY: "private key",
        constants.CKO_PUBLIC_KEY: "public key",
        constants.CKO_SECRET_KEY: "secret key",
        constants.CKO_CERTIFICATE: "certificate",
    }
    with slot.session(pin) as session:
        print(f"{'CLASS':12}  {'KIND':14}  {'ID':16}  LABEL")
        for found in session.find():
            kind = classes.get(found["class"], "object")
            print(f"{kind:12}  {found.kind or '-':14}  {found.id.hex() or '-':16}  {found.label or '-'}")


if __name__ == "__main__":
    sys.exit(main())
