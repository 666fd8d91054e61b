//! Writing in a picture, read by Tesseract in a process of its own.
//!
//! The program gets grey pixels that we decoded, never the file; it has no environment, no file to write, a limit on
//! memory and on processor time by the shell's `ulimit`, and is killed with its group when it takes too long.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// Pixels that are handed over: a screenshot whole, a photograph made smaller.
pub(super) const PIXELS_MAX: u32 = 4_000_000;
/// Bytes of writing that are taken.
const TEXT_BYTES_MAX: u64 = 64 * 1024;

/// How writing is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WritingSettings {
    /// Name or path of Tesseract; empty: writing is not read.
    pub program: String,
    /// Its languages.
    pub languages: String,
    /// Longest wait for one picture.
    pub timeout: Duration,
    /// Seconds of processor time for one picture.
    pub cpu_s: u64,
    /// Bytes of memory for one picture.
    pub memory_bytes: u64,
    /// Pictures that are read at the same time; more wait.
    pub at_once: usize,
}

impl Default for WritingSettings {
    fn default() -> WritingSettings {
        WritingSettings {
            program: "tesseract".to_owned(),
            languages: "vie+eng".to_owned(),
            timeout: Duration::from_secs(20),
            cpu_s: 15,
            memory_bytes: 1024 * 1024 * 1024,
            at_once: 2,
        }
    }
}

/// What became of the writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// It was read.
    Read(String),
    /// There is none.
    None,
    /// The program is not on this machine, or switched off.
    NotInstalled,
    /// The program failed, or took too much time or memory.
    Failed,
}

impl Writing {
    /// The writing; `None` when none was read.
    pub fn text(&self) -> Option<&str> {
        match self {
            Writing::Read(text) => Some(text),
            _ => None,
        }
    }

    /// Stable name.
    pub fn slug(&self) -> &'static str {
        match self {
            Writing::Read(_) => "read",
            Writing::None => "none",
            Writing::NotInstalled => "not-installed",
            Writing::Failed => "failed",
        }
    }
}

/// Reads writing.
#[derive(Debug)]
pub(super) struct WritingReader {
    settings: WritingSettings,
    program: Option<PathBuf>,
    places: Semaphore,
}

impl WritingReader {
    pub(super) fn new(settings: WritingSettings) -> WritingReader {
        let program = find(&settings.program);
        WritingReader { places: Semaphore::new(settings.at_once.max(1)), program, settings }
    }

    pub(super) fn is_installed(&self) -> bool {
        self.program.is_some()
    }

    /// The writing in a portable greymap.
    pub(super) async fn read(&self, greymap: &[u8]) -> Writing {
        let Some(program) = &self.program else { return Writing::NotInstalled };
        let _place = self.places.acquire().await.expect("the semaphore is never closed");
        let Ok(child) = self.command(program).spawn() else { return Writing::Failed };
        let group = child.id();
        let text = tokio::time::timeout(self.settings.timeout, talk(child, greymap)).await;
        match text {
            Ok(Some(text)) => tidy(&text),
            Ok(None) => Writing::Failed,
            Err(_) => {
                kill_group(group);
                Writing::Failed
            }
        }
    }

    fn command(&self, program: &Path) -> Command {
        let settings = &self.settings;
        // The shell sets the limits and becomes the program: no files, no core, so much memory and processor time.
        const LIMITED: &str =
            "ulimit -c 0; ulimit -f 0; ulimit -v \"$1\"; ulimit -t \"$2\"; shift 2; exec \"$@\"";
        let mut command = Command::new("/bin/sh");
        command.args(["-c", LIMITED, "sh"]);
        command.arg((settings.memory_bytes / 1024).to_string()).arg(settings.cpu_s.to_string());
        command.arg(program).args(["stdin", "stdout", "-l", &settings.languages]);
        // One thread: the limit on processor time counts all of them.
        command.env_clear().env("OMP_THREAD_LIMIT", "1").env("LC_ALL", "C").current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.process_group(0).kill_on_drop(true);
        command
    }
}

/// Gives the pixels and takes the text; `None` when the program does not end well.
async fn talk(mut child: Child, greymap: &[u8]) -> Option<Vec<u8>> {
    let mut input = child.stdin.take()?;
    let output = child.stdout.take()?;
    let give = async {
        // A program that ends early closes the pipe; its status says so.
        let _ = input.write_all(greymap).await;
        drop(input);
    };
    let mut text = Vec::new();
    let take = async { output.take(TEXT_BYTES_MAX).read_to_end(&mut text).await };
    let (_, taken) = tokio::join!(give, take);
    taken.ok()?;
    let ended = child.wait().await.ok()?;
    ended.success().then_some(text)
}

/// Ends what the program may have started; `kill_on_drop` ends the program itself.
fn kill_group(group: Option<u32>) {
    let group = group.and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // It may have ended in this moment; then there is nothing left to end.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// Lines that belong together in one line: a bubble breaks a sentence, and a link, where it is narrow.
fn tidy(bytes: &[u8]) -> Writing {
    let text = String::from_utf8_lossy(bytes);
    let blocks = text.split("\n\n").map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n");
    if text.is_empty() { Writing::None } else { Writing::Read(text) }
}

/// The program by its path, or in the folders of the system.
fn find(name: &str) -> Option<PathBuf> {
    if name.is_empty() {
        return None;
    }
    if name.contains('/') {
        return Some(PathBuf::from(name)).filter(|path| path.is_file());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A program of this script under short limits, asked once.
    async fn check(script: &str, expected: &Writing) {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("program");
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let settings = WritingSettings {
            program: program.to_string_lossy().into_owned(),
            timeout: Duration::from_secs(3),
            cpu_s: 1,
            memory_bytes: 64 << 20,
            ..WritingSettings::default()
        };
        assert_eq!(WritingReader::new(settings).read(b"P5\n1 1\n255\n\0").await, *expected, "{script}");
    }

    #[tokio::test]
    async fn lines_of_one_bubble_become_one() {
        check(
            "printf 'Tai khoan\\ncua ban\\n\\n \\nbi khoa\\n'",
            &Writing::Read("Tai khoan cua ban\nbi khoa".into()),
        )
        .await;
        check("cat > /dev/null; echo", &Writing::None).await;
        check("echo $HOME$USER$PATH_OF_OURS", &Writing::None).await;
    }

    #[tokio::test]
    async fn a_program_that_fails_or_takes_too_much_is_told_and_ended() {
        check("exit 1", &Writing::Failed).await;
        check("while :; do :; done", &Writing::Failed).await;
        check("echo too much > \"$0.out\"; exit 0", &Writing::Failed).await;
        check("x=a; while :; do x=$x$x; done", &Writing::Failed).await;
    }

    #[tokio::test]
    async fn a_program_that_hangs_is_killed_with_what_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("pipe");
        // The child holds a lock on the file until it is killed.
        std::fs::write(&told, "").unwrap();
        let script = format!("flock {} /bin/sleep 1000 & wait", told.display());
        check(&script, &Writing::Failed).await;
        let free =
            Command::new("flock").args(["--timeout", "10"]).arg(&told).arg("true").status().await.unwrap();
        assert!(free.success(), "the child of the program lives on");
    }

    #[tokio::test]
    async fn what_is_not_there_is_told() {
        let reader = WritingReader::new(WritingSettings {
            program: "khong-co-that".into(),
            ..WritingSettings::default()
        });
        assert!(!reader.is_installed());
        assert_eq!(reader.read(b"").await, Writing::NotInstalled);
        assert!(
            !WritingReader::new(WritingSettings { program: String::new(), ..WritingSettings::default() })
                .is_installed()
        );
    }
}
