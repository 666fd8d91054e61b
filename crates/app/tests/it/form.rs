//! Forms as a browser reads them out of a page and sends them back.

use std::fmt::Write as _;

/// A form and what is filled in.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// The path it is sent to.
    pub(crate) action: String,
    is_multipart: bool,
    fields: Vec<(String, String)>,
}

impl Form {
    /// Fills in a field, which replaces all of this name.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What a field holds; the empty text when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// `Content-Type` and body.
    pub(crate) fn encode(&self) -> (String, Vec<u8>) {
        if !self.is_multipart {
            let pairs: Vec<String> = self
                .fields
                .iter()
                .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
                .collect();
            return ("application/x-www-form-urlencoded".to_owned(), pairs.join("&").into_bytes());
        }
        let boundary = "khien-test-boundary";
        let mut body = String::new();
        for (name, value) in &self.fields {
            let value = value.replace('\n', "\r\n");
            let _ = write!(
                body,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let _ = write!(body, "--{boundary}--\r\n");
        (format!("multipart/form-data; boundary={boundary}"), body.into_bytes())
    }
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._*".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

/// Every form of a page that is sent by POST. A form without an action is sent to the page's own path.
pub(crate) fn forms(page: &str, path: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_open = false;
    let mut select: Option<Select> = None;
    for (tag, after) in tags(page) {
        match (tag.name.as_str(), forms.last_mut()) {
            ("form", _) if tag.get("method").is_some_and(|method| method.eq_ignore_ascii_case("post")) => {
                let action = tag.get("action").filter(|action| !action.is_empty()).unwrap_or(path);
                let is_multipart = tag.get("enctype") == Some("multipart/form-data");
                forms.push(Form { action: action.to_owned(), is_multipart, fields: Vec::new() });
                is_open = true;
            }
            ("/form", _) => is_open = false,
            ("input", Some(form)) if is_open => form.fields.extend(input(&tag)),
            ("textarea", Some(form)) if is_open => {
                let text = after.split("</textarea").next().unwrap_or_default();
                let name = tag.get("name").unwrap_or_default().to_owned();
                form.fields.push((name, unescape(text.strip_prefix('\n').unwrap_or(text))));
            }
            ("select", _) if is_open => {
                select = Some(Select { name: tag.get("name").unwrap_or_default().to_owned(), value: None });
            }
            ("option", _) => {
                if let Some(select) = select.as_mut()
                    && (select.value.is_none() || tag.get("selected").is_some())
                {
                    select.value = tag.get("value").map(str::to_owned);
                }
            }
            ("/select", Some(form)) => {
                form.fields
                    .extend(select.take().map(|select| (select.name, select.value.unwrap_or_default())));
            }
            _ => {}
        }
    }
    forms
}

struct Select {
    name: String,
    value: Option<String>,
}

/// What an input sends as it stands: not an unchecked box, a file or a button.
fn input(tag: &Tag) -> Option<(String, String)> {
    let name = tag.get("name").filter(|name| !name.is_empty())?;
    let value = tag.get("value");
    let sends = match tag.get("type").unwrap_or("text") {
        "checkbox" | "radio" => tag.get("checked").is_some(),
        "file" | "submit" | "button" | "reset" | "image" => false,
        _ => true,
    };
    let of_box = if tag.get("type") == Some("checkbox") { "on" } else { "" };
    sends.then(|| (name.to_owned(), value.unwrap_or(of_box).to_owned()))
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, wanted: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}

/// The tags of a page, each with the text after it. Enough for pages of our own making, whose attribute
/// values are all in double quotes.
fn tags(page: &str) -> impl Iterator<Item = (Tag, &str)> {
    page.split('<').skip(1).filter_map(move |piece| {
        let at = piece.as_ptr() as usize - page.as_ptr() as usize;
        let mut end = None;
        let mut is_quoted = false;
        for (index, char) in page[at..].char_indices() {
            match char {
                '"' => is_quoted = !is_quoted,
                '>' if !is_quoted => {
                    end = Some(index);
                    break;
                }
                _ => {}
            }
        }
        let inner = &page[at..at + end?];
        let (name, rest) = inner.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inner, ""));
        let tag = Tag { name: name.to_ascii_lowercase(), attributes: attributes(rest) };
        Some((tag, &page[at + inner.len() + 1..]))
    })
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        if end == 0 {
            return attributes;
        }
        let name = rest[..end].trim_end_matches('/').to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            value = unescape(inside);
            rest = after;
        } else if let Some(plain) = rest.strip_prefix('=') {
            let end = plain.find(|c: char| c.is_ascii_whitespace()).unwrap_or(plain.len());
            value = unescape(&plain[..end]);
            rest = &plain[end..];
        }
        attributes.push((name, value));
    }
}

/// The references that our templates write.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}
