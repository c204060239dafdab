//! The service as a whole: who listens, which thread has which connection, what is looked at every now and
//! then, and how it all ends. A connection stays on one thread, which also carries out what is short: to
//! wake another thread for each request would cost more than most requests do.

use crate::applications::Applications;
use crate::clients::{Clients, Identity, fingerprint};
use crate::config::Config;
use crate::connection::{Connection, Who};
use crate::http;
use crate::limits::Limits;
use crate::memory::Memory;
use crate::metrics::{Ended, Metrics, Now};
use crate::peer::Peer;
use crate::pool::{Pool, pool_threads, tasks, workers};
use crate::tls::{self, Certificate};
use crate::worker::Worker;
use crate::{authority::Authority, exposure};
use parking_lot::Mutex;
use rustls::ServerConfig;
use std::collections::{HashMap, VecDeque};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use strongroom_base::{Error, Provider, Result, ck};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::{Notify, mpsc};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// How often the list of clients is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How often everything else is.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// How long applications have to end, at least, when the service stops.
const ENDING: Duration = Duration::from_secs(1);
/// Connections that wait to be accepted.
const BACKLOG: i32 = 4096;

/// What all connections share.
pub struct Service {
    /// Whether another vendor's module carries out the operations.
    pub at_module: bool,
    /// The limits.
    pub limits: Limits,
    /// Those that requests are read with.
    pub wire_limits: strongroom_wire::Limits,
    /// The counts.
    pub metrics: Arc<Metrics>,
    /// The applications.
    pub applications: Applications,
    /// Where what is long is done.
    pub pool: Arc<Pool>,
    /// What requests may hold.
    pub requests: Arc<Memory>,
    /// What replies may.
    pub replies: Arc<Memory>,
    clients: Arc<Clients>,
    peers: Mutex<HashMap<String, Arc<Peer>>>,
    connections: Mutex<HashMap<u64, Open>>,
    next: AtomicU64,
    open: AtomicUsize,
    handshakes: Mutex<VecDeque<(u64, Arc<Notify>)>>,
    stopping: AtomicBool,
}

/// A connection that is open: whose it is, with which certificate, and what has it looked at.
struct Open {
    identity: Arc<Identity>,
    certificate: Arc<str>,
    wake: Arc<Notify>,
}

/// A running service.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it tells its state and its counts.
    pub metrics_address: Option<SocketAddr>,
    service: Arc<Service>,
    shutdown_time: Duration,
    threads: Vec<std::thread::JoinHandle<()>>,
    stop: Arc<Notify>,
}

/// Starts the service for the instance in a directory.
pub fn start(config: &Config, provider: Arc<dyn Provider>, instance: &Path) -> Result<Running> {
    begin(config, provider, instance, false)
}

/// Starts the service for another vendor's module, whose calls may take any time; its clients are those of the
/// instance in a directory.
pub fn start_module(
    config: &Config,
    module: Arc<dyn Provider>,
    instance: &Path,
) -> Result<Running> {
    begin(config, module, instance, true)
}

