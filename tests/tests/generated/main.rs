//! Tests that walk the tables: every secret attribute of every key type against every way to read it, and
//! every mechanism of the token against every use, key and parameter that it does not take. What the token
//! lists decides what is tried; [`table`] says how to use each mechanism rightly, and one that is missing
//! there fails the tests.

mod rows;
mod secrets;
mod table;

strongroom_tests::suite![
    rows::what_is_flagged_begins_and_nothing_else_does,
    rows::keys_of_other_kinds,
    rows::parameters_of_other_shapes,
    rows::keys_that_are_not_for_it,
    secrets::stay_inside_whoever_asks,
    secrets::are_not_part_of_anything_else,
    secrets::open_ones_are_whole,
];
