"""TLS of Python's own `ssl` with a key that stays in a token. `ssl` takes private keys from files only, so the
key is given to the OpenSSL beneath it: by OpenSSL's PKCS #11 engine (`libengine-pkcs11-openssl` of Debian and
Ubuntu), which loads the library of Strongroom, or any other module.

The library finds its instance by itself (`STRONGROOM_URL`). It is a program of its own within the process: an
embedded instance that it uses cannot be opened by `strongroom.open` in the same process (`CKR_CANT_LOCK`), nor the
other way round; at a service both may be.

Where OpenSSL has the `pkcs11` provider instead, none of this is needed: `load_cert_chain` of `ssl` itself takes a
PEM file that wraps a `pkcs11:` URI.

This reaches into `ssl.SSLContext`, whose first field is OpenSSL's context in CPython 3.9 to 3.14; others are
refused."""

from __future__ import annotations

import ctypes
import glob
import os
import ssl
import sys
import threading
from typing import Any, Dict, Optional, Tuple, Union

__all__ = ["load_cert_chain"]

#: Where Debian, Ubuntu and others have OpenSSL's engines.
_PLACES = ("/usr/lib/*/engines-3/pkcs11.so", "/usr/lib64/engines-3/pkcs11.so", "/usr/lib/engines-3/pkcs11.so")

#: The engines that were loaded: they stay, as do the keys that they have given.
_engines: Dict[Tuple[str, str], int] = {}
_lock = threading.Lock()


def load_cert_chain(
    context: ssl.SSLContext,
    certfile: Union[str, "os.PathLike[str]"],
    key: str,
    *,
    library: Union[str, "os.PathLike[str]"],
    engine: Optional[str] = None,
) -> None:
    """Gives a context a certificate chain (a PEM file) and the private key that a `pkcs11:` URI names, as
    `SSLContext.load_cert_chain` does with a file. The URI has the PIN with it (`pin-value`, `pin-source`).
    `ssl.SSLError` with what OpenSSL says, `NotImplementedError` where this Python or this OpenSSL cannot"""
    openssl = _openssl()
    where = engine or next((path for place in _PLACES for path in glob.glob(place)), None)
    if where is None:
        raise NotImplementedError("OpenSSL has no PKCS #11 engine here; install libengine-pkcs11-openssl")
    with _lock:
        loaded = _engine(openssl, where, os.path.abspath(os.fspath(library)))
        private = openssl.ENGINE_load_private_key(loaded, key.encode(), None, None)
    if not private:
        raise _error(openssl, "the key cannot be loaded")
    try:
        inner = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
        chain = os.fsencode(os.path.abspath(os.fspath(certfile)))
        if openssl.SSL_CTX_use_certificate_chain_file(inner, chain) != 1:
            raise _error(openssl, "the certificate chain cannot be loaded")
        if openssl.SSL_CTX_use_PrivateKey(inner, private) != 1:
            raise _error(openssl, "the key does not go with the certificate")
    finally:
        openssl.EVP_PKEY_free(private)


def _openssl() -> Any:
    if sys.implementation.name != "cpython" or not (3, 9) <= sys.version_info[:2] <= (3, 14):
        raise NotImplementedError("how this Python keeps OpenSSL's contexts is not known")
    import _ssl

    # The very OpenSSL that `ssl` uses: what is looked up in its extension is found in what that is linked to.
    openssl = ctypes.CDLL(getattr(_ssl, "__file__", None))
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    functions = {
        "ENGINE_by_id": (pointer, [text]),
        "ENGINE_ctrl_cmd_string": (number, [pointer, text, text, number]),
        "ENGINE_init": (number, [pointer]),
        "ENGINE_free": (number, [pointer]),
        "ENGINE_load_private_key": (pointer, [pointer, text, pointer, pointer]),
        "EVP_PKEY_free": (None, [pointer]),
        "SSL_CTX_use_certificate_chain_file": (number, [pointer, text]),
        "SSL_CTX_use_PrivateKey": (number, [pointer, pointer]),
        "ERR_get_error": (ctypes.c_ulong, []),
        "ERR_error_string_n": (None, [ctypes.c_ulong, text, ctypes.c_size_t]),
    }
    for name, (answer, arguments) in functions.items():
        try:
            function = getattr(openssl, name)
        except AttributeError:
            raise NotImplementedError(f"the OpenSSL of this Python has no {name}") from None
        function.restype, function.argtypes = answer, arguments
    return openssl


def _engine(openssl: Any, where: str, library: str) -> int:
    known = _engines.get((where, library))
    if known is not None:
        return known
    made: Optional[int] = openssl.ENGINE_by_id(b"dynamic")
    if not made:
        raise NotImplementedError("the OpenSSL of this Python loads no engines")
    said = [
        (b"SO_PATH", os.fsencode(where)),
        (b"ID", b"pkcs11"),
        (b"LOAD", None),
        (b"MODULE_PATH", os.fsencode(library)),
    ]
    for name, value in said:
        if openssl.ENGINE_ctrl_cmd_string(made, name, value, 0) != 1:
            openssl.ENGINE_free(made)
            raise _error(openssl, f"the engine refuses {name.decode()}")
    if openssl.ENGINE_init(made) != 1:
        openssl.ENGINE_free(made)
        raise _error(openssl, "the engine cannot be initialised")
    return _engines.setdefault((where, library), made)


def _error(openssl: Any, what: str) -> ssl.SSLError:
    """With the first of what OpenSSL says, and none left for who comes next."""
    said, code = [], openssl.ERR_get_error()
    while code:
        buffer = ctypes.create_string_buffer(256)
        openssl.ERR_error_string_n(code, buffer, 256)
        said.append(buffer.value.decode("utf-8", "replace"))
        code = openssl.ERR_get_error()
    return ssl.SSLError(f"{what}: {said[0]}" if said else what)