fn begin(
    config: &Config,
    provider: Arc<dyn Provider>,
    instance: &Path,
    at_module: bool,
) -> Result<Running> {
    exposure::check(&*provider, &config.listen, config.allow_default_pins)?;
    let limits = config.limits.clone();
    let clients = Arc::new(Clients::open(instance)?);
    let certificate = Certificate::new(Authority::open(instance)?)?;
    let tls = tls::configuration(Arc::clone(&certificate), Arc::clone(&clients))?;
    let listener = listen(&config.listen)?;
    let address = listener.local_addr().map_err(|error| not_listening(&config.listen, &error))?;
    let told = config.metrics.as_deref().map(listen).transpose()?;
    let metrics_address = told.as_ref().and_then(|listener| listener.local_addr().ok());
    let frame = Limits::count(limits.frame_size);
    let service = Arc::new(Service {
        at_module,
        wire_limits: strongroom_wire::Limits {
            attributes: Limits::count(limits.template_attributes),
            depth: Limits::count(limits.template_depth),
            // What is in a reply besides output.
            reply: frame.saturating_sub(4096),
        },
        metrics: Metrics::new(),
        applications: Applications::new(
            Arc::clone(&provider),
            Limits::count(limits.applications_per_client),
            tasks(&limits),
        ),
        pool: Pool::new(&limits),
        requests: Memory::new(limits.request_memory),
        replies: Memory::new(limits.reply_memory),
        clients,
        peers: Mutex::default(),
        connections: Mutex::default(),
        next: AtomicU64::new(0),
        open: AtomicUsize::new(0),
        handshakes: Mutex::default(),
        stopping: AtomicBool::new(false),
        limits,
    });
    provider.watch_keystore(service.metrics.keystore());
    let mut threads = Vec::new();
    let mut queues = Vec::new();
    let count = u32::try_from(workers(&service.limits)).unwrap_or(u32::MAX);
    for number in 0..count {
        let (send, receive) = mpsc::unbounded_channel();
        let (service, tls) = (Arc::clone(&service), Arc::clone(&tls));
        queues.push(send);
        let (tell, told) = std::sync::mpsc::channel();
        threads.push(spawn(format!("worker-{number}"), move || {
            // A runtime whose tasks stay on one thread belongs to the thread that makes it.
            match builder(&service.limits).build_local(LocalOptions::default()) {
                Ok(runtime) => {
                    let _ = tell.send(Ok(()));
                    runtime.block_on(work(service, tls, receive, Worker::new((number, count))));
                }
                Err(error) => drop(tell.send(Err(no_thread(&error)))),
            }
        })?);
        told.recv().unwrap_or(Ok(()))?;
    }
    let stop = Arc::new(Notify::new());
    let runtime = builder(&service.limits).build().map_err(|error| no_thread(&error))?;
    {
        let (service, stop) = (Arc::clone(&service), Arc::clone(&stop));
        threads.push(spawn("listener".into(), move || {
            runtime.block_on(async move {
                if let Some(told) = told {
                    let (service, provider) = (Arc::clone(&service), Arc::clone(&provider));
                    tokio::spawn(http::serve(told, service, provider));
                }
                tokio::spawn(look_after(Arc::clone(&service), provider, certificate));
                tokio::select! {
                    () = accept(listener, &service, &queues) => {}
                    () = stop.notified() => {}
                }
                drop(queues);
                // The state is told until the last connection has ended.
                while service.open.load(Ordering::Acquire) > 0 {
                    sleep(Duration::from_millis(10)).await;
                }
            });
        })?);
    }
    let shutdown_time = Limits::time(service.limits.shutdown_time);
    Ok(Running { address, metrics_address, service, shutdown_time, threads, stop })
}

impl Running {
    /// Takes no more connections, lets what runs end, and closes all applications.
    pub fn stop(self) {
        self.service.stopping.store(true, Ordering::Release);
        self.stop.notify_one();
        let begun = Instant::now();
        while self.service.open.load(Ordering::Acquire) > 0 && begun.elapsed() < self.shutdown_time
        {
            self.service.wake(|_| true);
            std::thread::sleep(Duration::from_millis(5));
        }
        let left = self.service.open.load(Ordering::Acquire);
        if left > 0 {
            tracing::warn!(connections = left, "connections were still open when time was up");
        }
        // Threads end when what they began has, however long that takes; so does each application. A thread that
        // panicked has said so.
        let service = Arc::clone(&self.service);
        let ending = std::thread::spawn(move || service.applications.end_all());
        let until = Instant::now() + self.shutdown_time.saturating_sub(begun.elapsed()).max(ENDING);
        let threads = if left > 0 { Vec::new() } else { self.threads };
        let busy = || !ending.is_finished() || threads.iter().any(|thread| !thread.is_finished());
        while busy() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        if busy() {
            tracing::warn!("what was begun had not ended when time was up");
        }
    }
}

impl Service {
    /// Whether the service stops.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Whether a client that is connected with a certificate may still be.
    pub fn admits(&self, identity: &Identity, certificate: &str) -> bool {
        identity.is_welcome() && self.clients.admits(certificate)
    }

    /// Has connections looked at.
    fn wake(&self, which: impl Fn(&Open) -> bool) {
        for open in self.connections.lock().values() {
            if which(open) {
                open.wake.notify_one();
            }
        }
    }

