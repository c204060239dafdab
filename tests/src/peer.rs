//! The protocol by hand, for what our own client never does: connections that show a certificate and then
//! say whatever a test wants, whole frames or broken ones.

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A connection to a service.
pub struct Peer {
    /// TLS, once agreed on.
    pub stream: StreamOwned<ClientConnection, TcpStream>,
    next: u64,
}

/// An argument of a request.
pub enum Arg<'a> {
    /// A number, or a kind.
    Number(u64),
    /// Whether something is so.
    Truth(bool),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Whatever this CBOR says.
    Encoded(&'a [u8]),
    /// None.
    Nothing,
}

/// A reply.
#[derive(Debug)]
pub struct Reply {
    /// `CKR_…`
    pub rv: u64,
    /// The number of the request.
    pub id: u64,
    /// The CBOR of the answer.
    pub answer: Vec<u8>,
}

impl Reply {
    /// The answer as a number.
    pub fn number(&self) -> u64 {
        Decoder::new(&self.answer).u64().expect("a number")
    }
}

/// How TLS is spoken by whoever has a bundle, and the name of the service in it.
pub fn configuration(bundle: &Path) -> (Arc<ClientConfig>, ServerName<'static>) {
    let text = std::fs::read_to_string(bundle).expect("a bundle");
    let table: toml::Table = text.parse().expect("a bundle");
    let field = |name: &str| table[name].as_str().expect("text").to_owned();
    let certificate = |pem: String| CertificateDer::from_pem_slice(pem.as_bytes()).expect("PEM");
    let mut roots = RootCertStore::empty();
    roots.add(certificate(field("authority"))).expect("an authority");
    let key = PrivateKeyDer::from_pem_slice(field("key").as_bytes()).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut configuration = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate(field("certificate"))], key)
        .expect("a certificate");
    configuration.alpn_protocols = vec![b"strongroom/1".to_vec()];
    (Arc::new(configuration), ServerName::try_from(field("server")).expect("a name"))
}

impl Peer {
    /// Connects as the client whose bundle this is.
    pub fn connect(address: SocketAddr, bundle: &Path) -> Result<Self> {
        Self::connect_as(address, &configuration(bundle))
    }

    /// Connects.
    pub fn connect_as(
        address: SocketAddr,
        (configuration, name): &(Arc<ClientConfig>, ServerName<'static>),
    ) -> Result<Self> {
        let mut socket = TcpStream::connect(address)?;
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut tls =
            ClientConnection::new(Arc::clone(configuration), name.clone()).map_err(Error::other)?;
        while tls.is_handshaking() || tls.wants_write() {
            tls.complete_io(&mut socket)?;
        }
        Ok(Self { stream: StreamOwned::new(tls, socket), next: 1 })
    }

    /// Connects, and begins an application; with the token of one, joins it.
    pub fn attached(address: SocketAddr, bundle: &Path) -> Result<Self> {
        let mut peer = Self::connect(address, bundle)?;
        peer.attach(None)?;
        Ok(peer)
    }

    /// Joins the application with a token, or begins one; the token of that which it then has.
    pub fn attach(&mut self, token: Option<&[u8]>) -> Result<Option<Vec<u8>>> {
        let mut argument = Vec::new();
        let mut encoder = Encoder::new(&mut argument);
        encoder.map(2 + u64::from(token.is_some())).and_then(|e| e.u8(0)?.u8(1)).expect("CBOR");
        if let Some(token) = token {
            encoder.u8(1).and_then(|e| e.bytes(token)).expect("CBOR");
        }
        encoder.u8(2).and_then(|e| e.u32(std::process::id())).expect("CBOR");
        let frame = self.frame("attach", |request| {
            Encoder::new(&mut *request).u8(16).expect("CBOR");
            request.extend_from_slice(&argument);
        });
        self.send(&frame)?;
        let reply = self.receive()?;
        if reply.rv != 0 {
            return Err(Error::other(format!("refused with {:#x}", reply.rv)));
        }
        let mut decoder = Decoder::new(&reply.answer);
        for _ in 0..decoder.map().expect("a map").expect("its length") {
            if decoder.u8().expect("a field") == 1 && decoder.datatype().ok() == Some(Type::Bytes) {
                return Ok(Some(decoder.bytes().expect("a token").to_vec()));
            }
            decoder.skip().expect("a field");
        }
        Ok(None)
    }

    /// A request for an operation.
    pub fn request(&mut self, operation: &str, arguments: &[Arg<'_>]) -> Vec<u8> {
        self.frame(operation, |request| {
            let mut encoder = Encoder::new(request);
            for (number, argument) in (16_u8..).zip(arguments) {
                match argument {
                    Arg::Number(value) => drop(encoder.u8(number).and_then(|e| e.u64(*value))),
                    Arg::Truth(value) => drop(encoder.u8(number).and_then(|e| e.bool(*value))),
                    Arg::Encoded(cbor) => {
                        drop(encoder.u8(number));
                        encoder.writer_mut().extend_from_slice(cbor);
                    }
                    Arg::Bytes(bytes) => drop(encoder.u8(number).and_then(|e| e.bytes(bytes))),
                    Arg::Nothing => {}
                }
            }
        })
    }

    /// Asks for an operation, and waits for what comes of it.
    pub fn ask(&mut self, operation: &str, arguments: &[Arg<'_>]) -> Result<Reply> {
        let frame = self.request(operation, arguments);
        self.send(&frame)?;
        self.receive()
    }

    /// Sends anything.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes)?;
        self.stream.flush()
    }

    /// The next reply; what says that a request is being worked at is passed over.
    pub fn receive(&mut self) -> Result<Reply> {
        loop {
            let mut length = [0; 4];
            self.stream.read_exact(&mut length)?;
            let mut body = vec![0; u32::from_le_bytes(length) as usize];
            self.stream.read_exact(&mut body)?;
            if let Some(reply) = read(&body).map_err(Error::other)? {
                return Ok(reply);
            }
        }
    }

    /// Waits until the service ends the connection.
    pub fn is_cut_off(&mut self) -> bool {
        let mut rest = [0; 1 << 12];
        loop {
            match self.stream.read(&mut rest) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) => return error.kind() != std::io::ErrorKind::WouldBlock,
            }
        }
    }

    fn frame(&mut self, operation: &str, arguments: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let mut frame = vec![0; 4];
        frame.push(0xbf);
        Encoder::new(&mut frame)
            .u8(0)
            .and_then(|e| e.u64(self.next)?.u8(1)?.u32(number(operation)))
            .expect("CBOR");
        self.next += 1;
        arguments(&mut frame);
        frame.push(0xff);
        let length = u32::try_from(frame.len() - 4).expect("a short frame").to_le_bytes();
        frame[..4].copy_from_slice(&length);
        frame
    }
}

/// The number of an operation: FNV-1a of its name.
pub fn number(operation: &str) -> u32 {
    operation
        .bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn read(body: &[u8]) -> std::result::Result<Option<Reply>, minicbor::decode::Error> {
    let mut decoder = Decoder::new(body);
    let mut reply = Reply { rv: 0, id: 0, answer: Vec::new() };
    decoder.map()?;
    while decoder.datatype()? != Type::Break {
        match decoder.u8()? {
            0 => reply.id = decoder.u64()?,
            2 => reply.rv = decoder.u64()?,
            5 => {
                let begin = decoder.position();
                decoder.skip()?;
                reply.answer = body[begin..decoder.position()].to_vec();
            }
            6 => return Ok(None),
            _ => decoder.skip()?,
        }
    }
    Ok(Some(reply))
}
