//! A source on this machine that answers as a test says, and remembers what it was asked.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What is answered at one path.
#[derive(Clone)]
pub(super) enum Said {
    /// A status with headers, each a whole line, and a body.
    Answer(&'static str, String, Vec<u8>),
    /// A body with that version; who tells the version hears that it is unchanged.
    Versioned(&'static str, Vec<u8>),
    /// Nothing, and the connection stays open.
    Nothing,
}

impl Said {
    pub(super) fn good(body: impl Into<Vec<u8>>) -> Self {
        Self::Answer("200 OK", String::new(), body.into())
    }

    pub(super) fn moved(to: &str) -> Self {
        let header = format!("Location: {to}\r\n");
        Self::Answer("302 Found", header, Vec::new())
    }
}

/// One request: its path, and the version that it told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) version: Option<String>,
}

/// A source; what is not said is missing (404).
pub(super) struct Source {
    pub(super) address: SocketAddr,
    said: Arc<Mutex<HashMap<String, Said>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Source {
    pub(super) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it has one");
        let said: Arc<Mutex<HashMap<String, Said>>> = Arc::default();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (words, log) = (Arc::clone(&said), Arc::clone(&asked));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                tokio::spawn(answer(stream, Arc::clone(&words), Arc::clone(&log)));
            }
        });
        Self {
            address,
            said,
            asked,
            task,
        }
    }

    pub(super) fn says(&self, path: &str, said: Said) {
        let mut all = self.said.lock().expect("not poisoned");
        all.insert(path.to_owned(), said);
    }

    /// The address of a path.
    pub(super) fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked since the last call.
    pub(super) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("not poisoned"))
    }

    /// The paths that were asked since the last call.
    pub(super) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|one| one.path).collect()
    }
}

async fn answer(
    mut stream: TcpStream,
    said: Arc<Mutex<HashMap<String, Said>>>,
    log: Arc<Mutex<Vec<Asked>>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let version = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("if-none-match")
            .then(|| value.to_owned())
    });
    let asked = Asked {
        path: path.clone(),
        version: version.clone(),
    };
    log.lock().expect("not poisoned").push(asked);
    let missing = Said::Answer("404 Not Found", String::new(), Vec::new());
    let said = said.lock().expect("not poisoned").get(&path).cloned();
    let (status, headers, body) = match said.unwrap_or(missing) {
        Said::Answer(status, headers, body) => (status, headers, body),
        Said::Versioned(tag, _) if version.as_deref() == Some(tag) => {
            ("304 Not Modified", String::new(), Vec::new())
        }
        Said::Versioned(tag, body) => ("200 OK", format!("ETag: {tag}\r\n"), body),
        Said::Nothing => {
            // Until the other side gives up.
            drop(stream.read_u8().await);
            return;
        }
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    // Whoever has read enough closes; that is what is meant.
    drop(stream.write_all(head.as_bytes()).await);
    drop(stream.write_all(&body).await);
}
