//! Keys and certificates from files and to files.

use super::*;

#[test]
fn keys_from_files() {
    use openssl::{ec, nid::Nid, pkey::PKey, rsa::Rsa};
    let bench = Bench::new();
    let rsa = Rsa::generate(2048).unwrap();
    let group = ec::EcGroup::from_curve_name(Nid::SECP384R1).unwrap();
    let ec = ec::EcKey::generate(&group).unwrap();
    let ed = PKey::generate_ed25519().unwrap();
    let parameters = b"-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n";
    let sec1 = [parameters.as_slice(), &ec.private_key_to_pem().unwrap()].concat();
    let of_rsa = PKey::from_rsa(rsa.clone()).unwrap();
    let of_ec = PKey::from_ec_key(ec.clone()).unwrap();
    for (name, file, public) in [
        (
            "pkcs8.pem",
            of_rsa.private_key_to_pem_pkcs8().unwrap(),
            of_rsa.public_key_to_pem().unwrap(),
        ),
        ("pkcs8.der", of_rsa.private_key_to_pkcs8().unwrap(), of_rsa.public_key_to_pem().unwrap()),
        ("pkcs1.pem", rsa.private_key_to_pem().unwrap(), of_rsa.public_key_to_pem().unwrap()),
        ("sec1.pem", sec1, of_ec.public_key_to_pem().unwrap()),
        ("ed.pem", ed.private_key_to_pem_pkcs8().unwrap(), ed.public_key_to_pem().unwrap()),
    ] {
        let file = bench.file(name, &file);
        let made = bench.run(&["key", "import", &file, "--label", name, "--json"]).json();
        assert_eq!(made["objects"].as_array().unwrap().len(), 2, "{name}");
        let exported = bench.run(&["key", "export-public", "--label", name]).ok().out;
        assert_eq!(exported.as_bytes(), public, "{name}");
    }
    let public = bench.file("public.pem", &of_rsa.public_key_to_pem().unwrap());
    let made = bench.run(&["key", "import", &public, "--label", "public", "--json"]).json();
    assert_eq!(made["objects"][0]["class"], "public-key");
    let before = bench.objects().len();
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let locked = of_rsa.private_key_to_pem_pkcs8_passphrase(cipher, b"secret").unwrap();
    let locked = bench.file("locked.pem", &locked);
    bench.run(&["key", "import", &locked]).fails(1, "encrypted");
    let noise = bench.file("noise", b"nothing");
    bench.run(&["key", "import", &noise]).fails(1, "no private or public key");
    bench.run(&["key", "import", &noise, "--as", "aes"]).fails(1, "importing");
    bench.run(&["key", "import", "/nowhere"]).fails(1, "/nowhere");
    assert_eq!(bench.objects().len(), before);
    let hex = b"000102030405060708090a0b0c0d0e0f\n";
    bench.given(hex, &["key", "import", "-", "--as", "hmac-sha256", "--hex", "--label", "h"]).ok();
    assert_eq!(bench.objects().last().unwrap()["kind"], "hmac-sha256:16");
}

/// PKCS #8 of RFC 9881, appendix C.1.1.1, and of RFC 9935, appendix C.1.1.1: seeds of counted bytes.
#[test]
fn post_quantum_keys_from_files() {
    let bench = Bench::new();
    let seed = |oid: u8, kind: u8, len: u8| {
        let mut der = vec![0x30, len + 20, 2, 1, 0, 0x30, 0x0b, 6, 9];
        der.extend([0x60, 0x86, 0x48, 1, 0x65, 3, 4, kind, oid, 4, len + 2, 0x80, len]);
        der.extend(0..len);
        der
    };
    for (kind, file) in [
        ("ml-dsa:44", seed(17, 3, 32)),
        ("ml-dsa:65", seed(18, 3, 32)),
        ("ml-dsa:87", seed(19, 3, 32)),
        ("ml-kem:512", seed(1, 4, 64)),
        ("ml-kem:768", seed(2, 4, 64)),
        ("ml-kem:1024", seed(3, 4, 64)),
    ] {
        let file = bench.file("key.der", &file);
        let made = bench.run(&["key", "import", &file, "--label", kind, "--json"]).json();
        assert_eq!(made["objects"][0]["kind"], kind);
        assert_eq!(made["objects"][1]["kind"], kind);
        let exported = bench.run(&["key", "export-public", "--label", kind]).ok().out;
        let public = bench.file("public.pem", exported.as_bytes());
        let again = bench.run(&["key", "import", &public, "--label", "again", "--json"]).json();
        assert_eq!(again["objects"][0]["kind"], kind);
        bench.run(&["key", "export-public", "--label", kind, "--format", "ssh"]).fails(1, "SSH");
    }
    let exported = bench.run(&["key", "export-public", "--label", "ml-dsa:44"]).ok().out;
    let begins = "MIIFMjALBglghkgBZQMEAxEDggUhANeytHJUquDbReeTDUqY0sl9jxOX0Xidr6Fw";
    assert_eq!(exported.lines().nth(1), Some(begins));
}

