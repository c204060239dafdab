//! The modules of this process. `C_Initialize` is for a process, not for one of its parts, so everybody who
//! uses the same file shares one initialised module. Where somebody else in the process has initialised it
//! before, it is used and never finalised. A child of a fork has a registry of its own: what it inherits
//! belongs to the parent and is left alone.

use super::ffi::Functions;
use super::slot::Slot;
use parking_lot::{Condvar, Mutex};
use rustix::process::{Pid, getpid};
use std::collections::{HashMap, VecDeque};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, ThreadId};
use strongroom_base::{Error, Result, ck};

/// A module that is initialised.
pub struct Loaded {
    /// Its functions.
    pub functions: Functions,
    path: PathBuf,
    /// The text that it was initialised with.
    text: Option<String>,
    process: Pid,
    slots: Mutex<HashMap<u64, Arc<Slot>>>,
    events: Mutex<Events>,
    next_application: AtomicU64,
}

/// The slot events that the module told; each of its applications is told each of them.
#[derive(Default)]
struct Events {
    /// The number of the first that is kept.
    first: u64,
    slots: VecDeque<u64>,
}

/// How many events are kept for applications that have not asked yet.
const EVENTS: usize = 256;

impl Loaded {
    /// What the applications share of a slot.
    pub fn slot(&self, id: u64) -> Arc<Slot> {
        Arc::clone(self.slots.lock().entry(id).or_default())
    }

    /// A number for a new application.
    pub fn application(&self) -> u64 {
        self.next_application.fetch_add(1, Ordering::Relaxed)
    }

    /// `CKR_CRYPTOKI_NOT_INITIALIZED` in a child of the process that initialised the module.
    pub fn check_process(&self) -> Result<()> {
        if self.process == getpid() {
            return Ok(());
        }
        let why = "the module was initialised before this process was forked; open it anew";
        Err(Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, why))
    }

    /// The number that the next event will have.
    pub fn next_event(&self) -> u64 {
        let events = self.events.lock();
        events.first + u64::try_from(events.slots.len()).unwrap_or(0)
    }

    /// The first event from a number on that is the application's, which is counted on; none when there is
    /// no such event yet.
    pub fn event(&self, from: &AtomicU64, mine: impl Fn(u64) -> bool) -> Result<Option<u64>> {
        let mut events = self.events.lock();
        match self.functions.slot_event() {
            Ok(slot) => {
                events.slots.push_back(slot);
                if events.slots.len() > EVENTS {
                    events.slots.pop_front();
                    events.first += 1;
                }
            }
            Err(error) if error.is(ck::CKR_NO_EVENT) => {}
            Err(error) => return Err(error),
        }
        let seen = from.load(Ordering::Relaxed).max(events.first);
        let skip = usize::try_from(seen - events.first).unwrap_or(usize::MAX);
        for (number, slot) in (seen..).zip(events.slots.iter().skip(skip)) {
            from.store(number + 1, Ordering::Relaxed);
            if mine(*slot) {
                return Ok(Some(*slot));
            }
        }
        Ok(None)
    }
}

/// A use of a module; the last one to end finalises it.
pub struct Lease(Arc<Loaded>);

impl Deref for Lease {
    type Target = Loaded;

    fn deref(&self) -> &Loaded {
        &self.0
    }
}

/// What the registry knows of a file.
enum State {
    /// A thread is about to initialise or finalise it.
    Busy(ThreadId),
    /// It is initialised.
    Ready { loaded: Arc<Loaded>, users: usize, ours: bool },
}

/// The modules of a process.
struct Registry {
    process: Pid,
    modules: Mutex<HashMap<PathBuf, State>>,
    changed: Condvar,
    /// Of a child of this process.
    next: OnceLock<Box<Registry>>,
}

static FIRST: OnceLock<Box<Registry>> = OnceLock::new();

/// This process's registry. The locks in those of its ancestors may be held by threads that are not here.
fn registry() -> &'static Registry {
    let process = getpid();
    let mut place = &FIRST;
    loop {
        let registry = place.get_or_init(|| {
            Box::new(Registry {
                process,
                modules: Mutex::default(),
                changed: Condvar::new(),
                next: OnceLock::new(),
            })
        });
        if registry.process == process {
            return registry;
        }
        place = &registry.next;
    }
}

