//! What the process is.

/// Whether the process has more rights than whoever started it, who then must not steer it through
/// the environment.
pub fn privileged() -> bool {
    // SAFETY: these calls have no preconditions and cannot fail.
    unsafe { libc::getuid() != libc::geteuid() || libc::getgid() != libc::getegid() }
}
