//! The internet, as far as tests need it: every name has one address.

use std::net::{Ipv4Addr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::bind::ADDRESS;

/// A server on a free loopback port that gives every name the address [`ADDRESS`].
pub struct Upstream {
    port: u16,
    stop: Arc<AtomicBool>,
}

impl Upstream {
    /// Starts it.
    ///
    /// # Panics
    /// When there is no free port.
    pub fn start() -> Upstream {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let port = socket.local_addr().expect("a bound socket has an address").port();
        socket.set_read_timeout(Some(Duration::from_millis(200))).expect("a time that is not zero");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 4_096];
            while !stopped.load(Ordering::Relaxed) {
                let Ok((octets, from)) = socket.recv_from(&mut buffer) else { continue };
                if let Some(answer) = answer(&buffer[..octets]) {
                    let _ = socket.send_to(&answer, from);
                }
            }
        });
        Upstream { port, stop }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// The question with one address, or without an answer when it asks for something else. Source: RFC 1035,
/// section 4.1.
fn answer(request: &[u8]) -> Option<Vec<u8>> {
    let mut at = 12;
    while *request.get(at)? != 0 {
        at += 1 + usize::from(request[at]);
    }
    let end = at + 5;
    let is_address = request.get(at + 1..end)? == [0, 1, 0, 1];
    let mut answer = request.get(..end)?.to_vec();
    // A response with authority and recursion; one question, and one answer for an address.
    answer[2..12].copy_from_slice(&[0x85, 0x80, 0, 1, 0, u8::from(is_address), 0, 0, 0, 0]);
    if is_address {
        answer.extend([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]);
        answer.extend(ADDRESS.octets());
    }
    Some(answer)
}
