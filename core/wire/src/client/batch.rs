//! Many signatures of one call. Where the service may have a second processor for it, half of them are asked
//! for over a second connection, while the first has the others.

use super::application::Remote;
use super::connection::Connection;
use crate::call::{self, Called, Carrier, Lost};
use strongroom_base::{Mechanism, Result};

/// How many signatures are worth a second exchange.
const MANY: usize = 16;

impl Remote {
    pub(super) fn sign_batch(
        &self,
        handle: u64,
        mechanism: &Mechanism,
        key: u64,
        inputs: &[&[u8]],
    ) -> Result<Vec<Vec<u8>>> {
        let session = self.session(handle)?;
        self.again(&session, |connection, remote, _| {
            let ask =
                |carrier: &mut dyn Carrier, inputs| ask(carrier, remote, mechanism, key, inputs);
            let beside = connection.connection().filter(|_| inputs.len() >= MANY);
            let beside = beside.and_then(|first| self.link.beside(first));
            let Some(mut beside) = beside else { return ask(connection, inputs) };
            let (mine, others) = inputs.split_at(inputs.len() / 2);
            let mut first = None;
            let mut meanwhile = || first = Some(ask(connection, mine));
            let second =
                ask(&mut Beside { connection: &mut beside, meanwhile: &mut meanwhile }, others);
            match &second {
                Ok(_) | Err(Lost::TooLong) => self.link.give_back(beside),
                Err(_) => self.link.lost(),
            }
            let first = match first {
                Some(first) => first?,
                None => ask(connection, mine)?,
            };
            let mut signatures = match first {
                Ok(signatures) => signatures,
                Err(error) => return Ok(Err(error)),
            };
            // What the second connection did not bring, the first may.
            let second = second.or_else(|_| ask(connection, others))?;
            Ok(second.map(|more| {
                signatures.extend(more);
                signatures
            }))
        })
    }
}

fn ask<'a>(
    carrier: &mut dyn Carrier,
    mut remote: u64,
    mut mechanism: &'a Mechanism,
    mut key: u64,
    mut inputs: &'a [&'a [u8]],
) -> Called<Vec<Vec<u8>>> {
    call::sign_batch(carrier, &mut remote, &mut mechanism, &mut key, &mut inputs)
}

/// A connection over which a request is sent, and whose reply is read when something else has been done.
struct Beside<'c> {
    connection: &'c mut Connection,
    meanwhile: &'c mut dyn FnMut(),
}

impl Carrier for Beside<'_> {
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost> {
        self.connection.send(request)?;
        (self.meanwhile)();
        self.connection.reply(id)?;
        Ok(self.connection.body())
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        self.connection.next()
    }

    fn done(&mut self, request: Vec<u8>) {
        self.connection.done(request);
    }
}
