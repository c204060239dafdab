"""Another independent driver, python-pkcs11, on a slot with a user PIN: makes keys of each family and uses
them, and what comes out is checked by Python's own hashing or by the other half of the key. Called by
`run` with the library, the token's label and the PIN; prints nothing and exits 0 when all of it held."""

import hashlib
import hmac
import sys

import pkcs11
from pkcs11 import KDF, KeyType, Mechanism
from pkcs11.util.ec import encode_named_curve_parameters

library, label, pin = sys.argv[1:]
token = pkcs11.lib(library).get_token(token_label=label)

with token.open(user_pin=pin, rw=True) as session:
    data = b"some data" * 100

    public, private = session.generate_keypair(KeyType.RSA, 2048)
    signature = private.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
    assert public.verify(data, signature, mechanism=Mechanism.SHA256_RSA_PKCS)
    assert not public.verify(data + b"x", signature, mechanism=Mechanism.SHA256_RSA_PKCS)
    assert private.decrypt(public.encrypt(b"secret")) == b"secret"

    curve = session.create_domain_parameters(
        KeyType.EC,
        {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
        local=True,
    )
    (public, private), (other_public, other_private) = (curve.generate_keypair() for _ in range(2))
    digest = hashlib.sha256(data).digest()
    assert public.verify(digest, private.sign(digest, mechanism=Mechanism.ECDSA), mechanism=Mechanism.ECDSA)
    point = pkcs11.Attribute.EC_POINT

    def agreed(mine, theirs):
        return mine.derive_key(
            KeyType.GENERIC_SECRET,
            256,
            mechanism_param=(KDF.NULL, None, theirs[point]),
            template={pkcs11.Attribute.SENSITIVE: False, pkcs11.Attribute.EXTRACTABLE: True},
        )[pkcs11.Attribute.VALUE]

    assert agreed(private, other_public) == agreed(other_private, public)

    key = session.generate_key(KeyType.AES, 256)
    iv = session.generate_random(128)
    assert key.decrypt(key.encrypt(data, mechanism_param=iv), mechanism_param=iv) == data
    # In parts, each of which is padded at the end only.
    sealed = b"".join(key.encrypt((data[:100], data[100:]), mechanism_param=iv))
    assert b"".join(key.decrypt((sealed[:7], sealed[7:]), mechanism_param=iv)) == data
    wrapped = session.generate_key(
        KeyType.AES, 128, template={pkcs11.Attribute.EXTRACTABLE: True}
    )
    blob = key.wrap_key(wrapped)
    again = key.unwrap_key(pkcs11.ObjectClass.SECRET_KEY, KeyType.AES, blob)
    assert again.decrypt(wrapped.encrypt(data, mechanism_param=iv), mechanism_param=iv) == data

    known = session.create_object(
        {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY,
            pkcs11.Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
            pkcs11.Attribute.VALUE: b"a key for HMAC",
            pkcs11.Attribute.SIGN: True,
        }
    )
    mac = known.sign(data, mechanism=Mechanism.SHA512_HMAC)
    assert mac == hmac.new(b"a key for HMAC", data, "sha512").digest()
    assert session.digest(data, mechanism=Mechanism.SHA3_256) == hashlib.sha3_256(data).digest()

    kept = session.generate_key(KeyType.AES, 256, label="kept", store=True)
    assert session.get_key(label="kept", object_class=pkcs11.ObjectClass.SECRET_KEY) == kept
    kept.destroy()
    try:
        session.get_key(label="kept")
        sys.exit("a destroyed key was found")
    except pkcs11.NoSuchKey:
        pass
