//! Who may connect, and what exists for him.

use std::time::{Duration, Instant};
use strongroom_tests::peer::{Arg, Peer};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};

fn strongroom(arguments: &[&str]) -> std::process::Output {
    instance::command(&instance::environment(&instance::directory()))
        .args(arguments)
        .output()
        .expect("strongroom")
}

#[track_caller]
fn done(arguments: &[&str]) {
    let output = strongroom(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A client that is revoked is cut off at once, and does not come back; others do not notice.
pub fn a_revoked_client() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "other", &[]);
    let hsm = Hsm::start_at(&service.url(&bundle, "&timeout=4"));
    let s = hsm.user();
    s.random(8).must();
    done(&["client", "revoke", "other"]);
    let begun = Instant::now();
    while s.random(8).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(5), "a revoked client goes on");
    }
    s.random(8).fails(CKR_DEVICE_ERROR);
    let command = |bundle: &std::path::Path| {
        let environment = vec![("STRONGROOM_URL".to_owned(), service.url(bundle, ""))];
        instance::command(&environment).args(["slot", "list"]).output().expect("slot list")
    };
    let refused = command(&bundle);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("CertificateRevoked"), "{said}");
    assert!(command(&service.bundle).status.success());
}

/// Slots that are not the client's do not exist for it.
pub fn a_client_sees_its_slots() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "second", &["--slots", "1"]);
    let hsm = Hsm::start_at(&service.url(&bundle, ""));
    assert_eq!(instance::slots(hsm.m, false).must(), [1]);
    hsm.user();
    for function in ["C_GetSlotInfo", "C_GetTokenInfo"] {
        let mut room = [0_u64; 64];
        let at = room.as_mut_ptr() as usize as u64;
        hsm.m.call(function, &[0, at]).is(CKR_SLOT_ID_INVALID);
    }
    let foreign = Hsm { slot: 0, ..hsm };
    let flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
    Session::open(hsm.m, 0, flags).map(drop).fails(CKR_SLOT_ID_INVALID);
    foreign.mechanism(CKM_SHA256).map(drop).fails(CKR_SLOT_ID_INVALID);
    let (pin, label) = (SO_PIN.as_bytes(), [b' '; 32]);
    let words = [0, pin.as_ptr() as usize as u64, 8, label.as_ptr() as usize as u64];
    hsm.m.call("C_InitToken", &words).is(CKR_SLOT_ID_INVALID);
    hsm.m.call("C_CloseAllSessions", &[0]).is(CKR_SLOT_ID_INVALID);
}

/// Slots that are taken away are gone at once, also for an application that had them.
pub fn slots_that_are_taken_away() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "narrowed", &["--slots", "0,1"]);
    let list = instance::directory().join("network/clients.toml");
    let text = std::fs::read_to_string(&list).expect("a list");
    let mut peer = Peer::connect(service.address, &bundle).expect("a connection");
    let token = peer.attach(None).expect("an application").expect("its token");
    let open = [Arg::Number(1), Arg::Number(CKF_SERIAL_SESSION)];
    assert_eq!(peer.ask("open_session", &open).expect("a reply").rv, CKR_OK);
    assert!(text.contains("slots = [0, 1]"), "{text}");
    std::fs::write(&list, text.replace("slots = [0, 1]", "slots = [0]")).expect("a list");
    let mut peer = Peer::connect(service.address, &bundle).expect("a connection");
    assert_eq!(peer.attach(Some(&token)).expect("an answer"), None);
    peer.attach(None).expect("an application").expect("its token");
    assert_eq!(peer.ask("open_session", &open).expect("a reply").rv, CKR_SLOT_ID_INVALID);
}

/// A connection ends with its certificate also where the next request has always begun.
pub fn half_a_request() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "half", &[]);
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let mut rest = Vec::new();
    let mut go_on = |peer: &mut Peer| {
        let next = peer.request("slots", &[Arg::Truth(true)]);
        let (front, back) = next.split_at(5);
        let sent = [&rest[..], front].concat();
        let first = rest.is_empty();
        rest = back.to_vec();
        peer.send(&sent).and_then(|()| if first { Ok(()) } else { peer.receive().map(drop) })
    };
    go_on(&mut peer).and_then(|()| go_on(&mut peer)).expect("answers");
    let new = instance::directory().join("half.new");
    done(&["client", "renew", "half", "--only", "--output", &new.to_string_lossy()]);
    let begun = Instant::now();
    while go_on(&mut peer).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(5), "a certificate outlives its time");
    }
}

/// A bundle that is replaced is taken up without a restart, and the application stays the same.
pub fn a_renewed_certificate() {
    let mut service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "renewed", &[]);
    let hsm = Hsm::start_at(&service.url(&bundle, "&timeout=4"));
    let s = hsm.user();
    let new = instance::directory().join("new.bundle");
    let output = new.to_string_lossy().into_owned();
    done(&["client", "renew", "renewed", "--only", "--output", &output]);
    std::fs::rename(&new, &bundle).expect("replaced");
    service.kill();
    service.restart();
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
}

/// The service's list says until when a certificate is good; a connection does not outlive it.
pub fn a_certificate_that_ends() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "short", &[]);
    let hsm = Hsm::start_at(&service.url(&bundle, "&timeout=4"));
    let s = hsm.user();
    let list = instance::directory().join("network/clients.toml");
    let text = std::fs::read_to_string(&list).expect("a list");
    let (before, after) = text.split_once("name = \"short\"").expect("the client");
    let ended = "expires = \"2001-01-01T00:00:00Z\"";
    let after: String = after
        .lines()
        .map(|line| if line.starts_with("expires") { ended } else { line })
        .flat_map(|line| [line, "\n"])
        .collect();
    std::fs::write(&list, format!("{before}name = \"short\"{after}")).expect("a list");
    let begun = Instant::now();
    while s.random(8).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(10), "a certificate outlives its time");
    }
    s.random(8).fails(CKR_DEVICE_ERROR);
    // Its client gets another, and nothing has to be started anew.
    let new = instance::directory().join("new.bundle");
    done(&["client", "renew", "short", "--output", &new.to_string_lossy()]);
    std::fs::rename(&new, &bundle).expect("replaced");
    s.random(8).must();
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
}

/// A ticket is worth nothing once its client was revoked, whatever name and slots another has.
pub fn a_client_of_the_same_name() {
    let service = Service::start(&instance::directory(), &[]);
    let bundle = add_client(&instance::directory(), "twice", &[]);
    let hsm = Hsm::start_at(&service.url(&bundle, "&timeout=4"));
    let s = hsm.user();
    done(&["client", "revoke", "twice"]);
    let new = instance::directory().join("new.bundle");
    done(&["client", "add", "twice", "--output", &new.to_string_lossy()]);
    std::fs::rename(&new, &bundle).expect("replaced");
    let begun = Instant::now();
    while s.info().map(|info| info.state) != Ok(CKS_RW_PUBLIC_SESSION) {
        assert!(begun.elapsed() < Duration::from_secs(5), "the login of a revoked client goes on");
    }
    s.login(CKU_USER, USER_PIN).ok();
}

/// While everybody knows the PINs, other machines do not reach the service unless that was asked for.
pub fn an_instance_with_known_pins_stays_here() {
    let refused = strongroom(&["serve", "--listen", "0.0.0.0:0", "--metrics", "off"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("--allow-default-pins") && said.contains("0, 1"), "{said}");
    let mut service = Service::start(&instance::directory(), &["allow_default_pins=true"]);
    assert!(service.stop());
}
