//! One connection, from its certificate to its end: requests in the order they come, replies in the same
//! order, several in one record of TLS where several requests were there. What is short runs here, what is
//! long on the pool, while the client hears every now and then that it is being worked at. What is in between
//! runs here too, in turn, where nobody waits for it who has something short.

mod transfer;

use crate::applications::Served as Application;
use crate::clients::Identity;
use crate::cost::{self, LONG, MUCH, Place};
use crate::limits::Limits;
use crate::memory::{Held, SMALL};
use crate::metrics::{Ended, Outcome};
use crate::peer::Peer;
use crate::service::Service;
use crate::worker::{Asking, Worker};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::{Allowance, Error, OPERATIONS, Tenant, ck};
use strongroom_wire::{
    Attach, Attached, Facts, Malformed, PREFIX, Reply, Request, Served, VERSION, Wanted, serve,
};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

/// How often a client that waits hears that its request is being worked at: at most and at least. One whose
/// patience is short hears it three times within that.
const WORKING: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));
/// How many requests are carried out before other connections have their turn.
const TURN: usize = 16;
/// How long a frame may take whatever its length.
const GRACE: Duration = Duration::from_secs(5);

/// A connection whose client is known.
pub struct Connection<S> {
    service: Arc<Service>,
    stream: S,
    identity: Arc<Identity>,
    certificate: Arc<str>,
    peer: Arc<Peer>,
    /// Its number, for the log of both sides.
    number: u64,
    /// Woken when the connection shall be looked at: the service stops, or the client is revoked.
    wake: Arc<Notify>,
    worker: Rc<Worker>,
    asking: Asking,
    #[expect(
        clippy::redundant_allocation,
        reason = "all workers would count each request in one place"
    )]
    application: Option<Rc<Arc<Application>>>,
    /// How often the client hears, while it waits, that its request is being worked at.
    working: Duration,
    input: Vec<u8>,
    /// How much of the input has been taken.
    taken: usize,
    reply: Reply,
    /// What was carried out and has not been counted: that is done when its replies have been sent.
    uncounted: Vec<Carried>,
    /// What counted the last of them, and such as what.
    counted: Option<(Kind, Outcome)>,
    /// Bytes of requests that have not been counted.
    received: usize,
    /// How long requests that are not short ran since others had their turn.
    longer: Duration,
    /// The memory that the input has, where it is not small.
    incoming: Held,
    /// That of the reply.
    outgoing: Held,
}

/// A request that was carried out, and how long that took.
struct Carried {
    kind: Kind,
    took: Duration,
}

