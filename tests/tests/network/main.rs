//! What only a service can do, and what can be done to it: servers that go away and come back, clients
//! that are refused, limits, and enemies on either side. That the service is the same token as the
//! instance is what the other suites show, each of whose tests runs at both places.

mod asynchronous;
mod bounds;
mod certificates;
mod chaos;
mod enemies;
mod hostile;
mod lanes;
mod limits;
mod machines;
mod memory;
mod restarts;
mod watched;
mod welcome;

strongroom_tests::suite![
    Embedded;
    asynchronous::keys_and_signatures,
    asynchronous::calls_that_outlive_their_session,
    asynchronous::not_in_the_process,
    asynchronous::long_calls_of_another,
    asynchronous::while_the_service_stops,
    chaos::nothing_is_lost_by_kills,
    restarts::an_application_goes_on,
    restarts::what_is_lost_says_so_once,
    restarts::a_pin_change_ends_what_restores_logins,
    restarts::a_token_that_was_initialised_anew,
    restarts::while_it_is_away,
    restarts::a_service_that_stops_lets_requests_end,
    restarts::an_outage,
    restarts::signals_during_calls,
    machines::a_bad_network,
    watched::state_and_counts,
    watched::numbers_on_both_sides,
    watched::no_threads,
    welcome::a_revoked_client,
    welcome::a_client_sees_its_slots,
    welcome::slots_that_are_taken_away,
    welcome::half_a_request,
    welcome::a_renewed_certificate,
    welcome::a_certificate_that_ends,
    welcome::a_client_of_the_same_name,
    certificates::of_clients,
    certificates::of_servers,
    enemies::silence,
    enemies::garbage,
    enemies::too_much,
    enemies::a_byte_at_a_time,
    enemies::the_wrong_number,
    enemies::for_ever_at_work,
    enemies::goodbye_at_each_request,
    enemies::gone_while_at_work,
    enemies::a_slow_handshake,
    enemies::a_slow_reader,
    hostile::nonsense,
    hostile::somebody_elses_application,
    hostile::waiting_for_slots,
    hostile::an_officer_with_read_only_sessions,
    hostile::many_requests_at_once,
    hostile::slowness,
    hostile::slow_readers_and_writers,
    hostile::ten_thousand_connections,
    lanes::to_each_its_own,
    limits::sessions_and_objects,
    limits::templates,
    limits::frames,
    limits::connections_of_a_client,
    limits::an_application_that_is_left_alone,
    limits::strangers,
    limits::wrong_pins_wait,
    limits::an_impatient_client,
    limits::heavy_load_of_another,
    bounds::connections,
    bounds::times,
    bounds::requests_of_a_client,
    bounds::requests_of_another,
    bounds::requests_in_flight,
    bounds::requests_within_limits,
    bounds::derivations,
    bounds::shutdown_time,
    memory::requests_and_replies,
    memory::of_one_client_and_of_all,
    memory::long_data_of_many_threads,
    memory::session_objects,
    memory::session_objects_of_a_client,
    memory::what_operations_hold_back,
    welcome::an_instance_with_known_pins_stays_here,
];
