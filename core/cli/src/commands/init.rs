//! `strongroom init`

use crate::arguments::Init;
use crate::output::{Doing, Failure, Output};
use crate::target;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use strongroom::instance::{self, NewInstance};
use strongroom_base::ck;
use strongroom_base::limits::DEFAULT_USER_PIN;

/// Makes an instance.
pub fn init(instance: Option<&str>, new: &Init, output: &Output) -> Result<(), Failure> {
    let url = target::url(instance)?;
    let dir = instance::directory(&url).doing("making an instance")?;
    let bar = if output.shows_progress() {
        ProgressBar::new(new.slots).with_style(
            ProgressStyle::with_template("making tokens {wide_bar} {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        )
    } else {
        ProgressBar::hidden()
    };
    let wanted = NewInstance {
        slots: new.slots,
        label: new.label.clone(),
        production: new.production,
        blank: new.blank,
    };
    let made = instance::create(&dir, &wanted, |_| bar.inc(1)).map_err(|error| {
        let exists = error.is(ck::CKR_FUNCTION_REJECTED);
        let failure = Failure::new(format!("making an instance in {}", dir.display()), error);
        if exists {
            failure.next("use it as it is, or name another directory with --instance")
        } else {
            failure
        }
    })?;
    bar.finish_and_clear();
    if new.blank {
        output.say(
            &format!("The instance is in {}. Its tokens are not initialised.", dir.display()),
            json!({ "instance": url, "slots": new.slots }),
        );
        return Ok(());
    }
    let text = |pin: &strongroom_base::Secret| String::from_utf8_lossy(pin.expose()).into_owned();
    let rows = made.iter().map(|token| {
        vec![
            token.slot.to_string(),
            token.label.clone(),
            text(&token.so_pin),
            text(&token.user_pin),
        ]
    });
    let tokens: Vec<_> = made
        .iter()
        .map(|token| {
            json!({
                "slot": token.slot,
                "label": token.label,
                "so_pin": text(&token.so_pin),
                "user_pin": text(&token.user_pin),
            })
        })
        .collect();
    output.table(
        &["SLOT", "LABEL", "SO PIN", "USER PIN"],
        rows.collect(),
        json!({ "instance": url, "production": new.production, "tokens": tokens }),
    );
    output.note(&format!("\nThe instance is in {}.", dir.display()));
    if new.production {
        output.note("These PINs are shown this once and are kept nowhere. Write them down now.");
    } else {
        output.note(&format!(
            "It is a test bench: every user PIN is {DEFAULT_USER_PIN}. Change them with `strongroom pin \
             change`, or use `strongroom init --production`."
        ));
    }
    Ok(())
}