/// What kind of request it was: the operation, the mechanism where it is known, the return value.
type Kind = (&'static str, Option<u64>, u64);

/// Who is at the other end.
pub struct Who {
    /// The client.
    pub identity: Arc<Identity>,
    /// What its certificate is known by.
    pub certificate: Arc<str>,
    /// What the service keeps of the client.
    pub peer: Arc<Peer>,
    /// The number of the connection.
    pub number: u64,
}

/// What is done after a request.
#[derive(PartialEq)]
enum Next {
    Go,
    Close,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    pub fn new(
        service: Arc<Service>,
        worker: Rc<Worker>,
        stream: S,
        who: Who,
        wake: Arc<Notify>,
    ) -> Self {
        let Who { identity, certificate, peer, number } = who;
        Self {
            incoming: Held::new(&peer.requests, &service.requests),
            outgoing: Held::new(&peer.replies, &service.replies),
            service,
            stream,
            identity,
            certificate,
            peer,
            number,
            wake,
            worker,
            asking: Asking::default(),
            application: None,
            working: WORKING.1,
            input: Vec::new(),
            taken: 0,
            reply: Reply::default(),
            uncounted: Vec::new(),
            counted: None,
            received: 0,
            longer: Duration::ZERO,
        }
    }

    /// Serves the connection until it ends.
    pub async fn run(mut self) -> Ended {
        let ended = self.requests().await;
        self.count();
        if let Some(application) = self.application.take() {
            application.detach();
        }
        // An end in order tells the client that what it was not answered was not begun. Whoever is gone
        // does not hear it.
        if matches!(ended, Ended::ByClient | Ended::Idle | Ended::Stopped | Ended::Revoked) {
            let _ = self.flush().await;
            let _ = timeout(GRACE, self.stream.shutdown()).await;
        }
        ended
    }

    async fn requests(&mut self) -> Ended {
        let mut carried_out = 0;
        loop {
            match self.frame() {
                Ok(Some(len)) => match self.request(len).await {
                    Ok(Next::Go) => carried_out += 1,
                    Ok(Next::Close) => return Ended::ByClient,
                    Err(ended) => return ended,
                },
                Ok(None) => {
                    if self.flush().await.is_err() {
                        return Ended::Lost;
                    }
                    if self.service.is_stopping() {
                        return Ended::Stopped;
                    }
                    if let Err(ended) = self.read(carried_out > 1).await {
                        return ended;
                    }
                    carried_out = 0;
                }
                Err(Malformed(why)) => {
                    tracing::warn!(client = self.identity.name, "{why}");
                    return Ended::Malformed;
                }
            }
            if carried_out >= TURN || self.reply.bytes().len() >= SMALL {
                carried_out = 0;
                if self.flush().await.is_err() {
                    return Ended::Lost;
                }
                tokio::task::yield_now().await;
            }
        }
    }

    /// Counts what was carried out. All workers count in the same place: together, since it moves between
    /// processors each time.
    fn count(&mut self) {
        if self.received == 0 {
            return;
        }
        let metrics = &self.service.metrics;
        metrics.bytes_in(std::mem::take(&mut self.received));
        for Carried { kind, took } in self.uncounted.drain(..) {
            let last = self.counted.take().filter(|(last, _)| *last == kind);
            let (operation, mechanism, rv) = kind;
            let last = last.unwrap_or_else(|| (kind, metrics.outcome(operation, mechanism, rv)));
            last.1.add(took);
            self.counted = Some(last);
        }
    }

    /// Carries out the request at the front of the input.
    async fn request(&mut self, len: usize) -> Result<Next, Ended> {
        if !self.identity.is_welcome() {
            return Err(Ended::Revoked);
        }
        let start = self.taken + PREFIX;
        self.taken = start + len;
        self.received += PREFIX + len;
        let body = self.input.get(start..self.taken).unwrap_or_default();
        let malformed = |Malformed(why): Malformed| {
            tracing::warn!(client = self.identity.name, "{why}");
            Ended::Malformed
        };
        let request = Request::read(body).map_err(malformed)?;
        let (index, application) = match (request.wanted, &self.application) {
            (Wanted::Attach, None) => return self.attach(len),
            (Wanted::Operation(index), Some(application)) => (index, Rc::clone(application)),
            (Wanted::Unknown, Some(_)) => {
                let why = "the service does not have this operation";
                let error = Error::new(ck::CKR_FUNCTION_NOT_SUPPORTED, why);
                self.reply.failure(request.id, &error);
                return Ok(Next::Go);
            }
            _ => return Err(Ended::Malformed),
        };
        let id = request.id;
        let begun = Instant::now();
        let mut facts = Facts::default();
        let mut subject = None;
        let limits = self.service.wire_limits;
        let (reply, outgoing) = (&mut self.reply, &mut self.outgoing);
        let (worker, number, longer) = (&self.worker, self.number, self.longer);
        let place =
            if self.service.at_module { cost::place_at_module(index) } else { cost::place(index) };
        let served = {
            let mut decide = |known: &Facts| {
                facts = *known;
                let about = application.subject(index, known);
                subject = Some(about);
                if known.room > SMALL && !outgoing.try_have(known.room) {
                    return false;
                }
                match place {
                    Place::Here => true,
                    Place::Pool | Place::Derivation => false,
                    _ if is_much(known) => false,
                    Place::Short => application
                        .took(about)
                        .is_none_or(|took| took < LONG || worker.may_go_on(number, longer, took)),
                    Place::Long => application.took(about).is_some_and(|took| took < LONG),
                }
            };
            let call = || serve(&*application.application, &request, &limits, reply, &mut decide);
            catch_unwind(AssertUnwindSafe(call))
        };
        let served = match served {
            Ok(served) => served.map_err(malformed)?,
            Err(_) => return Err(self.defect(index, &application, facts.session)),
        };
        let (rv, ran) = match served {
            Served::Done(rv) => {
                let ran = begun.elapsed();
                self.longer += if ran < LONG { Duration::ZERO } else { ran };
                (rv, Some(ran))
            }
            Served::Elsewhere if !self.have_room(id, facts.room).await => (self.refuse(id), None),
            Served::Elsewhere => {
                let worker = Rc::clone(&self.worker);
                let turn = match subject.and_then(|about| application.took(about)) {
                    Some(took) if place == Place::Short && !is_much(&facts) => {
                        worker.turn(self.number, took).await
                    }
                    _ => None,
                };
                let session = facts.session;
                self.longer = Duration::ZERO;
                match turn {
                    Some(_turn) => self.in_turn(index, start, &application, session)?,
                    None => self.elsewhere(index, id, start, place, &application, session).await?,
                }
            }
        };
        if let Some(ran) = ran.filter(|ran| *ran >= LONG && rv == ck::CKR_OK) {
            self.reply.took(ran);
        }
        let rv = self.settle(id).unwrap_or(rv);
        let took = match served {
            Served::Done(_) => ran.unwrap_or_default(),
            Served::Elsewhere => begun.elapsed(),
        };
        let mechanism = subject.and_then(|about| about.mechanism).or(facts.mechanism);
        if let (Some(about), Some(ran)) = (subject, ran) {
            let varies = matches!(place, Place::Short | Place::Long);
            if varies && (ran >= LONG || place == Place::Long || served == Served::Elsewhere) {
                application.note(about, ran);
            }
            if served != Served::Elsewhere && ran < LONG {
                self.worker.was_short(self.number, begun + ran);
            }
        }
        let name = OPERATIONS.get(index).map_or("unknown", |operation| operation.name);
        if matches!(name, "op_init" | "verify_signature_init" | "message_init") && rv == ck::CKR_OK
        {
            application.begun(index, &facts);
        }
        self.uncounted.push(Carried { kind: (name, mechanism, rv), took });
        tracing::debug!(
            client = self.identity.name,
            connection = self.number,
            request = id,
            operation = name,
            result = %strongroom_base::Rv(rv),
            microseconds = took.as_micros() as u64,
            "request"
        );
        if name == "close" {
            self.service.applications.end(&application);
            self.application = None;
            return Ok(Next::Close);
        }
        Ok(Next::Go)
    }

    fn attach(&mut self, len: usize) -> Result<Next, Ended> {
        let body = self.input.get(self.taken - len..self.taken).unwrap_or_default();
        let request = Request::read(body).map_err(|_| Ended::Malformed)?;
        let id = request.id;
        let attach = Attach::read(request).map_err(|_| Ended::Malformed)?;
        let client = &self.identity;
        let limits = &self.service.limits;
        let joined = match attach.application {
            Some(token) => self.service.applications.join(client, &token).map(|it| (token, it)),
            None => {
                let tenant = Tenant {
                    identity: self.identity.known_as(),
                    slots: self.identity.slots.clone(),
                    max_sessions: Limits::count(limits.sessions),
                    max_session_objects: Limits::count(limits.session_objects),
                    session_memory: Some(Allowance::part(
                        &self.peer.session_memory,
                        Limits::count(limits.session_memory),
                    )),
                };
                match self.service.applications.begin(client, tenant) {
                    Ok(begun) => Some(begun),
                    Err(error) => {
                        self.reply.failure(id, &error);
                        return Ok(Next::Close);
                    }
                }
            }
        };
        let (token, application) = joined.unzip();
        self.application = application.map(Rc::new);
        let attached = Attached {
            version: VERSION.min(attach.version),
            application: token,
            frame: Limits::count(limits.frame_size),
            idle: limits.idle_time,
            connection: self.number,
            worker: Some(self.worker.number),
        };
        if let Some(patience) = attach.patience {
            self.working = (Limits::time(patience) / 3).clamp(WORKING.0, WORKING.1);
        }
        attached.write(id, &mut self.reply);
        tracing::debug!(
            client = self.identity.name,
            connection = self.number,
            process = attach.process,
            "attached"
        );
        Ok(Next::Go)
    }

    /// Carries out the request at a place of the input here. Gives the return value, and how long it took.
    fn in_turn(
        &mut self,
        index: usize,
        start: usize,
        application: &Application,
        session: u64,
    ) -> Result<(u64, Option<Duration>), Ended> {
        let body = self.input.get(start..self.taken).unwrap_or_default();
        let limits = self.service.wire_limits;
        let begun = Instant::now();
        let served = carry_out(application, body, &limits, &mut self.reply);
        let ran = begun.elapsed();
        self.longer += ran;
        match served {
            Ok(Ok(Served::Done(rv))) => Ok((rv, Some(ran))),
            Ok(_) => Err(Ended::Malformed),
            Err(_) => Err(self.defect(index, application, session)),
        }
    }

    /// Has the request at a place of the input carried out on the pool. Gives the return value, and how long
    /// it took there; nothing where it was refused.
    async fn elsewhere(
        &mut self,
        index: usize,
        id: u64,
        start: usize,
        place: Place,
        application: &Arc<Application>,
        session: u64,
    ) -> Result<(u64, Option<Duration>), Ended> {
        // Who waits has the replies that are there.
        self.send().await?;
        let rest = self.input.split_off(self.taken);
        let mut body = std::mem::replace(&mut self.input, rest);
        body.drain(..start);
        self.taken = 0;
        let mut reply = std::mem::take(&mut self.reply);
        let (limits, served) = (self.service.wire_limits, Arc::clone(application));
        let job = move || {
            let body = zeroize::Zeroizing::new(body);
            let begun = Instant::now();
            let done = carry_out(&served, &body, &limits, &mut reply);
            (done, reply, begun.elapsed())
        };
        let derivation = place == Place::Derivation;
        let peer = Arc::clone(&self.peer);
        let service = Arc::clone(&self.service);
        let run = async {
            let turn = if derivation { peer.pin_turn(&service.limits).await } else { None };
            (turn, service.pool.run(&peer.share, derivation, job).await)
        };
        // The turn is kept until what came of the PIN has been noted.
        let (_turn, done) = meanwhile(&mut self.stream, self.working, id, run).await;
        let (rv, ran) = match done {
            Ok((Ok(Ok(Served::Done(rv))), reply, ran)) => {
                self.reply = reply;
                (rv, Some(ran))
            }
            Ok((Ok(_), ..)) => return Err(Ended::Malformed),
            Ok((Err(_), ..)) => return Err(self.defect(index, application, session)),
            Err(error) => {
                self.reply.failure(id, &error);
                (error.rv().0, None)
            }
        };
        if derivation {
            peer.pin_answer(rv);
            self.service.metrics.login(rv);
        }
        Ok((rv, ran))
    }

    /// A request made the engine panic: nobody knows what state its session is in, so it is closed.
    fn defect(&self, index: usize, application: &Application, session: u64) -> Ended {
        let name = OPERATIONS.get(index).map_or("unknown", |operation| operation.name);
        tracing::error!(client = self.identity.name, operation = name, "a defect ended a request");
        let close = || application.application.close_session(session);
        let _ = catch_unwind(AssertUnwindSafe(close));
        Ended::Defect
    }
}

/// Waits for something, while the client hears every now and then that its request is being worked at.
async fn meanwhile<T>(
    stream: &mut (impl AsyncWrite + Unpin),
    working: Duration,
    id: u64,
    what: impl Future<Output = T>,
) -> T {
    let mut what = pin!(what);
    loop {
        tokio::select! {
            done = &mut what => return done,
            () = sleep(working) => {
                let working = Reply::working(id);
                let sent = async {
                    stream.write_all(&working).await?;
                    stream.flush().await
                };
                // What was begun is carried out, whether or not somebody still waits for it.
                let _ = timeout(GRACE, sent).await;
            }
        }
    }
}

/// Whether a request has so much to do that it is not carried out here, however fast it is otherwise.
fn is_much(facts: &Facts) -> bool {
    facts.input.max(facts.room) > MUCH
}

/// Carries out a request, wherever this is called.
fn carry_out(
    application: &Application,
    body: &[u8],
    limits: &strongroom_wire::Limits,
    reply: &mut Reply,
) -> std::thread::Result<Result<Served, Malformed>> {
    let call =
        || serve(&*application.application, &Request::read(body)?, limits, reply, &mut |_| true);
    catch_unwind(AssertUnwindSafe(call))
}
