//! A real virus scanner: ClamAV's daemon on a socket in a folder of its own, which knows the EICAR test file and
//! nothing else; ended when dropped.
//!
//! Without it a test says "not run: clamd" and passes, unless `KHIEN_TEST_REQUIRE` lists `clamd`.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;

use crate::is_required;

/// A running daemon.
pub struct Clamd {
    process: Child,
    folder: TempDir,
}

/// The test file that every scanner knows, which does nothing. Source: eicar.org. In two parts, so that no scanner
/// takes this source for it.
pub fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

impl Clamd {
    /// Starts it and waits until it answers; `None` when it is not installed.
    ///
    /// # Panics
    /// When `KHIEN_TEST_REQUIRE` lists `clamd` and there is none, or when it does not start.
    pub async fn start() -> Option<Clamd> {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd"].iter().map(Path::new).find(|path| path.exists());
        let Some(program) = program else {
            assert!(!is_required("clamd"), "KHIEN_TEST_REQUIRE lists clamd: install clamav-daemon");
            eprintln!("not run: clamd");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let root = folder.path();
        let signatures = root.join("signatures");
        std::fs::create_dir(&signatures).expect("a folder can be made");
        // MD5 and length of the test file: a signature of its own, because those of ClamAV are not on this machine.
        let signature = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n";
        std::fs::write(signatures.join("test.hdb"), signature).expect("a file can be written");
        let file = root.join("clamd.conf");
        let configuration = format!(
            "DatabaseDirectory {}\nLocalSocket {}\nForeground yes\nLogFile {}\nStreamMaxLength 1M\n",
            signatures.display(),
            root.join("socket").display(),
            root.join("log").display(),
        );
        std::fs::write(&file, configuration).expect("a file can be written");
        let mut command = Command::new(program);
        command.arg("--config-file").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("the daemon starts");
        let mut clamd = Clamd { process, folder };
        while !clamd.answers().await {
            let ended = clamd.process.try_wait().expect("its state can be asked");
            assert!(ended.is_none(), "clamd ended: {}", clamd.log());
            tokio::task::yield_now().await;
        }
        Some(clamd)
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("socket")
    }

    async fn answers(&self) -> bool {
        let Ok(mut line) = UnixStream::connect(self.socket()).await else { return false };
        let mut said = Vec::new();
        line.write_all(b"zPING\0").await.is_ok()
            && line.read_to_end(&mut said).await.is_ok()
            && said == b"PONG\0"
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
