//! A server of a site that changes, for the people at this machine.
//!
//! HTTP is hyper's: it is kept up, small without its clients and its HTTP/2, and needs no runtime. `tiny_http`, the synchronous
//! server that many programs use, has had no release since 2022; rouille stands on it, and astra, which drives hyper as it is
//! driven here, has few users. Each connection has a thread and one request, so that idle tabs hold neither threads nor the
//! six connections that a browser opens to one host; new ones cost next to nothing on loopback. For the same reason pages
//! ask for the state of the site once a second while they are seen, instead of keeping a stream open.

mod answer;
pub mod browser;
mod connection;
mod host;
mod requested;
mod state;
pub mod watch;

pub use requested::mount;
pub use state::Site;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How many ports are tried from the first.
const PORTS: u16 = 100;

/// How many connections are answered at once; others wait.
const CONNECTIONS: usize = 64;

/// Listens on loopback, and on nothing else.
pub struct Server {
    listeners: Vec<TcpListener>,
    port: u16,
}

impl Server {
    /// Takes a port, or the next free one above it; 0 lets the system choose. `taken` is called with each one that is taken.
    ///
    /// # Errors
    /// When there is none, with the last one that was tried.
    pub fn open(port: u16, taken: impl Fn(u16)) -> Result<Self, (u16, io::Error)> {
        let mut at = port;
        loop {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, at)) {
                Ok(listener) => return Self::of(listener).map_err(|error| (at, error)),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && at < port.saturating_add(PORTS) => {
                    taken(at);
                    at = at.checked_add(1).ok_or((at, error))?;
                }
                Err(error) => return Err((at, error)),
            }
        }
    }

    fn of(listener: TcpListener) -> io::Result<Self> {
        let port = listener.local_addr()?.port();
        // Some browsers ask for `localhost` there first. A machine without it is served all the same.
        let also = TcpListener::bind((Ipv6Addr::LOCALHOST, port));
        Ok(Self { listeners: [listener].into_iter().chain(also).collect(), port })
    }

    /// Where a site is that stands at a path, which begins and ends in a slash.
    #[must_use]
    pub fn address(&self, mount: &str) -> String {
        format!("http://{}{mount}", SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port))
    }

    /// Answers from now on, as long as the process runs.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(self, site: &Arc<Site>) -> io::Result<()> {
        let room = Arc::new(Room::default());
        for listener in self.listeners {
            let (site, room) = (Arc::clone(site), Arc::clone(&room));
            thread::Builder::new().spawn(move || accept_all(&listener, &site, &room))?;
        }
        Ok(())
    }
}

fn accept_all(listener: &TcpListener, site: &Arc<Site>, room: &Arc<Room>) {
    loop {
        room.enter();
        let left = Left(Arc::clone(room));
        let Ok((stream, _)) = listener.accept() else {
            // Most likely there are no handles left: some will come back.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let site = Arc::clone(site);
        // Without a thread the connection is closed, and the browser asks again.
        _ = thread::Builder::new().spawn(move || {
            connection::serve(stream, &site);
            drop(left);
        });
    }
}

/// How many connections are being answered.
#[derive(Default)]
struct Room {
    taken: Mutex<usize>,
    is_left: Condvar,
}

impl Room {
    /// Waits for a place.
    fn enter(&self) {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut usize| *taken >= CONNECTIONS;
        *self.is_left.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner) += 1;
    }
}

/// Gives a place back.
struct Left(Arc<Room>);

impl Drop for Left {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.is_left.notify_one();
    }
}
