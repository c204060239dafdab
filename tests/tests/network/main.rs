//! What only a service can do, and what can be done to it: servers that go away and come back, clients
//! that are refused, limits, and enemies on either side. That the service is the same token as the
//! instance is what the other suites show, each of whose tests runs at both places.

mod chaos;
mod enemies;
mod limits;
mod restarts;
mod welcome;

strongroom_tests::suite![
    Embedded;
    chaos::nothing_is_lost_by_kills,
    restarts::an_application_goes_on,
    restarts::what_is_lost_says_so_once,
    restarts::a_pin_change_ends_what_restores_logins,
    restarts::a_token_that_was_initialised_anew,
    restarts::while_it_is_away,
    restarts::a_service_that_stops_lets_requests_end,
    welcome::a_revoked_client,
    welcome::a_client_sees_its_slots,
    welcome::a_renewed_certificate,
    enemies::silence,
    enemies::garbage,
    enemies::too_much,
    enemies::a_byte_at_a_time,
    enemies::the_wrong_number,
    enemies::for_ever_at_work,
    limits::sessions_and_objects,
    limits::templates,
    limits::frames,
    limits::connections_of_a_client,
    limits::an_application_that_is_left_alone,
    limits::strangers,
    limits::wrong_pins_wait,
    limits::heavy_load_of_another,
    welcome::an_instance_with_known_pins_stays_here,
];
