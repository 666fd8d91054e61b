//! A real mail server: Dovecot with one mailbox, in a folder of its own, ended when dropped.
//!
//! Without it a test says "not run: dovecot" and passes, unless `KHIEN_TEST_REQUIRE` lists `dovecot`.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::is_required;

/// The user, and the password of everybody.
pub const USER: &str = "phan-anh";
/// See [`USER`].
pub const PASSWORD: &str = "mat-khau-cua-test";

/// A running server.
pub struct Dovecot {
    process: Child,
    folder: TempDir,
    /// Where it listens, without TLS.
    pub address: SocketAddr,
}

/// The unprivileged user that owns mails where the tests run as root: Dovecot serves none to root.
const NOBODY: u32 = 65_534;

impl Dovecot {
    /// Starts it and waits for its greeting; `None` when it is not installed, or nobody here may start it.
    ///
    /// # Panics
    /// When `KHIEN_TEST_REQUIRE` lists `dovecot` and there is none, or when it does not start.
    pub async fn start() -> Option<Dovecot> {
        let program =
            ["/usr/sbin/dovecot", "/usr/bin/dovecot"].iter().map(Path::new).find(|path| path.exists());
        let Some(program) = program.filter(|_| rustix::process::getuid().is_root()) else {
            assert!(
                !is_required("dovecot"),
                "KHIEN_TEST_REQUIRE lists dovecot: run `cargo xtask test` as root"
            );
            eprintln!("not run: dovecot");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .expect("a port is free")
            .port();
        let root = folder.path();
        let mail = root.join("mail");
        std::fs::create_dir(&mail).expect("a folder can be made");
        std::os::unix::fs::chown(&mail, Some(NOBODY), Some(NOBODY)).expect("root may give folders away");
        std::fs::set_permissions(root, std::fs::Permissions::from_mode(0o755)).expect("the folder is ours");
        let file = root.join("dovecot.conf");
        std::fs::write(&file, configuration(root, port)).expect("a file can be written");
        let process = Command::new(program)
            .args(["-F", "-c"])
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dovecot starts");
        let server = Dovecot { process, folder, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        server.wait().await;
        Some(server)
    }

    async fn wait(&self) {
        for _ in 0..600 {
            let greeted = async {
                let mut stream = TcpStream::connect(self.address).await.ok()?;
                let mut greeting = [0u8; 5];
                stream.read_exact(&mut greeting).await.ok()
            };
            if greeted.await.is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!(
            "dovecot does not greet: {}",
            std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
        );
    }

    /// Puts a mail into the mailbox, as a delivery does.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn deliver(&self, name: &str, mail: &[u8]) {
        let new = self.mailbox().join("new");
        for folder in ["", "cur", "new", "tmp"] {
            let path = self.mailbox().join(folder);
            if !path.exists() {
                std::fs::create_dir(&path).expect("a folder can be made");
                std::os::unix::fs::chown(&path, Some(NOBODY), Some(NOBODY))
                    .expect("root may give folders away");
            }
        }
        // Written elsewhere first: a mail appears whole.
        let waiting = self.mailbox().join("tmp").join(name);
        std::fs::write(&waiting, mail).expect("a file can be written");
        std::os::unix::fs::chown(&waiting, Some(NOBODY), Some(NOBODY)).expect("root may give files away");
        std::fs::rename(waiting, new.join(name)).expect("a file can be moved");
    }

    /// Mails that nobody marked as seen, in the folder that is read.
    pub fn unseen(&self) -> usize {
        let names = |folder: &str| {
            let entries = std::fs::read_dir(self.mailbox().join(folder)).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        let is_seen = |name: &&String| name.split_once(":2,").is_some_and(|(_, flags)| flags.contains('S'));
        names("new").len() + names("cur").iter().filter(|name| !is_seen(name)).count()
    }

    /// Mails in another folder.
    pub fn count_in(&self, folder: &str) -> usize {
        let root = self.mailbox().join(format!(".{folder}"));
        ["new", "cur"]
            .iter()
            .filter_map(|part| std::fs::read_dir(root.join(part)).ok())
            .map(Iterator::count)
            .sum()
    }

    fn mailbox(&self) -> PathBuf {
        self.folder.path().join("mail").join(USER)
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        if let Some(pid) = i32::try_from(self.process.id()).ok().and_then(rustix::process::Pid::from_raw) {
            // The master ends its children.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        let _ = self.process.wait();
    }
}

fn configuration(root: &Path, port: u16) -> String {
    let root = root.display();
    format!(
        "protocols = imap
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{root}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={NOBODY} gid={NOBODY} home={root}/mail
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"
    )
}
