//! Scratch instances, and the module started on one.
//!
//! Our own module works on a directory that `strongroom init` made. Another module (`STRONGROOM_MODULE`
//! names it) is given a token by `STRONGROOM_TEST_TOKEN`: a program called with an empty directory and
//! the two PINs, which initialises one token and prints the `NAME=value` lines of environment that make
//! the module see it.

use crate::ffi::{Module, place};
use crate::{Outcome, Rv, Session};
use cryptoki_sys::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// User PIN of every slot of a fresh instance.
pub const USER_PIN: &str = "98765432";
/// SO PIN of every slot of a fresh instance.
pub const SO_PIN: &str = "87654321";

/// Path of the module under test.
pub fn module_path() -> PathBuf {
    match std::env::var_os("STRONGROOM_MODULE") {
        Some(path) => path.into(),
        None => built("libstrongroom_pkcs11.so"),
    }
}

/// Path of the `strongroom` command.
pub fn command_path() -> PathBuf {
    match std::env::var_os("STRONGROOM_COMMAND") {
        Some(path) => path.into(),
        None => built("strongroom"),
    }
}

/// Whether the module under test is somebody else's.
pub fn is_foreign() -> bool {
    std::env::var_os("STRONGROOM_TEST_TOKEN").is_some()
}

/// What the workspace's build left beside the directory of the test programs.
fn built(name: &str) -> PathBuf {
    let program = std::env::current_exe().expect("path of this program");
    let release = program.ancestors().nth(2).expect("target/release");
    release.join(name)
}

