//! Object classes (`CKO_…`), names and numbers of PKCS #11 v3.2.
//! Source: OASIS PKCS #11 v3.2, `pkcs11t.h`. A table: one line a fact.

super::constants! {
    /// Every object classe of v3.2, in the order of the specification's header.
    CKO:
    CKO_DATA = 0;
    CKO_CERTIFICATE = 1;
    CKO_PUBLIC_KEY = 2;
    CKO_PRIVATE_KEY = 3;
    CKO_SECRET_KEY = 4;
    CKO_HW_FEATURE = 5;
    CKO_DOMAIN_PARAMETERS = 6;
    CKO_MECHANISM = 7;
    CKO_OTP_KEY = 8;
    CKO_PROFILE = 9;
    CKO_VALIDATION = 0xA;
    CKO_TRUST = 0xB;
    CKO_VENDOR_DEFINED = 0x80000000;
}
