//! What the process is.

/// Whether the process has more rights than whoever started it (it is setuid, setgid, or its file has
/// capabilities), who then must not steer it through the environment.
pub fn privileged() -> bool {
    // SAFETY: these calls have no preconditions and cannot fail.
    let others = unsafe { libc::getuid() != libc::geteuid() || libc::getgid() != libc::getegid() };
    #[cfg(target_os = "linux")]
    // SAFETY: as above. It is what the system's own loader goes by (getauxval(3)).
    let others = others || unsafe { libc::getauxval(libc::AT_SECURE) } != 0;
    others
}
