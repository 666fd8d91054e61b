//! What every page knows: its language, its address, and how to reach the others.

use std::convert::Infallible;

use askama::Template;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use model::Language;
use url::form_urlencoded;

use crate::catalogue::Words;
use crate::{Error, assets};

/// What every page knows. Vietnamese lives at `/…`, English at `/en/…` with the same slugs.
#[derive(Clone, Debug)]
pub struct Page {
    /// The words of its language.
    pub t: Words,
    /// Its path without the language, e.g. `/bao-tin`.
    pub path: String,
}

impl Page {
    /// The page at this path of the original request, e.g. `/en/bao-tin`.
    pub fn at(path: &str) -> Page {
        let english = path.strip_prefix("/en").filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let language = if english.is_some() { Language::En } else { Language::Vi };
        let path = match english.unwrap_or(path) {
            "" => "/",
            rest => rest,
        };
        Page { t: Words::new(language), path: path.to_owned() }
    }

    /// The tag for `<html lang>`.
    pub fn lang(&self) -> &'static str {
        self.t.language.tag()
    }

    /// The address of a page (`/bao-tin`) in the language of this one.
    pub fn href(&self, path: &str) -> String {
        href(self.t.language, path)
    }

    /// The address of a page in the language of this one, with a query of those pairs that say something.
    pub fn address(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
        let (path, query) = (self.href(path), query.finish());
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// This page in Vietnamese.
    pub fn href_vi(&self) -> String {
        href(Language::Vi, &self.path)
    }

    /// This page in English.
    pub fn href_en(&self) -> String {
        href(Language::En, &self.path)
    }

    /// Whether this page is in English.
    pub fn is_english(&self) -> bool {
        self.t.language == Language::En
    }

    /// The address of a built-in file, e.g. `portal.css`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }

    /// For `aria-current`: whether this page is at, or below, `path`.
    pub fn is_at(&self, path: &str) -> bool {
        self.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn href(language: Language, path: &str) -> String {
    match (language, path) {
        (Language::Vi, path) => path.to_owned(),
        (Language::En, "/") => "/en".to_owned(),
        (Language::En, path) => format!("/en{path}"),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Page, Infallible> {
        let original = parts.extensions.get::<OriginalUri>().map(|uri| uri.0.path());
        Ok(Page::at(original.unwrap_or(parts.uri.path())))
    }
}

/// Writes a template as an HTML answer.
///
/// # Errors
/// [`Error::Internal`] when the template cannot be written.
pub fn render(template: &impl Template) -> Result<Response, Error> {
    let html = template.render().map_err(Error::internal)?;
    Ok(Html(html).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_names_the_language() {
        for (path, lang, rest) in [
            ("/", "vi", "/"),
            ("/bao-tin", "vi", "/bao-tin"),
            ("/en", "en", "/"),
            ("/en/", "en", "/"),
            ("/en/bao-tin", "en", "/bao-tin"),
            ("/english", "vi", "/english"),
        ] {
            let page = Page::at(path);
            assert_eq!((page.lang(), page.path.as_str()), (lang, rest), "{path}");
        }
        assert_eq!(Page::at("/en/tra-ma").href_vi(), "/tra-ma");
        assert_eq!(Page::at("/").href_en(), "/en");
    }

    #[test]
    fn an_address_names_what_was_asked_for_and_nothing_else() {
        let page = Page::at("/en/console");
        let address = page.address("/console/tim", &[("q", "thẻ & mã"), ("state", ""), ("before", "7")]);
        assert_eq!(address, "/en/console/tim?q=th%E1%BA%BB+%26+m%C3%A3&before=7");
        assert_eq!(page.address("/console/tim", &[("q", "")]), "/en/console/tim");
    }
}
