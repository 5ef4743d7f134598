//! One connection, one request: hyper's parsing and writing over a socket that blocks.

use super::answer;
use super::state::Site;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use std::convert::Infallible;
use std::future::Future;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// How long a browser may think about what it asks, and take to read the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long, and how much, is read of what nobody asked for. A connection that is closed over unread bytes is reset, and the
/// answer may be lost.
const LAST_WORDS: (Duration, usize) = (Duration::from_millis(100), 64 << 10);

/// The longest request. Pages link to nothing near it.
const LONGEST_REQUEST: usize = 16 << 10;

/// Answers one request and closes the connection.
pub fn serve(stream: TcpStream, site: &Site) {
    if stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE))).is_err() {
        return;
    }
    // Answers are small, and each is followed by the end of the connection.
    _ = stream.set_nodelay(true);
    let Ok(rest) = stream.try_clone() else { return };
    let service = service_fn(|request| async move { Ok::<_, Infallible>(answer::to(&request, site)) });
    let mut builder = http1::Builder::new();
    // Else hyper would look whether the browser is still there while it waits for the answer, and block.
    builder.keep_alive(false).half_close(true).max_buf_size(LONGEST_REQUEST);
    drive(builder.serve_connection(Blocking(stream), service));
    read_to_the_end(rest);
}

/// Runs a future whose every step blocks until it is done: what waits and has not been woken would wait for ever.
fn drive(future: impl Future) {
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    while future.as_mut().poll(&mut context).is_pending() && woken.0.swap(false, Ordering::Relaxed) {}
}

fn read_to_the_end(mut stream: TcpStream) {
    let (patience, most) = LAST_WORDS;
    let _ = stream.shutdown(Shutdown::Write);
    if stream.set_read_timeout(Some(patience)).is_ok() {
        let (mut read, mut bytes) = (0, [0; 4096]);
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            read += count;
            if read > most {
                return;
            }
        }
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A socket that is always ready, since it blocks until it is.
struct Blocking(TcpStream);

impl Read for Blocking {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, mut into: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        let mut bytes = [0; 8192];
        let most = into.remaining().min(bytes.len());
        Poll::Ready(self.0.read(&mut bytes[..most]).map(|count| into.put_slice(&bytes[..count])))
    }
}

impl Write for Blocking {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.shutdown(Shutdown::Write))
    }
}

/// A body that is there as a whole.
pub struct Whole(Option<Bytes>);

impl Whole {
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(Some(bytes.into()).filter(|bytes: &Bytes| !bytes.is_empty()))
    }
}

impl Body for Whole {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
