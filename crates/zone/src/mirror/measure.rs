//! Counts a transfer without keeping it: for comparing primaries with one client.

use std::io;
use std::time::{Duration, Instant};

use domain::base::iana::Rtype;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{MirrorError, PATIENCE, Source};

/// One transfer, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Records in answer sections.
    pub records: u64,
    /// Messages.
    pub messages: u64,
    /// Octets of them, with their lengths.
    pub octets: u64,
    /// From the request to the last octet.
    pub time: Duration,
}

impl Source {
    /// Fetches the zone and counts the records that the messages say they hold, up to `records`; from the
    /// serial `have`, or whole. The signatures are not checked, so that only the primary is measured.
    ///
    /// # Errors
    /// When the primary closes before `records` records have come, or answers with an error.
    pub async fn measure(&self, have: Option<u32>, records: u64) -> Result<Measured, MirrorError> {
        let mut stream = BufReader::with_capacity(1 << 18, TcpStream::connect(self.server).await?);
        let kind = if have.is_some() { Rtype::IXFR } else { Rtype::AXFR };
        let (request, _) = self.request(kind, have);
        let length = u16::try_from(request.len()).map_err(io::Error::other)?;
        let start = Instant::now();
        stream.get_mut().write_all(&[&length.to_be_bytes()[..], &request].concat()).await?;
        let mut all = Measured { records: 0, messages: 0, octets: 0, time: Duration::ZERO };
        let mut message = vec![0; usize::from(u16::MAX)];
        while all.records < records {
            let length = tokio::time::timeout(PATIENCE, stream.read_u16()).await??;
            let message = &mut message[..usize::from(length)];
            tokio::time::timeout(PATIENCE, stream.read_exact(message)).await??;
            if message.len() < 12 || message[3] & 15 != 0 {
                return Err(MirrorError::Broken("an error, or no message"));
            }
            all.records += u64::from(u16::from_be_bytes([message[6], message[7]]));
            all.messages += 1;
            all.octets += u64::from(length) + 2;
        }
        all.time = start.elapsed();
        Ok(all)
    }
}
