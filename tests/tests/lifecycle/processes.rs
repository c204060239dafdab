//! More than one process: independent ones on one instance, forked ones, and the library's going.

use std::fs::Permissions;
use std::io::{PipeReader, PipeWriter, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use strongroom_tests::ffi::{Module, in_fork, place};
use strongroom_tests::instance::{module_path, slots};
use strongroom_tests::prelude::*;
use strongroom_tests::runner;

/// A line between two processes: each tells the other that it is through with a step, and a number.
struct Line {
    from: PipeReader,
    to: PipeWriter,
}

impl Line {
    fn pair() -> (Line, Line) {
        let (a, b) = (std::io::pipe().expect("a pipe"), std::io::pipe().expect("a pipe"));
        (Line { from: a.0, to: b.1 }, Line { from: b.0, to: a.1 })
    }

    fn tell(&mut self, number: u64) {
        self.to.write_all(&number.to_ne_bytes()).expect("the other process");
    }

    fn hear(&mut self) -> u64 {
        let mut number = [0; 8];
        self.from.read_exact(&mut number).expect("the other process");
        u64::from_ne_bytes(number)
    }
}

/// Two processes that load the library for themselves.
fn two_processes(first: impl FnOnce(Line), second: impl FnOnce(Line)) {
    let (one, other) = Line::pair();
    let child = || {
        second(other);
        0
    };
    let ((), status) = in_fork(child, || first(one));
    assert_eq!(status, 0, "the second process");
}

/// What one makes the other finds under the same handle; what one changes the other sees; what one
/// destroys the other is refused.
pub fn objects_are_shared() {
    let first = |mut line: Line| {
        let s = Hsm::start().user();
        let _ = line.hear();
        let token = template![CKA_TOKEN => true, CKA_LABEL => "shared"];
        let key = s.aes(16, &token).must();
        line.tell(key);
        let _ = line.hear();
        assert_eq!(s.get(key, CKA_LABEL).must(), b"renamed");
        assert_eq!(s.find(&template![CKA_LABEL => "renamed"]).must(), [key]);
        s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
        s.io(Io("C_Encrypt"), &[0; 16]).must();
        line.tell(0);
        let _ = line.hear();
        s.get(key, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).fails(CKR_KEY_HANDLE_INVALID);
        assert_eq!(s.find(&template![CKA_TOKEN => true]).must(), []);
    };
    let second = |mut line: Line| {
        let s = Hsm::start().user();
        assert_eq!(s.find(&Template::new()).must(), []);
        line.tell(0);
        let key = line.hear();
        assert_eq!(s.find(&template![CKA_LABEL => "shared"]).must(), [key]);
        s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).must();
        s.set(key, &template![CKA_LABEL => "renamed"]).ok();
        line.tell(0);
        let _ = line.hear();
        s.destroy(key).ok();
        line.tell(0);
    };
    two_processes(first, second);
}

/// Logins and session objects belong to a process; PINs and their tries to the token.
pub fn logins_are_not_shared() {
    let first = |mut line: Line| {
        let hsm = Hsm::start();
        let s = hsm.user();
        s.create(&template![CKA_CLASS => CKO_DATA]).must();
        line.tell(0);
        let _ = line.hear();
        assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS, "the other's logout is not ours");
        s.set_pin(USER_PIN, "another PIN").ok();
        line.tell(0);
        let _ = line.hear();
        assert_ne!(hsm.token().flags & CKF_USER_PIN_COUNT_LOW, 0, "the other's wrong try");
    };
    let second = |mut line: Line| {
        let hsm = Hsm::start();
        let _ = line.hear();
        let s = hsm.rw();
        assert_eq!(s.state(), CKS_RW_PUBLIC_SESSION, "the other's login is not ours");
        assert_eq!(s.find(&Template::new()).must(), []);
        s.login(CKU_USER, USER_PIN).ok();
        s.logout().ok();
        line.tell(0);
        let _ = line.hear();
        s.login(CKU_USER, USER_PIN).is(CKR_PIN_INCORRECT);
        line.tell(0);
    };
    two_processes(first, second);
}

