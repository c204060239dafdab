//! What is left in the memory of a process that used keys and then logged out: nothing of a PIN, nothing
//! of a key. One process uses keys that another one made and knows; the other reads its memory.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::process::{Child, Stdio};
use strongroom_tests::prelude::*;
use strongroom_tests::{keys, runner};

/// A PIN, or a key to import, that stands nowhere in this program: `made_of` says what to make it of.
struct Hidden<const N: usize>([u8; N]);

impl<const N: usize> Hidden<N> {
    fn new(made_of: u8) -> Self {
        let mut bytes = [0; N];
        let mut n = black_box(made_of);
        for byte in &mut bytes {
            n = n.wrapping_mul(5).wrapping_add(47);
            *byte = b'a' + n % 26;
        }
        Hidden(bytes)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.0).expect("letters")
    }
}

impl<const N: usize> Drop for Hidden<N> {
    fn drop(&mut self) {
        self.0.fill(0);
        black_box(&mut self.0);
    }
}

type Pin = Hidden<24>;
const RIGHT: u8 = 3;
const OTHER: u8 = 101;
const WRONG: u8 = 200;
const IMPORTED: u8 = 77;

/// Something that must not be found.
struct Secret {
    name: String,
    bytes: Vec<u8>,
}

/// Makes the keys, all readable, and gives their values.
fn make_keys(session: Session) -> Vec<Secret> {
    let named = |name: &str| keys::open().and(&template![CKA_TOKEN => true, CKA_LABEL => name]);
    let public = |name: &str| template![CKA_TOKEN => true, CKA_LABEL => name];
    let mut made = vec![
        ("aes", session.aes(32, &named("aes")).must(), &[CKA_VALUE][..]),
        ("generic", session.generic(48, &named("generic")).must(), &[CKA_VALUE]),
    ];
    let des3 = session.generate(&Mech::new(CKM_DES3_KEY_GEN), &named("des3")).must();
    made.push(("des3", des3, &[CKA_VALUE]));
    let curves = [keys::P256, keys::P521, keys::ED25519, keys::ED448, keys::X25519, keys::X448];
    for curve in curves {
        let pair = session.pair(curve, &public(curve.name), &named(curve.name)).must();
        made.push((curve.name, pair.1, &[CKA_VALUE]));
    }
    let rsa = session.rsa(2048, &public("rsa"), &named("rsa")).must();
    let parts = &[CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1, CKA_EXPONENT_2];
    made.push(("rsa", rsa.1, parts));
    let values = made.iter().flat_map(|(name, key, attributes)| {
        attributes.iter().map(move |attribute| Secret {
            name: format!("{name} {attribute:x}"),
            bytes: session.get(*key, *attribute).must(),
        })
    });
    values.collect()
}

