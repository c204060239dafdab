//! What the commands do, one file a noun.

mod audit;
mod cert;
mod client;
mod copy;
mod init;
mod instance;
mod key;
mod mechanism;
mod object;
mod pin;
mod policy;
mod serve;
mod slot;
mod token;

use crate::arguments::{
    self, Arguments, Audit, Cert, Client, Command, Key, Mechanism, Pin, Slot, Token,
};
use crate::output::{Failure, Output};
use crate::target::Instance;
use clap::CommandFactory;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run(arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    if let Command::Completions { shell } = arguments.command {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), "strongroom", &mut script);
        write(None, &script)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Config(arguments::Config::Check(settings)) = &arguments.command {
        return serve::check(settings, output);
    }
    let here = Instance::meant(arguments.instance.as_deref())?;
    match arguments.command {
        Command::Completions { .. } | Command::Config(_) => {}
        Command::Serve(settings) => serve::serve(&here, &settings, output)?,
        Command::Client(Client::Add { name, slots, module, new }) => {
            client::add(&here, &name, slots.as_deref(), module.as_deref(), &new, output)?;
        }
        Command::Audit(Audit::Show(filter)) => audit::show(&here, &filter, output)?,
        Command::Audit(Audit::Verify) => return audit::verify(&here, output),
        Command::Audit(Audit::Export { format, output: file }) => {
            audit::export(&here, format, file.as_deref())?;
        }
        Command::Audit(Audit::Configure { key_use }) => audit::configure(&here, key_use, output)?,
        Command::Client(Client::List) => client::list(&here, output)?,
        Command::Client(Client::Revoke { name }) => client::revoke(&here, &name, output)?,
        Command::Client(Client::Renew { name, only, new }) => {
            client::renew(&here, &name, only, &new, output)?;
        }
        Command::Init(new) => init::init(&here, &new, output)?,
        Command::Slot(Slot::List) => slot::list(&here, output)?,
        Command::Token(Token::Init { slot, label, so_pin_file, yes, policy }) => {
            token::init(&here, slot, &label, so_pin_file.as_deref(), yes, policy, output)?;
        }
        Command::Token(Token::Policy { which, settings, so_pin_file }) => {
            policy::policy(&here, &which, &settings, so_pin_file.as_deref(), output)?;
        }
        Command::Token(Token::Info { which }) => token::info(&here, &which, output)?,
        Command::Pin(Pin::Change { which, pin_file, new_pin_file, so }) => {
            let files = (pin_file.as_deref(), new_pin_file.as_deref());
            pin::change(&here, &which, files, so, output)?;
        }
        Command::Pin(Pin::Reset { which, so_pin_file, new_pin_file }) => {
            let files = (so_pin_file.as_deref(), new_pin_file.as_deref());
            pin::reset(&here, &which, files, output)?;
        }
        Command::Key(Key::Generate { kind, with, named }) => {
            key::generate(&here, kind, &with, &named, output)?;
        }
        Command::Key(Key::List { with, class }) => key::list(&here, &with, class, output)?,
        Command::Key(Key::Show { with, selector, class }) => {
            key::show(&here, &with, &selector, class, output)?;
        }
        Command::Key(Key::Import { file, kind, hex, with, named }) => {
            let secret = kind.map(|kind| (kind, hex));
            key::import(&here, &file, secret, &with, &named, output)?;
        }
        Command::Key(Key::ExportPublic { with, selector, format, output: file }) => {
            key::export_public(&here, &with, &selector, format, file.as_deref(), output)?;
        }
        Command::Key(Key::Copy {
            from,
            with,
            to,
            to_slot,
            to_token,
            to_pin_file,
            label,
            id,
            dry_run,
        }) => {
            let here = from.as_deref().map_or(Ok(here), |from| Instance::meant(Some(from)))?;
            let which = arguments::Which { slot: to_slot, token: to_token };
            let there = copy::There { place: to, which, pin_file: to_pin_file };
            let named = (label.as_deref(), id.as_deref());
            return copy::copy(&here, &with, &there, named, dry_run, output);
        }
        Command::Key(Key::Delete { with, selector, all, yes }) => {
            key::delete(&here, &with, &selector, all, yes, output)?;
        }
        Command::Cert(Cert::Import { file, with, label, id }) => {
            cert::import(&here, &file, &with, label, id.as_deref(), output)?;
        }
        Command::Cert(Cert::List { with }) => cert::list(&here, &with, output)?,
        Command::Cert(Cert::Export { with, selector, output: file }) => {
            cert::export(&here, &with, &selector, file.as_deref(), output)?;
        }
        Command::Cert(Cert::Delete { with, selector, yes }) => {
            cert::delete(&here, &with, &selector, yes, output)?;
        }
        Command::Mechanism(Mechanism::List { which }) => mechanism::list(&here, &which, output)?,
        Command::Instance(arguments::Instance::Check { slot, pin_file }) => {
            return instance::check(&here, &slot, pin_file.as_deref(), output);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks a person whether to go on; somebody who cannot be asked has to say --yes.
fn confirm(question: &str) -> Result<(), Failure> {
    let doing = "asking whether to go on";
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(doing, "nobody is there to be asked").next("say --yes"));
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    if read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes") {
        return Ok(());
    }
    Err(Failure::outside(doing, "the answer was no; nothing was changed"))
}

/// Writes bytes to a file, or to standard output.
fn write(file: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match file {
        Some(file) => std::fs::write(file, bytes)
            .map_err(|error| Failure::outside(format!("writing {}", file.display()), error)),
        None => match std::io::stdout().write_all(bytes) {
            // Whoever reads has gone; that is no failure of the command.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| Failure::outside("writing", error)),
        },
    }
}
