//! Where a log is read from: a server over HTTP or HTTPS, or a folder with the same files.

use std::path::{Path, PathBuf};

use crate::complaint::{Complaint, OrComplain as _};
use crate::fetch::Site;

/// Longest file of a log: a bundle of 256 entries of 65,535 bytes and their lengths.
const FILE_BYTES_MAX: usize = 256 * (65_535 + 2);

/// A log to read.
pub(super) enum Source {
    /// `https://host/log`.
    Server(Box<Site>),
    /// A copy of the files.
    Folder(PathBuf),
}

impl Source {
    /// The log at this address or in this folder. `ca`: the only authorities that are trusted.
    ///
    /// # Errors
    /// When it is an address that cannot be fetched.
    pub(super) fn open(log: &str, ca: Option<&Path>) -> anyhow::Result<Source> {
        match (log.contains("://"), ca) {
            (true, _) => Ok(Source::Server(Box::new(Site::open(log, ca, "audit-url")?))),
            (false, None) => Ok(Source::Folder(PathBuf::from(log))),
            (false, Some(_)) => Err(Complaint::new("audit-url", log).into()),
        }
    }

    /// A file of the log as text.
    ///
    /// # Errors
    /// When it cannot be fetched or is not UTF-8.
    pub(super) async fn text(&mut self, path: &str) -> anyhow::Result<String> {
        String::from_utf8(self.bytes(path).await?).or_complain("audit-fetch", path)
    }

    /// A file of the log.
    ///
    /// # Errors
    /// When it cannot be fetched.
    pub(super) async fn bytes(&mut self, path: &str) -> anyhow::Result<Vec<u8>> {
        match self {
            Source::Folder(folder) => std::fs::read(folder.join(path)).or_complain("audit-fetch", path),
            Source::Server(site) => fetch(site, path).await.or_complain("audit-fetch", path),
        }
    }
}

async fn fetch(site: &mut Site, path: &str) -> anyhow::Result<Vec<u8>> {
    let target = format!("{}/{path}", site.path());
    match site.get(&target, None).await? {
        Some(fetched) => fetched.whole(FILE_BYTES_MAX).await,
        None => anyhow::bail!("nothing new"),
    }
}
