//! What a desk's channels lead to, on real sockets of this machine: an SMS gateway over HTTP and
//! a mail server. Both write down what they are given and say what a test tells them to.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// Messages that are kept.
const KEPT_MAX: usize = 10_000;

/// A message as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Header `Idempotency-Key`, or the `Message-ID` of a mail.
    pub key: String,
    /// Header `Authorization`.
    pub authorization: String,
    /// Body, as it came.
    pub body: String,
}

/// What the other side has seen, and what it is to say next.
#[derive(Default)]
struct Seen {
    taken: Mutex<Vec<Taken>>,
    answers: Mutex<VecDeque<u16>>,
    news: Condvar,
}

impl Seen {
    fn take(&self, taken: Taken) {
        let mut all = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() < KEPT_MAX {
            all.push(taken);
        }
        self.news.notify_all();
    }

    fn answer(&self) -> u16 {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.pop_front().unwrap_or(200)
    }
}

/// One of the two servers, while it runs.
pub struct Outlet {
    seen: Arc<Seen>,
    address: SocketAddr,
    _runtime: Runtime,
}

impl Outlet {
    /// An SMS gateway; it says these statuses first, then always 200.
    ///
    /// # Panics
    /// When no address is free.
    #[must_use]
    pub fn gateway(statuses: &[u16]) -> Self {
        Self::start(statuses, |listener, seen| async move {
            let app = Router::new()
                .route("/send", post(gateway_take))
                .with_state(seen);
            // Ends with the runtime.
            let _ = axum::serve(listener, app).await;
        })
    }

    /// A mail server; it answers a mail with these codes first, then always 250.
    ///
    /// # Panics
    /// When no address is free.
    #[must_use]
    pub fn mail(codes: &[u16]) -> Self {
        Self::start(codes, |listener, seen| async move {
            while let Ok((stream, _)) = listener.accept().await {
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    // A client that goes away in the middle has sent nothing.
                    let _ = mail_take(stream, &seen).await;
                });
            }
        })
    }

    fn start<F>(answers: &[u16], serve: impl FnOnce(TcpListener, Arc<Seen>) -> F) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let runtime = Runtime::new().expect("a runtime");
        let listener = runtime
            .block_on(TcpListener::bind("127.0.0.1:0"))
            .expect("an address is free");
        let address = listener.local_addr().expect("it has one");
        let seen = Arc::new(Seen::default());
        *seen.answers.lock().unwrap_or_else(PoisonError::into_inner) =
            answers.iter().copied().collect();
        runtime.spawn(serve(listener, Arc::clone(&seen)));
        Self {
            seen,
            address,
            _runtime: runtime,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The gateway's address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/send", self.address)
    }

    /// Everything that came in.
    #[must_use]
    pub fn taken(&self) -> Vec<Taken> {
        let all = self
            .seen
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        all.clone()
    }

    /// Waits until so many messages came in.
    ///
    /// # Panics
    /// When that takes longer than `within`.
    #[must_use]
    pub fn wait_for(&self, count: usize, within: Duration) -> Vec<Taken> {
        let began = Instant::now();
        let mut all = self
            .seen
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        while all.len() < count {
            let left = within.checked_sub(began.elapsed());
            let left = left.unwrap_or_else(|| panic!("{count} messages, only {all:?}"));
            let waited = self.seen.news.wait_timeout(all, left);
            all = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        all.clone()
    }
}

async fn gateway_take(
    State(seen): State<Arc<Seen>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, &'static str) {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    seen.take(Taken {
        key: header("Idempotency-Key"),
        authorization: header("Authorization"),
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let status = StatusCode::from_u16(seen.answer()).unwrap_or(StatusCode::OK);
    (status, "演练 网关")
}

/// The part of SMTP that takes one mail after the other (RFC 5321).
async fn mail_take(stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 exercise\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default();
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => write.write_all(b"250 exercise\r\n").await?,
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut body = String::new();
                let mut key = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    if let Some(id) = line.strip_prefix("Message-ID: ") {
                        id.clone_into(&mut key);
                    }
                    body.push_str(&line);
                    body.push('\n');
                }
                let authorization = String::new();
                seen.take(Taken {
                    key,
                    authorization,
                    body,
                });
                let code = match seen.answer() {
                    200 => 250,
                    code => code,
                };
                write
                    .write_all(format!("{code} exercise\r\n").as_bytes())
                    .await?;
            }
            "QUIT" => {
                write.write_all(b"221 exercise\r\n").await?;
                return Ok(());
            }
            _ => write.write_all(b"250 exercise\r\n").await?,
        }
    }
    Ok(())
}
