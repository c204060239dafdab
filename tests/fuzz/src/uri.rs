//! PKCS #11 URIs: what is read is written and read again as the same, and what is written for people has no
//! PIN in it.

use strongroom::Pkcs11Uri;

/// The target.
pub fn uri(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(uri) = Pkcs11Uri::parse(&text) else { return };
    let whole = uri.with_pin();
    let whole = std::str::from_utf8(whole.expose()).unwrap();
    assert_eq!(Pkcs11Uri::parse(whole).unwrap(), uri);
    let mut without = uri.clone();
    without.pin_value = None;
    assert_eq!(Pkcs11Uri::parse(&uri.to_string()).unwrap(), without);
    if !uri.is_beyond_us() {
        assert!(uri.matches_object(&uri.template()));
    }
}

/// URIs with every attribute.
pub fn seeds() -> Vec<Vec<u8>> {
    [
        "pkcs11:library-manufacturer=a;library-description=b;library-version=3.2;slot-id=1;\
         slot-manufacturer=c;slot-description=d;token=My%20token%25;manufacturer=e;model=f;serial=g;\
         object=h;type=private;id=%01%ff;x-vendor=i",
        "pkcs11:?module-path=/usr/lib/x.so&module-name=x&pin-source=file:/etc/pin&x-vendor=1",
        "pkcs11:token=a?pin-value=1234",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}
