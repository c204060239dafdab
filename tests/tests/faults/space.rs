//! A disk that is full: nothing that was acknowledged is lost, every change is refused by name, what only
//! reads goes on, and the service is back when there is room.

use crate::{apart, checked};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, runner};

/// A small file system with a fresh instance on it, in the place of the test's.
const SMALL: &str = "mount -t tmpfs -o size=2m,mode=0700 tmpfs \"$1\"";

/// Writes zeros until nothing more fits.
fn fill(directory: &Path) {
    let path = directory.join("filler");
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("make a file");
    for size in [1 << 16, 1 << 12, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}

/// Takes some room, to be given back.
fn take(directory: &Path) {
    std::fs::write(directory.join("taken"), vec![0; 1 << 19]).expect("make a file");
}

fn free(directory: &Path) {
    for name in ["filler", "taken"] {
        std::fs::remove_file(directory.join(name)).expect("remove a file");
    }
}

fn data(label: &str) -> Template {
    template![
        CKA_CLASS => CKO_DATA, CKA_TOKEN => true, CKA_PRIVATE => true, CKA_LABEL => label,
        CKA_VALUE => &[7; 1000],
    ]
}

pub fn a_disk_that_runs_full() {
    let directory = instance::directory();
    if runner::part().is_none() {
        return apart::run("full", SMALL, &directory);
    }
    instance::make(&directory, 2);
    take(&directory);
    let session = Hsm::start().user();
    let key = session.aes(32, &template![CKA_TOKEN => true]).must();
    let pair = session.pair(strongroom_tests::keys::P256, &template![], &template![]).must();
    let mut made = Vec::new();
    // Until it runs full by itself; and then, when nothing is free on the disk, until there is no room left
    // in the keystore's files either.
    for round in 0..2 {
        let refused = loop {
            match session.create(&data(&format!("object {}", made.len()))) {
                Ok(object) => made.push(object),
                Err(rv) => break rv,
            }
            assert!(made.len() < 10_000, "it does not run full");
        };
        refused.is(CKR_DEVICE_MEMORY);
        if round == 0 {
            fill(&directory);
        }
    }
    let all = |made: &[u64]| {
        for (n, object) in made.iter().enumerate() {
            let label = session.get(*object, CKA_LABEL).must();
            assert_eq!(label, format!("object {n}").as_bytes());
            assert_eq!(session.get(*object, CKA_VALUE).must(), [7; 1000]);
        }
        let wanted = template![CKA_CLASS => CKO_DATA, CKA_TOKEN => true];
        assert_eq!(session.find(&wanted).must().len(), made.len(), "half an object");
    };
    all(&made);
    // Changes in place may still find room in the files; where they do, they are made.
    let no_room = [CKR_OK, CKR_DEVICE_MEMORY];
    for object in &made {
        session.set(*object, &template![CKA_APPLICATION => "changed"]).is_one_of(&no_room);
    }
    let pin = match session.set_pin(USER_PIN, "another PIN").code {
        CKR_OK => "another PIN",
        code => {
            assert_eq!(code, CKR_DEVICE_MEMORY);
            USER_PIN
        }
    };
    // What needs no room goes on.
    session.create(&data("of the session").with(CKA_TOKEN, false)).must();
    let encrypt = Mech::new(CKM_AES_ECB);
    let sealed = session.encrypt(&encrypt, key, &[1; 32]).must();
    assert_eq!(session.decrypt(&encrypt, key, &sealed).must(), [1; 32]);
    session.sign(&Mech::new(CKM_ECDSA), pair.1, &[2; 32]).must();
    all(&made);

    free(&directory);
    session.set(made[0], &template![CKA_LABEL => "object 0"]).ok();
    session.destroy(key).ok();
    let again = session.create(&data(&format!("object {}", made.len()))).must();
    session.set_pin(pin, "a third PIN").ok();
    session.set_pin("a third PIN", USER_PIN).ok();
    made.push(again);
    all(&made);
    println!("{} objects until the disk was full, all there after it", made.len());
    checked::check();
}

/// The first thing that is done with a new instance, on a disk that is full already.
pub fn a_disk_that_was_full_before() {
    let directory = instance::directory();
    if runner::part().is_none() {
        return apart::run("full", SMALL, &directory);
    }
    instance::make(&directory, 2);
    take(&directory);
    fill(&directory);
    let m = Hsm::load();
    m.call("C_Initialize", &[0]).is(CKR_DEVICE_MEMORY);
    free(&directory);
    Hsm::start().user().create(&data("now")).must();
    checked::check();
}

/// The first change of a new instance, on a disk that has become full since the library was started.
pub fn a_disk_that_is_full_at_the_first_change() {
    let directory = instance::directory();
    if runner::part().is_none() {
        return apart::run("full", SMALL, &directory);
    }
    instance::make(&directory, 2);
    take(&directory);
    let session = Hsm::start().rw();
    fill(&directory);
    // A try of a PIN is counted before it is looked at, and there is no room to count.
    session.login(CKU_USER, USER_PIN).is(CKR_DEVICE_MEMORY);
    free(&directory);
    session.login(CKU_USER, USER_PIN).ok();
    session.create(&data("now")).must();
    checked::check();
}