#[test]
fn public_keys_in_other_forms() {
    let bench = Bench::new();
    for (kind, ssh, kty) in [
        ("rsa:2048", "ssh-rsa AAAA", "RSA"),
        ("ec:p256", "ecdsa-sha2-nistp256 AAAA", "EC"),
        ("ed25519", "ssh-ed25519 AAAA", "OKP"),
    ] {
        bench.run(&["key", "generate", kind, "--label", kind]).ok();
        let line =
            bench.run(&["key", "export-public", "--label", kind, "--format", "ssh"]).ok().out;
        assert!(line.starts_with(ssh) && line.ends_with(&format!(" {kind}\n")), "{line}");
        let jwk = bench.run(&["key", "export-public", "--label", kind, "--format", "jwk"]).json();
        assert_eq!(jwk["kty"], kty);
        let file = bench.path("out.der");
        let arguments = [
            "key",
            "export-public",
            "--label",
            kind,
            "--format",
            "der",
            "-o",
            file.to_str().unwrap(),
        ];
        bench.run(&arguments).ok();
        openssl::pkey::PKey::public_key_from_der(&std::fs::read(&file).unwrap()).unwrap();
    }
    bench.run(&["key", "generate", "x25519", "--label", "x"]).ok();
    bench.run(&["key", "export-public", "--label", "x", "--format", "ssh"]).fails(1, "no form");
    bench.run(&["key", "generate", "aes", "--label", "a"]).ok();
    bench.run(&["key", "export-public", "--label", "a"]).fails(1, "not a key pair");
    let json = bench.run(&["key", "export-public", "--label", "ed25519", "--json"]).json();
    assert!(json["pem"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
}

/// A self-signed certificate, and its key.
fn certificate(name: &str) -> (Vec<u8>, Vec<u8>) {
    use openssl::{asn1::Asn1Time, hash::MessageDigest, pkey::PKey, x509};
    let key = PKey::generate_ed25519().unwrap();
    let mut subject = x509::X509Name::builder().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut builder = x509::X509::builder().unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder.set_not_before(&Asn1Time::days_from_now(0).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::days_from_now(1).unwrap()).unwrap();
    builder.sign(&key, MessageDigest::null()).unwrap();
    (builder.build().to_pem().unwrap(), key.private_key_to_pem_pkcs8().unwrap())
}

#[test]
fn a_certificate_is_linked_to_its_key() {
    let bench = Bench::new();
    let (pem, key) = certificate("Bäckerei");
    let (pem_file, key_file) = (bench.file("cert.pem", &pem), bench.file("key.pem", &key));
    bench.run(&["key", "generate", "ed25519", "--id", "01"]).ok();
    bench.run(&["key", "import", &key_file, "--id", "02", "--label", "Bäckerei"]).ok();
    let made = bench.run(&["cert", "import", &pem_file, "--json"]).json();
    assert_eq!(made["objects"][0]["id"], "02");
    assert_eq!(made["objects"][0]["label"], "Bäckerei");
    assert_eq!(bench.run(&["cert", "export", "--label", "Bäckerei"]).ok().out.as_bytes(), pem);
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 1);
    bench.run(&["cert", "import", &key_file]).fails(1, "no certificate");
    bench.run(&["key", "import", &pem_file]).fails(1, "cert import");
    let (stranger, _) = certificate("stranger");
    let stranger = bench.file("stranger.pem", &stranger);
    let ran = bench.run(&["cert", "import", &stranger]).ok();
    assert!(ran.err.contains("no key with this certificate's public key"), "{}", ran.err);
    bench.run(&["key", "delete", "--label", "Bäckerei", "--yes"]).ok();
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 2);
    bench.run(&["cert", "delete", "--label", "Bäckerei", "--yes"]).ok();
    let list = bench.run(&["cert", "list", "--json"]).json();
    assert_eq!(list["objects"].as_array().unwrap().len(), 1);
}
