//! Which processor a thread is on, and at which one packets come in, where the system says so. Who is on the same
//! one need not be woken across processors, which takes ten times as long.

use std::net::TcpStream;

/// The number of the processor that this thread is on.
#[cfg(target_os = "linux")]
pub fn here() -> Option<usize> {
    Some(rustix::thread::sched_getcpu())
}

/// That of the processor that dealt with what came last over a connection (`SO_INCOMING_CPU`, socket(7)). Over the
/// loopback device that is the one whose thread sent it.
#[cfg(target_os = "linux")]
pub fn came_in_at(socket: &TcpStream) -> Option<usize> {
    usize::try_from(rustix::net::sockopt::socket_incoming_cpu(socket).ok()?).ok()
}

#[cfg(not(target_os = "linux"))]
pub fn here() -> Option<usize> {
    None
}

#[cfg(not(target_os = "linux"))]
pub fn came_in_at(_: &TcpStream) -> Option<usize> {
    None
}