/// Makes an instance with `slots` slots in an empty directory; gives the environment that selects it.
pub fn make(directory: &Path, slots: usize) -> Vec<(String, String)> {
    if let Some(hook) = std::env::var_os("STRONGROOM_TEST_TOKEN") {
        let output = Command::new(hook)
            .arg(directory)
            .args([SO_PIN, USER_PIN])
            .output()
            .expect("token hook");
        assert!(output.status.success(), "token hook: {}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        return lines
            .lines()
            .filter_map(|l| l.split_once('='))
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
    }
    let environment = environment(directory);
    let slots = slots.to_string();
    let output =
        command(&environment).args(["init", "--slots", &slots]).output().expect("strongroom init");
    assert!(
        output.status.success(),
        "strongroom init: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    environment
}

/// The environment that selects the instance in `directory`.
pub fn environment(directory: &Path) -> Vec<(String, String)> {
    vec![("STRONGROOM_URL".into(), format!("file://{}", directory.display()))]
}

/// The `strongroom` command with this environment.
pub fn command(environment: &[(String, String)]) -> Command {
    let mut command = Command::new(command_path());
    command.envs(environment.iter().map(|(k, v)| (k, v)));
    command
}

/// The directory of the instance this process was given by the runner.
pub fn directory() -> PathBuf {
    std::env::var_os("STRONGROOM_TEST_DIRECTORY").expect("started by the runner").into()
}

/// Copies a directory of plain files.
pub fn copy_directory(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("make a directory");
    for entry in std::fs::read_dir(from).expect("read a directory") {
        let entry = entry.expect("read a directory");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("file type").is_dir() {
            copy_directory(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copy a file");
        }
    }
    let mode = std::fs::metadata(from).expect("mode").permissions();
    std::fs::set_permissions(to, mode).expect("mode");
}

/// The module, loaded and initialised, and the first slot with a token in it.
#[derive(Clone, Copy)]
pub struct Hsm {
    /// The module.
    pub m: &'static Module,
    /// First slot with a token.
    pub slot: u64,
}

impl Hsm {
    /// Loads the module without initialising it.
    pub fn load() -> &'static Module {
        Box::leak(Box::new(Module::load(&module_path())))
    }

    /// Loads, initialises, and takes the first slot.
    #[track_caller]
    pub fn start() -> Hsm {
        let m = Hsm::load();
        m.call("C_Initialize", &[0]).ok();
        let slot = *slots(m, true).must().first().expect("a slot with a token");
        Hsm { m, slot }
    }

    /// The same, with a token of the profile `strict` in that slot.
    #[track_caller]
    pub fn strict() -> Hsm {
        let hsm = Hsm::start();
        assert!(hsm.policy(&["--profile", "strict"]));
        hsm
    }

    /// Whether the `strongroom` command sets the token's policy so.
    pub fn policy(self, settings: &[&str]) -> bool {
        let slot = self.slot.to_string();
        let output = command(&[("STRONGROOM_SO_PIN".into(), SO_PIN.into())])
            .args(["token", "policy", "--slot", &slot])
            .args(settings)
            .output()
            .expect("strongroom token policy");
        output.status.success()
    }

    /// Loads, initialises for the instance that a URL names, and takes the first slot.
    #[track_caller]
    pub fn start_at(url: &str) -> Hsm {
        let m = Hsm::load();
        initialize_at(m, url).ok();
        let slot = *slots(m, true).must().first().expect("a slot with a token");
        Hsm { m, slot }
    }

    /// A read-only session.
    #[track_caller]
    pub fn ro(self) -> Session {
        Session::open(self.m, self.slot, CKF_SERIAL_SESSION).must()
    }

    /// A read/write session.
    #[track_caller]
    pub fn rw(self) -> Session {
        Session::open(self.m, self.slot, CKF_SERIAL_SESSION | CKF_RW_SESSION).must()
    }

    /// A read/write session of the logged-in user.
    #[track_caller]
    pub fn user(self) -> Session {
        let session = self.rw();
        session.login(CKU_USER, USER_PIN).ok();
        session
    }

    /// A read/write session of the security officer.
    #[track_caller]
    pub fn so(self) -> Session {
        let session = self.rw();
        session.login(CKU_SO, SO_PIN).ok();
        session
    }

    /// `C_GetTokenInfo` of the slot.
    #[track_caller]
    pub fn token(self) -> CK_TOKEN_INFO {
        let mut info = CK_TOKEN_INFO::default();
        self.m.call("C_GetTokenInfo", &[self.slot, place(&mut info)]).ok();
        info
    }

    /// `C_GetMechanismInfo`: (smallest key, largest key, flags).
    pub fn mechanism(self, number: u64) -> Result<(u64, u64, u64), Rv> {
        let mut words = [0_u64; 3];
        let rv = self.m.call("C_GetMechanismInfo", &[self.slot, number, place(&mut words)]);
        rv.with((words[0], words[1], words[2]))
    }

    /// Whether the token does this with this mechanism.
    pub fn does(self, number: u64, flag: u64) -> bool {
        self.mechanism(number).is_ok_and(|(_, _, flags)| flags & flag != 0)
    }

    /// `C_GetMechanismList`.
    #[track_caller]
    pub fn mechanisms(self) -> Vec<u64> {
        let mut count = 0_u64;
        self.m.call("C_GetMechanismList", &[self.slot, 0, place(&mut count)]).ok();
        let mut list = vec![0_u64; count as usize];
        let at = list.as_mut_ptr() as usize as u64;
        self.m.call("C_GetMechanismList", &[self.slot, at, place(&mut count)]).ok();
        list.truncate(count as usize);
        list
    }
}

/// `C_Initialize` for the instance that a URL names.
pub fn initialize_at(m: &Module, url: &str) -> Rv {
    let url = std::ffi::CString::new(format!("url={url}")).expect("a URL");
    let reserved = url.as_ptr() as usize as u64;
    let words = [0, 0, 0, 0, CKF_OS_LOCKING_OK, reserved];
    m.call("C_Initialize", &[words.as_ptr() as usize as u64])
}

/// `C_GetSlotList`.
pub fn slots(m: &Module, with_token: bool) -> Result<Vec<u64>, Rv> {
    let mut count = 0_u64;
    m.call("C_GetSlotList", &[u64::from(with_token), 0, place(&mut count)]).with(())?;
    let mut list = vec![0_u64; count as usize];
    let at = list.as_mut_ptr() as usize as u64;
    let rv = m.call("C_GetSlotList", &[u64::from(with_token), at, place(&mut count)]);
    list.truncate(count as usize);
    rv.with(list)
}
