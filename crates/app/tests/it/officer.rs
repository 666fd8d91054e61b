//! An officer at a browser, with password and authenticator.

use jiff::Timestamp;
use model::Time;
use web::auth::TotpSecret;
use web::auth::totp::STEP_SECONDS;

use crate::browser::{Browser, Page};
use crate::server::Server;

const PASSWORD: &str = "thuyen-nan-cho-mua-lu-2026";

/// Signed in at one server.
pub(crate) struct Officer {
    /// The browser that holds the session.
    pub(crate) browser: Browser,
}

impl Officer {
    /// Answers a one-time link, then signs in.
    pub(crate) fn enrol(server: &Server, link: &str, login: &str) -> Officer {
        let mut browser = Browser::new(server.address);
        let form = browser.get(link).expect(200).form(link);
        let secret = TotpSecret::from_base32(form.get("secret")).unwrap();
        let form = form
            .set("display_name", &format!("Cán bộ mẫu {login}"))
            .set("login", login)
            .set("password", PASSWORD)
            .set("code", &secret.code_at(now()));
        let signed_up = browser.submit(&form).expect(200);
        // A code is good once: the account was made with the present one, so the next one signs in. It
        // is accepted early, since clocks may differ by a step.
        let next_step = Time::from_millis(now().millis() + 1_000 * i64::try_from(STEP_SECONDS).unwrap());
        let form = signed_up
            .form("/console/dang-nhap")
            .set("login", login)
            .set("password", PASSWORD)
            .set("code", &secret.code_at(next_step));
        let page = browser.submit(&form).expect(200);
        assert!(page.path.starts_with("/console/hang-doi"), "{}: {}", page.path, page.text());
        Officer { browser }
    }

    /// Fetches a page of the console.
    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.browser.get(path).expect(200)
    }

    /// Proposes to block this indicator from its own page, whatever the page offers, and shows the answer.
    pub(crate) fn propose_block(&mut self, indicator: &str, template: &str) -> Page {
        let form = self.get(&format!("/console/muc/{template}")).form("/muc-de-xuat");
        let form = form
            .set("indicator", indicator)
            .set("level", "block")
            .set("listing_method", "gov-service-app")
            .set("listing_reason", "impersonation")
            .set("days", "90")
            .set("evidence", "Trang mẫu giả cơ quan nhà nước, ảnh chụp kèm theo");
        self.browser.submit(&form)
    }
}

fn now() -> Time {
    Time::from_millis(Timestamp::now().as_millisecond())
}
