//! A page put on somebody else's site: the path leads into the works of a site builder, or names a brand and a login.

use model::Method;
use model::reference::WordGroup;

use super::host_words::HostWords;
use super::{Context, Grounds};
use crate::rules::file::RuleKind;

/// Folders in which a site's own software lives, and where no site shows its pages to readers.
/// Source: folder layouts of WordPress, Joomla, Drupal and of web servers, as their documentation gives them.
const WORKS: &[&str] = &[
    "/wp-content/",
    "/wp-includes/",
    "/wp-admin/",
    "/.well-known/",
    "/cgi-bin/",
    "/components/com_",
    "/modules/mod_",
    "/sites/default/files/",
    "/vendor/",
    "/~",
];

pub(super) fn fire(context: &Context<'_>, grounds: &mut Grounds<'_, '_>) {
    for host in &context.hosts {
        let path = host.path.as_str();
        if path.len() < 2 {
            continue;
        }
        let takes = takes(&context.knowledge.words, path);
        let brand = context.knowledge.brands.named_in_path(path, false);
        if let Some(brand) = brand.filter(|_| takes) {
            let votes: &[(Method, f32)] = &[(Method::OrgBankPhish, 0.6)];
            let owner = &brand.owner;
            grounds.add_named("brand-in-path", RuleKind::Scam, 3.1, Some(host.span), owner, votes);
            return;
        }
        if WORKS.iter().any(|folder| path.contains(folder))
            && (takes || path.ends_with(".php") || path.ends_with(".html"))
        {
            let subject = Some(host.name.clone());
            grounds.add("hacked-site", RuleKind::Scam, 1.8, Some(host.span), subject, &[]);
            return;
        }
    }
}

/// Whether a path has words of pages that take something.
pub(super) fn takes(words: &HostWords, path: &str) -> bool {
    words.any_in(WordGroup::Taking, path)
}
