//! What the service tells those who watch it, over HTTP on an address of its own: `/healthz` that the
//! process lives, `/readyz` that it takes requests and its keystore answers, `/metrics` its counts. Nothing
//! else is there, and nobody can change anything here.

use crate::service::Service;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use strongroom_base::Provider;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Connections at a time.
const CONNECTIONS: usize = 32;
/// How long one may last.
const LONGEST: Duration = Duration::from_secs(60);
/// How long a request's head may take, and the keystore's answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The format of the counts (OpenMetrics 1.0).
const METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Answers until the service is gone.
pub async fn serve(listener: TcpListener, service: Arc<Service>, provider: Arc<dyn Provider>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (service, provider) = (Arc::clone(&service), Arc::clone(&provider));
        tokio::spawn(async move {
            let answer = service_fn(|request| answer(&service, &provider, request));
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(16 << 10)
                .serve_connection(TokioIo::new(stream), answer);
            // Whoever is gone or too slow does not get an answer.
            let _ = timeout(LONGEST, connection).await;
            drop(place);
        });
    }
}

async fn answer(
    service: &Arc<Service>,
    provider: &Arc<dyn Provider>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, kind, text) = match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/healthz") => (StatusCode::OK, TEXT, "alive\n".to_owned()),
        (&Method::GET | &Method::HEAD, "/readyz") => match ready(service, provider).await {
            Ok(()) => (StatusCode::OK, TEXT, "ready\n".to_owned()),
            Err(why) => (StatusCode::SERVICE_UNAVAILABLE, TEXT, format!("{why}\n")),
        },
        (&Method::GET | &Method::HEAD, "/metrics") => {
            (StatusCode::OK, METRICS, service.metrics.text())
        }
        (&Method::GET | &Method::HEAD, _) => {
            let text = "There are /healthz, /readyz and /metrics.\n";
            (StatusCode::NOT_FOUND, TEXT, text.to_owned())
        }
        _ => (StatusCode::METHOD_NOT_ALLOWED, TEXT, "Only GET.\n".to_owned()),
    };
    let mut response = Response::new(Full::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    Ok(response)
}

/// Whether requests can be carried out: the service does not stop, and the keystore answers.
async fn ready(service: &Service, provider: &Arc<dyn Provider>) -> Result<(), String> {
    if service.is_stopping() {
        return Err("the service stops".into());
    }
    let provider = Arc::clone(provider);
    let looked = tokio::task::spawn_blocking(move || {
        let application = provider.open()?;
        for slot in application.slots(true)? {
            application.token_info(slot)?;
        }
        application.close()
    });
    match timeout(PATIENCE, looked).await {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(error))) => {
            // The sentence may name files, which are nothing to whoever asks here.
            tracing::warn!("not ready: the keystore: {error}");
            Err(format!("the keystore: {}", error.rv()))
        }
        Ok(Err(_)) => Err("the keystore: a defect".into()),
        Err(_) => Err("the keystore does not answer".into()),
    }
}
