//! What partners send: each object becomes a report to the desk, never a listing.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use detect::Submission;
use feed::stix::read;
use model::Time;
use model::report::{NewReport, ReportChannel, ReportFields};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::consumer::{Channel, Consumer};
use uuid::Uuid;

use super::{answer, collection, media};
use crate::auth::Asker;
use crate::error::Place;
use crate::extract::Path;
use crate::limits::Action;
use crate::portal::report as portal_report;
use crate::{App, Error};

/// Objects in one request: what is stored within the time a request may take.
const OBJECTS_MAX: usize = 1_000;

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    objects: Vec<Value>,
}

/// What became of one object. Source: TAXII 2.1, 4.3.1.
#[derive(Serialize)]
struct Detail {
    id: String,
    version: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    message: String,
}

/// Source: TAXII 2.1, 5.5.
pub(super) async fn add_objects(
    State(app): State<App>,
    asker: Asker,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    if !collection::is_intake(&name) {
        collection::Collection::find(&name)?;
        return Err(Error::Forbidden("not-writable"));
    }
    let consumer = asker.admit_known(&app, Action::Taxii, Channel::Taxii.slug())?.clone();
    let _place = app.upload_place().await;
    let objects = read_envelope(&app, request).await?;
    let now = app.now();
    let (mut successes, mut failures) = (Vec::new(), Vec::new());
    for object in &objects {
        let (id, version) = read::id_and_version(object);
        match report(&app, &consumer, object, now).await {
            Ok(()) => successes.push(Detail { id, version, message: String::new() }),
            // A failure of ours ends the request, so that the partner sends it again; what was stored is
            // stored, and the same object again is the same report.
            Err(Refusal::Ours(error)) => return Err(error),
            Err(Refusal::Theirs(message)) => failures.push(Detail { id, version, message }),
        }
    }
    let id = Uuid::new_v4();
    let status = json!({
        "id": id.to_string(),
        "status": "complete",
        "request_timestamp": feed::Moment::of(now).to_string(),
        "total_count": objects.len(),
        "success_count": successes.len(),
        "successes": successes,
        "failure_count": failures.len(),
        "failures": failures,
        "pending_count": 0,
    });
    let status = status.to_string();
    app.store.keep_intake_status(id, consumer.id, &status, now).await?;
    Ok(answer(StatusCode::ACCEPTED, status.into_bytes(), HeaderMap::new()))
}

/// Source: TAXII 2.1, 4.3.
pub(super) async fn get_status(
    State(app): State<App>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let consumer = asker.admit_known(&app, Action::Taxii, Channel::Taxii.slug())?;
    let id = Uuid::parse_str(&id).map_err(|_| Error::NotFound)?;
    let status = app.store.intake_status(id, consumer.id).await?;
    Ok(answer(StatusCode::OK, status.into_bytes(), HeaderMap::new()))
}

async fn read_envelope(app: &App, request: Request) -> Result<Vec<Value>, Error> {
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content.is_some_and(media::is_taxii) {
        return Err(Error::UnsupportedMediaType);
    }
    let bytes = crate::bulk::body_within(request, app.settings.taxii_bytes_max).await?;
    // JSON nested deeper than 128 is refused by the reader, as a fault at its place.
    let envelope: Envelope = serde_json::from_slice(&bytes).map_err(|error| Error::Malformed {
        code: "malformed-json",
        place: Place::Line { line: error.line(), column: error.column() },
    })?;
    if envelope.objects.len() > OBJECTS_MAX {
        return Err(Error::BadRequest("too-many-objects"));
    }
    Ok(envelope.objects)
}

/// Why an object did not become a report.
enum Refusal {
    /// Something about the object, in words for its sender.
    Theirs(String),
    /// Something of ours.
    Ours(Error),
}

/// Makes a report of one object. The same version of the same object of the same partner is one report.
async fn report(app: &App, consumer: &Consumer, object: &Value, now: Time) -> Result<(), Refusal> {
    let inbound = read::read(object).map_err(|refused| Refusal::Theirs(refused.to_string()))?;
    let (id, version) = read::id_and_version(object);
    let fields = ReportFields {
        submission: submission(consumer, &id, &version),
        text: format!("{}: {}", consumer.name, inbound.text),
        indicators: inbound.indicators.iter().map(ToString::to_string).collect(),
        ..ReportFields::default()
    };
    let parsed = NewReport::parse(fields, ReportChannel::Partner, now, |_| false);
    let report = parsed.map_err(|errors| {
        let codes: Vec<String> =
            errors.iter().map(|error| format!("{}: {}", error.field, error.code)).collect();
        Refusal::Theirs(codes.join(", "))
    })?;
    let snapshot = app.snapshot.load();
    let assessed = Submission { text: &report.text, sender: None, channel: None };
    let assessment = app.engine.assess(&assessed, &*snapshot);
    portal_report::insert(app, &report, &assessment, now).await.map_err(Refusal::Ours)?;
    Ok(())
}

fn submission(consumer: &Consumer, id: &str, version: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(format!("{}\n{id}\n{version}", consumer.id)).into();
    let bytes: [u8; 16] = std::array::from_fn(|at| hash[at]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().hyphenated().to_string()
}
