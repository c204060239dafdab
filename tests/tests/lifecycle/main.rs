//! The library's life in a process (PKCS #11 v3.2, sections 5.4 and 5.5): begun and ended, forked,
//! unloaded, used by many threads and processes, and called with nonsense.

mod threads;

strongroom_tests::suite![
    threads::a_session_each,
    threads::one_session_for_all,
    threads::sessions_close_during_use,
    threads::objects_of_a_closing_session,
    threads::logins_during_use,
    threads::finalize_during_use,
    threads::one_initialisation,
];
