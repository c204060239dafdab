//! The library's life in a process (PKCS #11 v3.2, sections 5.4 and 5.5): begun and ended, forked,
//! unloaded, used by many threads and processes, and called with nonsense.

mod absurd;
mod caller;
mod lists;
mod odd;
mod processes;
mod random;
mod signatures;
mod threads;
mod waiting;

strongroom_tests::suite![
    absurd::null_pointers,
    absurd::huge_lengths,
    absurd::room_without_end,
    absurd::handles_of_nothing,
    absurd::poisoned_parameters,
    absurd::endless_templates,
    lists::lists_in_two_calls,
    lists::every_function_answers_for_itself,
    odd::structures,
    odd::operations,
    odd::objects,
    processes::objects_are_shared,
    processes::logins_are_not_shared,
    processes::a_token_made_anew_elsewhere,
    processes::eight_processes_write,
    processes::a_fork,
    processes::a_fork_among_threads,
    processes::unloading,
    processes::leaving_without_a_word,
    processes::leaves_by_return,
    processes::leaves_by_exit,
    processes::more_rights_than_its_caller,
    random::any_call_after_any_other,
    random::any_call_beside_any_other,
    threads::a_session_each,
    threads::one_session_for_all,
    threads::sessions_close_during_use,
    threads::objects_of_a_closing_session,
    threads::logins_during_use,
    threads::finalize_during_use,
    threads::one_object_for_all,
    threads::no_change_is_lost,
    threads::one_initialisation,
    waiting::no_event,
    waiting::a_new_token_is_an_event,
    waiting::waiting_ends_with_the_library,
    waiting::waiting_without_an_instance,
    waiting::others_work_while_one_waits,
    waiting::arguments_of_initialize,
    waiting::finalize_ends_everything,
];
