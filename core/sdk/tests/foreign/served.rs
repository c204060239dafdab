//! A module on the network: SoftHSM2 behind `strongroom serve --module`, two clients at once, one of them our
//! library.

use crate::softhsm::*;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use strongroom::foreign::Module;
use strongroom_base::{Mechanism, Provider, Template, ck};
use strongroom_tests::instance::{command, directory, environment, module_path};
use strongroom_tests::service::add_client;

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn serve(directory: &Path) -> (Served, String) {
    let mut serve: Command = command(&environment(directory));
    serve.args(["serve", "--json", "--metrics", "off", "--listen", "127.0.0.1:0", "--module"]);
    let mut child = serve.arg(path()).stdout(Stdio::piped()).spawn().expect("strongroom serve");
    let said = BufReader::new(child.stdout.take().expect("its output"));
    let served = Served(child);
    let address = said.lines().map_while(Result::ok).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        (name.trim() == "\"address\"").then(|| value.trim_matches([' ', '"', ',']).to_owned())
    });
    (served, address.expect("an address"))
}

pub fn two_clients_at_once() {
    with_softhsm(|soft| {
        let slot = soft.slot;
        // Another process has the tokens from now on.
        drop(soft);
        let directory = directory();
        let (one, two) = (add_client(&directory, "one", &[]), add_client(&directory, "two", &[]));
        let (_served, address) = serve(&directory);
        let url = |bundle: &Path| format!("strongroom://{address}?bundle={}", bundle.display());
        let library = Module::open(&module_path(), Some(&format!("url={}", url(&one)))).unwrap();
        let client = strongroom::open(&url(&two)).unwrap();
        let named = |provider: &dyn Provider| {
            let app = provider.open().unwrap();
            let slots = app.slots(true).unwrap();
            let test = |slot: &u64| app.token_info(*slot).unwrap().label == "test";
            let found = slots.into_iter().find(test).unwrap_or_else(|| panic!("was {slot}"));
            App::new(app, found)
        };
        let (one, two) = (named(&library).user(), named(&*client));
        let ecdsa = Mechanism::plain(ck::CKM_ECDSA);
        let kept = || labelled("key").with(ck::CKA_TOKEN, true);
        let (public, private) = one.pair(kept()).unwrap();
        let session_key = one.aes(labelled("mine")).unwrap();
        assert!(two.find(&labelled("key")).is_empty());
        assert_eq!(rv(two.get(private, ck::CKA_LABEL)), ckr(ck::CKR_OBJECT_HANDLE_INVALID));
        assert_eq!(rv(two.aes(labelled("x"))), ckr(ck::CKR_USER_NOT_LOGGED_IN));
        assert_eq!(rv(two.login(b"wrong-pin")), ckr(ck::CKR_PIN_INCORRECT));
        two.login(USER_PIN).unwrap();
        assert_eq!(two.find(&labelled("key")).len(), 1);
        assert_eq!(two.find(&labelled("mine")), []);
        assert_eq!(rv(two.get(session_key, ck::CKA_LABEL)), ckr(ck::CKR_OBJECT_HANDLE_INVALID));
        let key = two.find(&labelled("key"))[0];
        std::thread::scope(|scope| {
            for (app, key) in [(&one, private), (&two, key)] {
                let ecdsa = &ecdsa;
                scope.spawn(move || {
                    for turn in 0..20 {
                        app.app.sign_batch(app.session, ecdsa, key, &[&[turn; 32]]).unwrap();
                    }
                });
            }
        });
        let signatures = two.app.sign_batch(two.session, &ecdsa, key, &[&[9; 32]]).unwrap();
        one.app.verify(one.session, &ecdsa, public, &[9; 32], &signatures[0]).unwrap();
        one.app.close().unwrap();
        assert_eq!(two.find(&labelled("key")), [key]);
        two.app.destroy_object(two.session, key).unwrap();
        assert!(two.find(&Template::new().with(ck::CKA_CLASS, ck::CKO_PRIVATE_KEY)).is_empty());
        // The log tells who logged in, and that a PIN was wrong.
        let log =
            command(&environment(&directory)).args(["audit", "show", "--json"]).output().unwrap();
        let log = String::from_utf8(log.stdout).unwrap();
        for word in
            ["login", "CKR_PIN_INCORRECT", "destroy_object", "generate_key_pair", "service start"]
        {
            assert!(log.contains(word), "{word}: {log}");
        }
    });
}
