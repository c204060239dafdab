//! Objects (PKCS #11 v3.2, sections 4.4 to 4.14 and 5.7): made, copied, changed, destroyed, read, and
//! where they live.

mod change;
mod check_value;
mod create;
mod places;
mod read;
mod samples;

strongroom_tests::suite![
    create::every_kind_with_its_defaults,
    create::imported_keys_say_so,
    create::missing_attributes,
    create::attributes_of_other_kinds,
    create::values_of_no_form,
    create::contradictions,
    create::attributes_that_the_token_sets,
    create::a_repeated_length,
    create::the_officer_trusts,
    create::trust_objects,
    create::what_is_not_here,
    change::a_change_is_seen,
    change::a_refused_change_changes_nothing,
    change::what_never_changes,
    change::secrecy_in_one_direction,
    change::history_is_kept_by_copies,
    change::objects_that_forbid,
    change::a_copy_is_another_object,
    change::a_copied_key_works,
    change::handles_and_pointers,
    check_value::known_answers,
    check_value::however_a_key_is_made,
    check_value::given_values,
    check_value::later,
    places::read_only_sessions,
    places::private_objects,
    places::session_objects_go_with_their_session,
    places::slots_are_apart,
    places::another_process,
    places::token_objects_stay,
    places::sizes,
    read::lengths_and_values,
    read::short_buffers,
    read::attributes_that_are_not_there,
    read::secrets_stay,
    read::several_answers_at_once,
    read::templates_in_attributes,
];
