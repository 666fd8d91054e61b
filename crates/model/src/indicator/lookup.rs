//! Which listings cover an indicator: itself, then every broader one, most specific first.

use super::{Indicator, IndicatorKind, host, url};

impl Indicator {
    /// Every indicator whose listing covers this one, most specific first; the first is this one itself.
    ///
    /// - `url`: the host-suffix and path-prefix expressions of Safe Browsing (at most 5 hosts by 6 paths),
    ///   then the host and its parents as `domain`, down to the registrable domain and never past it;
    /// - `domain`: each parent down to the registrable domain, and the root page of each (`host/`), which
    ///   stands for the whole host;
    /// - `app` with a certificate: the package alone;
    /// - all others: nothing broader. A mailbox does not stand for its domain.
    pub fn lookups(&self) -> Vec<Indicator> {
        match self.kind {
            IndicatorKind::Url => url_lookups(self),
            IndicatorKind::Domain => domain_lookups(self),
            IndicatorKind::App => app_lookups(self),
            _ => vec![self.clone()],
        }
    }

    /// The host of a `domain` or `url`; `None` for other kinds.
    pub fn host(&self) -> Option<&str> {
        match self.kind {
            IndicatorKind::Domain => Some(&self.value),
            IndicatorKind::Url => Some(url::split(&self.value).0),
            _ => None,
        }
    }

    /// Whether a listing of this hits everything on its host: a `domain`, or the root page as `url`.
    pub fn covers_whole_host(&self) -> bool {
        match self.kind {
            IndicatorKind::Domain => true,
            IndicatorKind::Url => url::split(&self.value).1 == "/",
            _ => false,
        }
    }
}

fn made(kind: IndicatorKind, value: impl Into<Box<str>>) -> Indicator {
    Indicator { kind, value: value.into() }
}

fn url_lookups(indicator: &Indicator) -> Vec<Indicator> {
    let (host, rest) = url::split(&indicator.value);
    let paths = url::path_prefixes(rest);
    let mut lookups = Vec::with_capacity(paths.len() + 4);
    for host in url::host_suffixes(host) {
        for path in &paths {
            lookups.push(made(IndicatorKind::Url, [host, path].concat()));
        }
    }
    lookups.extend(host::with_parents(host).map(|host| made(IndicatorKind::Domain, host)));
    lookups
}

fn domain_lookups(indicator: &Indicator) -> Vec<Indicator> {
    let mut lookups = Vec::with_capacity(4);
    for host in host::with_parents(&indicator.value) {
        lookups.push(made(IndicatorKind::Domain, host));
        lookups.push(made(IndicatorKind::Url, [host, "/"].concat()));
    }
    lookups
}

fn app_lookups(indicator: &Indicator) -> Vec<Indicator> {
    let package = indicator.value.split_once('#').map(|(package, _)| made(IndicatorKind::App, package));
    std::iter::once(indicator.clone()).chain(package).collect()
}

#[cfg(test)]
mod tests {
    use crate::Indicator;

    fn check(indicator: &str, expected: &[&str]) {
        let lookups = indicator.parse::<Indicator>().unwrap().lookups();
        assert_eq!(lookups.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{indicator}");
    }

    /// The first example of Safe Browsing, "URLs and hashing", host-suffix path-prefix expressions.
    #[test]
    fn a_link_is_covered_by_its_expressions_and_then_by_its_hosts() {
        check(
            "url:http://a.b.example.com/1/2.html?param=1",
            &[
                "url:a.b.example.com/1/2.html?param=1",
                "url:a.b.example.com/1/2.html",
                "url:a.b.example.com/1/",
                "url:a.b.example.com/",
                "url:b.example.com/1/2.html?param=1",
                "url:b.example.com/1/2.html",
                "url:b.example.com/1/",
                "url:b.example.com/",
                "url:example.com/1/2.html?param=1",
                "url:example.com/1/2.html",
                "url:example.com/1/",
                "url:example.com/",
                "domain:a.b.example.com",
                "domain:b.example.com",
                "domain:example.com",
            ],
        );
    }

    #[test]
    fn expressions_stop_at_five_hosts_and_six_paths() {
        let link = "url:http://a.b.c.d.e.f.example.com/1/2/3/4/5/6.html?x";
        let lookups = link.parse::<Indicator>().unwrap().lookups();
        let urls = lookups.iter().filter(|l| l.kind() == crate::IndicatorKind::Url);
        let urls: Vec<_> = urls.map(Indicator::value).collect();
        assert_eq!(urls.len(), 30);
        assert_eq!(
            urls[..6],
            [
                "a.b.c.d.e.f.example.com/1/2/3/4/5/6.html?x",
                "a.b.c.d.e.f.example.com/1/2/3/4/5/6.html",
                "a.b.c.d.e.f.example.com/1/2/3/",
                "a.b.c.d.e.f.example.com/1/2/",
                "a.b.c.d.e.f.example.com/1/",
                "a.b.c.d.e.f.example.com/",
            ]
        );
        assert_eq!(urls[6], "d.e.f.example.com/1/2/3/4/5/6.html?x");
        assert_eq!(urls[29], "example.com/");
    }

    #[test]
    fn a_parent_is_never_a_public_suffix() {
        check(
            "domain:shop.gia.com.vn",
            &["domain:shop.gia.com.vn", "url:shop.gia.com.vn/", "domain:gia.com.vn", "url:gia.com.vn/"],
        );
        check("domain:gia.github.io", &["domain:gia.github.io", "url:gia.github.io/"]);
        check("domain:github.io", &["domain:github.io", "url:github.io/"]);
        check("url:gia.github.io", &["url:gia.github.io/", "domain:gia.github.io"]);
    }

    #[test]
    fn an_address_has_no_parent() {
        check("url:192.0.2.7/a", &["url:192.0.2.7/a", "url:192.0.2.7/", "domain:192.0.2.7"]);
        check("domain:[2001:db8::7]", &["domain:[2001:db8::7]", "url:[2001:db8::7]/"]);
    }

    #[test]
    fn other_kinds_imply_little() {
        let certificate = "ab".repeat(32);
        check(
            &format!("app:com.example.gia#{certificate}"),
            &[&format!("app:com.example.gia#{certificate}"), "app:com.example.gia"],
        );
        check("email:a@gia.example", &["email:a@gia.example"]);
        check("phone:+84900000001", &["phone:+84900000001"]);
    }
}
