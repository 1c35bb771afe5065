//! A city platform on a loopback socket.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use emergency::judge::Rules;
use logbook::authority::FileAuthority;
use platform::devices::{Devices, Enrolment};
use platform::faults::Faults;
use platform::ledger::LedgerParts;
use platform::server::{Platform, PlatformParts, Reads};
use platform::tls;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::world::{Clock, chance, ids, key, origin};

/// The platform's number among the keys.
pub const CITY: u64 = 1_000;
/// Desks that the test platforms know from the start.
pub const DESKS: u64 = 256;
/// The code that enrols a desk the platform does not know.
pub const ENROL_CODE: &str = "4821-77";
/// The bearer token of the alerting authority.
pub const ALERT_TOKEN: &str = "drill-alerts";

/// The parts of a platform over a log file.
///
/// # Panics
/// When the file cannot be opened: then there is nothing to test.
#[must_use]
pub fn parts(path: &Path, clock: Clock, start: u64, reads: Reads) -> PlatformParts {
    let store = FileAuthority::open(path, "licheng").expect("the platform's log opens");
    let mut make = ids(CITY, start);
    let ledger = LedgerParts {
        store: Arc::new(store),
        key: key(CITY),
        signer: "市平台(演练)".to_owned(),
        exercise: true,
        make_id: Box::new(move |_| make()),
        rules: Rules::default(),
        faults: Faults::default(),
    };
    PlatformParts {
        ledger,
        devices: devices(&path.with_extension("devices")),
        alert_tokens: vec![ALERT_TOKEN.to_owned()],
        clock,
        chance: chance(CITY + start),
        reads,
    }
}

/// The devices in a file beside the log, so that a platform that starts again knows whom it had
/// enrolled.
fn devices(path: &Path) -> Devices {
    if !path.exists() {
        let lines: String = (0..DESKS)
            .map(|desk| format!("allow {}\n", origin(desk).0))
            .collect();
        std::fs::write(path, lines).expect("the list of devices can be written");
    }
    Devices::open(path, Enrolment::Code(ENROL_CODE.to_owned())).expect("the list can be read")
}

/// A city platform on a loopback socket; dropped, it is gone with all its connections.
pub struct City {
    /// Where it listens.
    pub address: SocketAddr,
    /// The platform.
    pub platform: Arc<Platform>,
    path: PathBuf,
    task: Option<JoinHandle<()>>,
    writer: Option<std::thread::JoinHandle<()>>,
}

impl City {
    /// Starts a platform over the log in a folder.
    ///
    /// # Panics
    /// When it cannot start: then there is nothing to test.
    pub async fn start(folder: &Path, clock: Clock, start: u64) -> Self {
        Self::start_at(folder, clock, start, "127.0.0.1:0").await
    }

    /// The same at a given address.
    ///
    /// # Panics
    /// As [`City::start`].
    pub async fn start_at(folder: &Path, clock: Clock, start: u64, address: &str) -> Self {
        let serve = |listener, platform| Box::pin(platform::server::serve(listener, platform));
        Self::start_serving(folder, clock, start, address, serve).await
    }

    /// The same behind a certificate, from `chain.pem` and `key.pem` in the folder; with
    /// `devices-ca.pem` there it asks desks for theirs, and refuses those in `revoked.pem`.
    ///
    /// # Panics
    /// As [`City::start`].
    pub async fn start_tls(folder: &Path, clock: Clock, start: u64) -> Self {
        let devices = folder.join("devices-ca.pem");
        let revoked = folder.join("revoked.pem");
        let devices = devices.exists().then(|| tls::DeviceCertificates {
            authority: devices,
            revoked: revoked.exists().then_some(revoked),
        });
        let (chain, key) = (folder.join("chain.pem"), folder.join("key.pem"));
        let config = tls::config(&chain, &key, devices.as_ref());
        let config = config.expect("certificate and key fit");
        let serve = |listener, platform| {
            let listener = tls::TlsListener::new(listener, config).expect("it listens");
            Box::pin(platform::server::serve(listener, platform))
        };
        Self::start_serving(folder, clock, start, "127.0.0.1:0", serve).await
    }

    async fn start_serving<F>(
        folder: &Path,
        clock: Clock,
        start: u64,
        address: &str,
        serve: impl FnOnce(TcpListener, Arc<Platform>) -> F,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let path = folder.join("authority.db");
        let parts = parts(&path, clock, start, Reads::Apart);
        let (platform, writer) = Platform::open(parts).expect("the platform opens");
        let writer = std::thread::Builder::new()
            .name("sequencer".to_owned())
            .spawn(move || writer.run_blocking())
            .expect("a thread can be started");
        let listener = TcpListener::bind(address)
            .await
            .expect("a loopback address is free");
        let address = listener.local_addr().expect("it has an address");
        let served = Arc::clone(&platform);
        let task = tokio::spawn(serve(listener, served));
        Self {
            address,
            platform,
            path,
            task: Some(task),
            writer: Some(writer),
        }
    }

    /// One HTTP request, answered with status and body; `head` has the request line and what
    /// headers there are.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn ask(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).await.expect("it listens");
        let length = body.len();
        let request = format!(
            "{head}\r\nhost: city\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let written = stream.write_all(request.as_bytes()).await;
        written.expect("it reads");
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer).await;
        read.expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        (status.expect("an answer has a status"), body.to_owned())
    }

    /// Posts an alert document as the alerting authority does; answers the status.
    pub async fn post_alert(&self, document: &str) -> u16 {
        let head = format!("POST /v1/alerts HTTP/1.1\r\nauthorization: Bearer {ALERT_TOKEN}");
        self.ask(&head, document).await.0
    }

    /// The head of the log on disk.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.platform.sequencer().published().borrow().head.sseq
    }

    /// The log's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for City {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
        drop(self.writer.take());
    }
}
