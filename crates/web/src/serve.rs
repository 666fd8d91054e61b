//! The listener: HTTP/1.1, plain or under TLS, with time limits for slow clients, and an end that finishes what was begun.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use crate::WebSettings;
use crate::tls::{self, ShownCertificate, TlsAcceptor};

/// Serves `routes` ([`crate::router()`], with what the caller adds) on `listener` until `shutdown` resolves; then
/// takes no more connections, lets every request that has begun finish, and returns.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    settings: &WebSettings,
    shutdown: impl Future<Output = ()>,
) {
    serve_over(listener, None, routes, settings, shutdown).await;
}

/// Like [`serve`], under TLS.
pub async fn serve_tls(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    routes: Router,
    settings: &WebSettings,
    shutdown: impl Future<Output = ()>,
) {
    serve_over(listener, Some(acceptor), routes, settings, shutdown).await;
}

async fn serve_over(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    routes: Router,
    settings: &WebSettings,
    shutdown: impl Future<Output = ()>,
) {
    let connections = Arc::new(Semaphore::new(settings.connections_max));
    let (stop, stopping) = watch::channel(false);
    tokio::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &connections) => accepted,
        };
        let Some((stream, address, permit)) = accepted else { continue };
        let (tls, routes, stopping) = (tls.clone(), routes.clone(), stopping.clone());
        let header_timeout = settings.header_timeout;
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            match tls {
                None => serve_connection(stream, (address, None), routes, header_timeout, stopping).await,
                // A client that does not finish the handshake is treated like one that sends no head.
                Some(tls) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(header_timeout, tls.accept(stream)).await {
                        let shown = tls::shown(stream.get_ref().1);
                        serve_connection(stream, (address, shown), routes, header_timeout, stopping).await;
                    }
                }
            }
            drop(permit);
        });
    }
    drop(listener);
    drop(stopping);
    let _ = stop.send(true);
    // Resolves when the last connection has dropped its receiver.
    stop.closed().await;
}

/// In the extensions of each request: becomes true when the server stops, so that an answer without an end ends.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(pub(crate) watch::Receiver<bool>);

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(connections).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, address)) => Some((stream, address, permit)),
        Err(error) => {
            tracing::warn!("could not accept a connection: {error}");
            // Out of file descriptors, most likely: give those that are open a moment to close.
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn serve_connection(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    (address, shown): (SocketAddr, Option<ShownCertificate>),
    routes: Router,
    header_timeout: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let told = Stopping(stopping.clone());
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        request.extensions_mut().insert(told.clone());
        if let Some(shown) = shown {
            request.extensions_mut().insert(shown);
        }
        let routes = routes.clone();
        async move { Ok::<_, Infallible>(routes.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let stopped = tokio::select! {
        // A broken connection is the client's business.
        _ = connection.as_mut() => false,
        _ = stopping.changed() => true,
    };
    if stopped {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
