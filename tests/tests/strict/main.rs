//! Attacks on the interface itself, against a token of the profile `strict`: one file an attack, named by the
//! row of the project's table. What the profile `standard` makes of them stands in the suite `attacks`; that
//! no sequence of calls gets a key out is `attacker`'s to show, in the engine's tests.

mod policy;
mod row_01_wrap_then_decrypt;
mod row_02_encrypt_then_unwrap;
mod row_03_roles_over_time;
mod row_04_one_blob_twice;
mod row_05_trojan_wrapping_key;
mod row_06_trusted_by_the_user;
mod row_07_untrusted_wrapping_key;
mod row_08_unextractable;
mod row_09_not_for_wrapping;
mod row_10_beside_the_wrap_template;
mod row_11_secrecy_taken_back;
mod row_12_history_made_up;
mod row_13_wrapping_without_authentication;
mod row_14_weak_key_around_a_strong_one;
mod row_15_conjured_keys;
mod row_16_decrypting_with_key_wraps;
mod row_17_a_byte_at_a_time;
mod row_18_related_keys;
mod row_19_derived_and_less_secret;
mod row_20_encrypting_the_derivation;
mod row_21_bleichenbacher;
mod row_22_manger;
mod row_23_vaudenay;
mod row_24_plain_text_before_its_tag;
mod row_25_short_tags;
mod row_26_invalid_points;
mod row_27_numbers_that_are_no_rsa_key;
mod row_28_signatures_that_are_wrong;
mod row_29_digest_of_a_key;
mod row_30_forged_state;
mod row_31_objects_of_others;
mod row_32_without_its_login;
mod row_33_what_does_not_change;

strongroom_tests::suite![
    policy::what_the_officer_sets,
    policy::profiles_of_tokens_with_objects,
    policy::sessions_end_with_the_profile,
    row_01_wrap_then_decrypt::attack,
    row_02_encrypt_then_unwrap::attack,
    row_03_roles_over_time::attack,
    row_04_one_blob_twice::attack,
    row_05_trojan_wrapping_key::attack,
    row_06_trusted_by_the_user::attack,
    row_07_untrusted_wrapping_key::attack,
    row_08_unextractable::attack,
    row_09_not_for_wrapping::attack,
    row_10_beside_the_wrap_template::attack,
    row_11_secrecy_taken_back::attack,
    row_12_history_made_up::attack,
    row_13_wrapping_without_authentication::attack,
    row_14_weak_key_around_a_strong_one::attack,
    row_15_conjured_keys::attack,
    row_16_decrypting_with_key_wraps::attack,
    row_17_a_byte_at_a_time::attack,
    row_18_related_keys::attack,
    row_19_derived_and_less_secret::attack,
    row_20_encrypting_the_derivation::attack,
    row_21_bleichenbacher::attack,
    row_22_manger::attack,
    row_23_vaudenay::attack,
    row_24_plain_text_before_its_tag::attack,
    row_25_short_tags::attack,
    row_26_invalid_points::attack,
    row_27_numbers_that_are_no_rsa_key::attack,
    row_28_signatures_that_are_wrong::attack,
    row_29_digest_of_a_key::attack,
    row_30_forged_state::attack,
    row_31_objects_of_others::attack,
    row_32_without_its_login::attack,
    row_33_what_does_not_change::attack,
];
