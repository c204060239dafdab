//! Other vendors' modules over the seam: SoftHSM2, and our own library as if it were somebody's. Each test has
//! a process of its own, because a module belongs to its process.

mod api;
mod logins;
mod objects;
mod operations;
mod own;
mod served;
mod sessions;
mod softhsm;

strongroom_tests::suite! {
    Embedded;
    sessions::states_and_handles,
    sessions::tenants_have_what_they_may_have,
    sessions::a_uri_narrows_the_slots,
    sessions::a_module_is_shared_and_finalised_with_its_last_user,
    sessions::a_module_that_somebody_else_initialised_is_left_initialised,
    sessions::a_child_of_a_fork_begins_anew,
    sessions::tokens_are_initialised,
    logins::two_applications_share_a_login,
    logins::ten_wrong_pins_are_enough,
    logins::a_changed_pin_is_the_one_that_counts,
    logins::the_security_officer_is_not_the_user,
    objects::private_objects_are_hidden,
    objects::what_a_logout_ends,
    objects::session_objects_are_their_applications,
    objects::nothing_private_is_made_without_a_login,
    objects::attributes,
    objects::searches,
    operations::signatures,
    operations::ciphers_in_parts,
    operations::lengths,
    operations::beside_what_is_active,
    operations::keys_from_keys,
    operations::random_and_digests,
    operations::threads,
    api::keys,
    api::threads_and_closing,
    api::copies,
    api::pins,
    own::it_does_not_open_itself,
    own::the_same_answers,
    served::two_clients_at_once,
}
