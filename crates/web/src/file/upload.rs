//! A form with at most one file, within its limits.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::multipart::multipart;
use crate::{App, Error};

/// What a form held.
#[derive(Debug, Default)]
pub(crate) struct Upload {
    fields: Vec<(String, String)>,
    /// The file; empty when none was chosen.
    pub(crate) file: Vec<u8>,
}

impl Upload {
    /// A field; empty when it was not sent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

/// Whether a body is a form that may hold files.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    value.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Reads a form of these fields and the field `file`.
///
/// # Errors
/// 413 beyond the limits, 400 for a broken body, an unknown field or a field that is there twice.
pub(crate) async fn read(request: Request, app: &App, names: &[&str]) -> Result<Upload, Error> {
    let bytes_max = app.settings.check_file_bytes_max;
    let mut request = request;
    // What stands around the parts is small; the parts themselves are counted below.
    DefaultBodyLimit::max(bytes_max.saturating_add(app.settings.body_bytes_max)).apply(&mut request);
    let mut body = multipart(request).await?;
    let mut upload = Upload::default();
    let mut has_file = false;
    while let Some(mut field) = body.next_field().await.map_err(|error| refused(&error, bytes_max))? {
        let name = field.name().unwrap_or("").to_owned();
        if name == "file" && !has_file {
            has_file = true;
            upload.file = take(&mut field, bytes_max).await?;
        } else if names.contains(&name.as_str()) && upload.fields.iter().all(|(known, _)| *known != name) {
            let bytes = take(&mut field, app.settings.body_bytes_max).await?;
            upload.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        } else {
            return Err(Error::BadRequest("bad-form"));
        }
    }
    Ok(upload)
}

fn refused(error: &MultipartError, bytes_max: usize) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max },
        _ => Error::BadRequest("bad-form"),
    }
}

async fn take(field: &mut Field<'_>, bytes_max: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| refused(&error, bytes_max))? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(Error::TooLarge { bytes_max });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
