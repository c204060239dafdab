//! The Rust API from outside, against an instance and against a service: what is shared between threads, what
//! ends when something is closed or forked, what is one and what is several; and, in `vectors`, what every
//! language must do alike (`tests/scenarios.md`).

mod administration;
mod closing;
mod copies;
mod forks;
mod handles;
mod interop;
mod interpreter;
mod keys;
mod place;
mod streams;
mod threads;
mod vectors;
mod vendor;

strongroom_tests::suite! {
    keys::one_of_many,
    keys::encodings_of_signatures,
    keys::kinds_do_not_mix,
    keys::keys_of_two_tokens_do_not_mix,
    keys::a_login_for_each_use,
    keys::agreement_and_encapsulation,
    keys::batches,
    keys::certificates_find_their_keys,
    handles::streams_of_any_kind,
    handles::searches,
    handles::relations,
    handles::agreement_in_two_steps,
    handles::values,
    handles::by_uri,
    interop::what_one_wraps_the_other_unwraps,
    streams::cut_everywhere,
    streams::in_one_part_only,
    streams::left_alone,
    streams::of_a_decryption_nothing_comes_out_early,
    threads::one_key_for_all,
    threads::keys_outlive_the_threads_that_made_them,
    threads::more_threads_than_sessions,
    threads::waiting_does_not_hold_up_others,
    closing::a_session,
    closing::an_hsm_closes_its_sessions,
    closing::logins_are_apart,
    closing::handles_outlive_their_names,
    copies::two_in_one_process,
    forks::a_child_goes_on,
    forks::a_child_of_many_threads,
    administration::pins,
    administration::tokens,
    administration::tokens_by_uri,
    vectors::every_case_answers_as_it_must,
    vectors::cases_are_well_formed,
    vendor::softhsm2,
    vendor::kryoptic,
}
