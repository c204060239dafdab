//! `strongroom client …`

use crate::output::{Doing, Failure, Output};
use crate::target::{self, Instance};
use serde_json::json;
use std::path::{Path, PathBuf};
use strongroom::audit::Audit;
use strongroom_base::{Error, ck};
use strongroom_server::authority::Authority;
use strongroom_server::clients::{Client, Clients};
use strongroom_wire::Bundle;
use time::{Duration, OffsetDateTime};

/// Adds a client, and writes its bundle.
pub fn add(
    here: &Instance,
    name: &str,
    slots: Option<&str>,
    module: Option<&str>,
    new: &crate::arguments::NewBundle,
    output: &Output,
) -> Result<(), Failure> {
    let dir = here.instance_directory()?;
    let slots = slots.map(numbers).transpose()?;
    if let Some(slots) = &slots {
        let hsm = match module {
            Some(module) => {
                strongroom::Hsm::open(&target::module_uri(module)?).doing("opening the module")?
            }
            None => here.open()?,
        };
        for slot in slots {
            hsm.slot(*slot).doing("choosing slots")?;
        }
    }
    let path = place(name, new.output.as_deref())?;
    let doing = format!("adding the client \"{name}\"");
    let authority = Authority::open(&dir).doing(&doing)?;
    let clients = Clients::open(&dir).doing(&doing)?;
    let time = Duration::days(new.days.into());
    let bundle =
        clients.add(&authority, name, slots, time, new.server_url.clone()).doing(&doing)?;
    note(&dir, "client add", name)?;
    write(&bundle, &path, output)
}

/// Gives a client a new certificate, in a new bundle.
pub fn renew(
    here: &Instance,
    name: &str,
    only: bool,
    new: &crate::arguments::NewBundle,
    output: &Output,
) -> Result<(), Failure> {
    let dir = here.instance_directory()?;
    let path = place(name, new.output.as_deref())?;
    let doing = format!("renewing the certificate of \"{name}\"");
    let authority = Authority::open(&dir).doing(&doing)?;
    let clients = Clients::open(&dir).doing(&doing)?;
    let time = Duration::days(new.days.into());
    let bundle =
        clients.renew(&authority, name, time, new.server_url.clone(), only).doing(&doing)?;
    note(&dir, "client renew", name)?;
    write(&bundle, &path, output)
}

/// Revokes a client.
pub fn revoke(here: &Instance, name: &str, output: &Output) -> Result<(), Failure> {
    let doing = format!("revoking the client \"{name}\"");
    let dir = here.instance_directory()?;
    let clients = Clients::open(&dir).doing(&doing)?;
    clients
        .revoke(name)
        .map_err(|error| Failure::new(doing, error).next("`strongroom client list` shows them"))?;
    note(&dir, "client revoke", name)?;
    output.say(
        &format!(
            "\"{name}\" is revoked. Its connections end now, and its bundle is worth nothing."
        ),
        json!({ "name": name, "revoked": true }),
    );
    Ok(())
}

/// Shows the clients.
pub fn list(here: &Instance, output: &Output) -> Result<(), Failure> {
    let doing = "listing the clients";
    let clients = Clients::open(&here.instance_directory()?).doing(doing)?.list().doing(doing)?;
    let row = |client: &Client| {
        let slots = client.slots.as_ref().map_or("all".into(), |slots| {
            slots.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
        });
        vec![client.name.clone(), slots, day(client.created), state(client), client.id.clone()]
    };
    let json: Vec<_> = clients
        .iter()
        .map(|client| {
            json!({
                "name": client.name,
                "id": client.id,
                "slots": client.slots,
                "created": client.created.unix_timestamp(),
                "revoked": client.revoked.map(OffsetDateTime::unix_timestamp),
                "certificates": client.certificates.iter().map(|certificate| json!({
                    "fingerprint": certificate.fingerprint,
                    "expires": certificate.expires.unix_timestamp(),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let header = ["NAME", "SLOTS", "ADDED", "STATE", "ID"];
    output.table(&header, clients.iter().map(row).collect(), json!({ "clients": json }));
    Ok(())
}

fn state(client: &Client) -> String {
    if let Some(when) = client.revoked {
        return format!("revoked {}", day(when));
    }
    match client.certificates.iter().map(|certificate| certificate.expires).max() {
        Some(when) if when < OffsetDateTime::now_utc() => format!("expired {}", day(when)),
        Some(when) => format!("until {}", day(when)),
        None => "no certificate".into(),
    }
}

fn day(when: OffsetDateTime) -> String {
    when.date().to_string()
}

/// Records what was done to the clients.
fn note(dir: &Path, operation: &str, name: &str) -> Result<(), Failure> {
    Audit::open(dir).and_then(|audit| audit.note(operation, name)).doing("recording it")
}

/// Where the bundle goes: said before anything is changed.
fn place(name: &str, output: Option<&Path>) -> Result<PathBuf, Failure> {
    let path = output.map_or_else(|| format!("{name}.bundle").into(), Path::to_path_buf);
    if path.symlink_metadata().is_ok() {
        let why = "there is such a file already; nothing was changed";
        return Err(Failure::outside(format!("writing {}", path.display()), why)
            .next("name another one with --output"));
    }
    Ok(path)
}

fn write(bundle: &Bundle, path: &Path, output: &Output) -> Result<(), Failure> {
    bundle.write_new(path).doing("writing the bundle")?;
    let (name, shown) = (&bundle.name, path.display());
    let url = bundle.url.as_deref().unwrap_or("strongroom://HOST:PORT");
    let mut text = format!(
        "The bundle of \"{name}\" is in {shown}. Whoever has the file is this client: move it, do \
         not copy it.\n\nOn the client's machine:\n  export STRONGROOM_BUNDLE=/path/to/{name}.bundle"
    );
    if bundle.url.is_none() {
        text.push_str(&format!("\n  export STRONGROOM_URL={url}"));
    }
    text.push_str("\n  strongroom slot list");
    output.say(&text, json!({ "name": name, "bundle": path, "url": bundle.url }));
    Ok(())
}

/// Numbers as people write them: `0,2-4`.
fn numbers(text: &str) -> Result<Vec<u64>, Failure> {
    const MOST: usize = 4096;
    let bad = || {
        Failure::new(
            "reading the slots",
            Error::new(ck::CKR_ARGUMENTS_BAD, format!("\"{text}\" is no list such as 0,2-4")),
        )
    };
    let mut numbers = Vec::new();
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let from: u64 = from.trim().parse().map_err(|_| bad())?;
        let to: u64 = to.trim().parse().map_err(|_| bad())?;
        for number in from..=to {
            if numbers.len() >= MOST {
                return Err(bad());
            }
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    numbers.sort_unstable();
    if numbers.is_empty() { Err(bad()) } else { Ok(numbers) }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn slots_as_people_write_them() {
        let read = |text| numbers(text).ok();
        assert_eq!(read("0"), Some(vec![0]));
        assert_eq!(read("3, 0,1-2,2"), Some(vec![0, 1, 2, 3]));
        for text in ["", "x", "1-", "-1", "2-1", "0-9999999999", "1,,2"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
