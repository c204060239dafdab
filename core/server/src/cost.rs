//! Where an operation runs. What is known to be short runs at once, on the thread that has the connection:
//! to hand it to another costs more than it does. What is known to be long (it writes to the disk, derives
//! a PIN, makes a key) goes to the pool. Of the rest, the service remembers how long it took the last time
//! with the same mechanism and key, so that a key that is slow does not stand in the way of others.

use std::sync::OnceLock;
use std::time::Duration;
use strongroom_base::OPERATIONS;

/// Where an operation runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// At once.
    Here,
    /// At once, unless it took long the last time, or has much to do; then in turn or on the pool.
    Short,
    /// On the pool, unless it did not take long the last time.
    Long,
    /// On the pool.
    Pool,
    /// On the pool, and only so many at a time: it takes memory and time to derive a PIN.
    Derivation,
}

/// What takes longer does not run at once on the thread that has the connection.
pub const LONG: Duration = Duration::from_micros(200);
/// What takes longer, but not so long, runs there in turn where nobody with short requests waits for it: to
/// hand it to the pool and back would cost a tenth of what it takes. For so long, too, may one connection go on with
/// such requests before others have their turn.
pub const BESIDE: Duration = Duration::from_micros(500);
/// Nor does what has more bytes of input, or room for more of output.
pub const MUCH: usize = 192 << 10;

/// Those that are not [`Place::Here`].
const PLACES: &[(&str, Place)] = &[
    ("login", Place::Derivation),
    ("init_token", Place::Derivation),
    ("init_pin", Place::Derivation),
    ("set_token_policy", Place::Pool),
    ("set_pin", Place::Derivation),
    ("login_with_ticket", Place::Pool),
    ("create_object", Place::Pool),
    ("copy_object", Place::Pool),
    ("destroy_object", Place::Pool),
    ("set_attributes", Place::Pool),
    ("generate_key", Place::Long),
    ("generate_key_pair", Place::Long),
    ("unwrap_key", Place::Pool),
    ("wrap_key", Place::Short),
    ("derive_key", Place::Pool),
    ("encapsulate_key", Place::Long),
    ("decapsulate_key", Place::Long),
    ("wrap_key_authenticated", Place::Short),
    ("unwrap_key_authenticated", Place::Pool),
    ("async_begin", Place::Short),
    ("close_all_sessions", Place::Pool),
    ("seed_random", Place::Pool),
    ("close", Place::Pool),
    ("find", Place::Short),
    ("find_init", Place::Short),
    ("op_update", Place::Short),
    ("op_update_dual", Place::Short),
    ("op_final", Place::Short),
    ("op_once", Place::Short),
    ("verify_final", Place::Short),
    ("verify_once", Place::Short),
    ("perform", Place::Short),
    ("sign_batch", Place::Pool),
    ("verify", Place::Short),
    ("message", Place::Short),
    ("message_next", Place::Short),
    ("verify_message", Place::Short),
    ("verify_message_next", Place::Short),
    ("generate_random", Place::Short),
];

/// Where it runs when another vendor's module carries it out, of which nothing is known: always on the pool.
pub fn place_at_module(index: usize) -> Place {
    match place(index) {
        Place::Derivation => Place::Derivation,
        _ => Place::Pool,
    }
}

/// Where the operation with an index runs.
pub fn place(index: usize) -> Place {
    static TABLE: OnceLock<Vec<Place>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        OPERATIONS
            .iter()
            .map(|operation| {
                let listed = PLACES.iter().find(|(name, _)| *name == operation.name);
                listed.map_or(Place::Here, |(_, place)| *place)
            })
            .collect()
    });
    table.get(index).copied().unwrap_or(Place::Here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_an_operation() {
        for (name, _) in PLACES {
            assert!(OPERATIONS.iter().any(|o| o.name == *name), "{name}");
        }
    }
}
