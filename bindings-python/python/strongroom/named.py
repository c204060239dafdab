"""A function for each mechanism that the core has a name for, with the core's names for what it takes. The
classes of `strongroom.mechanisms` say more of those that are usual.

Made from the core's tables by scripts/generate; not to be changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from ._types import Buffer
from .mechanisms import Mechanism

if TYPE_CHECKING:
    from ._objects import Object

__all__ = [
    "ecdsa",
    "rsa_pkcs1",
    "rsa_pss",
    "rsa_pss_digest",
    "rsa_raw",
    "rsa_x931",
    "rsa_x931_digest",
    "dsa",
    "eddsa",
    "schnorr",
    "ml_dsa",
    "ml_dsa_digest",
    "slh_dsa",
    "slh_dsa_digest",
    "hmac",
    "aes_cmac",
    "aes_gmac",
    "aes_xcbc_mac",
    "aes_xcbc_mac_96",
    "des3_cmac",
    "poly1305",
    "tls12_mac",
    "digest",
    "aes_gcm",
    "aes_ccm",
    "aes_gcm_messages",
    "aes_ccm_messages",
    "chacha20_poly1305_messages",
    "chacha20_poly1305",
    "chacha20",
    "aes_xts",
    "aes_cts",
    "aes_cbc",
    "aes_cbc_pad",
    "aes_ctr",
    "aes_ofb",
    "aes_cfb1",
    "aes_cfb8",
    "aes_cfb128",
    "aes_ecb",
    "des3_cbc",
    "des3_cbc_pad",
    "des3_ecb",
    "rsa_oaep",
    "rsa_oaep_tpm",
    "aes_kw",
    "aes_kwp",
    "aes_kw_pkcs7",
    "aes_kw_pad",
    "rsa_aes_wrap",
    "ecdh_aes_wrap",
    "ecdh_cofactor_aes_wrap",
    "xdh_aes_wrap",
    "ecdh",
    "ecdh_cofactor",
    "dh",
    "x942_dh",
    "ml_kem",
    "hkdf",
    "hkdf_extract",
    "hkdf_expand",
    "hkdf_data",
    "pbkdf2",
    "hash_derivation",
    "kbkdf_counter",
    "kbkdf_feedback",
    "kbkdf_double_pipeline",
    "concatenate_key",
    "append_data",
    "prepend_data",
    "xor_data",
    "extract_bits",
    "aes_ecb_encrypt_data",
    "aes_cbc_encrypt_data",
    "des3_ecb_encrypt_data",
    "des3_cbc_encrypt_data",
    "tls12_master",
    "tls12_master_dh",
    "tls12_extended_master",
    "tls12_extended_master_dh",
    "tls12_keys",
    "tls12_keys_safe",
    "tls12_kdf",
    "bip32_master",
    "bip32_private",
    "bip32_private_to_public",
    "bip32_public",
    "slip10_master",
    "slip10_private",
    "slip10_private_to_public",
    "slip10_public",
]


def ecdsa(
    *,
    hash: Optional[str] = None,
    encoding: Optional[str] = None,
) -> Mechanism:
    """`ecdsa`"""
    return Mechanism("ecdsa", hash=hash, encoding=encoding)


def rsa_pkcs1(
    *,
    hash: Optional[str] = None,
) -> Mechanism:
    """`rsa-pkcs1`"""
    return Mechanism("rsa-pkcs1", hash=hash)


def rsa_pss(
    *,
    hash: Optional[str] = None,
    mgf_hash: Optional[str] = None,
    salt_len: Optional[int] = None,
) -> Mechanism:
    """`rsa-pss`"""
    return Mechanism("rsa-pss", hash=hash, mgf_hash=mgf_hash, salt_len=salt_len)


def rsa_pss_digest(
    *,
    hash: Optional[str] = None,
    mgf_hash: Optional[str] = None,
    salt_len: Optional[int] = None,
) -> Mechanism:
    """`rsa-pss-digest`"""
    return Mechanism("rsa-pss-digest", hash=hash, mgf_hash=mgf_hash, salt_len=salt_len)


def rsa_raw(
) -> Mechanism:
    """`rsa-raw`"""
    return Mechanism("rsa-raw")


def rsa_x931(
) -> Mechanism:
    """`rsa-x931`"""
    return Mechanism("rsa-x931")


def rsa_x931_digest(
) -> Mechanism:
    """`rsa-x931-digest`"""
    return Mechanism("rsa-x931-digest")


def dsa(
    *,
    hash: Optional[str] = None,
    encoding: Optional[str] = None,
) -> Mechanism:
    """`dsa`"""
    return Mechanism("dsa", hash=hash, encoding=encoding)


def eddsa(
    *,
    context: Optional[Buffer] = None,
    prehash: Optional[bool] = None,
) -> Mechanism:
    """`eddsa`"""
    return Mechanism("eddsa", context=context, prehash=prehash)


def schnorr(
) -> Mechanism:
    """`schnorr`"""
    return Mechanism("schnorr")


def ml_dsa(
    *,
    hash: Optional[str] = None,
    context: Optional[Buffer] = None,
    deterministic: Optional[bool] = None,
) -> Mechanism:
    """`ml-dsa`"""
    return Mechanism("ml-dsa", hash=hash, context=context, deterministic=deterministic)


def ml_dsa_digest(
    *,
    hash: Optional[str] = None,
    context: Optional[Buffer] = None,
    deterministic: Optional[bool] = None,
) -> Mechanism:
    """`ml-dsa-digest`"""
    return Mechanism("ml-dsa-digest", hash=hash, context=context, deterministic=deterministic)


def slh_dsa(
    *,
    hash: Optional[str] = None,
    context: Optional[Buffer] = None,
    deterministic: Optional[bool] = None,
) -> Mechanism:
    """`slh-dsa`"""
    return Mechanism("slh-dsa", hash=hash, context=context, deterministic=deterministic)


def slh_dsa_digest(
    *,
    hash: Optional[str] = None,
    context: Optional[Buffer] = None,
    deterministic: Optional[bool] = None,
) -> Mechanism:
    """`slh-dsa-digest`"""
    return Mechanism("slh-dsa-digest", hash=hash, context=context, deterministic=deterministic)


def hmac(
    *,
    hash: Optional[str] = None,
    mac_len: Optional[int] = None,
) -> Mechanism:
    """`hmac`"""
    return Mechanism("hmac", hash=hash, mac_len=mac_len)


def aes_cmac(
    *,
    mac_len: Optional[int] = None,
) -> Mechanism:
    """`aes-cmac`"""
    return Mechanism("aes-cmac", mac_len=mac_len)


def aes_gmac(
    *,
    iv: Optional[Buffer] = None,
    tag_len: Optional[int] = None,
) -> Mechanism:
    """`aes-gmac`"""
    return Mechanism("aes-gmac", iv=iv, tag_len=tag_len)


def aes_xcbc_mac(
) -> Mechanism:
    """`aes-xcbc-mac`"""
    return Mechanism("aes-xcbc-mac")


def aes_xcbc_mac_96(
) -> Mechanism:
    """`aes-xcbc-mac-96`"""
    return Mechanism("aes-xcbc-mac-96")


def des3_cmac(
    *,
    mac_len: Optional[int] = None,
) -> Mechanism:
    """`des3-cmac`"""
    return Mechanism("des3-cmac", mac_len=mac_len)


def poly1305(
) -> Mechanism:
    """`poly1305`"""
    return Mechanism("poly1305")


def tls12_mac(
    *,
    hash: Optional[str] = None,
    of_server: Optional[bool] = None,
    mac_len: Optional[int] = None,
) -> Mechanism:
    """`tls12-mac`"""
    return Mechanism("tls12-mac", hash=hash, of_server=of_server, mac_len=mac_len)


def digest(
    *,
    hash: Optional[str] = None,
) -> Mechanism:
    """`digest`"""
    return Mechanism("digest", hash=hash)


def aes_gcm(
    *,
    iv: Optional[Buffer] = None,
    aad: Optional[Buffer] = None,
    tag_len: Optional[int] = None,
) -> Mechanism:
    """`aes-gcm`"""
    return Mechanism("aes-gcm", iv=iv, aad=aad, tag_len=tag_len)


def aes_ccm(
    *,
    iv: Optional[Buffer] = None,
    aad: Optional[Buffer] = None,
    tag_len: Optional[int] = None,
    data_len: Optional[int] = None,
) -> Mechanism:
    """`aes-ccm`"""
    return Mechanism("aes-ccm", iv=iv, aad=aad, tag_len=tag_len, data_len=data_len)


def aes_gcm_messages(
    *,
    iv: Optional[Buffer] = None,
    counted: Optional[bool] = None,
    tag_len: Optional[int] = None,
) -> Mechanism:
    """`aes-gcm-messages`"""
    return Mechanism("aes-gcm-messages", iv=iv, counted=counted, tag_len=tag_len)


def aes_ccm_messages(
    *,
    iv: Optional[Buffer] = None,
    counted: Optional[bool] = None,
    tag_len: Optional[int] = None,
) -> Mechanism:
    """`aes-ccm-messages`"""
    return Mechanism("aes-ccm-messages", iv=iv, counted=counted, tag_len=tag_len)


def chacha20_poly1305_messages(
) -> Mechanism:
    """`chacha20-poly1305-messages`"""
    return Mechanism("chacha20-poly1305-messages")


def chacha20_poly1305(
    *,
    iv: Optional[Buffer] = None,
    aad: Optional[Buffer] = None,
) -> Mechanism:
    """`chacha20-poly1305`"""
    return Mechanism("chacha20-poly1305", iv=iv, aad=aad)


def chacha20(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`chacha20`"""
    return Mechanism("chacha20", iv=iv)


