//! Lệnh và phím: every way to go and every key on one page of links. `assets/keys.js` shows the same page as
//! a palette (Ctrl K) and as a list of keys (`?`), and learns the keys from here.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::Console;
use crate::auth::SignedIn;
use crate::page::{self, Page};
use crate::{App, Error};

/// Pages that have a key: pressed after `g`. A page of the rail that is not here has none, and stands in the
/// palette all the same.
const WAYS: &[(&str, &str)] = &[
    ("/console/hang-doi", "q"),
    ("/console/thoi-han", "t"),
    ("/console/duong-day-nong", "c"),
    ("/console/nhap", "i"),
    ("/console/de-xuat", "p"),
    ("/console/khieu-nai", "a"),
    ("/console/danh-sach", "l"),
    ("/console/cho-phep", "w"),
    ("/console/nhat-ky", "h"),
    ("/console/don-vi-nhan", "r"),
    ("/console/kiem-toan", "k"),
    ("/console/vu-an", "v"),
    ("/console/hang-loat", "b"),
    ("/console/can-bo", "o"),
    ("/console/don-vi", "u"),
    ("/console/khan-cap", "e"),
    ("/console/mau-van-ban", "m"),
];

/// A key, the cards of a page that it opens (the first that is there), and what it does in words.
const CARDS: &[(&str, &str, &str)] = &[
    ("t", "take", "console-take"),
    ("r", "record", "console-record"),
    ("p", "propose", "console-propose"),
    ("m", "merge", "console-event-merge"),
    ("s", "split", "console-event-split"),
    ("c", "note", "console-note"),
    ("e", "extend-classify,mark-complex,ask-extension,grant-extension", "keys-extend"),
    ("d", "resolved,delist", "keys-end"),
    ("w", "document", "keys-letter"),
];

/// Keys that work on every page, and what they do in words. `n` and those of rows stand in `assets/keys.js`.
const EVERYWHERE: &[(&str, &str)] = &[
    ("Ctrl K", "keys-palette"),
    ("/", "keys-search"),
    ("?", "keys-list"),
    ("j", "keys-down"),
    ("k", "keys-up"),
    ("Enter", "keys-open"),
    ("x", "keys-mark"),
    ("n", "keys-call"),
    ("u", "keys-undo"),
    ("Ctrl Enter", "keys-store"),
];

/// One way to go.
struct Command {
    href: String,
    label: String,
    keys: String,
}

/// One key and what it does.
struct Key {
    key: &'static str,
    what: String,
}

#[derive(Template)]
#[template(path = "console/commands.html")]
struct CommandsPage {
    c: Console,
    commands: Vec<Command>,
    everywhere: Vec<Key>,
    cards: Vec<Key>,
}

impl Console {
    /// `letter=address` of every page that has a key and that this officer may open, parted by blanks.
    pub(super) fn ways(&self) -> String {
        let rail = self.rail();
        let known = WAYS.iter().map(|(path, key)| (self.page.href(path), key));
        let open = known.filter(|(href, _)| rail.iter().any(|entry| entry.href == *href));
        open.map(|(href, key)| format!("{key}={href}")).collect::<Vec<_>>().join(" ")
    }

    /// `key=card,card` of every card that has a key, parted by blanks.
    pub(super) fn cards(&self) -> String {
        CARDS.iter().map(|(key, cards, _)| format!("{key}={cards}")).collect::<Vec<_>>().join(" ")
    }

    fn commands(&self) -> Vec<Command> {
        let keys = |href: &str| {
            let way = WAYS.iter().find(|(path, _)| self.page.href(path) == href);
            way.map_or_else(String::new, |(_, key)| format!("g {key}"))
        };
        let rail = self.rail().into_iter();
        let rail =
            rail.map(|entry| Command { keys: keys(&entry.href), href: entry.href, label: entry.label });
        let more = [
            ("/console/tim", "console-search", "/"),
            ("/console/tai-khoan", "console-account", ""),
            ("/", "console-to-portal", ""),
        ];
        let more = more.map(|(path, sentence, keys)| Command {
            href: self.page.href(path),
            label: self.t().say(sentence).into_owned(),
            keys: keys.to_owned(),
        });
        let other = if self.page.is_english() {
            Command {
                href: "/console/hang-doi".to_owned(),
                label: "Tiếng Việt".to_owned(),
                keys: String::new(),
            }
        } else {
            Command {
                href: "/en/console/hang-doi".to_owned(),
                label: "English".to_owned(),
                keys: String::new(),
            }
        };
        rail.chain(more).chain([other]).collect()
    }
}

/// Every way to go and every key.
pub(super) async fn get_commands(
    State(app): State<App>,
    page: Page,
    officer: SignedIn,
) -> Result<Response, Error> {
    let c = Console::new(&app, page, officer).await?;
    let key = |key, sentence: &str| Key { key, what: c.t().say(sentence).into_owned() };
    let everywhere = EVERYWHERE.iter().map(|(pressed, sentence)| key(pressed, sentence)).collect();
    let cards = CARDS.iter().map(|(pressed, _, sentence)| key(pressed, sentence)).collect();
    page::render(&CommandsPage { commands: c.commands(), everywhere, cards, c })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_key_has_two_meanings() {
        let ways: BTreeSet<_> = WAYS.iter().map(|(_, key)| key).collect();
        assert_eq!(ways.len(), WAYS.len(), "after g");
        let single = EVERYWHERE.iter().map(|(key, _)| key).chain(CARDS.iter().map(|(key, ..)| key));
        let single: Vec<_> = single.collect();
        assert_eq!(single.iter().collect::<BTreeSet<_>>().len(), single.len(), "{single:?}");
    }
}
