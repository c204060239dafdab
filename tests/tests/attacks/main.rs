//! Attacks on the interface itself: the known ways to get a key out of a token by calls that are each
//! allowed (Clulow 2003; Bortolozzo, Centenaro, Focardi and Steel 2010; and what was found since), or to
//! make it work with what is not a key. One test an attack, named by what the attacker wants, with the
//! number of its row in the project's table. This is the profile `standard`: what only `strict` refuses is
//! what the specification demands, and here it works.

mod attributes;
mod oracles;
mod values;
mod wrapping;

strongroom_tests::suite![
    wrapping::roles_together,
    wrapping::an_untrusted_key_for_one_that_wants_trust,
    wrapping::what_must_not_leave,
    wrapping::keys_that_are_not_for_wrapping,
    wrapping::keys_beside_the_wrap_template,
    wrapping::modes_that_the_specification_wraps_with,
    wrapping::a_weak_key_around_a_strong_one,
    wrapping::keys_conjured_from_noise,
    wrapping::derivations_that_keep_secrets,
    attributes::a_user_who_calls_a_key_trusted,
    attributes::secrecy_taken_back,
    attributes::a_history_made_up,
    attributes::a_derived_key_that_is_less_secret,
    attributes::a_derived_secret_shown_as_data,
    attributes::state_from_elsewhere,
    attributes::objects_of_others,
    attributes::a_signature_without_its_login,
    attributes::objects_that_do_not_change,
    oracles::padding_of_pkcs1,
    oracles::padding_of_oaep,
    oracles::padding_of_blocks,
    oracles::plain_text_before_its_tag,
    oracles::short_tags_and_empty_vectors,
    values::points_that_are_no_points,
    values::values_that_are_no_values,
    values::numbers_that_are_no_rsa_key,
    values::signatures_that_are_wrong,
];
