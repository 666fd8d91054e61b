//! The text of an HTML mail, with the address behind each link: what a reader sees, and where a tap would lead.

use mail_parser::decoders::html::html_to_text;

/// Links that are told; a mail of more is an advertisement.
const LINKS_MAX: usize = 50;

/// Characters of one link.
const LINK_CHARS_MAX: usize = 2_000;

/// The text, and below it each link that the text does not show.
pub(super) fn text(html: &str) -> String {
    let mut text = html_to_text(html);
    for link in links(html) {
        if !text.contains(&link) {
            text.push('\n');
            text.push_str(&link);
        }
    }
    text
}

/// Every `href` that leads somewhere by http, without repeats.
fn links(html: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    // Only ASCII letters change, so that places in both are the same.
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    while links.len() < LINKS_MAX
        && let Some(at) = lower[from..].find("href")
    {
        from += at + "href".len();
        let Some(value) = html[from..].trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        let link: String = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value[1..].chars().take_while(|c| *c != quote).take(LINK_CHARS_MAX).collect()
            }
            _ => value.chars().take_while(|c| !c.is_whitespace() && *c != '>').take(LINK_CHARS_MAX).collect(),
        };
        let link = link.trim().replace("&amp;", "&");
        let scheme = link.get(..4).unwrap_or("").to_ascii_lowercase();
        if scheme == "http" && !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_told_where_it_leads() {
        let text =
            text("<p>Mời bạn vào <a HREF = 'https://gia.example/?a=1&amp;b=2'>vietcombank.com.vn</a></p>");
        assert!(
            text.contains("vietcombank.com.vn") && text.contains("https://gia.example/?a=1&b=2"),
            "{text}"
        );
    }

    #[test]
    fn hostile_html_is_only_text() {
        for html in [
            "<a href",
            "<a href=",
            "<a href=\"",
            "<a href=javascript:x>y</a>",
            &"<a href=http://a.example>".repeat(9_999),
        ] {
            assert!(!text(html).contains("javascript"), "{html:.40}");
        }
    }
}
