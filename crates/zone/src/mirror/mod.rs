//! The other side: a copy of a policy zone, kept fresh by transfers from any primary, for software that
//! reads files.
//!
//! [`Source`] asks (SOA, AXFR, IXFR, with TSIG); `reader` follows the records of a transfer; [`copy`] holds
//! them and writes them as zone files; [`listen`] hears when there is something new; `measure` counts for comparisons.

use std::io;
use std::net::SocketAddr;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::base::iana::{Class, Rcode, Rtype};
use domain::base::message_builder::AdditionalBuilder;
use domain::base::{Message, MessageBuilder, Ttl};
use domain::rdata::Soa;
use domain::rdata::tsig::Time48;
use domain::tsig::{ClientSequence, Key};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

use self::reader::Reader;
use crate::key::{Consumer, ConsumerError};
use crate::transfer;
use crate::view::WireName;

pub mod copy;
pub mod listen;
mod measure;
mod reader;

pub use copy::Copy;
pub use measure::Measured;

/// Longest wait for one answer, or for the next message of a transfer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What went wrong between us and the primary.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The name of the zone or of the key is none.
    #[error("read `{0}` as a name")]
    Name(String),
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] ConsumerError),
    /// The connection.
    #[error("ask the primary")]
    Io(#[from] io::Error),
    /// It took too long.
    #[error("wait for the primary")]
    Late(#[from] tokio::time::error::Elapsed),
    /// It refuses.
    #[error("get the zone: the primary answers {0}")]
    Refused(Rcode),
    /// The signature is missing or wrong.
    #[error("check the signature of the primary")]
    Signature(#[from] domain::tsig::ValidationError),
    /// What it sent is no transfer of this zone.
    #[error("follow the transfer: {0}")]
    Broken(&'static str),
}

impl From<domain::base::wire::ParseError> for MirrorError {
    fn from(_: domain::base::wire::ParseError) -> MirrorError {
        MirrorError::Broken("a message cannot be read")
    }
}

/// A zone on a primary.
#[derive(Clone, Debug)]
pub struct Source {
    server: SocketAddr,
    zone: WireName,
    key: Option<Arc<Key>>,
}

impl Source {
    /// The zone `zone` on `server`, asked for with the HMAC-SHA256 key `key`: its name and secret; `None` for
    /// a primary that goes by addresses.
    ///
    /// # Errors
    /// When a name is none or the key too short.
    pub fn new(server: SocketAddr, zone: &str, key: Option<(&str, &[u8])>) -> Result<Source, MirrorError> {
        let name = WireName::from_str(zone).map_err(|_| MirrorError::Name(zone.to_owned()))?;
        let key = match key {
            Some((name, secret)) => Consumer::new(name, Some(secret), Vec::new())?.key,
            None => None,
        };
        Ok(Source { server, zone: name, key })
    }

    /// The name of the zone, without the last dot.
    pub fn zone(&self) -> String {
        self.zone.to_string()
    }

    /// The serial of the zone there.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub async fn serial(&self) -> Result<u32, MirrorError> {
        let any: SocketAddr = if self.server.is_ipv4() { ([0; 4], 0).into() } else { ([0_u16; 8], 0).into() };
        let socket = UdpSocket::bind(any).await?;
        socket.connect(self.server).await?;
        let (request, mut signer) = self.request(Rtype::SOA, None);
        let id = u16::from_be_bytes([request[0], request[1]]);
        socket.send(&request).await?;
        let mut buffer = vec![0; 4_096];
        let octets = timeout(Duration::from_secs(2), socket.recv(&mut buffer)).await??;
        buffer.truncate(octets);
        let message = checked(buffer, id, &mut signer)?;
        let mut answer = message.answer()?.limit_to::<Soa<_>>();
        let record = answer.next().ok_or(MirrorError::Broken("no SOA"))??;
        Ok(record.data().serial().into_int())
    }

    /// Brings `copy` to the newest serial: by what changed where the primary can tell, else whole. Whether
    /// anything changed. When it fails half way the copy is as before.
    ///
    /// # Errors
    /// [`MirrorError`].
    pub async fn refresh(&self, copy: &mut Copy) -> Result<bool, MirrorError> {
        let mut stream = timeout(PATIENCE, TcpStream::connect(self.server)).await??;
        stream.set_nodelay(true)?;
        let kind = if copy.serial().is_some() { Rtype::IXFR } else { Rtype::AXFR };
        let (request, mut signer) = self.request(kind, copy.serial());
        let id = u16::from_be_bytes([request[0], request[1]]);
        let length = u16::try_from(request.len()).map_err(io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes()[..], &request].concat()).await?;
        let mut reader = Reader::new(&self.zone, copy.serial());
        while !reader.is_done() {
            let length = timeout(PATIENCE, stream.read_u16()).await??;
            let mut message = vec![0; usize::from(length)];
            timeout(PATIENCE, stream.read_exact(&mut message)).await??;
            reader.read(&checked(message, id, &mut signer)?)?;
        }
        if let Some(signer) = signer {
            signer.done()?;
        }
        Ok(copy.apply(reader.finish()))
    }

    /// A request for the zone, signed where there is a key; `have` goes into the authority section of an
    /// IXFR (RFC 1995, section 3).
    fn request(&self, kind: Rtype, have: Option<u32>) -> (Vec<u8>, Option<ClientSequence<Arc<Key>>>) {
        let mut builder = MessageBuilder::new_vec();
        builder.header_mut().set_id(crate::notify::random_id());
        let mut builder = builder.question();
        builder.push((&self.zone, kind, Class::IN)).expect("a Vec takes one question");
        let mut builder = builder.authority();
        if let Some(serial) = have.filter(|_| kind == Rtype::IXFR) {
            let soa = transfer::soa(model::Serial(serial.into()));
            builder.push((&self.zone, Class::IN, Ttl::ZERO, soa)).expect("a Vec takes one record");
        }
        let mut builder: AdditionalBuilder<_> = builder.additional();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let signer = self.key.clone().map(|key| {
            ClientSequence::request(key, &mut builder, Time48::from_u64(now)).expect("a Vec takes one record")
        });
        (builder.finish(), signer)
    }
}

/// The message, if it answers our request, is signed where we signed, and is no error.
fn checked(
    octets: Vec<u8>,
    id: u16,
    signer: &mut Option<ClientSequence<Arc<Key>>>,
) -> Result<Message<Vec<u8>>, MirrorError> {
    let mut message = Message::from_octets(octets).map_err(|_| MirrorError::Broken("a message too short"))?;
    if message.header().id() != id || !message.header().qr() {
        return Err(MirrorError::Broken("an answer to something else"));
    }
    if message.header().rcode() == Rcode::REFUSED {
        return Err(MirrorError::Refused(Rcode::REFUSED));
    }
    if let Some(signer) = signer {
        signer.answer(&mut message, Time48::now())?;
    }
    match message.header().rcode() {
        Rcode::NOERROR => Ok(message),
        other => Err(MirrorError::Refused(other)),
    }
}
