//! A browser without JavaScript: cookies, redirects and forms over real HTTP.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::form::{self, Form};

/// How long an answer may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// One person at one server.
pub(crate) struct Browser {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    /// The status code.
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// The body, decoded from chunks.
    pub(crate) body: Vec<u8>,
    /// The path it came from, after redirects.
    pub(crate) path: String,
}

impl Browser {
    pub(crate) fn new(address: SocketAddr) -> Browser {
        Browser { address, cookies: BTreeMap::new() }
    }

    /// Fetches a page, following redirects.
    pub(crate) fn get(&mut self, path: &str) -> Page {
        let page = self.send("GET", path, &[], &[]).unwrap();
        self.follow(page).unwrap()
    }

    /// Goes on, with its session, at another address of the same place.
    pub(crate) fn move_to(&mut self, address: SocketAddr) {
        self.address = address;
    }

    /// Fetches a page, following redirects; an error when the server is gone.
    pub(crate) fn try_get(&mut self, path: &str) -> io::Result<Page> {
        let page = self.send("GET", path, &[], &[])?;
        self.follow(page)
    }

    /// Fetches a page with one more header, as it comes.
    pub(crate) fn get_with(&mut self, path: &str, header: (&str, &str)) -> Page {
        self.send("GET", path, &[header], &[]).unwrap()
    }

    /// Sends a form as its page says, following redirects.
    pub(crate) fn submit(&mut self, form: &Form) -> Page {
        self.try_submit(form).unwrap()
    }

    /// Sends a form as its page says, following redirects; an error when the server is gone.
    pub(crate) fn try_submit(&mut self, form: &Form) -> io::Result<Page> {
        let origin = format!("http://{}", self.address);
        let (media_type, body) = form.encode();
        let headers = [("Content-Type", media_type.as_str()), ("Origin", &origin)];
        let page = self.send("POST", &form.action, &headers, &body)?;
        self.follow(page)
    }

    fn follow(&mut self, mut page: Page) -> io::Result<Page> {
        for _ in 0..5 {
            if !matches!(page.status, 302 | 303 | 307) {
                return Ok(page);
            }
            let path = page.header("location").unwrap_or_default().to_owned();
            page = self.send("GET", &path, &[], &[])?;
        }
        Err(io::Error::other("more than five redirects"))
    }

    fn send(&mut self, verb: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Page> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut head = format!("{verb} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head += &format!("Cookie: {}\r\n", cookies.join("; "));
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let page = Page::read(&answer, path).ok_or_else(|| io::Error::other("an answer cut short"))?;
        for (name, value) in &page.headers {
            if name == "set-cookie"
                && let Some((name, value)) = value.split(';').next().and_then(|pair| pair.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(page)
    }
}

impl Page {
    /// `None` when the answer is not whole.
    fn read(answer: &[u8], path: &str) -> Option<Page> {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&answer[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let rest = &answer[end + 4..];
        let value_of =
            |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, v)| v.as_str());
        let body = if value_of("transfer-encoding") == Some("chunked") {
            unchunk(rest)?
        } else {
            let len: usize = value_of("content-length").map_or(Some(rest.len()), |len| len.parse().ok())?;
            (rest.len() == len).then(|| rest.to_vec())?
        };
        Some(Page { status, headers, body, path: path.to_owned() })
    }

    /// A header of the answer, by its name in small letters.
    pub(crate) fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON on {}: {}", self.path, self.text()))
    }

    /// The form whose action ends like this, with what it holds already.
    pub(crate) fn form(&self, action_end: &str) -> Form {
        let forms = form::forms(&self.text(), &self.path);
        let actions: Vec<String> = forms.iter().map(|form| form.action.clone()).collect();
        forms.into_iter().find(|form| form.action.ends_with(action_end)).unwrap_or_else(|| {
            panic!("no form to `{action_end}` on {} ({}), only {actions:?}", self.path, self.status)
        })
    }

    /// The form whose action ends like this; `None` when the page offers none.
    pub(crate) fn try_form(&self, action_end: &str) -> Option<Form> {
        form::forms(&self.text(), &self.path).into_iter().find(|form| form.action.ends_with(action_end))
    }

    /// The page, when it has this status; else a failure that shows it.
    pub(crate) fn expect(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}: {}", self.path, self.text());
        self
    }
}

/// Source: RFC 9112, section 7.1.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?;
        let len = usize::from_str_radix(size.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if len == 0 {
            return Some(body);
        }
        body.extend(rest.get(..len)?);
        rest = rest.get(len + 2..)?;
    }
}
