//! Acts are done whole: who sends a form and goes away has sent it.
//!
//! The connection's end would drop the handler where it stands. The database would roll back, but what follows a
//! commit (telling the list in memory, answering a partner) would be left out. Pages that are only read are dropped:
//! nobody waits for them.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::Error;

/// Runs a request that changes something in a task of its own, so that it ends by itself or by its time limit.
pub(crate) async fn done_whole(request: Request, next: Next) -> Result<Response, Error> {
    if request.method().is_safe() {
        return Ok(next.run(request).await);
    }
    match tokio::spawn(next.run(request)).await {
        Ok(response) => Ok(response),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // The program is ending.
        Err(error) => Err(Error::internal(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::Router;
    use axum::body::Body;
    use axum::http::Method;
    use axum::middleware::from_fn;
    use axum::routing::any;
    use tokio::sync::Notify;
    use tower::ServiceExt as _;

    use super::*;

    /// Whether the handler comes to its end when who asked goes away while it waits.
    async fn check(method: Method, expected: bool) {
        let (began, go, end) =
            (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(std::sync::OnceLock::new()));
        let (told, wait, ended) = (Arc::clone(&began), Arc::clone(&go), Arc::clone(&end));
        let handler = async move || {
            told.notify_one();
            wait.notified().await;
            ended.set(()).unwrap();
        };
        let routes = Router::new().route("/", any(handler)).layer(from_fn(done_whole));
        let request = Request::builder().method(method.clone()).uri("/").body(Body::empty()).unwrap();
        {
            let mut answer = std::pin::pin!(routes.oneshot(request));
            tokio::select! {
                _ = &mut answer => panic!("{method}: answered before its time"),
                () = began.notified() => {}
            }
        }
        go.notify_one();
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert_eq!(end.get().is_some(), expected, "{method}");
    }

    #[tokio::test]
    async fn an_act_comes_to_its_end_and_a_page_need_not() {
        check(Method::POST, true).await;
        check(Method::DELETE, true).await;
        check(Method::GET, false).await;
    }
}