/// The module in a file, initialised if it is not yet.
pub fn acquire(path: &Path, text: Option<&str>) -> Result<Lease> {
    let path = resolved(path)?;
    let registry = registry();
    let mut modules = registry.modules.lock();
    loop {
        match modules.get_mut(&path) {
            None => break,
            // The module is this very library, which was asked to open itself.
            Some(State::Busy(thread)) if *thread == thread::current().id() => {
                return Err(Error::new(
                    ck::CKR_ARGUMENTS_BAD,
                    format!("{} is being initialised with a URL that names itself", path.display()),
                ));
            }
            Some(State::Busy(_)) => registry.changed.wait(&mut modules),
            Some(State::Ready { loaded, users, .. }) => {
                if text.is_some() && text != loaded.text.as_deref() {
                    return Err(Error::new(
                        ck::CKR_CRYPTOKI_ALREADY_INITIALIZED,
                        format!("{} is in use with another x-init-args", path.display()),
                    ));
                }
                *users += 1;
                return Ok(Lease(Arc::clone(loaded)));
            }
        }
    }
    modules.insert(path.clone(), State::Busy(thread::current().id()));
    drop(modules);
    let initialised = initialise(registry, &path, text);
    let mut modules = registry.modules.lock();
    registry.changed.notify_all();
    let (functions, ours) = match initialised {
        Ok(initialised) => initialised,
        Err(error) => {
            modules.remove(&path);
            return Err(error);
        }
    };
    let loaded = Arc::new(Loaded {
        functions,
        path: path.clone(),
        text: text.map(str::to_owned),
        process: registry.process,
        slots: Mutex::default(),
        events: Mutex::default(),
        next_application: AtomicU64::new(1),
    });
    let ready = State::Ready { loaded: Arc::clone(&loaded), users: 1, ours };
    modules.insert(path, ready);
    Ok(Lease(loaded))
}

/// Loads and initialises a module; gives whether it was initialised here rather than by somebody else.
fn initialise(registry: &Registry, path: &Path, text: Option<&str>) -> Result<(Functions, bool)> {
    let functions = Functions::load(path)?;
    let already = ck::CKR_CRYPTOKI_ALREADY_INITIALIZED;
    let mut answer = functions.initialize(text);
    if answer.as_ref().is_err_and(|error| error.is(already)) && inherited(registry, path) {
        // The module does not notice forks, and has its state from an ancestor, who initialised it as is done
        // here. It is put away, and is this process's own then.
        let _ = functions.finalize();
        answer = functions.initialize(text);
    }
    match answer {
        Ok(()) => Ok((functions, true)),
        Err(error) if error.is(already) => Ok((functions, false)),
        Err(error) => Err(error),
    }
}

/// Whether an ancestor of this process had initialised a module. Its locks are tried only: a thread that
/// is not here may hold them.
fn inherited(registry: &Registry, path: &Path) -> bool {
    let mut place = &FIRST;
    while let Some(ancestor) = place.get().filter(|other| other.process != registry.process) {
        if let Some(modules) = ancestor.modules.try_lock()
            && let Some(State::Ready { ours: true, .. }) = modules.get(path)
        {
            return true;
        }
        place = &ancestor.next;
    }
    false
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.0.check_process().is_err() {
            return;
        }
        let registry = registry();
        let mut modules = registry.modules.lock();
        let Some(State::Ready { users, ours, .. }) = modules.get_mut(&self.0.path) else { return };
        *users -= 1;
        if *users > 0 {
            return;
        }
        if *ours {
            modules.insert(self.0.path.clone(), State::Busy(thread::current().id()));
            drop(modules);
            // Nobody is left who could be told.
            let _ = self.0.functions.finalize();
            modules = registry.modules.lock();
        }
        modules.remove(&self.0.path);
        registry.changed.notify_all();
    }
}

/// The file, whatever it was called; a name without a slash is left to the system's loader.
fn resolved(path: &Path) -> Result<PathBuf> {
    if path.components().count() <= 1 && !path.has_root() {
        return Ok(path.to_owned());
    }
    std::fs::canonicalize(path).map_err(|error| {
        let why = format!("the module {} cannot be found: {error}", path.display());
        Error::new(ck::CKR_ARGUMENTS_BAD, why)
    })
}