    fn peer(&self, id: &str) -> Arc<Peer> {
        let mut peers = self.peers.lock();
        let peer = peers.entry(id.to_owned()).or_insert_with(|| Arc::new(Peer::new(&self.limits)));
        Arc::clone(peer)
    }

    /// Takes a place among those that have not shown a certificate yet; the oldest loses his where there
    /// are too many.
    fn begin_handshake(&self, number: u64) -> Arc<Notify> {
        let displaced = Arc::new(Notify::new());
        let mut handshakes = self.handshakes.lock();
        if handshakes.len() >= Limits::count(self.limits.handshakes)
            && let Some((_, oldest)) = handshakes.pop_front()
        {
            oldest.notify_one();
        }
        handshakes.push_back((number, Arc::clone(&displaced)));
        displaced
    }

    fn end_handshake(&self, number: u64) {
        self.handshakes.lock().retain(|(other, _)| *other != number);
    }
}

fn not_listening(address: &str, error: &std::io::Error) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, format!("listening on {address}: {error}"))
}

fn listen(address: &str) -> Result<TcpListener> {
    use socket2::{Domain, Protocol, Socket, Type};
    use std::net::ToSocketAddrs;
    let fail = |error: std::io::Error| not_listening(address, &error);
    let none = || std::io::Error::other("it is no address");
    let at = address.to_socket_addrs().map_err(fail)?.next().ok_or_else(none).map_err(fail)?;
    let open = || {
        let socket = Socket::new(Domain::for_address(at), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&at.into())?;
        socket.listen(BACKLOG)?;
        Ok(TcpListener::from(socket))
    };
    open().map_err(fail)
}

fn builder(limits: &Limits) -> Builder {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().max_blocking_threads(
        pool_threads(limits) + Limits::count(limits.derivations) + tasks(limits),
    );
    builder
}

fn no_thread(error: &std::io::Error) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("starting a thread: {error}"))
}

fn spawn(name: String, run: impl FnOnce() + Send + 'static) -> Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name(name).spawn(run).map_err(|error| no_thread(&error))
}

type Queue = mpsc::UnboundedSender<TcpStream>;

/// Hands connections to the workers, in turn.
async fn accept(listener: TcpListener, service: &Service, workers: &[Queue]) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let most = Limits::count(service.limits.connections)
        .saturating_add(Limits::count(service.limits.handshakes));
    for worker in workers.iter().cycle() {
        let stream = loop {
            match listener.accept().await {
                // Those that wait to be accepted are more, and cost nothing.
                Ok(_) if service.open.load(Ordering::Acquire) >= most => {
                    service.metrics.opened();
                    service.metrics.closed(Ended::TooMany);
                }
                Ok((stream, _)) => break stream,
                Err(error) => {
                    // No more files: some will be closed.
                    tracing::warn!("accepting a connection: {error}");
                    sleep(Duration::from_millis(50)).await;
                }
            }
        };
        if let Ok(stream) = stream.into_std() {
            service.open.fetch_add(1, Ordering::AcqRel);
            service.metrics.opened();
            if worker.send(stream).is_err() {
                service.open.fetch_sub(1, Ordering::AcqRel);
            }
        }
    }
}

/// A worker: has connections, until no more come.
async fn work(
    service: Arc<Service>,
    tls: Arc<ServerConfig>,
    mut connections: mpsc::UnboundedReceiver<TcpStream>,
    worker: Rc<Worker>,
) {
    let acceptor = TlsAcceptor::from(tls);
    let awake = Rc::clone(&worker);
    tokio::task::spawn_local(async move { awake.stay_awake().await });
    while let Some(stream) = connections.recv().await {
        let (service, acceptor) = (Arc::clone(&service), acceptor.clone());
        let worker = Rc::clone(&worker);
        tokio::task::spawn_local(async move {
            let ended = connection(&service, worker, acceptor, stream).await;
            service.metrics.closed(ended);
            service.open.fetch_sub(1, Ordering::AcqRel);
        });
    }
    // What has begun goes on until it ends.
    while service.open.load(Ordering::Acquire) > 0 {
        sleep(Duration::from_millis(10)).await;
    }
}

