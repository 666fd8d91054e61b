//! What the answer shows of a file: its kind, what was read of it, and what could not be read.

use detect::apk::{Apk, State};

use crate::catalogue::Words;
use crate::file::{Content, Writing};

/// Permissions that are named; the rest is counted.
const PERMISSIONS_SHOWN: usize = 12;
/// Characters of one value that somebody chose freely.
const CHARS_MAX: usize = 120;

/// The part of the answer about the file.
pub(super) struct FileCard {
    /// Heading.
    pub(super) title: String,
    /// Names and values, in order.
    pub(super) facts: Vec<(String, String)>,
    /// Names and values that only who knows apps can read; shown folded.
    pub(super) details: Vec<(String, String)>,
    /// What could not be done, as sentences.
    pub(super) notes: Vec<String>,
    /// What is said above the text that was read.
    pub(super) text_title: String,
}

impl FileCard {
    /// The card of a file; `None` for plain text, which is shown like pasted text.
    pub(super) fn new(content: &Content, t: Words) -> Option<FileCard> {
        match content {
            Content::Picture { codes, writing, .. } => Some(picture(codes.len(), writing, t)),
            Content::App { apk, .. } => Some(match apk.as_ref() {
                Ok(apk) => app(apk, t),
                Err(_) => FileCard {
                    title: t.say("file-app").into_owned(),
                    facts: Vec::new(),
                    details: Vec::new(),
                    notes: vec![t.say("file-app-unreadable").into_owned()],
                    text_title: t.say("file-app-links").into_owned(),
                },
            }),
            Content::Text(_) => None,
        }
    }

    /// Whether there is anything to show under the heading.
    pub(super) fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.details.is_empty() && self.notes.is_empty()
    }
}

fn picture(codes: usize, writing: &Writing, t: Words) -> FileCard {
    let mut notes = Vec::new();
    match writing {
        Writing::NotInstalled => notes.push(t.say("file-writing-not-installed").into_owned()),
        Writing::Failed => notes.push(t.say("file-writing-failed").into_owned()),
        Writing::None if codes == 0 => notes.push(t.say("file-picture-nothing").into_owned()),
        Writing::Read(_) | Writing::None => {}
    }
    // One code or none shows by itself.
    let several = (codes > 1).then(|| (t.say("file-picture-codes").into_owned(), codes.to_string()));
    FileCard {
        title: t.say("file-picture").into_owned(),
        facts: several.into_iter().collect(),
        details: Vec::new(),
        notes,
        text_title: t.say("file-picture-text").into_owned(),
    }
}

fn app(apk: &Apk, t: Words) -> FileCard {
    let manifest = &apk.manifest;
    let (mut facts, mut details) = (Vec::new(), Vec::new());
    let add = |rows: &mut Vec<(String, String)>, key: &str, value: String| {
        if !value.is_empty() {
            rows.push((t.say(key).into_owned(), value.chars().take(CHARS_MAX).collect()));
        }
    };
    add(&mut facts, "file-app-name", manifest.labels.first().cloned().unwrap_or_default());
    add(&mut facts, "file-app-package", manifest.package.clone());
    add(&mut details, "file-app-version", manifest.version_name.clone().unwrap_or_default());
    let state = match apk.signature() {
        State::Holds => "file-app-signature-holds",
        State::Broken(_) => "file-app-signature-broken",
        State::Unsigned => "file-app-unsigned",
    };
    add(&mut facts, "file-app-signature", t.say(state).into_owned());
    for signer in apk.signing.signers() {
        add(&mut details, "file-app-signer", signer.subject.clone());
        add(&mut details, "file-app-certificate", signer.certificate.clone());
    }
    add(&mut details, "file-app-permissions", permissions(&manifest.permissions, t));
    add(&mut details, "file-app-sha256", apk.sha256.clone());
    FileCard {
        title: t.say("file-app").into_owned(),
        facts,
        details,
        notes: Vec::new(),
        text_title: t.say("file-app-links").into_owned(),
    }
}

/// Names without the part that all of the system's have.
fn permissions(names: &[String], t: Words) -> String {
    let short = |name: &String| name.strip_prefix("android.permission.").unwrap_or(name).to_owned();
    let mut shown: Vec<String> = names.iter().take(PERMISSIONS_SHOWN).map(short).collect();
    if names.len() > PERMISSIONS_SHOWN {
        shown.push(t.say_with("file-app-more", "count", names.len() - PERMISSIONS_SHOWN).into_owned());
    }
    shown.join(", ")
}
