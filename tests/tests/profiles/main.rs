//! The official test cases of the PKCS #11 v3.2 profiles (OASIS, "PKCS #11 Profiles", mandatory cases),
//! restated in files of our own, one a case. A line is a call, its arguments, and after the arrow the return
//! value and what is to come out. What the conformance rules let vary (names, versions, serial numbers,
//! handles, key values) is not fixed in the files; what a case presumes of the token is made first, as its
//! line `holds` says. Handles flow from call to call by themselves.

mod runner;

strongroom_tests::suite![
    baseline_provider,
    extended_provider,
    authentication_token,
    public_certificates_token,
    a_wrong_expectation_fails,
];

fn baseline_provider() {
    runner::replay("BL-M-1-32", include_str!("BL-M-1-32.case"));
}

fn extended_provider() {
    runner::replay("EXT-M-1-32", include_str!("EXT-M-1-32.case"));
}

fn authentication_token() {
    runner::replay("AUTH-M-1-32", include_str!("AUTH-M-1-32.case"));
}

fn public_certificates_token() {
    runner::replay("CERT-M-1-32", include_str!("CERT-M-1-32.case"));
}

/// The runner looks at what comes out: each expectation of a case, made wrong, fails the case.
fn a_wrong_expectation_fails() {
    let case = include_str!("BL-M-1-32.case");
    for (right, wrong) in [
        ("C_Initialize -> OK", "C_Initialize -> ARGUMENTS_BAD"),
        ("version=3.2", "version=3.1"),
        ("flags=TOKEN_PRESENT", "flags=TOKEN_PRESENT|REMOVABLE_DEVICE"),
        ("pins=4..255", "pins=5..255"),
        ("found=1", "found=0"),
        ("C_FindObjectsFinal -> OK", "C_FindObjectsFinal -> OPERATION_NOT_INITIALIZED"),
    ] {
        assert!(case.contains(right));
        let replayed =
            std::panic::catch_unwind(|| runner::replay("wrong", &case.replace(right, wrong)));
        assert!(replayed.is_err(), "{wrong}");
        // What the case left behind: the library is still initialised, or not.
        strongroom_tests::Hsm::load().call("C_Finalize", &[0]);
    }
}