/// Uses every key in all the ways that it has, also as an object of the session.
fn use_keys(session: Session) {
    let find = |name: &str, class: u64| {
        let found = session.find(&template![CKA_LABEL => name, CKA_CLASS => class]).must();
        assert_eq!(found.len(), 1, "{name}");
        found[0]
    };
    let both = |name: &str, class: u64| {
        let key = find(name, class);
        [key, session.copy(key, &template![CKA_TOKEN => false, CKA_LABEL => "copy"]).must()]
    };
    let (block, message) = ([7; 16], [8; 64]);
    for key in both("aes", CKO_SECRET_KEY) {
        for mechanism in [
            Mech::new(CKM_AES_ECB),
            Mech::bytes(CKM_AES_CBC, &block),
            Mech::bytes(CKM_AES_CBC_PAD, &block),
            Mech::ctr(32, &block),
            Mech::gcm(&block[..12], b"", 128),
            Mech::ccm(64, &block[..12], b"", 16),
        ] {
            let sealed = session.encrypt(&mechanism, key, &message).must();
            assert_eq!(session.decrypt(&mechanism, key, &sealed).must(), message);
        }
        session.sign(&Mech::new(CKM_AES_CMAC), key, &message).must();
        for name in ["generic", "rsa", "P-256"] {
            let class = if name == "generic" { CKO_SECRET_KEY } else { CKO_PRIVATE_KEY };
            let mechanism = Mech::new(CKM_AES_KEY_WRAP_KWP);
            let wrapped = session.wrap(&mechanism, key, find(name, class)).must();
            let kind = [CKK_GENERIC_SECRET, CKK_RSA, CKK_EC]
                [["generic", "rsa", "P-256"].iter().position(|n| *n == name).expect("a name")];
            let unwrapped = template![CKA_CLASS => class, CKA_KEY_TYPE => kind];
            session.unwrap(&mechanism, key, &wrapped, &unwrapped).must();
        }
    }
    for key in both("des3", CKO_SECRET_KEY) {
        session.encrypt(&Mech::new(CKM_DES3_ECB), key, &message).must();
    }
    for key in both("generic", CKO_SECRET_KEY) {
        session.sign(&Mech::new(CKM_SHA256_HMAC), key, &message).must();
        session.sign(&Mech::new(CKM_SHA3_256_HMAC), key, &message).must();
        session.derive(&Mech::hkdf(CKM_SHA256, b"salt", b"info"), key, &keys::derived(32)).must();
    }
    for (name, mechanism) in [
        ("P-256", Mech::new(CKM_ECDSA_SHA256)),
        ("P-521", Mech::new(CKM_ECDSA_SHA512)),
        ("Ed25519", Mech::new(CKM_EDDSA)),
        ("Ed448", Mech::eddsa(false, b"context")),
        ("rsa", Mech::new(CKM_SHA256_RSA_PKCS)),
        ("rsa", Mech::pss(CKM_SHA256_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, 32)),
    ] {
        for key in both(name, CKO_PRIVATE_KEY) {
            session.sign(&mechanism, key, &message).must();
        }
    }
    for name in ["P-256", "X25519", "X448"] {
        let point = session.get(find(name, CKO_PUBLIC_KEY), CKA_EC_POINT).must();
        for key in both(name, CKO_PRIVATE_KEY) {
            let mechanism = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", keys::octets(&point));
            session.derive(&mechanism, key, &keys::derived(32)).must();
        }
    }
    let oaep = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"");
    let sealed = session.encrypt(&oaep, find("rsa", CKO_PUBLIC_KEY), &block).must();
    for key in both("rsa", CKO_PRIVATE_KEY) {
        assert_eq!(session.decrypt(&oaep, key, &sealed).must(), block);
    }
    // Operations that are still under way at the logout.
    session
        .init(Kind::Encrypt, &Mech::bytes(CKM_AES_CBC, &block), find("aes", CKO_SECRET_KEY))
        .ok();
    session.update(Kind::Encrypt, &message).must();
    session.init(Kind::Sign, &Mech::new(CKM_SHA256_HMAC), find("generic", CKO_SECRET_KEY)).ok();
}

/// Imports a key whose value is nowhere else in this process, and uses it.
fn import(session: Session) {
    let value = Hidden::<32>::new(IMPORTED);
    let mut template = keys::secret(CKK_AES, &[]).with(CKA_LABEL, "copy");
    template.0.retain(|(kind, _)| *kind != CKA_VALUE);
    template.0.push((CKA_VALUE, value.0.to_vec()));
    let key = session.create(&template).must();
    template.0.iter_mut().for_each(|(_, value)| value.fill(0));
    black_box(&mut template);
    session.encrypt(&Mech::new(CKM_AES_ECB), key, &[1; 16]).must();
}

/// Says a word and waits for the reader to be done.
fn pause(word: &str) {
    println!("{word}");
    std::io::stdout().flush().expect("say");
    std::io::stdin().lines().next();
}

fn user() {
    let session = Hsm::start().rw();
    session.login(CKU_USER, Pin::new(WRONG).text()).is(CKR_PIN_INCORRECT);
    session.set_pin(Pin::new(RIGHT).text(), Pin::new(OTHER).text()).ok();
    session.set_pin(Pin::new(OTHER).text(), Pin::new(RIGHT).text()).ok();
    session.login(CKU_USER, Pin::new(RIGHT).text()).ok();
    import(session);
    use_keys(session);
    pause("using");
    for copy in session.find(&template![CKA_TOKEN => false, CKA_LABEL => "copy"]).must() {
        session.destroy(copy).ok();
    }
    pause("destroyed");
    session.logout().ok();
    session.close().ok();
    pause("done");
}