/// A token that another process initialises anew takes its sessions and objects along.
pub fn a_token_made_anew_elsewhere() {
    let first = |mut line: Line| {
        let hsm = Hsm::start();
        let s = hsm.user();
        let key = s.aes(16, &template![CKA_TOKEN => true]).must();
        s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
        line.tell(0);
        let _ = line.hear();
        s.info().fails(CKR_SESSION_HANDLE_INVALID);
        let s = hsm.rw();
        assert_eq!(s.find(&Template::new()).must(), []);
        s.login(CKU_USER, USER_PIN).is(CKR_USER_PIN_NOT_INITIALIZED);
    };
    let second = |mut line: Line| {
        let hsm = Hsm::start();
        let _ = line.hear();
        let label = [b' '; 32];
        let words = [
            hsm.slot,
            SO_PIN.as_ptr() as usize as u64,
            SO_PIN.len() as u64,
            label.as_ptr() as usize as u64,
        ];
        hsm.m.call("C_InitToken", &words).ok();
        line.tell(0);
    };
    two_processes(first, second);
}

/// Eight processes make keys at once: every one is there in the end.
pub fn eight_processes_write() {
    fn make(processes: usize) {
        if processes == 0 {
            return;
        }
        let work = || {
            let s = Hsm::start().user();
            for n in 0..20_u8 {
                let label = [processes as u8, n];
                s.aes(16, &template![CKA_TOKEN => true, CKA_LABEL => &label]).must();
            }
            0
        };
        let ((), status) = in_fork(work, || make(processes - 1));
        assert_eq!(status, 0);
    }
    make(8);
    let s = Hsm::start().user();
    let mut labels: Vec<_> =
        s.find(&Template::new()).must().iter().map(|o| s.get(*o, CKA_LABEL).must()).collect();
    labels.sort();
    labels.dedup();
    assert_eq!(labels.len(), 160);
}

/// A child of an initialised process starts from nothing; the parent notices nothing.
pub fn a_fork() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(16, &Template::new()).must();
    let kept = s.aes(16, &template![CKA_TOKEN => true]).must();
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.input("C_DigestUpdate", b"ab").ok();
    for _ in 0..3 {
        let child = || {
            let mut count = 0_u64;
            let none = CKR_CRYPTOKI_NOT_INITIALIZED;
            s.info().fails(none);
            hsm.m.call("C_GetSlotList", &[1, 0, place(&mut count)]).is(none);
            s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).fails(none);
            s.random(8).fails(none);
            hsm.m.call("C_Finalize", &[0]).is(none);
            hsm.m.call("C_Initialize", &[0]).ok();
            hsm.m.call("C_Initialize", &[0]).is(CKR_CRYPTOKI_ALREADY_INITIALIZED);
            s.info().fails(CKR_SESSION_HANDLE_INVALID);
            let mine = hsm.rw();
            assert_eq!(mine.state(), CKS_RW_PUBLIC_SESSION);
            mine.login(CKU_USER, USER_PIN).ok();
            assert_eq!(mine.find(&template![CKA_LABEL => ""]).must(), [kept]);
            mine.encrypt(&Mech::new(CKM_AES_ECB), kept, &[0; 16]).must();
            mine.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).fails(CKR_KEY_HANDLE_INVALID);
            mine.aes(16, &template![CKA_TOKEN => true, CKA_LABEL => "child"]).must();
            hsm.m.call("C_Finalize", &[0]).ok();
            0
        };
        let work = || {
            for _ in 0..50 {
                s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).must();
            }
            s.aes(16, &template![CKA_TOKEN => true, CKA_LABEL => "parent"]).must()
        };
        let (mine, status) = in_fork(child, work);
        assert_eq!(status, 0, "the child");
        let theirs = s.find(&template![CKA_LABEL => "child"]).must();
        assert_eq!(theirs.len(), 1);
        s.destroy(theirs[0]).ok();
        s.destroy(mine).ok();
    }
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    s.input("C_DigestUpdate", b"c").ok();
    assert_eq!(s.finish(Kind::Digest).must()[..4], [0xba, 0x78, 0x16, 0xbf]);
}

/// Forks while other threads are inside the library: the child works.
pub fn a_fork_among_threads() {
    let hsm = Hsm::start();
    let key = hsm.user().aes(16, &template![CKA_TOKEN => true, CKA_PRIVATE => false]).must();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let s = hsm.rw();
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 64]).must();
                    let object =
                        s.create(&template![CKA_CLASS => CKO_DATA, CKA_TOKEN => true]).must();
                    s.destroy(object).ok();
                }
            });
        }
        for _ in 0..20 {
            let child = || {
                hsm.m.call("C_Initialize", &[0]).ok();
                hsm.ro().encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).must();
                0
            };
            assert_eq!(in_fork(child, || ()).1, 0);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

