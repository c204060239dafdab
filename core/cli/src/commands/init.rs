//! `strongroom init`

use crate::arguments::Init;
use crate::output::{Doing, Failure, Output};
use crate::progress;
use crate::target::Instance;
use serde_json::json;
use strongroom::instance::{self, NewInstance};
use strongroom_base::limits::{DEFAULT_SO_PIN, DEFAULT_USER_PIN};
use strongroom_base::{Secret, ck};

/// Makes an instance.
pub fn init(here: &Instance, new: &Init, output: &Output) -> Result<(), Failure> {
    let dir = here.directory()?;
    let wanted = NewInstance {
        slots: new.slots,
        label: new.label_prefix.clone(),
        production: new.production,
        blank: new.blank,
        profile: new.policy,
    };
    let bar = progress::bar(output, "making tokens", new.slots);
    let made = instance::create(&dir, &wanted, |_| bar.inc(1));
    bar.finish_and_clear();
    let made = match made {
        Err(error) if error.is(ck::CKR_FUNCTION_REJECTED) => {
            return Err(Failure::new("making an instance", error)
                .next("use it as it is, or name another directory with --instance"));
        }
        made => made.doing(format!("making an instance in {}", dir.display()))?,
    };
    if new.blank {
        output.say(
            &format!("The instance is in {}. Its tokens are not initialised.", dir.display()),
            json!({ "instance": here.url(), "slots": new.slots }),
        );
        return Ok(());
    }
    let text = |pin: &Secret| String::from_utf8_lossy(pin.expose()).into_owned();
    let (mut rows, mut tokens) = (Vec::new(), Vec::new());
    for token in &made {
        let (so_pin, user_pin) = (text(&token.so_pin), text(&token.user_pin));
        tokens.push(json!({
            "slot": token.slot,
            "label": token.label,
            "so_pin": so_pin,
            "user_pin": user_pin,
        }));
        rows.push(vec![token.slot.to_string(), token.label.clone(), user_pin, so_pin]);
    }
    let json = json!({ "instance": here.url(), "production": new.production, "tokens": tokens });
    output.table(&["SLOT", "LABEL", "USER PIN", "SO PIN"], rows, json);
    output.note(&format!("\nThe instance is in {}.", dir.display()));
    if new.production {
        output.note("These PINs are shown this once and are kept nowhere. Write them down now.");
    } else {
        output.note(&format!(
            "It is a test bench: everybody knows the PINs {DEFAULT_USER_PIN} and {DEFAULT_SO_PIN}.\n\
             `strongroom pin change` sets others; `strongroom init --production` draws random ones."
        ));
    }
    Ok(())
}
