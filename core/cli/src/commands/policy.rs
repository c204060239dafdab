//! `strongroom token policy`

use crate::arguments::{PolicySettings, Which};
use crate::output::{Doing, Failure, Output};
use crate::pin::{self, Owner};
use crate::target::Instance;
use serde_json::json;
use std::path::Path;
use strongroom_base::{TokenPolicy, ck};

/// Shows a token's policy, after setting what there is to set.
pub fn policy(
    here: &Instance,
    which: &Which,
    settings: &PolicySettings,
    so_pin_file: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let slot = here.slot(which)?;
    let doing = format!("looking at the policy of slot {}", slot.id());
    let before = slot.policy().doing(doing)?;
    let mut policy = before.clone();
    apply(&mut policy, settings)?;
    if policy != before {
        let so_pin = pin::current(&slot, Owner::Officer, so_pin_file, output)?;
        let doing = format!("setting the policy of slot {}", slot.id());
        slot.set_policy(so_pin.expose(), &policy).doing(doing)?;
    }
    show(slot.id(), &policy, output);
    Ok(())
}

fn apply(policy: &mut TokenPolicy, settings: &PolicySettings) -> Result<(), Failure> {
    if let Some(profile) = settings.profile {
        policy.profile = profile;
    }
    if !settings.only.is_empty() {
        policy.mechanisms = mechanisms(&settings.only, "any")?;
    }
    if !settings.permit.is_empty() {
        policy.permitted = mechanisms(&settings.permit, "none")?;
    }
    for setting in &settings.min_size {
        let parsed = setting.split_once('=').and_then(|(key_type, bits)| {
            Some((ck::value_in(ck::CKK, key_type)?, bits.parse::<u64>().ok()?))
        });
        let (key_type, bits) = parsed.ok_or_else(|| {
            wrong(format!("\"{setting}\" is not a key type and bits, such as rsa=3072"))
        })?;
        policy.min_sizes.retain(|(kind, _)| *kind != key_type);
        if bits > 0 {
            policy.min_sizes.push((key_type, bits));
        }
    }
    Ok(())
}

/// The mechanisms with these names; with `nothing` alone, no list.
fn mechanisms(names: &[String], nothing: &str) -> Result<Vec<u64>, Failure> {
    if let [name] = names
        && name == nothing
    {
        return Ok(Vec::new());
    }
    let number = |name: &String| {
        ck::value_in(ck::CKM, name).ok_or_else(|| {
            wrong(format!(
                "there is no mechanism \"{name}\"; `strongroom mechanism list` shows which there are"
            ))
        })
    };
    names.iter().map(number).collect()
}

fn wrong(why: String) -> Failure {
    Failure::usage("setting a token's policy", why)
}

fn show(slot: u64, policy: &TokenPolicy, output: &Output) {
    let name = |family, number: u64| {
        ck::name_in(family, number).map_or_else(|| format!("0x{number:x}"), str::to_owned)
    };
    let names = |list: &[u64]| list.iter().map(|m| name(ck::CKM, *m)).collect::<Vec<_>>();
    let (only, permitted) = (names(&policy.mechanisms), names(&policy.permitted));
    let sizes = policy.min_sizes.iter().map(|(kind, bits)| (name(ck::CKK, *kind), *bits));
    let sizes: Vec<_> = sizes.collect();
    let or = |list: &[String], nothing: &str| {
        if list.is_empty() { nothing.to_owned() } else { list.join(", ") }
    };
    let said = sizes.iter().map(|(kind, bits)| format!("{kind} {bits} bits")).collect::<Vec<_>>();
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let rows = vec![
        row("slot", slot.to_string()),
        row("profile", policy.profile.to_string()),
        row("mechanisms", or(&only, "what the profile has")),
        row("permitted", or(&permitted, "nothing that the profile refuses")),
        row("smallest keys", or(&said, "what the profile says")),
    ];
    let json = json!({
        "slot": slot,
        "profile": policy.profile.name(),
        "mechanisms": only,
        "permitted": permitted,
        "min_sizes": sizes.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
    });
    output.table(&[], rows, json);
}