async fn connection(
    service: &Arc<Service>,
    worker: Rc<Worker>,
    acceptor: TlsAcceptor,
    stream: TcpStream,
) -> Ended {
    let number = service.next.fetch_add(1, Ordering::Relaxed);
    let begun = Instant::now();
    let stream = stream.set_nodelay(true).and_then(|()| tokio::net::TcpStream::from_std(stream));
    let Ok(stream) = stream else { return Ended::Lost };
    let displaced = service.begin_handshake(number);
    let handshake = timeout(Limits::time(service.limits.handshake_time), acceptor.accept(stream));
    let agreed = tokio::select! {
        agreed = handshake => agreed,
        () = displaced.notified() => return Ended::Displaced,
    };
    service.end_handshake(number);
    let stream = match agreed {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            tracing::debug!("a connection without a certificate that counts: {error}");
            return Ended::Handshake;
        }
        Err(_) => return Ended::HandshakeTime,
    };
    service.metrics.handshake(begun.elapsed());
    let certificate = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
    let Some((Ok(identity), certificate)) =
        certificate.map(|der| (service.clients.admit(der), Arc::<str>::from(fingerprint(der))))
    else {
        return Ended::Revoked;
    };
    let peer = service.peer(&identity.id);
    let Some(_place) = peer.connections.enter() else { return Ended::TooMany };
    let wake = Arc::new(Notify::new());
    {
        let mut connections = service.connections.lock();
        if connections.len() >= Limits::count(service.limits.connections) {
            return Ended::TooMany;
        }
        let (identity, certificate) = (Arc::clone(&identity), Arc::clone(&certificate));
        connections.insert(number, Open { identity, certificate, wake: Arc::clone(&wake) });
    }
    tracing::debug!(client = identity.name, connection = number, "connected");
    let name = identity.name.clone();
    let who = Who { identity, certificate, peer: Arc::clone(&peer), number };
    let connection = Connection::new(Arc::clone(service), worker, stream, who, wake);
    let ended = connection.run().await;
    service.connections.lock().remove(&number);
    tracing::debug!(client = name, connection = number, reason = ?ended, "disconnected");
    ended
}

/// What is looked at every now and then.
async fn look_after(
    service: Arc<Service>,
    provider: Arc<dyn Provider>,
    certificate: Arc<Certificate>,
) {
    let mut swept = Instant::now();
    let mut seen = service.clients.changes();
    loop {
        sleep(LOOK_EVERY).await;
        if let Err(error) = service.clients.refresh() {
            tracing::error!("{error}");
        }
        let changes = service.clients.changes();
        if changes != seen {
            seen = changes;
            tracing::info!("the list of clients has changed");
            service.wake(|open| !service.admits(&open.identity, &open.certificate));
            end(&service, |service| service.applications.end_unwelcome());
            service.peers.lock().retain(|id, _| service.clients.has(id));
        }
        let idle = Arc::clone(&provider);
        let _ = tokio::task::spawn_blocking(move || idle.idle()).await;
        let (waiting, deriving) = service.pool.in_flight();
        let taken = |peer: &Arc<Peer>| peer.session_memory.taken();
        service.metrics.now(&Now {
            applications: service.applications.len(),
            sessions: provider.sessions().unwrap_or(0),
            waiting,
            deriving,
            requests: service.requests.held(),
            replies: service.replies.held(),
            session_memory: service.peers.lock().values().map(taken).sum(),
        });
        if swept.elapsed() < SWEEP_EVERY {
            continue;
        }
        swept = Instant::now();
        // Certificates whose time has come to an end.
        service.wake(|open| !service.admits(&open.identity, &open.certificate));
        end(&service, |service| {
            let longest = Limits::time(service.limits.application_time);
            service.applications.end_abandoned(longest);
        });
        if let Err(error) = certificate.renew_if_needed() {
            tracing::error!("{error}");
        }
    }
}

/// Ends applications on a thread beside the listener's: what runs in one is waited for, and nobody else shall be.
fn end(service: &Arc<Service>, which: impl FnOnce(&Service) + Send + 'static) {
    let service = Arc::clone(service);
    drop(tokio::task::spawn_blocking(move || which(&service)));
}
