//! A multipart body within its limits.
//!
//! When the files together are too large, the rest is read and dropped, up to twice the limit, so that
//! the browser gets to see the answer and the reporter keeps what was typed.

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use model::report::NewAttachment;

use super::form::Typed;
use crate::multipart::multipart;
use crate::{App, Error};
use intake::file_type;

/// Bytes of all typed fields together: ten times the longest text in UTF-8.
const TYPED_BYTES_MAX: usize = 1024 * 1024;

/// The files of a report.
#[derive(Debug, Default)]
pub(in crate::portal) struct Files {
    pub(in crate::portal) attachments: Vec<NewAttachment>,
    /// Whether some were dropped because all together were too large.
    pub(in crate::portal) is_too_large: bool,
}

/// Reads the form and its files.
///
/// # Errors
/// 415 for another media type, 413 far beyond the limit, 400 for a broken body or an unknown field.
pub(in crate::portal) async fn read(request: Request, app: &App) -> Result<(Typed, Files), Error> {
    let bytes_max = app.settings.report_bytes_max;
    let content = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !content.is_some_and(|content| content.starts_with("multipart/form-data")) {
        return Err(Error::UnsupportedMediaType);
    }
    let _place = app.upload_place().await;
    let mut request = request;
    DefaultBodyLimit::max(bytes_max.saturating_mul(2)).apply(&mut request);
    let mut body = multipart(request).await?;
    let mut typed = Typed::default();
    let mut files = Files::default();
    let mut typed_bytes = 0;
    let mut file_bytes = 0;
    while let Some(mut field) = body.next_field().await.map_err(|error| refused(&error, bytes_max))? {
        let name = field.name().unwrap_or("").to_owned();
        if name == "attachments" {
            let room = bytes_max.saturating_sub(file_bytes);
            file_bytes += read_file(&mut field, room, &mut files, bytes_max).await?;
            continue;
        }
        let value = read_text(&mut field, TYPED_BYTES_MAX - typed_bytes, bytes_max).await?;
        typed_bytes += value.len();
        if !typed.set(&name, value) {
            return Err(Error::BadRequest("bad-form"));
        }
    }
    Ok((typed, files))
}

fn refused(error: &MultipartError, bytes_max: usize) -> Error {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { bytes_max },
        _ => Error::BadRequest("bad-form"),
    }
}

async fn chunk(field: &mut Field<'_>, bytes_max: usize) -> Result<Option<Bytes>, Error> {
    field.chunk().await.map_err(|error| refused(&error, bytes_max))
}

/// Broken UTF-8 becomes replacement characters: nothing else that was typed is lost.
async fn read_text(field: &mut Field<'_>, room: usize, bytes_max: usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(field, bytes_max).await? {
        if bytes.len() + chunk.len() > room {
            return Err(Error::TooLarge { bytes_max: TYPED_BYTES_MAX });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// Answers the bytes that count towards the limit. A file over its own limit keeps one byte more than
/// allowed, so that the parser of reports names it.
async fn read_file(
    field: &mut Field<'_>,
    room: usize,
    files: &mut Files,
    bytes_max: usize,
) -> Result<usize, Error> {
    let name = file_name(field.file_name().unwrap_or(""));
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(field, bytes_max).await? {
        let wanted = (NewAttachment::BYTES_MAX + 1).saturating_sub(bytes.len());
        let taken = chunk.len().min(wanted);
        if files.is_too_large || bytes.len() + taken > room {
            files.is_too_large = true;
            files.attachments.clear();
            bytes.clear();
            continue;
        }
        bytes.extend_from_slice(&chunk[..taken]);
    }
    let len = bytes.len();
    // A browser sends an empty file without a name when none was chosen.
    if !bytes.is_empty() && !files.is_too_large {
        let media_type = file_type::of(&bytes);
        files.attachments.push(NewAttachment { name, media_type, bytes });
    }
    Ok(len)
}

/// The name without folders and control characters.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|c| !c.is_control()).take(NewAttachment::NAME_CHARS_MAX).collect();
    if name.trim().is_empty() { "tep".to_owned() } else { name }
}
