//! A file as a submission: what it is by its content, what is read of it, and how that is assessed.
//!
//! Nothing of a file is kept, written to disk or logged. In reading order: [`Reader::read`], [`writing`] (the program
//! that reads writing off a picture), `upload` (a file that comes by HTTP).

pub(crate) mod upload;
pub mod writing;

use std::sync::Arc;

use detect::apk::{Apk, ApkError};
use detect::attached::app_text;
use detect::picture::{Picture, PictureError, codes};
use detect::{Engine, ListLookup, PictureText, Submission};
use model::Assessment;

pub use writing::{Writing, WritingSettings};

/// Bytes of a plain text file that are read: as many as the engine reads of any text.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// Reads files. Built once; remembers whether writing can be read at all.
#[derive(Debug)]
pub struct Reader {
    writing: writing::WritingReader,
}

/// Why a file cannot be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is neither picture, app nor text.
    #[error("tell what kind of file it is")]
    UnknownKind,
    /// It is a picture and cannot be decoded.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// Looking at it ended in a fault of ours.
    #[error("finish looking at the file")]
    Failed,
}

impl FileError {
    /// Stable code, kebab-case; the catalogue holds `check-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            FileError::UnknownKind => "file-unknown",
            FileError::Picture(error) => error.code(),
            FileError::Failed => "file-failed",
        }
    }
}

/// What was read of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// A picture.
    Picture {
        /// Texts of the codes in it.
        codes: Vec<String>,
        /// Its writing.
        writing: Writing,
        /// Both, and the words that came with it, put together.
        text: PictureText,
    },
    /// An app, or what calls itself one.
    App {
        /// The app.
        apk: Box<Result<Apk, ApkError>>,
        /// The words that came with it, then the links that it names.
        text: String,
        /// The words alone.
        note: String,
    },
    /// A plain text, with the words that came with it.
    Text(String),
}

impl Reader {
    /// With these settings for reading writing.
    pub fn new(settings: WritingSettings) -> Reader {
        Reader { writing: writing::WritingReader::new(settings) }
    }

    /// Whether writing in pictures can be read on this machine.
    pub fn reads_writing(&self) -> bool {
        self.writing.is_installed()
    }

    /// Reads a file; `note` is what was pasted beside it.
    ///
    /// # Errors
    /// [`FileError`] when it is of another kind, or is a picture that cannot be decoded. An app that cannot be read
    /// is no error: that is said of it.
    pub async fn read(&self, bytes: Vec<u8>, note: &str) -> Result<Content, FileError> {
        let bytes = Arc::new(bytes);
        let looked_at = Arc::clone(&bytes);
        let note = note.trim().to_owned();
        // Unpacking and searching take seconds at worst: not on the threads that answer others.
        let looked = tokio::task::spawn_blocking(move || look(&looked_at, note));
        match looked.await.map_err(|_| FileError::Failed)?? {
            Looked::Done(content) => Ok(content),
            Looked::Picture { codes, greymap, note } => {
                let writing = self.writing.read(&greymap).await;
                let mut exact = codes.clone();
                exact.extend(Some(note).filter(|note| !note.is_empty()));
                let text = PictureText::new(&exact, writing.text());
                Ok(Content::Picture { codes, writing, text })
            }
        }
    }
}

/// What a first look gave.
enum Looked {
    Done(Content),
    /// A picture whose writing is still to be read.
    Picture {
        codes: Vec<String>,
        greymap: Vec<u8>,
        note: String,
    },
}

fn look(bytes: &[u8], note: String) -> Result<Looked, FileError> {
    if Picture::is_one(bytes) {
        let picture = Picture::read(bytes)?;
        let greymap = picture.greymap(writing::PIXELS_MAX);
        return Ok(Looked::Picture { codes: codes::read(&picture), greymap, note });
    }
    if bytes.starts_with(b"PK") {
        let apk = Apk::read(bytes);
        // Documents and plain archives are archives too; only what has a manifest, or is broken, is an app.
        if apk == Err(ApkError::NoManifest) {
            return Err(FileError::UnknownKind);
        }
        let text = app_text(&apk, &note);
        return Ok(Looked::Done(Content::App { apk: Box::new(apk), text, note }));
    }
    match std::str::from_utf8(&bytes[..bytes.len().min(TEXT_BYTES_MAX)]) {
        Ok(text) if !text.contains('\0') => {
            Ok(Looked::Done(Content::Text(format!("{note}\n{text}").trim().to_owned())))
        }
        _ => Err(FileError::UnknownKind),
    }
}

impl Content {
    /// Stable name of what it is.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Picture { .. } => "picture",
            Content::App { .. } => "app",
            Content::Text(_) => "text",
        }
    }

    /// What was read; spans of the assessment point into this.
    pub fn text(&self) -> &str {
        match self {
            Content::Picture { text, .. } => text.text(),
            Content::App { text, .. } | Content::Text(text) => text,
        }
    }

    /// The assessment. Takes processor time only.
    pub fn assess(&self, engine: &Engine, list: &impl ListLookup) -> Assessment {
        match self {
            Content::Picture { text, .. } => engine.assess_picture(text, list),
            Content::App { apk, note, .. } => engine.assess_app(apk, note, list),
            Content::Text(text) => engine.assess(&Submission::text(text), list),
        }
    }

    /// What a report about it begins with.
    pub fn story(&self) -> String {
        match self {
            Content::App { apk, note, .. } => {
                let indicators = apk.iter().flat_map(detect::attached::indicators);
                let lines = indicators.map(|indicator| indicator.to_string());
                let label = apk.iter().flat_map(|apk| apk.manifest.labels.first().cloned());
                let note = Some(note.clone()).filter(|note| !note.is_empty());
                note.into_iter().chain(label).chain(lines).collect::<Vec<_>>().join("\n")
            }
            _ => self.text().to_owned(),
        }
    }
}
