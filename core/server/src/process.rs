//! The process that a service runs in: what tells it to end, and what makes it fit for keys.

use strongroom_base::{Error, Result, ck};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What tells the process to end: SIGTERM and SIGINT, from when this is made.
pub struct Signals {
    runtime: Runtime,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on, they do not end the process by themselves.
    pub fn watch() -> Result<Self> {
        let fail = |error: std::io::Error| {
            Error::new(ck::CKR_DEVICE_ERROR, format!("watching for signals: {error}"))
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(fail)?;
        let (terminate, interrupt) = {
            let _inside = runtime.enter();
            let watch = |kind| signal(kind).map_err(fail);
            (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?)
        };
        Ok(Self { runtime, terminate, interrupt })
    }

    /// Waits for one.
    pub fn wait(mut self) {
        self.runtime.block_on(async {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.interrupt.recv() => {}
            }
        });
    }
}

/// Makes the process fit for keys and for many connections: no core image, no looking into it by others
/// of the same user, and as many files as the system allows.
pub fn harden() {
    use rustix::process::{
        DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit,
    };
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let files = getrlimit(Resource::Nofile);
    let all = Rlimit { current: files.maximum, maximum: files.maximum };
    let done = [
        ("core images", setrlimit(Resource::Core, none)),
        ("other processes", set_dumpable_behavior(DumpableBehavior::NotDumpable)),
        ("open files", setrlimit(Resource::Nofile, all)),
    ];
    for (what, result) in done {
        if let Err(error) = result {
            tracing::warn!("the limit on {what} cannot be set: {error}");
        }
    }
}
