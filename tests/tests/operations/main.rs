//! Operations (PKCS #11 v3.2, sections 5.2 and 5.8 to 5.17): lengths, parts, order, state, two
//! operations at once, and keys that want a login each time.

mod again;
mod cases;
mod context;
mod dual;
mod lengths;
mod messages;
mod order;
mod parts;
mod state;

strongroom_tests::suite![
    again::nothing_is_left,
    again::what_has_ended_is_over,
    again::what_changed_counts,
    again::a_policy_counts,
    context::a_login_for_each_operation,
    context::a_login_elsewhere_does_not_count,
    context::a_login_lasts_for_one_operation,
    context::a_login_for_one_of_several,
    context::a_wrong_pin,
    context::the_pin_locks,
    context::no_use_without_a_beginning,
    context::copies_are_careful,
    dual::every_cut,
    dual::short_buffers_feed_nothing,
    dual::in_place,
    dual::one_is_missing,
    dual::authenticated_data,
    lengths::ciphers,
    lengths::signatures,
    lengths::recovery,
    lengths::keys_and_states,
    lengths::in_place,
    messages::sealed,
    messages::sealed_in_parts,
    messages::vectors,
    messages::forged,
    messages::signed,
    messages::order,
    messages::a_login_for_each,
    messages::wrapped_keys,
    order::nothing_active,
    order::one_of_a_kind,
    order::refused_beginnings,
    order::every_way_to_end,
    order::one_part_after_several,
    order::mechanisms_without_parts,
    order::operations_go_with_session_key_and_login,
    order::sessions_are_apart,
    order::changes_of_keys,
    parts::ciphers,
    parts::digests,
    parts::signatures,
    parts::long_data,
    parts::half_blocks,
    parts::forged_data,
    parts::counters_end,
    state::another_session_goes_on,
    state::forged_blobs,
    state::keys_of_saved_operations,
    state::states_replace_and_combine,
    state::what_is_not_saved,
];
