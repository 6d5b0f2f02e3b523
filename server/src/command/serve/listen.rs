//! Takes connections. axum's own server sets no clock on a request's head, so whoever sends one byte a minute could hold
//! a connection for ever; here a head that is not whole in time ends its connection.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower::Service;

/// For the whole head of a request. Browsers send it at once; a connection that only waits is closed after it as well.
pub const LONGEST_HEAD: Duration = Duration::from_secs(30);
/// Addresses with a search in them are long, a megabyte of headers is an attack: answered with 431.
const MOST_HEAD: usize = 64 * 1024;
/// When the machine has no more files to open, taking connections rests for a moment instead of spinning.
const REST: Duration = Duration::from_millis(200);

/// Until the signal to end; then whoever is being answered gets the end of the answer.
pub async fn serve(listener: TcpListener, router: Router, mut ending: watch::Receiver<bool>, patience: Duration) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience).max_header_size(MOST_HEAD);
    // Each connection holds one end; when all are dropped, nobody is being answered any more.
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    loop {
        let (stream, peer) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(problem) => {
                    rest(&problem).await;
                    continue;
                }
            },
            () = ended(&mut ending) => break,
        };
        tokio::spawn(answer(http.clone(), stream, peer, router.clone(), ending.clone(), open.clone()));
    }
    drop((listener, open));
    let _ = all_closed.recv().await;
}

async fn answer(
    http: http1::Builder,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut ending: watch::Receiver<bool>,
    open: mpsc::Sender<()>,
) {
    let service = service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        async move { Ok::<Response, Infallible>(called(&mut router, request, peer).await) }
    });
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // How a stranger's connection ended is no news.
        _ = connection.as_mut() => {}
        () = ended(&mut ending) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
    drop(open);
}

async fn called(router: &mut Router, request: Request<Incoming>, peer: SocketAddr) -> Response {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    match router.call(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

async fn ended(ending: &mut watch::Receiver<bool>) {
    // Whoever would say so being gone is the end, too.
    let _ = ending.wait_for(|ended| *ended).await;
}

async fn rest(problem: &std::io::Error) {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(problem.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%problem, "a connection could not be taken");
        tokio::time::sleep(REST).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// Only a test that fails waits so long.
    const MOST: Duration = Duration::from_secs(60);

    async fn opened(patience: Duration) -> (SocketAddr, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()));
        let (end, ending) = watch::channel(false);
        (address, end, tokio::spawn(serve(listener, router, ending, patience)))
    }

    async fn rest_of(stream: &mut TcpStream) -> String {
        let mut text = Vec::new();
        // A connection that is reset has ended as well.
        let _ = tokio::time::timeout(MOST, stream.read_to_end(&mut text)).await.expect("the connection ends");
        String::from_utf8_lossy(&text).into_owned()
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_not_waited_for() {
        let (address, _end, _serving) = opened(Duration::from_millis(100)).await;
        let mut silent = TcpStream::connect(address).await.unwrap();
        silent.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        assert!(!rest_of(&mut silent).await.starts_with("HTTP/1.1 200"));

        // One header after another, none of them the last.
        let mut dripping = TcpStream::connect(address).await.unwrap();
        dripping.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        let drip = async {
            while dripping.write_all(b"x-a: b\r\n").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(MOST, drip).await.expect("a head as a whole has its time, not each of its lines");
    }

    #[tokio::test]
    async fn what_is_asked_is_answered_and_whoever_asks_is_known() {
        let (address, end, serving) = opened(MOST).await;
        let mut asking = TcpStream::connect(address).await.unwrap();
        let own = asking.local_addr().unwrap();
        asking.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
        let answer = rest_of(&mut asking).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&own.to_string()), "{answer}");

        let mut shouting = TcpStream::connect(address).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nHost: x\r\nx-a: {}\r\n\r\n", "a".repeat(MOST_HEAD));
        let _ = shouting.write_all(head.as_bytes()).await;
        assert!(!rest_of(&mut shouting).await.starts_with("HTTP/1.1 200"));

        // Who only keeps a connection open holds nobody up at the end.
        let idle = TcpStream::connect(address).await.unwrap();
        end.send(true).unwrap();
        tokio::time::timeout(MOST, serving).await.expect("the end").unwrap();
        drop(idle);
    }
}
