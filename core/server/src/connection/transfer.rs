//! What comes and goes over a connection: frames in, at a rate and within what may be held in memory, and
//! replies out. Memory is held from when a request says how long it is until its reply has been taken, and a
//! buffer that grew shrinks again, so that whoever is slow has no more than was counted.

use super::{Connection, GRACE, meanwhile};
use crate::limits::Limits;
use crate::memory::{self, SMALL};
use crate::metrics::Ended;
use std::time::{Duration, Instant};
use strongroom_base::OPERATIONS;
use strongroom_wire::{Malformed, PREFIX, Reply, Request, Wanted, length};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use zeroize::Zeroize;

/// Bytes that a connection keeps room for.
const KEPT: usize = 4096;
/// Bytes that are read at once.
const STEP: usize = 16 << 10;

/// How many bytes count of a frame.
pub(super) fn counted(frame: usize) -> usize {
    if frame > SMALL { frame } else { 0 }
}

/// How many bytes count of replies that wait to be sent: those before the last, and what is in it besides its
/// output, do not.
fn waiting(reply: &Reply) -> usize {
    counted(reply.bytes().len().saturating_sub(SMALL))
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    fn rest(&self) -> &[u8] {
        self.input.get(self.taken..).unwrap_or_default()
    }

    /// The length of the next request, if all of it is there.
    pub(super) fn frame(&self) -> Result<Option<usize>, Malformed> {
        let limit = Limits::count(self.service.limits.frame_size);
        let rest = self.rest();
        Ok(length(rest, limit)?.filter(|len| rest.len() >= PREFIX + len))
    }

    /// Takes what was carried out out of the input. It may have been secret, so what stays of the memory is wiped.
    fn put_away(&mut self) {
        if self.taken == 0 {
            return;
        }
        let (len, rest) = (self.input.len(), self.rest().len());
        self.input.copy_within(self.taken.min(len).., 0);
        let old = self.input.get_mut(rest..len.min(SMALL));
        old.unwrap_or_default().zeroize();
        self.input.truncate(rest);
        self.taken = 0;
    }

    /// Reads something; whether several requests were carried out together before.
    pub(super) async fn read(&mut self, together: bool) -> Result<(), Ended> {
        self.put_away();
        if self.input.is_empty() {
            return self.begin(together).await;
        }
        // Whoever always has half a request on its way is looked at, too.
        if !self.service.admits(&self.identity, &self.certificate) {
            return Err(Ended::Revoked);
        }
        // The rest of a request that has begun.
        let wanted = match length(&self.input, Limits::count(self.service.limits.frame_size)) {
            Ok(Some(len)) => PREFIX + len,
            Ok(None) => PREFIX,
            Err(_) => return Err(Ended::Malformed),
        };
        let patience = Limits::time(self.service.limits.memory_time);
        if !self.incoming.have(counted(wanted), patience).await {
            return self.pass_over(wanted).await;
        }
        let (begun, before) = (Instant::now(), self.input.len());
        while self.input.len() < wanted {
            let received = self.input.len() - before;
            // Room comes as the bytes do: a length that is only claimed takes no memory.
            let room = (wanted - self.input.len()).min(received.max(STEP));
            self.more(begun, received, room, usize::MAX).await?;
        }
        Ok(())
    }

    /// Waits for the first bytes of the next request: awake where that pays. Those who send several together have to
    /// gather again first, and may need this processor for it.
    async fn begin(&mut self, together: bool) -> Result<(), Ended> {
        // Room for all that is in a record of several short requests: they are answered together.
        self.input.shrink_to(KEPT);
        self.input.reserve(KEPT);
        let limits = &self.service.limits;
        let patience = match self.application {
            None => limits.first_request_time,
            Some(_) => limits.idle_time,
        };
        if !together {
            self.worker.answered(&mut self.asking);
        }
        let (stream, input, wake) = (&mut self.stream, &mut self.input, &self.wake);
        let read = async {
            tokio::select! {
                read = stream.read_buf(input) => Some(read),
                () = wake.notified() => None,
            }
        };
        let read = timeout(Limits::time(patience), read).await;
        self.worker.asked(&mut self.asking);
        match read {
            Err(_) => Err(Ended::Idle),
            Ok(None) if self.service.is_stopping() => Err(Ended::Stopped),
            Ok(None) if !self.service.admits(&self.identity, &self.certificate) => {
                Err(Ended::Revoked)
            }
            Ok(None) => Ok(()),
            Ok(Some(Ok(0))) => Err(Ended::ByClient),
            Ok(Some(Ok(_))) => Ok(()),
            Ok(Some(Err(_))) => Err(Ended::Lost),
        }
    }

    /// Reads more of a request, `most` bytes of it, with room for so many at least; it must come at a rate, of
    /// which `received` bytes since it has `begun` are a part.
    async fn more(
        &mut self,
        begun: Instant,
        received: usize,
        room: usize,
        most: usize,
    ) -> Result<(), Ended> {
        let allowed = GRACE + at_rate(received, self.service.limits.min_rate);
        let left = allowed.saturating_sub(begun.elapsed());
        match counted(self.input.len() + room) {
            0 => self.input.reserve(room),
            _ => self.input.reserve_exact(room),
        }
        let mut stream = (&mut self.stream).take(most as u64);
        match timeout(left, stream.read_buf(&mut self.input)).await {
            Err(_) => Err(Ended::Slow),
            Ok(Ok(0) | Err(_)) => Err(Ended::Lost),
            Ok(Ok(_)) => Ok(()),
        }
    }

    /// Reads a request for which there is no memory, keeps nothing of it, and says so.
    async fn pass_over(&mut self, wanted: usize) -> Result<(), Ended> {
        let begun = Instant::now();
        let before = self.input.len();
        let mut passed = 0;
        let mut request = None;
        while passed + self.input.len() < wanted {
            let received = (passed + self.input.len()).saturating_sub(before);
            let left = wanted - passed - self.input.len();
            self.more(begun, received, left.min(STEP), left.min(STEP)).await?;
            // Who asks for what stands at the beginning.
            if request.is_none() && self.input.len() >= STEP {
                let body = self.input.get(PREFIX..).unwrap_or_default();
                let read = Request::read(body).map_err(|_| Ended::Malformed)?;
                request = Some((read.id, read.wanted));
            }
            if request.is_some() {
                passed += self.input.len();
                self.input.clear();
            }
        }
        self.input.clear();
        let name = match request {
            // Nobody has anything so long to say before there is an application.
            _ if self.application.is_none() => return Err(Ended::Malformed),
            Some((_, Wanted::Operation(index))) => OPERATIONS.get(index).map(|it| it.name),
            _ => None,
        };
        let Some(((id, _), name)) = request.zip(name) else { return Err(Ended::Malformed) };
        self.service.metrics.bytes_in(wanted);
        let rv = self.refuse(id);
        self.service.metrics.outcome(name, None, rv).add(begun.elapsed());
        Ok(())
    }

    /// Says of a request that there is no memory for it; gives the return value.
    pub(super) fn refuse(&mut self, id: u64) -> u64 {
        let error = memory::refused();
        self.service.metrics.memory_refused();
        if self.peer.requests.is_worth_telling() {
            tracing::warn!(
                client = self.identity.name,
                requests = self.peer.requests.held(),
                replies = self.peer.replies.held(),
                "a request is refused: {}",
                error.why()
            );
        }
        self.reply.failure(id, &error);
        error.rv().0
    }

    /// Whether there is memory for the output of a request, now or soon.
    pub(super) async fn have_room(&mut self, id: u64, room: usize) -> bool {
        if room <= SMALL || self.outgoing.try_have(room) {
            return true;
        }
        // Who waits has the replies that are there.
        if self.send().await.is_err() {
            return false;
        }
        let patience = Limits::time(self.service.limits.memory_time);
        meanwhile(&mut self.stream, self.working, id, self.outgoing.have(room, patience)).await
    }

    /// After a request: gives back what its buffers no longer need. Where an answer is long, which nobody could
    /// know before, and there is no memory for it, it is withheld; gives the return value of that.
    pub(super) fn settle(&mut self, id: u64) -> Option<u64> {
        if self.input.capacity() > SMALL {
            self.put_away();
            self.input.shrink_to(KEPT);
        }
        self.incoming.keep(0);
        let mut withheld = None;
        if !self.outgoing.try_have(waiting(&self.reply)) {
            self.reply.withhold();
            withheld = Some(self.refuse(id));
        }
        if self.reply.capacity() > 2 * SMALL.max(self.reply.bytes().len()) {
            self.reply.give_back();
        }
        self.outgoing.keep(waiting(&self.reply));
        withheld
    }

    /// Sends the replies; nothing is held after that.
    pub(super) async fn flush(&mut self) -> Result<(), Ended> {
        let sent = self.send().await;
        self.outgoing.keep(0);
        self.count();
        sent
    }

    /// Sends the replies.
    pub(super) async fn send(&mut self) -> Result<(), Ended> {
        let bytes = self.reply.bytes();
        if bytes.is_empty() {
            return Ok(());
        }
        let allowed = GRACE + at_rate(bytes.len(), self.service.limits.min_rate);
        let sent = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        let sent = timeout(allowed, sent).await;
        self.service.metrics.bytes_out(bytes.len());
        self.reply.sent();
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(Ended::Lost),
        }
    }
}

fn at_rate(bytes: usize, rate: u64) -> Duration {
    Duration::from_millis((bytes as u64).saturating_mul(1000) / rate.max(1))
}
