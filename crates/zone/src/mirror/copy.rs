//! The records of a zone as a copy in memory and as zone files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use domain::base::Message;
use model::publication::Slice;
use model::publication::policy_zone::{EXPIRE_SECONDS, REFRESH_SECONDS, RETRY_SECONDS, TTL_SECONDS};

use super::MirrorError;
use super::reader::{Reader, Told};
use crate::view::WireName;

/// A copy of a policy zone, cut into as many files as wanted.
#[derive(Debug)]
pub struct Copy {
    zone: String,
    serial: Option<u32>,
    slices: Vec<Part>,
}

/// The records of one file.
#[derive(Debug, Default)]
struct Part {
    /// Target by owner, relative to the zone.
    records: BTreeMap<Box<str>, Box<str>>,
    /// Whether the file is older than the records.
    is_stale: bool,
}

impl Copy {
    /// An empty copy of the zone `zone`, for `slices` files (at least one).
    pub fn new(zone: &str, slices: u32) -> Copy {
        let part = || Part { records: BTreeMap::new(), is_stale: true };
        Copy { zone: zone.to_owned(), serial: None, slices: (0..slices.max(1)).map(|_| part()).collect() }
    }

    /// The serial it is at; `None` before the first transfer.
    pub fn serial(&self) -> Option<u32> {
        self.serial
    }

    /// How many records it holds, without SOA and NS.
    pub fn len(&self) -> usize {
        self.slices.iter().map(|part| part.records.len()).sum()
    }

    /// The owner names it holds, relative to the zone; sorted within each file.
    pub fn owners(&self) -> impl Iterator<Item = &str> {
        self.slices.iter().flat_map(|part| part.records.keys().map(AsRef::as_ref))
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes the messages of a whole or incremental answer that were kept, in order and without signatures, as a
    /// primary sends them to whoever is at this copy's serial; whether anything changed. On an error the copy is as
    /// before.
    ///
    /// # Errors
    /// [`MirrorError`], also when the transfer does not come to its end.
    pub fn replay(&mut self, messages: &[Vec<u8>]) -> Result<bool, MirrorError> {
        let apex = WireName::from_str(&self.zone).map_err(|_| MirrorError::Name(self.zone.clone()))?;
        let mut reader = Reader::new(&apex, self.serial);
        for message in messages {
            let message =
                Message::from_slice(message).map_err(|_| MirrorError::Broken("a message too short"))?;
            reader.read(message)?;
        }
        if !reader.is_done() {
            return Err(MirrorError::Broken("it ends early"));
        }
        Ok(self.apply(reader.finish()))
    }

    /// Takes what a transfer told; whether anything changed.
    pub(super) fn apply(&mut self, told: Told) -> bool {
        if told.is_whole {
            for part in &mut self.slices {
                *part = Part { records: BTreeMap::new(), is_stale: true };
            }
        }
        let changed = told.is_whole || !told.changes.is_empty();
        let of = u32::try_from(self.slices.len()).unwrap_or(1);
        for (owner, target) in told.changes {
            // A name and its twin stand in one file.
            let host = owner.strip_prefix("*.").unwrap_or(&owner);
            let part = &mut self.slices[Slice::index_of(host, of) as usize];
            part.is_stale = true;
            match target {
                Some(target) => part.records.insert(owner, target),
                None => part.records.remove(&owner),
            };
        }
        self.serial = Some(told.serial);
        changed
    }

    /// The files of a copy that is written to `file`: itself, or `file.0`, `file.1`, … when it is cut.
    pub fn files(&self, file: &Path) -> Vec<PathBuf> {
        if self.slices.len() == 1 {
            return vec![file.to_owned()];
        }
        let numbered = |number| {
            let mut name = file.as_os_str().to_owned();
            name.push(format!(".{number}"));
            PathBuf::from(name)
        };
        (0..self.slices.len()).map(numbered).collect()
    }

    /// Writes each file that is older than the copy; how many. A reader sees the old file or the new one,
    /// never a part.
    ///
    /// # Errors
    /// When a file cannot be written; those not yet written are tried again next time.
    pub fn write(&mut self, file: &Path) -> io::Result<usize> {
        let mut written = 0;
        let files = self.files(file);
        for (part, file) in self.slices.iter_mut().zip(&files).filter(|(part, _)| part.is_stale) {
            let mut fresh = file.as_os_str().to_owned();
            fresh.push(".new");
            let fresh = PathBuf::from(fresh);
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&fresh)?);
            part.write(&self.zone, self.serial.unwrap_or_default(), &mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_data()?;
            std::fs::rename(&fresh, file)?;
            part.is_stale = false;
            written += 1;
        }
        Ok(written)
    }
}

impl Part {
    fn write(&self, zone: &str, serial: u32, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "; Khien: response policy zone\n; serial: {serial}\n$ORIGIN {zone}.\n$TTL {TTL_SECONDS}\n\
             @ SOA localhost. hostmaster.invalid. {serial} {REFRESH_SECONDS} {RETRY_SECONDS} {EXPIRE_SECONDS} {TTL_SECONDS}\n\
             @ NS localhost."
        )?;
        for (owner, target) in &self.records {
            // The root is written as one dot, any other name gets its last one.
            let dot = if target.ends_with('.') { "" } else { "." };
            writeln!(out, "{owner} CNAME {target}{dot}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(serial: u32, is_whole: bool, changes: &[(&str, Option<&str>)]) -> Told {
        let change = |(owner, target): &(&str, Option<&str>)| ((*owner).into(), target.map(Box::from));
        Told { serial, is_whole, changes: changes.iter().map(change).collect() }
    }

    #[test]
    fn only_the_file_of_a_changed_name_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("khien.rpz");
        let mut copy = Copy::new("rpz.khien.invalid", 4);
        let names: Vec<String> = (0..40).map(|number| format!("mau-{number}.example")).collect();
        let whole: Vec<(&str, Option<&str>)> = names.iter().map(|name| (name.as_str(), Some("."))).collect();
        assert!(copy.apply(told(7, true, &whole)));
        assert_eq!((copy.len(), copy.write(&file).unwrap()), (40, 4));
        let twin = format!("*.{}", names[0]);
        assert!(copy.apply(told(8, false, &[(&names[0], None), (&twin, Some("*."))])));
        assert_eq!((copy.len(), copy.write(&file).unwrap(), copy.serial()), (40, 1, Some(8)));
        assert!(!copy.apply(told(9, false, &[])));
        assert_eq!(copy.write(&file).unwrap(), 0);
        let text: String =
            copy.files(&file).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        assert_eq!(text.matches(" CNAME .\n").count(), 39);
        assert!(
            text.contains(&format!("\n{twin} CNAME *.\n")) && !text.contains(&format!("\n{} ", names[0]))
        );
    }
}
