//! The answer to a report: the code, a picture of it to keep, and what happens next.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64;
use model::reference::Deadline;
use model::{Time, TrackingCode};
use qrcode::{Color, QrCode};

use crate::catalogue::Words;
use crate::page::{self, Page};
use crate::{App, Error};

#[derive(Template)]
#[template(path = "portal/ticket.html")]
struct TicketPage {
    t: Words,
    page: Page,
    code: String,
    received_at: String,
    /// The picture as a `data:` address.
    picture: String,
    /// How long the law gives to classify a source, e.g. "24 giờ"; `None` when the table does not say.
    classify: Option<String>,
    /// How long it gives to resolve one, and where it says so.
    resolve: Option<(String, String)>,
}

/// The page with the code.
pub(super) fn ticket(app: &App, page: Page, code: &TrackingCode, now: Time) -> Result<Response, Error> {
    let day = now.vietnam_iso_date();
    let law = &app.reference.law;
    let classify = law.deadline("classify", &day);
    let resolve = law.deadline("resolve", &day);
    let picture = picture(app, &page, code);
    let html = page::render(&TicketPage {
        t: page.t,
        code: code.to_string(),
        received_at: now.vietnam_date_time(),
        picture: format!("data:image/svg+xml;base64,{}", BASE64.encode(picture.as_bytes())),
        classify: classify.map(|deadline| length(deadline, page.t)),
        resolve: resolve.map(|deadline| (length(deadline, page.t), in_full(&deadline.basis, page.t))),
        page,
    })?;
    Ok((StatusCode::CREATED, html).into_response())
}

/// The basis as somebody reads it who knows no abbreviation of a law.
fn in_full(basis: &str, t: Words) -> String {
    basis.replace("BLTTHS", &t.say("law-criminal-procedure"))
}

/// A length as the law counts it.
fn length(deadline: &Deadline, t: Words) -> String {
    let (key, count) = match (deadline.hours, deadline.days) {
        (0, 0) => ("length-months", deadline.months),
        (0, days) => ("length-days", days),
        (hours, _) => ("length-hours", hours),
    };
    t.say_with(key, "count", count).into_owned()
}

/// A picture that reads without us: the code in large letters, and as a QR code with the address of its
/// state when the portal has a public address.
fn picture(app: &App, page: &Page, code: &TrackingCode) -> String {
    let address = app.settings.public_url.as_deref().unwrap_or("");
    let content = match address {
        "" => code.to_string(),
        address => format!("{address}{}?ma={code}", page.href("/tra-ma")),
    };
    let modules = QrCode::new(content.as_bytes()).map(|qr| qr_path(&qr)).unwrap_or_default();
    let title = page.t.say("ticket-picture-title");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 480\" width=\"800\" height=\"960\">\
         <rect width=\"400\" height=\"480\" fill=\"#fff\"/>\
         <text x=\"200\" y=\"42\" font-family=\"sans-serif\" font-size=\"24\" font-weight=\"bold\" text-anchor=\"middle\" \
         fill=\"#14201f\">{title}</text>\
         <g transform=\"translate(25 40)\" fill=\"#000\">{modules}</g>\
         <text x=\"200\" y=\"418\" textLength=\"360\" \
         lengthAdjust=\"spacingAndGlyphs\" font-family=\"monospace\" font-size=\"40\" font-weight=\"bold\" \
         text-anchor=\"middle\" fill=\"#000\">{code}</text>\
         <text x=\"200\" y=\"458\" font-family=\"sans-serif\" font-size=\"18\" text-anchor=\"middle\" \
         fill=\"#3c4a4a\">{}</text></svg>",
        if address.is_empty() { "Khiên" } else { address },
    )
}

/// The dark squares as one path, scaled to 350 by 350 with the quiet zone of four modules around it.
fn qr_path(qr: &QrCode) -> String {
    let width = qr.width();
    let mut path = String::new();
    for (index, color) in qr.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", index % width + 4, index / width + 4));
        }
    }
    let scale = 350.0 / (width + 8) as f64;
    format!("<path transform=\"scale({scale:.4})\" d=\"{path}\"/>")
}
