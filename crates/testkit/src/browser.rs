//! A real Chromium: pages opened, forms filled by key and mouse, pictures taken, axe-core run.
//!
//! Driven by `browser/drive.mjs` in Node over the browser's debugging pipe. Without Chromium or Node a
//! test says "not run: chromium" and passes, unless `KHIEN_TEST_REQUIRE` lists `chromium`; axe-core (an
//! npm package, MPL-2.0, never shipped) is installed under `target/browser` on first use.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::is_required;

/// The version of axe-core the pages are checked with.
const AXE: &str = "axe-core@4.14.1";

/// One page to open, and what to do there.
#[derive(Clone, Debug)]
pub struct Visit {
    fields: Value,
}

impl Visit {
    /// Opens `url` in a window `width` CSS pixels wide, with JavaScript on and light colours.
    pub fn new(url: &str, width: u32) -> Visit {
        let height = if width < 600 { 640 } else { 800 };
        Visit {
            fields: json!({
                "url": url, "width": width, "height": height, "javascript": true, "dark": false, "steps": [],
                "cookies": [], "axe": false,
            }),
        }
    }

    /// With JavaScript switched off.
    pub fn without_javascript(mut self) -> Visit {
        self.fields["javascript"] = false.into();
        self
    }

    /// For a reader whose system wishes dark colours.
    pub fn dark(mut self) -> Visit {
        self.fields["dark"] = true.into();
        self
    }

    /// Takes every certificate, as that of another server on this machine.
    pub fn trusting(mut self) -> Visit {
        self.fields["trusts_all"] = true.into();
        self
    }

    /// With a device that holds passkeys; `owner`: it recognises who holds it.
    pub fn with_passkeys(mut self, owner: bool) -> Visit {
        self.fields["passkeys"] = if owner { "owner" } else { "stranger" }.into();
        self
    }

    /// With a cookie.
    pub fn cookie(mut self, name: &str, value: &str) -> Visit {
        self.push("cookies", json!({ "name": name, "value": value }));
        self
    }

    /// Types `text` into the element.
    pub fn fill(mut self, selector: &str, text: &str) -> Visit {
        self.push("steps", json!({ "fill": selector, "text": text }));
        self
    }

    /// Chooses a file in the element.
    pub fn choose(mut self, selector: &str, file: &Path) -> Visit {
        self.push("steps", json!({ "choose": selector, "file": file.to_string_lossy() }));
        self
    }

    /// Clicks on the element and waits for the page it leads to.
    pub fn click(mut self, selector: &str) -> Visit {
        self.push("steps", json!({ "click": selector }));
        self
    }

    /// Clicks on the element, which leads to no other page.
    pub fn press(mut self, selector: &str) -> Visit {
        self.push("steps", json!({ "press": selector }));
        self
    }

    /// Puts this answer of the server, to something that cannot be asked twice, in the place of the page.
    pub fn write(mut self, html: &str) -> Visit {
        self.push("steps", json!({ "write": html }));
        self
    }

    /// Waits until the page has such an element.
    pub fn wait_for(mut self, selector: &str) -> Visit {
        self.push("steps", json!({ "wait": selector }));
        self
    }

    /// Takes a picture of the whole page, up to 6,000 pixels high.
    pub fn screenshot(mut self, path: &Path) -> Visit {
        self.fields["screenshot"] = path.to_string_lossy().into_owned().into();
        self
    }

    /// Runs axe-core: WCAG 2.2 A and AA with the best practices.
    pub fn axe(mut self) -> Visit {
        self.fields["axe"] = true.into();
        self
    }

    /// Runs axe-core, with contrast of 7:1 for text.
    pub fn axe_with_enhanced_contrast(mut self) -> Visit {
        self.fields["enhanced_contrast"] = true.into();
        self.axe()
    }

    fn push(&mut self, list: &str, item: Value) {
        self.fields[list].as_array_mut().expect("made as a list").push(item);
    }
}

/// What the browser saw at the end of a visit.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Where it ended.
    pub url: String,
    /// Status of the last page.
    pub status: u16,
    /// The page as the browser holds it.
    pub text: String,
    /// What the browser complained about: refused by the content security policy, not found.
    pub complaints: Vec<String>,
    /// Every address it asked for.
    pub requests: Vec<String>,
    /// What axe-core found, one rule a line.
    pub violations: Vec<String>,
    /// Width of the content in CSS pixels: larger than the window when it has to be scrolled sideways.
    pub scroll_width: u32,
    /// Name of the element that has the focus, in capitals: `BODY` when none has. Empty without JavaScript.
    pub focused: String,
}

/// Makes the visits, each in a fresh profile; `None` when there is no browser here.
///
/// # Panics
/// When `KHIEN_TEST_REQUIRE` lists `chromium` and it cannot be had, or when a visit fails.
pub async fn drive(visits: &[Visit]) -> Option<Vec<Seen>> {
    let chromium = programs()?;
    let wants_axe = visits.iter().any(|visit| visit.fields["axe"] == true);
    let axe = if wants_axe { axe_script().await } else { None };
    let visits: Vec<&Value> = visits.iter().map(|visit| &visit.fields).collect();
    let job = json!({ "chromium": chromium, "axe": axe, "visits": visits }).to_string();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/drive.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node was found");
    let mut input = node.stdin.take().expect("stdin is piped");
    input.write_all(job.as_bytes()).await.expect("the script reads its job");
    drop(input);
    let output = node.wait_with_output().await.expect("the script ends");
    assert!(output.status.success(), "the browser script failed");
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).expect("the script answers JSON");
    Some(all.iter().map(seen).collect())
}

/// Where Chromium is, when Node is here too; else `None`, which is said.
pub(crate) fn programs() -> Option<PathBuf> {
    if let (Some(chromium), Some(_)) = (find("chromium"), find("node")) {
        return Some(chromium);
    }
    assert!(!is_required("chromium"), "KHIEN_TEST_REQUIRE lists chromium: install chromium and node");
    eprintln!("not run: chromium (chromium or node is not installed)");
    None
}

pub(crate) fn seen(value: &Value) -> Seen {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let texts = |name: &str| {
        let items = value[name].as_array().into_iter().flatten();
        items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let number = |name: &str| value[name].as_u64().unwrap_or(0);
    Seen {
        url: text("url"),
        status: u16::try_from(number("status")).unwrap_or(0),
        text: text("text"),
        complaints: texts("complaints"),
        requests: texts("requests"),
        violations: texts("violations"),
        scroll_width: u32::try_from(number("scroll_width")).unwrap_or(u32::MAX),
        focused: text("focused"),
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The script of axe-core, installed on first use; `None` where it cannot be fetched.
pub(crate) async fn axe_script() -> Option<PathBuf> {
    // One at a time: another test must not see a package that is half there.
    static INSTALLING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _installing = INSTALLING.lock().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/browser");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() && find("npm").is_some() {
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts", "--prefix"]);
        npm.arg(&folder).arg(AXE).stdout(Stdio::null());
        let _ = npm.status().await;
    }
    if script.is_file() {
        return Some(script);
    }
    assert!(!is_required("chromium"), "KHIEN_TEST_REQUIRE lists chromium: install {AXE} in target/browser");
    eprintln!("not run: axe-core (it could not be installed)");
    None
}
