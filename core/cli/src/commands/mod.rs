//! What the commands do, one file a noun.

mod cert;
mod init;
mod instance;
mod key;
mod mechanism;
mod object;
mod pin;
mod slot;
mod token;

use crate::arguments::{Arguments, Cert, Command, Instance, Key, Mechanism, Pin, Slot, Token};
use crate::output::{Failure, Output};
use clap::CommandFactory;
use std::io::IsTerminal;
use std::process::ExitCode;

/// Runs the command that the arguments name.
pub fn run(arguments: Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let instance = arguments.instance.as_deref();
    match arguments.command {
        Command::Init(new) => init::init(instance, &new, output)?,
        Command::Slot(Slot::List) => slot::list(instance, output)?,
        Command::Token(Token::Init { slot, label, so_pin_file, yes }) => {
            token::init(instance, slot, &label, so_pin_file.as_deref(), yes, output)?;
        }
        Command::Token(Token::Info { which }) => token::info(instance, &which, output)?,
        Command::Pin(Pin::Change { with, new_pin_file, so }) => {
            pin::change(instance, &with, new_pin_file.as_deref(), so, output)?;
        }
        Command::Pin(Pin::Reset { which, so_pin_file, new_pin_file }) => {
            pin::reset(instance, &which, so_pin_file.as_deref(), new_pin_file.as_deref(), output)?;
        }
        Command::Key(Key::Generate { kind, with, named }) => {
            key::generate(instance, &kind, &with, &named, output)?;
        }
        Command::Key(Key::List { with }) => key::list(instance, &with, output)?,
        Command::Key(Key::Show { with, selector }) => {
            key::show(instance, &with, &selector, output)?;
        }
        Command::Key(Key::Import { file, kind, with, named }) => {
            key::import(instance, &file, kind.as_deref(), &with, &named, output)?;
        }
        Command::Key(Key::ExportPublic { with, selector, output: file, der }) => {
            key::export_public(instance, &with, &selector, file.as_deref(), der, output)?;
        }
        Command::Key(Key::Delete { with, selector, yes }) => {
            key::delete(instance, &with, &selector, yes, output)?;
        }
        Command::Cert(Cert::Import { file, with, label, id }) => {
            cert::import(instance, &file, &with, &label, id.as_deref(), output)?;
        }
        Command::Mechanism(Mechanism::List { which }) => {
            mechanism::list(instance, &which, output)?;
        }
        Command::Instance(Instance::Check { slot, pin_file }) => {
            return instance::check(instance, &slot, pin_file.as_deref(), output);
        }
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            clap_complete::generate(shell, &mut command, "strongroom", &mut std::io::stdout());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks a person whether to go on; somebody who cannot be asked has to say --yes.
fn confirm(question: &str) -> Result<(), Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(crate::target::bad("asking whether to go on", "nobody is there to be asked")
            .next("say --yes"));
    }
    eprint!("{question} [y/N] ");
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    if read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes") {
        Ok(())
    } else {
        Err(crate::target::bad("asking whether to go on", "the answer was no; nothing was changed"))
    }
}
