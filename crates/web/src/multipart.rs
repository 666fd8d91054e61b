//! Forms with files, read as they arrive.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::RequestExt as _;
use axum::body::{Body, Bytes};
use axum::extract::{Multipart, Request};
use hyper::body::Frame;

use crate::Error;

/// The parts of a request.
///
/// # Errors
/// [`Error::BadRequest`] when it does not say where one part ends.
pub(crate) async fn multipart(request: Request) -> Result<Multipart, Error> {
    let request = request.map(|body| Body::new(EndsLater { body, is_ended: false }));
    request.extract().await.map_err(|_| Error::BadRequest("bad-form"))
}

/// A body whose end is told in another turn than its last bytes.
///
/// The reader of parts (`multer` 3.1) looks for the first part, finds nothing yet, and asks once more: when all of a
/// body and its end come in between, it says that the body is incomplete (one whole form in 38,555 was refused like
/// that). Source: <https://github.com/rwf2/multer/pull/70>, which mends it there.
struct EndsLater {
    body: Body,
    is_ended: bool,
}

impl hyper::body::Body for EndsLater {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.is_ended {
            return Poll::Ready(None);
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(None) = polled {
            self.is_ended = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing at first, then everything at once.
    struct Late(u32);

    impl hyper::body::Body for Late {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            self.0 += 1;
            match self.0 {
                1 => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                2 => Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(
                    b"--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nxin\r\n--b--\r\n",
                ))))),
                _ => Poll::Ready(None),
            }
        }
    }

    #[tokio::test]
    async fn a_body_that_comes_between_two_looks_is_whole() {
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b");
        let mut parts = multipart(request.body(Body::new(Late(0))).unwrap()).await.unwrap();
        let part = parts.next_field().await.unwrap().expect("there is a part");
        assert_eq!(part.name(), Some("text"));
        assert_eq!(part.text().await.unwrap(), "xin");
        assert!(parts.next_field().await.unwrap().is_none());
    }
}
