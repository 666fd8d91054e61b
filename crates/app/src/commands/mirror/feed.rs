//! A zone file from the address of a feed: for a place that reaches our web side and not our DNS side.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Outcome;
use crate::complaint::{Complaint, OrComplain as _};
use crate::fetch::{Fetched, Site};

use super::{Arguments, PAUSE_MAX};

/// Between two questions, unless said otherwise. Each costs one line while nothing is new.
const EVERY: Duration = Duration::from_secs(5);

/// Bytes at the start of a zone file in which its SOA stands; a page that says something else has none.
const HEAD_BYTES: usize = 4_096;

/// Keeps the file the same as the feed until it is stopped; with `--once`, until it is written.
///
/// # Errors
/// When the arguments cannot be used; with `--once`, also when the feed cannot be fetched or written.
pub(super) async fn run(url: &str, arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.slices > 1 || arguments.listen.is_some() || arguments.key_file.is_some() {
        return Err(Complaint::new("mirror-feed", url).into());
    }
    let key = match &arguments.token_file {
        None => None,
        Some(file) => {
            let text = std::fs::read_to_string(file).or_complain("read-file", file.display())?;
            Some(text.trim().to_owned())
        }
    };
    let mut site = Site::open(url, arguments.ca.as_deref(), "mirror-feed")?.with_key(key);
    let every = arguments.every_ms.map_or(EVERY, Duration::from_millis);
    let (mut tag, mut pause) = (None, every);
    loop {
        match refresh(&mut site, &mut tag, &arguments.file).await {
            Ok(()) if arguments.once => return Ok(Outcome::Done),
            Ok(()) => pause = every,
            Err(error) if arguments.once => return Err(error).or_complain("mirror", url),
            Err(error) => {
                if pause == every {
                    tracing::warn!(%error, "could not bring the file up to date; it stays as it is");
                }
                pause = (pause * 2).min(PAUSE_MAX.max(every));
            }
        }
        tokio::time::sleep(pause).await;
    }
}

async fn refresh(site: &mut Site, tag: &mut Option<String>, file: &Path) -> anyhow::Result<()> {
    // Somebody may have taken the file away: then it is fetched whatever the tag says.
    let known = tag.as_deref().filter(|_| file.exists());
    let path = if site.path().is_empty() { "/" } else { site.path() }.to_owned();
    let Some(mut fetched) = site.get(&path, known).await? else { return Ok(()) };
    let fresh = fetched.tag.take();
    let bytes = write(fetched, file).await?;
    tracing::info!(bytes, tag = fresh.as_deref().unwrap_or_default(), "wrote the zone");
    *tag = fresh;
    Ok(())
}

/// Puts the whole new file in the place of the old one. A reader sees one or the other, never a part.
async fn write(mut fetched: Fetched, file: &Path) -> anyhow::Result<usize> {
    let mut name = file.as_os_str().to_owned();
    name.push(".new");
    let fresh = PathBuf::from(name);
    let mut out = std::fs::File::create(&fresh)?;
    let (mut head, mut bytes) = (Vec::new(), 0);
    while let Some(piece) = fetched.piece().await? {
        if head.len() < HEAD_BYTES {
            head.extend_from_slice(&piece[..piece.len().min(HEAD_BYTES - head.len())]);
        }
        out.write_all(&piece)?;
        bytes += piece.len();
    }
    let is_zone = head.windows(5).any(|word| word == b" SOA ");
    anyhow::ensure!(is_zone, "what came is no zone file");
    out.sync_data()?;
    std::fs::rename(&fresh, file)?;
    Ok(bytes)
}
