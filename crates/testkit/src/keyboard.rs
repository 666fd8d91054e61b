//! People at a real Chromium with nothing but a keyboard: real key events, the focus as it is seen.
//!
//! Driven by `browser/keys.mjs`. Nobody here can click, and nobody names an address after the first page, so
//! that a test which gets to its end shows that a person without a mouse does too. On every stop of the Tab
//! key the focus must be drawn, lie inside the window and have a ring.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;

use crate::browser::{self, Seen};

/// A browser that several people sit at, each in a profile of their own. It ends when dropped.
#[derive(Clone)]
pub struct Keyboard {
    pipe: Arc<Mutex<Pipe>>,
}

struct Pipe {
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _node: Child,
}

/// One person at the keyboard.
#[derive(Clone)]
pub struct Person {
    keyboard: Keyboard,
    name: String,
}

/// What has the focus.
#[derive(Clone, Debug)]
pub struct Focus {
    /// Name of the element, in capitals.
    pub tag: String,
    /// Its role for a screen reader.
    pub role: String,
    /// Its name for a screen reader.
    pub name: String,
    /// The text in it.
    pub text: String,
    /// What stands in the field.
    pub value: String,
    /// Whether it is drawn, lies inside the window and has a ring.
    pub is_seen: bool,
}

/// What is asked of a page when it is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looking<'a> {
    /// Whether axe-core runs.
    pub axe: bool,
    /// Where to keep a picture.
    pub screenshot: Option<&'a Path>,
}

impl Keyboard {
    /// Starts a browser; `None` when there is none here.
    ///
    /// # Panics
    /// When `KHIEN_TEST_REQUIRE` lists `chromium` and it cannot be had.
    pub async fn start() -> Option<Keyboard> {
        let chromium = browser::programs()?;
        let axe = browser::axe_script().await;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser/keys.mjs");
        let mut node = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node was found");
        let orders = node.stdin.take().expect("stdin is piped");
        let answers = BufReader::new(node.stdout.take().expect("stdout is piped")).lines();
        let mut pipe = Pipe { orders, answers, _node: node };
        pipe.write(&json!({ "chromium": chromium, "axe": axe })).await;
        Some(Keyboard { pipe: Arc::new(Mutex::new(pipe)) })
    }

    /// Somebody opens `url` in a window of `width` CSS pixels.
    pub async fn open(&self, name: &str, url: &str, width: u32) -> Person {
        let person = Person { keyboard: self.clone(), name: name.to_owned() };
        let height = if width < 600 { 640 } else { 800 };
        person.ask(json!({ "do": "open", "url": url, "width": width, "height": height })).await;
        person
    }
}

impl Pipe {
    async fn write(&mut self, order: &Value) {
        self.orders.write_all(format!("{order}\n").as_bytes()).await.expect("the script reads its orders");
    }
}

impl Person {
    /// Presses a key by its name: `Enter`, `Tab`, ` `, `g`.
    pub async fn press(&self, key: &str) {
        self.ask(json!({ "do": "press", "key": key })).await;
    }

    /// Presses a key while Ctrl is held.
    pub async fn press_with_ctrl(&self, key: &str) {
        self.ask(json!({ "do": "press", "key": key, "ctrl": true })).await;
    }

    /// Presses a key that leads to another page, and waits for that.
    pub async fn go(&self, key: &str) {
        self.ask(json!({ "do": "go", "key": key })).await;
    }

    /// Presses a key, while Ctrl is held, that leads to another page, and waits for that.
    pub async fn go_with_ctrl(&self, key: &str) {
        self.ask(json!({ "do": "go", "key": key, "ctrl": true })).await;
    }

    /// Presses a key that begins a download into `folder`, and waits for its end; the file.
    pub async fn download(&self, key: &str, folder: &Path) -> PathBuf {
        let told =
            self.ask(json!({ "do": "download", "key": key, "folder": folder.to_string_lossy() })).await;
        folder.join(told["name"].as_str().unwrap_or_default())
    }

    /// Types, key by key.
    pub async fn type_text(&self, text: &str) {
        self.ask(json!({ "do": "type", "text": text })).await;
    }

    /// Presses Tab until what has the focus has this in its name; answers with what it is.
    pub async fn tab_to(&self, name: &str) -> Focus {
        focus(&self.ask(json!({ "do": "tab", "name": name })).await)
    }

    /// As [`Person::tab_to`], and its role is this.
    pub async fn tab_to_role(&self, role: &str, name: &str) -> Focus {
        focus(&self.ask(json!({ "do": "tab", "name": name, "role": role })).await)
    }

    /// Goes to the field of this name by Tab and types into it.
    pub async fn fill(&self, name: &str, text: &str) {
        self.tab_to(name).await;
        self.type_text(text).await;
    }

    /// Goes to the list of this name by Tab and chooses in it with the arrow keys.
    pub async fn choose(&self, name: &str, choice: &str) {
        self.tab_to_role("combobox", name).await;
        self.pick(choice).await;
    }

    /// Chooses in the list that has the focus, with the arrow keys.
    pub async fn pick(&self, choice: &str) {
        self.ask(json!({ "do": "pick", "text": choice })).await;
    }

    /// What has the focus.
    pub async fn focus(&self) -> Focus {
        focus(&self.ask(json!({ "do": "focus" })).await)
    }

    /// Waits until this stands on the page.
    pub async fn wait_for(&self, text: &str) {
        self.ask(json!({ "do": "wait", "text": text })).await;
    }

    /// The line to the server goes down, or comes back.
    pub async fn set_line(&self, is_up: bool) {
        self.ask(json!({ "do": "line", "up": is_up })).await;
    }

    /// The line to the server is up, and every answer takes this long, in ms.
    pub async fn set_latency(&self, latency: u32) {
        self.ask(json!({ "do": "line", "up": true, "latency": latency })).await;
    }

    /// The window becomes this wide, in CSS pixels.
    pub async fn resize(&self, width: u32) {
        let height = if width < 600 { 640 } else { 800 };
        self.ask(json!({ "do": "resize", "width": width, "height": height })).await;
    }

    /// What is on the page.
    pub async fn look(&self, looking: Looking<'_>) -> Seen {
        let screenshot = looking.screenshot.map(|path| path.to_string_lossy().into_owned());
        browser::seen(&self.ask(json!({ "do": "look", "axe": looking.axe, "screenshot": screenshot })).await)
    }

    /// Gives one order.
    ///
    /// # Panics
    /// When it cannot be done: nothing of that name, a page that does not come, a focus that is not seen.
    async fn ask(&self, mut order: Value) -> Value {
        order["person"] = self.name.as_str().into();
        let mut pipe = self.keyboard.pipe.lock().await;
        pipe.write(&order).await;
        let line = pipe.answers.next_line().await.expect("the script's answers are text");
        let answer: Value =
            serde_json::from_str(&line.expect("the script goes on")).expect("it answers JSON");
        assert!(answer["error"].is_null(), "{}: {}", self.name, answer["error"].as_str().unwrap_or_default());
        answer["ok"].clone()
    }
}

fn focus(value: &Value) -> Focus {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Focus {
        tag: text("tag"),
        role: text("role"),
        name: text("name"),
        text: text("text"),
        value: text("value"),
        is_seen: value["seen"] == true,
    }
}