def aes_xts(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-xts`"""
    return Mechanism("aes-xts", iv=iv)


def aes_cts(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cts`"""
    return Mechanism("aes-cts", iv=iv)


def aes_cbc(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cbc`"""
    return Mechanism("aes-cbc", iv=iv)


def aes_cbc_pad(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cbc-pad`"""
    return Mechanism("aes-cbc-pad", iv=iv)


def aes_ctr(
    *,
    iv: Optional[Buffer] = None,
    counter_bits: Optional[int] = None,
) -> Mechanism:
    """`aes-ctr`"""
    return Mechanism("aes-ctr", iv=iv, counter_bits=counter_bits)


def aes_ofb(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-ofb`"""
    return Mechanism("aes-ofb", iv=iv)


def aes_cfb1(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cfb1`"""
    return Mechanism("aes-cfb1", iv=iv)


def aes_cfb8(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cfb8`"""
    return Mechanism("aes-cfb8", iv=iv)


def aes_cfb128(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cfb128`"""
    return Mechanism("aes-cfb128", iv=iv)


def aes_ecb(
) -> Mechanism:
    """`aes-ecb`"""
    return Mechanism("aes-ecb")


def des3_cbc(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`des3-cbc`"""
    return Mechanism("des3-cbc", iv=iv)


def des3_cbc_pad(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`des3-cbc-pad`"""
    return Mechanism("des3-cbc-pad", iv=iv)


def des3_ecb(
) -> Mechanism:
    """`des3-ecb`"""
    return Mechanism("des3-ecb")


def rsa_oaep(
    *,
    hash: Optional[str] = None,
    mgf_hash: Optional[str] = None,
    label: Optional[Buffer] = None,
) -> Mechanism:
    """`rsa-oaep`"""
    return Mechanism("rsa-oaep", hash=hash, mgf_hash=mgf_hash, label=label)


def rsa_oaep_tpm(
) -> Mechanism:
    """`rsa-oaep-tpm`"""
    return Mechanism("rsa-oaep-tpm")


def aes_kw(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-kw`"""
    return Mechanism("aes-kw", iv=iv)


def aes_kwp(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-kwp`"""
    return Mechanism("aes-kwp", iv=iv)


def aes_kw_pkcs7(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-kw-pkcs7`"""
    return Mechanism("aes-kw-pkcs7", iv=iv)


def aes_kw_pad(
    *,
    iv: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-kw-pad`"""
    return Mechanism("aes-kw-pad", iv=iv)


def rsa_aes_wrap(
    *,
    hash: Optional[str] = None,
    mgf_hash: Optional[str] = None,
    label: Optional[Buffer] = None,
    aes_bits: Optional[int] = None,
) -> Mechanism:
    """`rsa-aes-wrap`"""
    return Mechanism("rsa-aes-wrap", hash=hash, mgf_hash=mgf_hash, label=label, aes_bits=aes_bits)


def ecdh_aes_wrap(
    *,
    hash: Optional[str] = None,
    kdf: Optional[str] = None,
    shared: Optional[Buffer] = None,
    aes_bits: Optional[int] = None,
) -> Mechanism:
    """`ecdh-aes-wrap`"""
    return Mechanism("ecdh-aes-wrap", hash=hash, kdf=kdf, shared=shared, aes_bits=aes_bits)


def ecdh_cofactor_aes_wrap(
    *,
    hash: Optional[str] = None,
    kdf: Optional[str] = None,
    shared: Optional[Buffer] = None,
    aes_bits: Optional[int] = None,
) -> Mechanism:
    """`ecdh-cofactor-aes-wrap`"""
    return Mechanism("ecdh-cofactor-aes-wrap", hash=hash, kdf=kdf, shared=shared, aes_bits=aes_bits)


def xdh_aes_wrap(
    *,
    hash: Optional[str] = None,
    kdf: Optional[str] = None,
    shared: Optional[Buffer] = None,
    aes_bits: Optional[int] = None,
) -> Mechanism:
    """`xdh-aes-wrap`"""
    return Mechanism("xdh-aes-wrap", hash=hash, kdf=kdf, shared=shared, aes_bits=aes_bits)


def ecdh(
    *,
    public: Optional[Buffer] = None,
    hash: Optional[str] = None,
    kdf: Optional[str] = None,
    shared: Optional[Buffer] = None,
) -> Mechanism:
    """`ecdh`"""
    return Mechanism("ecdh", public=public, hash=hash, kdf=kdf, shared=shared)


def ecdh_cofactor(
    *,
    public: Optional[Buffer] = None,
    hash: Optional[str] = None,
    kdf: Optional[str] = None,
    shared: Optional[Buffer] = None,
) -> Mechanism:
    """`ecdh-cofactor`"""
    return Mechanism("ecdh-cofactor", public=public, hash=hash, kdf=kdf, shared=shared)


def dh(
    *,
    public: Optional[Buffer] = None,
) -> Mechanism:
    """`dh`"""
    return Mechanism("dh", public=public)


def x942_dh(
    *,
    public: Optional[Buffer] = None,
    info: Optional[Buffer] = None,
) -> Mechanism:
    """`x942-dh`"""
    return Mechanism("x942-dh", public=public, info=info)


def ml_kem(
) -> Mechanism:
    """`ml-kem`"""
    return Mechanism("ml-kem")


def hkdf(
    *,
    hash: Optional[str] = None,
    salt: Optional[Buffer] = None,
    salt_key: Optional[Object] = None,
    info: Optional[Buffer] = None,
) -> Mechanism:
    """`hkdf`"""
    return Mechanism("hkdf", hash=hash, salt=salt, salt_key=salt_key, info=info)


def hkdf_extract(
    *,
    hash: Optional[str] = None,
    salt: Optional[Buffer] = None,
    salt_key: Optional[Object] = None,
) -> Mechanism:
    """`hkdf-extract`"""
    return Mechanism("hkdf-extract", hash=hash, salt=salt, salt_key=salt_key)


def hkdf_expand(
    *,
    hash: Optional[str] = None,
    info: Optional[Buffer] = None,
) -> Mechanism:
    """`hkdf-expand`"""
    return Mechanism("hkdf-expand", hash=hash, info=info)


def hkdf_data(
    *,
    hash: Optional[str] = None,
    salt: Optional[Buffer] = None,
    salt_key: Optional[Object] = None,
    info: Optional[Buffer] = None,
) -> Mechanism:
    """`hkdf-data`"""
    return Mechanism("hkdf-data", hash=hash, salt=salt, salt_key=salt_key, info=info)


def pbkdf2(
    *,
    hash: Optional[str] = None,
    password: Optional[Buffer] = None,
    salt: Optional[Buffer] = None,
    iterations: Optional[int] = None,
) -> Mechanism:
    """`pbkdf2`"""
    return Mechanism("pbkdf2", hash=hash, password=password, salt=salt, iterations=iterations)


def hash_derivation(
    *,
    hash: Optional[str] = None,
) -> Mechanism:
    """`hash-derivation`"""
    return Mechanism("hash-derivation", hash=hash)


def kbkdf_counter(
    *,
    hash: Optional[str] = None,
    label: Optional[Buffer] = None,
    context: Optional[Buffer] = None,
    data: Optional[Buffer] = None,
    counter_bits: Optional[int] = None,
) -> Mechanism:
    """`kbkdf-counter`"""
    return Mechanism("kbkdf-counter", hash=hash, label=label, context=context, data=data, counter_bits=counter_bits)


def kbkdf_feedback(
    *,
    hash: Optional[str] = None,
    iv: Optional[Buffer] = None,
    label: Optional[Buffer] = None,
    context: Optional[Buffer] = None,
    data: Optional[Buffer] = None,
    counter_bits: Optional[int] = None,
) -> Mechanism:
    """`kbkdf-feedback`"""
    return Mechanism("kbkdf-feedback", hash=hash, iv=iv, label=label, context=context, data=data, counter_bits=counter_bits)


def kbkdf_double_pipeline(
    *,
    hash: Optional[str] = None,
    label: Optional[Buffer] = None,
    context: Optional[Buffer] = None,
    data: Optional[Buffer] = None,
    counter_bits: Optional[int] = None,
) -> Mechanism:
    """`kbkdf-double-pipeline`"""
    return Mechanism("kbkdf-double-pipeline", hash=hash, label=label, context=context, data=data, counter_bits=counter_bits)


def concatenate_key(
    *,
    key: Optional[Object] = None,
) -> Mechanism:
    """`concatenate-key`"""
    return Mechanism("concatenate-key", key=key)


def append_data(
    *,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`append-data`"""
    return Mechanism("append-data", data=data)


def prepend_data(
    *,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`prepend-data`"""
    return Mechanism("prepend-data", data=data)


def xor_data(
    *,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`xor-data`"""
    return Mechanism("xor-data", data=data)


def extract_bits(
    *,
    first_bit: Optional[int] = None,
) -> Mechanism:
    """`extract-bits`"""
    return Mechanism("extract-bits", first_bit=first_bit)


def aes_ecb_encrypt_data(
    *,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-ecb-encrypt-data`"""
    return Mechanism("aes-ecb-encrypt-data", data=data)


def aes_cbc_encrypt_data(
    *,
    iv: Optional[Buffer] = None,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`aes-cbc-encrypt-data`"""
    return Mechanism("aes-cbc-encrypt-data", iv=iv, data=data)


def des3_ecb_encrypt_data(
    *,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`des3-ecb-encrypt-data`"""
    return Mechanism("des3-ecb-encrypt-data", data=data)


def des3_cbc_encrypt_data(
    *,
    iv: Optional[Buffer] = None,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`des3-cbc-encrypt-data`"""
    return Mechanism("des3-cbc-encrypt-data", iv=iv, data=data)


def tls12_master(
    *,
    hash: Optional[str] = None,
    client_random: Optional[Buffer] = None,
    server_random: Optional[Buffer] = None,
    version: Optional[bool] = None,
) -> Mechanism:
    """`tls12-master`"""
    return Mechanism("tls12-master", hash=hash, client_random=client_random, server_random=server_random, version=version)


def tls12_master_dh(
    *,
    hash: Optional[str] = None,
    client_random: Optional[Buffer] = None,
    server_random: Optional[Buffer] = None,
) -> Mechanism:
    """`tls12-master-dh`"""
    return Mechanism("tls12-master-dh", hash=hash, client_random=client_random, server_random=server_random)


def tls12_extended_master(
    *,
    hash: Optional[str] = None,
    data: Optional[Buffer] = None,
    version: Optional[bool] = None,
) -> Mechanism:
    """`tls12-extended-master`"""
    return Mechanism("tls12-extended-master", hash=hash, data=data, version=version)


def tls12_extended_master_dh(
    *,
    hash: Optional[str] = None,
    data: Optional[Buffer] = None,
) -> Mechanism:
    """`tls12-extended-master-dh`"""
    return Mechanism("tls12-extended-master-dh", hash=hash, data=data)


def tls12_keys(
    *,
    hash: Optional[str] = None,
    client_random: Optional[Buffer] = None,
    server_random: Optional[Buffer] = None,
    mac_len: Optional[int] = None,
    key_len: Optional[int] = None,
    iv_len: Optional[int] = None,
) -> Mechanism:
    """`tls12-keys`"""
    return Mechanism("tls12-keys", hash=hash, client_random=client_random, server_random=server_random, mac_len=mac_len, key_len=key_len, iv_len=iv_len)


def tls12_keys_safe(
    *,
    hash: Optional[str] = None,
    client_random: Optional[Buffer] = None,
    server_random: Optional[Buffer] = None,
    mac_len: Optional[int] = None,
    key_len: Optional[int] = None,
) -> Mechanism:
    """`tls12-keys-safe`"""
    return Mechanism("tls12-keys-safe", hash=hash, client_random=client_random, server_random=server_random, mac_len=mac_len, key_len=key_len)


def tls12_kdf(
    *,
    hash: Optional[str] = None,
    label: Optional[Buffer] = None,
    client_random: Optional[Buffer] = None,
    server_random: Optional[Buffer] = None,
    context: Optional[Buffer] = None,
) -> Mechanism:
    """`tls12-kdf`"""
    return Mechanism("tls12-kdf", hash=hash, label=label, client_random=client_random, server_random=server_random, context=context)


def bip32_master(
) -> Mechanism:
    """`bip32-master`"""
    return Mechanism("bip32-master")


def bip32_private(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`bip32-private`"""
    return Mechanism("bip32-private", index=index, chain_code=chain_code)


def bip32_private_to_public(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`bip32-private-to-public`"""
    return Mechanism("bip32-private-to-public", index=index, chain_code=chain_code)


def bip32_public(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`bip32-public`"""
    return Mechanism("bip32-public", index=index, chain_code=chain_code)


def slip10_master(
) -> Mechanism:
    """`slip10-master`"""
    return Mechanism("slip10-master")


def slip10_private(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`slip10-private`"""
    return Mechanism("slip10-private", index=index, chain_code=chain_code)


def slip10_private_to_public(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`slip10-private-to-public`"""
    return Mechanism("slip10-private-to-public", index=index, chain_code=chain_code)


def slip10_public(
    *,
    index: Optional[int] = None,
    chain_code: Optional[Buffer] = None,
) -> Mechanism:
    """`slip10-public`"""
    return Mechanism("slip10-public", index=index, chain_code=chain_code)