/// Loaded and unloaded, finalised before or not; loaded again it works. A thread that has used it ends
/// when it is gone.
pub fn unloading() {
    for round in 0..12 {
        let loaded = Mutex::new(Some(Module::load(&module_path())));
        let use_it = || {
            let guard = loaded.lock().expect("the module");
            let m = guard.as_ref().expect("the module");
            match m.call("C_Initialize", &[0]).code {
                CKR_OK => {}
                // A module that stays in memory stays initialised.
                code => assert_eq!(code, CKR_CRYPTOKI_ALREADY_INITIALIZED),
            }
            let slot = slots(m, true).must()[0];
            let (mut session, mut bytes) = (0_u64, Guarded::new(16));
            m.call("C_OpenSession", &[slot, CKF_SERIAL_SESSION, 0, 0, place(&mut session)]).ok();
            m.call("C_GenerateRandom", &[session, bytes.address(), 16]).ok();
            bytes.intact();
        };
        use_it();
        let (used, gone) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                use_it();
                used.wait();
                gone.wait();
            });
            used.wait();
            let m = loaded.lock().expect("the module").take().expect("the module");
            if round % 2 == 1 {
                m.call("C_Finalize", &[0]).ok();
            }
            m.unload();
            gone.wait();
        });
    }
}

/// A process that ends with sessions open, operations active and threads waiting ends well.
pub fn leaving_without_a_word() {
    for exit in [false, true] {
        let program = std::env::current_exe().expect("this program");
        let test = if exit { "processes::leaves_by_exit" } else { "processes::leaves_by_return" };
        let status = std::process::Command::new(program)
            .args(["--child", test])
            .status()
            .expect("a process");
        assert!(status.success(), "{test}: {status}");
    }
}

fn everything_open() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(16, &Template::new()).must();
    s.init(Kind::Encrypt, &Mech::gcm(&[1; 12], b"", 128), key).ok();
    s.update(Kind::Encrypt, b"a part").must();
    for _ in 0..3 {
        std::thread::spawn(move || {
            let mut slot = 0_u64;
            hsm.m.call("C_WaitForSlotEvent", &[0, place(&mut slot), 0])
        });
        std::thread::spawn(move || {
            let s = hsm.ro();
            while s.random(64).is_ok() {}
        });
    }
    std::thread::sleep(std::time::Duration::from_millis(50));
}

/// Returns from `main` with everything open.
pub fn leaves_by_return() {
    everything_open();
}

/// Calls `exit` with everything open.
pub fn leaves_by_exit() {
    everything_open();
    std::process::exit(0);
}

/// A program with more rights than whoever started it does not let him say, in its environment, which module
/// becomes a part of it.
pub fn more_rights_than_its_caller() {
    if runner::part().is_some() {
        // Where files of programs give no rights, there is nothing to be seen.
        if std::fs::metadata("/proc/self").expect("this process").uid() != 0 {
            runner::skip("no program has more rights here");
        }
        // What the environment says is no URL of anything: who heeds it cannot begin.
        let rv = Module::load(&module_path()).call("C_Initialize", &[0]);
        assert_eq!(rv.code, CKR_OK);
        return;
    }
    let near = tempfile::tempdir().expect("a directory");
    let copy = near.path().join("setuid");
    std::fs::copy(std::env::current_exe().expect("this program"), &copy).expect("a copy");
    std::fs::set_permissions(&copy, Permissions::from_mode(0o4755)).expect("its mode");
    std::fs::set_permissions(near.path(), Permissions::from_mode(0o755)).expect("a mode");
    let as_another = |program: &Path| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
        command
    };
    let id = as_another(Path::new("id")).output();
    if !id.is_ok_and(|id| id.status.success()) {
        runner::skip("nobody else can be here");
    }
    let child = runner::another("privileged");
    let ended = as_another(&copy)
        .args(child.get_args())
        .envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("STRONGROOM_MODULE", module_path())
        .env("STRONGROOM_URL", "nonsense")
        .output()
        .expect("a program that is setuid");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    if ended.status.code() == Some(77) {
        runner::skip("no program has more rights here");
    }
    assert!(ended.status.success(), "{said}");
}
