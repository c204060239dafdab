//! Every target for a moment: `STRONGROOM_FUZZ_SECONDS` each, by default one and a half.

use std::time::Duration;
use strongroom_fuzz::{TARGETS, Target, brief};

fn run(name: &str) {
    let seconds = std::env::var("STRONGROOM_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let target = Target::named(name).unwrap();
    let count = brief(target, Duration::from_secs_f64(seconds.unwrap_or(1.5)));
    println!("{name}: {count} inputs");
    assert!(count > 0);
}

macro_rules! every {
    ($($name:ident)*) => {
        $(#[test] fn $name() { run(stringify!($name)); })*

        #[test]
        fn no_target_is_left_out() {
            assert_eq!(TARGETS.iter().map(|t| t.name).collect::<Vec<_>>(), [$(stringify!($name)),*]);
        }
    };
}

every! { template mechanism record token manifest state pkcs8 spki ec certificate file request reply uri }