/// The places in a process where a piece of a secret is, as "secret in mapping".
fn found_in(child: &Child, secrets: &[Secret]) -> Vec<String> {
    // From either end, and as the words of a large number lie in memory.
    let mut pieces: Vec<(&str, Vec<u8>)> = Vec::new();
    for secret in secrets {
        let mut backwards = secret.bytes.clone();
        backwards.reverse();
        for bytes in [&secret.bytes, &backwards] {
            pieces.push((&secret.name, bytes[..16].to_vec()));
            pieces.push((&secret.name, bytes[bytes.len() - 16..].to_vec()));
        }
    }
    let mut begins = vec![false; 1 << 16];
    pieces.iter().for_each(|(_, p)| begins[usize::from(p[0]) << 8 | usize::from(p[1])] = true);
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", child.id())).expect("its maps");
    let memory = File::open(format!("/proc/{}/mem", child.id())).expect("its memory");
    let mut found = Vec::new();
    for map in maps.lines().filter(|map| map.split(' ').nth(1).is_some_and(|m| m.starts_with('r')))
    {
        let (range, _) = map.split_once(' ').expect("a mapping");
        let (start, end) = range.split_once('-').expect("a range");
        let [start, end] = [start, end].map(|n| u64::from_str_radix(n, 16).expect("an address"));
        let mut content = vec![0; (end - start) as usize];
        // Pages of the kernel's are not readable.
        let Ok(()) = memory.read_exact_at(&mut content, start) else { continue };
        for (at, pair) in content.windows(2).enumerate() {
            if !begins[usize::from(pair[0]) << 8 | usize::from(pair[1])] {
                continue;
            }
            for (name, piece) in &pieces {
                if content[at..].starts_with(piece) {
                    let place = map.split_whitespace().nth(5).unwrap_or("memory");
                    found.push(format!("{name} in {place} at {:x}", start + at as u64));
                }
            }
        }
    }
    found
}

/// Where a process has memory that is not in its core image and, as far as it may, locked.
fn kept_places(child: &Child) -> Vec<Range<u64>> {
    let smaps = std::fs::read_to_string(format!("/proc/{}/smaps", child.id())).expect("its maps");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("limits");
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max locked memory"));
    let limit = limit.and_then(|line| line.split_whitespace().next()).expect("a limit");
    let may_lock = limit.parse().map_or(true, |bytes: u64| bytes >= 1 << 20);
    let (mut range, mut places) = (0..0, Vec::new());
    for line in smaps.lines() {
        let first = line.split(' ').next().unwrap_or_default();
        if let Some((start, end)) = first.split_once('-') {
            let address = |text| u64::from_str_radix(text, 16).expect("an address");
            range = address(start)..address(end);
        } else if let Some(flags) = line.strip_prefix("VmFlags: ") {
            let has = |flag| flags.split_whitespace().any(|word| word == flag);
            if has("dd") && (has("lo") || !may_lock) {
                places.push(range.clone());
            }
        }
    }
    places
}

pub fn nothing_stays_in_memory() {
    if runner::part().is_some() {
        return user();
    }
    let session = Hsm::start().rw();
    session.set_pin(USER_PIN, Pin::new(RIGHT).text()).ok();
    session.login(CKU_USER, Pin::new(RIGHT).text()).ok();
    let keys = make_keys(session);
    let secret = |name: &str, bytes: &[u8]| Secret { name: name.into(), bytes: bytes.into() };
    let pins = [("PIN", RIGHT), ("other PIN", OTHER), ("wrong PIN", WRONG)];
    let mut secrets: Vec<Secret> =
        pins.iter().map(|(name, made_of)| secret(name, &Pin::new(*made_of).0)).collect();
    secrets.push(secret("imported", &Hidden::<32>::new(IMPORTED).0));
    secrets.extend(keys);

    let mut command = runner::another("use");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("start");
    let mut said = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut go_on = child.stdin.take().expect("its input");
    let mut hear = |word: &str| assert_eq!(said.next().expect("a word").expect("a word"), word);
    hear("using");
    let using = found_in(&child, &secrets);
    for key in ["aes 11", "generic 11", "imported", "rsa 124"] {
        // So that it is known that the search finds what there is.
        assert!(using.iter().any(|found| found.starts_with(key)), "{key} is not in use: {using:?}");
    }
    let kept = kept_places(&child);
    for key in ["aes 11", "generic 11", "imported", "P-256 11", "rsa 124"] {
        let mut places = using.iter().filter(|found| found.starts_with(key));
        let is_kept = |found: &String| {
            let (_, at) = found.rsplit_once(' ').expect("an address");
            let at = u64::from_str_radix(at, 16).expect("an address");
            kept.iter().any(|range| range.contains(&at))
        };
        assert!(places.any(is_kept), "{key} is nowhere in locked memory: {using:?}");
    }
    let pins: Vec<_> = using.iter().filter(|found| found.contains("PIN")).collect();
    assert!(pins.is_empty(), "while keys are used: {pins:#?}");
    go_on.write_all(b"\n").expect("go on");
    hear("destroyed");
    let imported = found_in(&child, &secrets[3..4]);
    assert!(imported.is_empty(), "after the key was destroyed: {imported:#?}");
    go_on.write_all(b"\n").expect("go on");
    hear("done");
    let left = found_in(&child, &secrets);
    go_on.write_all(b"\n").expect("go on");
    assert!(child.wait().expect("wait").success());
    println!(
        "{} secrets, {} places while in use, {} after",
        secrets.len(),
        using.len(),
        left.len()
    );
    assert!(left.is_empty(), "{left:#?}");
}
