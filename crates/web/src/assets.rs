//! Style sheets, scripts and fonts, built into the binary and served under names that carry a hash of
//! their content, so that a browser may keep them for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::Error;

macro_rules! files {
    ($($name:literal as $media_type:literal),* $(,)?) => {
        /// Name, media type and content. A style sheet may name another file as `url(asset:NAME)`.
        const FILES: &[(&str, &str, &[u8])] = &[$((
            $name,
            $media_type,
            include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/", $name)),
        )),*];
    };
}

// One line per file; files that others name come first.
files! {
    "be-vietnam-pro-400.woff2" as "font/woff2",
    "be-vietnam-pro-600.woff2" as "font/woff2",
    "shield.svg" as "image/svg+xml",
    "work.js" as "text/javascript; charset=utf-8",
    "portal.js" as "text/javascript; charset=utf-8",
    "keys.js" as "text/javascript; charset=utf-8",
    "console.js" as "text/javascript; charset=utf-8",
    "passkey.js" as "text/javascript; charset=utf-8",
    "console.css" as "text/css; charset=utf-8",
    "portal.css" as "text/css; charset=utf-8",
}

struct Asset {
    name: &'static str,
    href: String,
    media_type: &'static str,
    content: Vec<u8>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Vec::with_capacity(FILES.len());
    for (name, media_type, content) in FILES {
        let content = if media_type.starts_with("text/css") {
            with_hrefs(&String::from_utf8_lossy(content), &assets).into_bytes()
        } else {
            content.to_vec()
        };
        let hash = HEXLOWER.encode(&Sha256::digest(&content)[..8]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let href = format!("/assets/{stem}.{hash}.{extension}");
        assets.push(Asset { name, href, media_type, content });
    }
    assets
});

fn with_hrefs(css: &str, assets: &[Asset]) -> String {
    let replace = |css: String, asset: &Asset| {
        css.replace(&format!("url(asset:{})", asset.name), &format!("url({})", asset.href))
    };
    assets.iter().fold(css.to_owned(), replace)
}

/// The address of the file with this name; `/assets/` when there is none (a test finds that).
pub fn href(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/", |asset| asset.href.as_str())
}

/// Answers with a built-in file.
pub async fn get_asset(Path(file): Path<String>) -> Result<Response, Error> {
    let asset = ASSETS.iter().find(|asset| asset.href["/assets/".len()..] == file);
    let asset = asset.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.content.as_slice()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_names_only_files_that_exist() {
        for asset in ASSETS.iter() {
            let text = String::from_utf8_lossy(&asset.content);
            assert!(!text.contains("asset:"), "{} names a file that is not listed before it", asset.name);
        }
    }
}
