//! The server: certificate, port, routes, log.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use serde::Serialize;

use crate::{Asked, HOSTS, behave, pages};

/// Why the market does not open.
#[derive(Debug)]
pub struct MarketError(String);

impl std::fmt::Display for MarketError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MarketError {}

/// One request that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// `GET`, …
    pub method: String,
    /// The host that was meant.
    pub host: String,
    /// Path and query.
    pub path: String,
    /// What the browser says that it is for (`Sec-Fetch-Dest`): `document`, `script`, `style`, `empty` for fetch.
    pub purpose: String,
}

type Log = Arc<Mutex<Vec<Seen>>>;

/// A market that is open; dropping it closes it.
pub struct Market {
    port: u16,
    log: Log,
    handle: Handle<SocketAddr>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Market {
    /// Opens a market on a port of the loopback interface; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken, or no certificate can be made.
    pub fn open(port: u16) -> Result<Self, MarketError> {
        let told = |what: &str, why: &dyn std::fmt::Display| MarketError(format!("{what}: {why}"));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|why| told(&format!("port {port}"), &why))?;
        listener
            .set_nonblocking(true)
            .map_err(|why| told("socket", &why))?;
        let address = listener.local_addr().map_err(|why| told("socket", &why))?;
        let tls = certificate()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|why| told("runtime", &why))?;
        let (log, handle) = (Log::default(), Handle::new());
        let app = Router::new().fallback(answer).with_state(log.clone());
        let server = {
            let _inside = runtime.enter();
            axum_server::from_tcp_rustls(listener, tls).map_err(|why| told("socket", &why))?
        };
        let serving = server.handle(handle.clone()).serve(app.into_make_service());
        runtime.spawn(serving);
        Ok(Self {
            port: address.port(),
            log,
            handle,
            runtime: Some(runtime),
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything that was asked for so far, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Market {
    fn drop(&mut self) {
        self.handle
            .graceful_shutdown(Some(Duration::from_millis(1)));
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn certificate() -> Result<RustlsConfig, MarketError> {
    let told = |why: &dyn std::fmt::Display| MarketError(format!("certificate: {why}"));
    let names: Vec<String> = HOSTS
        .iter()
        .map(|(_, host)| (*host).to_owned())
        .chain(["localhost".to_owned()])
        .collect();
    let made = rcgen::generate_simple_self_signed(names).map_err(|why| told(&why))?;
    let key = made
        .signing_key
        .serialize_der()
        .try_into()
        .map_err(|why| told(&why))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|why| told(&why))?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .map_err(|why| told(&why))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(config)))
}

async fn answer(State(log): State<Log>, request: Request) -> Response {
    let seen = Seen {
        method: request.method().to_string(),
        host: host(&request),
        path: request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
        purpose: text(&request, "sec-fetch-dest"),
    };
    let posted = request.method() == Method::POST;
    let (host, path) = (seen.host.clone(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or_default().to_owned();
    log.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(seen);
    match path.as_str() {
        "/market/style.css" => typed("text/css", behave::STYLE.to_owned()),
        "/market/start" => typed("text/html; charset=utf-8", pages::start()),
        "/market/seen" => seen_so_far(&log),
        // What is sent is taken, and leads to the list of what is held.
        _ if posted => (StatusCode::SEE_OTHER, [(header::LOCATION, "/tasks")]).into_response(),
        _ => script(&path).unwrap_or_else(|| platform_page(&host, &path, &query)),
    }
}

fn script(path: &str) -> Option<Response> {
    let name = path.strip_prefix("/market/")?;
    let (_, text) = behave::SCRIPTS.iter().find(|(known, _)| *known == name)?;
    Some(typed("text/javascript", (*text).to_owned()))
}

fn host(request: &Request) -> String {
    let with_port = text(request, header::HOST.as_str());
    with_port.split(':').next().unwrap_or_default().to_owned()
}

fn text(request: &Request, name: &str) -> String {
    let value = request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn platform_page(host: &str, path: &str, query: &str) -> Response {
    let asked = match Asked::read(query) {
        Ok(asked) => asked,
        Err(why) => return (StatusCode::BAD_REQUEST, why).into_response(),
    };
    let Some(page) = pages::page(host, path, query, &asked) else {
        return (StatusCode::NOT_FOUND, format!("no page at {host}{path}")).into_response();
    };
    if page.is_answer {
        return answered(page.body);
    }
    let mut response = typed("text/html; charset=utf-8", page.body);
    if let Some(policy) = page.policy {
        let policy = HeaderValue::from_static(policy);
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// To a page of the platform, which is at another host.
fn answered(body: String) -> Response {
    let mut response = typed("application/json", body);
    let any = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}

fn seen_so_far(log: &Log) -> Response {
    let seen = log.lock().unwrap_or_else(PoisonError::into_inner).clone();
    typed(
        "application/json",
        serde_json::to_string(&seen).unwrap_or_default(),
    )
}

fn typed(kind: &'static str, body: String) -> Response {
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}
