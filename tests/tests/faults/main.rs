//! What must hold when things go wrong around the library: processes that are killed, disks that are full
//! or read-only, files that somebody planted or damaged, memory that somebody reads.

mod apart;
mod checked;
mod damage;
mod image;
mod kills;
mod planted;
mod read_only;
mod space;
mod writers;

use strongroom_tests::suite;

suite![Embedded;
    kills::writers_that_are_killed,
    kills::changes_of_a_pin_that_are_killed,
    space::a_disk_that_runs_full,
    space::a_disk_that_was_full_before,
    space::a_disk_that_is_full_at_the_first_change,
    read_only::a_file_system_that_is_read_only,
    read_only::a_directory_that_is_read_only,
    read_only::a_file_system_that_is_read_only_after_a_kill,
    read_only::a_directory_that_is_read_only_after_a_kill,
    image::nothing_stays_in_memory,
    planted::planted_files_are_refused_and_named,
    planted::planted_before_there_is_an_instance,
    damage::flipped_bits,
    damage::truncated_files,
    damage::records_that_were_moved,
    damage::records_that_were_put_back,
    damage::a_damaged_log,
    writers::nothing_is_lost,
    writers::a_destroyed_key_is_refused_to_others,
    writers::who_checks_meanwhile_finds_nothing,
    writers::a_writer_that_is_stuck,
    writers::a_login_that_is_stuck,
];
