//! The limits of the service: each a number with a name, a default, a range and a unit, in one table. From
//! it come the configuration file's section, what `config check` prints, the command's help and the README.

use std::time::Duration;

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Things.
    Count,
    /// Bytes.
    Bytes,
    /// Bytes a second.
    BytesPerSecond,
    /// Milliseconds.
    Milliseconds,
}

impl Unit {
    /// As it is written after a number.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "",
            Self::Bytes => "bytes",
            Self::BytesPerSecond => "bytes/s",
            Self::Milliseconds => "ms",
        }
    }
}

/// A limit.
pub struct Limit {
    /// What it is called in the file, after `limits.` in a flag.
    pub name: &'static str,
    /// What it is when nobody says it.
    pub default: u64,
    /// What it can be.
    pub range: (u64, u64),
    /// What it counts.
    pub unit: Unit,
    /// What it is for.
    pub about: &'static str,
    get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

impl Limit {
    /// Its value.
    pub fn get(&self, limits: &Limits) -> u64 {
        (self.get)(limits)
    }

    /// Sets it; false when the value is out of its range.
    pub fn set(&self, limits: &mut Limits, value: u64) -> bool {
        let fits = (self.range.0..=self.range.1).contains(&value);
        if fits {
            (self.set)(limits, value);
        }
        fits
    }
}

macro_rules! limits {
    ($($name:ident: $default:expr, $min:expr, $max:expr, $unit:ident, $about:literal;)*) => {
        /// The limits in force.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct Limits {
            $(#[doc = $about] pub $name: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        /// All limits.
        pub static LIMITS: &[Limit] = &[$(Limit {
            name: stringify!($name),
            default: $default,
            range: ($min, $max),
            unit: Unit::$unit,
            about: $about,
            get: |limits| limits.$name,
            set: |limits, value| limits.$name = value,
        },)*];
    };
}

const MIB: u64 = 1 << 20;

limits! {
    connections: 8192, 1, 1 << 20, Count, "connections in all";
    connections_per_client: 1024, 1, 1 << 20, Count, "connections of one client";
    handshakes: 256, 1, 65536, Count, "connections that have not shown a certificate yet; one more ends the oldest of them";
    handshake_time: 5000, 10, 600_000, Milliseconds, "for the handshake of TLS";
    first_request_time: 10_000, 10, 600_000, Milliseconds, "for the first request after it";
    idle_time: 300_000, 10, 86_400_000, Milliseconds, "without a request, after which a connection is closed";
    min_rate: 1024, 1, 1 << 30, BytesPerSecond, "at which a request must come, and a reply be taken, once begun";
    frame_size: 16 * MIB, 64 << 10, 64 * MIB, Bytes, "of one request or reply";
    request_memory: 1024 * MIB, 64 << 10, 1 << 40, Bytes, "of memory that requests of more than 16 KiB hold";
    request_memory_per_client: 256 * MIB, 64 << 10, 1 << 40, Bytes, "the same, of one client";
    reply_memory: 1024 * MIB, 64 << 10, 1 << 40, Bytes, "of memory that replies of more than 16 KiB hold";
    reply_memory_per_client: 256 * MIB, 64 << 10, 1 << 40, Bytes, "the same, of one client";
    memory_time: 2000, 0, 600_000, Milliseconds, "for such memory to become free, after which a request is refused";
    template_attributes: 512, 1, 512, Count, "attributes of one template";
    template_depth: 4, 1, 4, Count, "templates within templates";
    applications_per_client: 1024, 1, 1 << 20, Count, "applications (C_Initialize) of one client";
    application_time: 600_000, 10, 86_400_000, Milliseconds, "without a connection, after which an application is closed";
    sessions: 4096, 1, 1 << 20, Count, "sessions of one application";
    session_objects: 65536, 1, 1 << 24, Count, "session objects of one application";
    session_memory: 256 * MIB, 4096, 1 << 40, Bytes, "of memory for session objects, and data that operations hold back, of one application";
    session_memory_per_client: 512 * MIB, 4096, 1 << 40, Bytes, "the same, of all applications of one client";
    requests_in_flight: 4096, 1, 1 << 20, Count, "requests that wait for the pool or run there";
    requests_per_client: 1024, 1, 1 << 20, Count, "the same, of one client";
    derivations: 4, 1, 256, Count, "PIN derivations at a time";
    derivations_waiting: 64, 1, 65536, Count, "PIN derivations that wait for their turn";
    pin_backoff_after: 3, 1, 1000, Count, "wrong PINs in a row of one client, after which its next tries are delayed";
    pin_backoff_first: 250, 0, 60_000, Milliseconds, "of the first delay; each further one is twice as long";
    pin_backoff_max: 4000, 0, 60_000, Milliseconds, "of the longest delay";
    workers: 0, 0, 1024, Count, "threads that have connections; 0: one a processor";
    pool: 0, 0, 1024, Count, "threads for what takes long; 0: two a processor";
    shutdown_time: 30_000, 0, 600_000, Milliseconds, "for what is running to end, when the service stops";
}

impl Limits {
    /// A number of milliseconds as a time.
    pub fn time(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// The limit with a name.
    pub fn named(name: &str) -> Option<&'static Limit> {
        LIMITS.iter().find(|limit| limit.name == name)
    }

    /// As a number of things in memory.
    pub fn count(number: u64) -> usize {
        usize::try_from(number).unwrap_or(usize::MAX)
    }

    /// How long the client whose `wrong`th PIN in a row was wrong waits before the next is looked at.
    pub fn backoff(&self, wrong: u64) -> Duration {
        let Some(further) = wrong.checked_sub(self.pin_backoff_after) else {
            return Duration::ZERO;
        };
        let factor = 1_u64.checked_shl(u32::try_from(further).unwrap_or(64)).unwrap_or(u64::MAX);
        Duration::from_millis(
            self.pin_backoff_first.saturating_mul(factor).min(self.pin_backoff_max),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_in_range() {
        let limits = Limits::default();
        for limit in LIMITS {
            assert_eq!(limit.get(&limits), limit.default);
            assert!((limit.range.0..=limit.range.1).contains(&limit.default), "{}", limit.name);
            let mut other = Limits::default();
            assert!(limit.set(&mut other, limit.range.1));
            assert_eq!(limit.get(&other), limit.range.1);
            assert!(!limit.set(&mut other, limit.range.1 + 1), "{}", limit.name);
        }
    }

    #[test]
    fn wrong_pins_wait_longer_and_longer() {
        let limits = Limits::default();
        let waits: Vec<_> = (0..12).map(|wrong| limits.backoff(wrong).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000]);
        assert_eq!(limits.backoff(u64::MAX).as_millis(), 4000);
    }
}
