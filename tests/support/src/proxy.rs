//! A wire that misbehaves: it forwards WebSocket frames and doubles, drops, swaps, delays, cuts
//! and swallows them; also late ones, of connections whose desk has long gone.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::watch;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;
/// Frames of one connection that may come late, after its end.
const LATE_MAX: usize = 8;

/// How the wire misbehaves; shares of one in a thousand frames.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mischief {
    /// Frames that come twice.
    pub doubled: u32,
    /// Frames that never come.
    pub dropped: u32,
    /// Frames that come after the next one.
    pub swapped: u32,
    /// Frames of the desk that come a second time after its connection has ended.
    pub late: u32,
    /// Frames that break the connection half-way.
    pub cut: u32,
    /// Milliseconds each chunk waits at most.
    pub delay_ms: u64,
}

/// What is done to all connections from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// Forward.
    Up,
    /// Take everything, forward nothing, say nothing: half-open.
    Stalled,
    /// Close everything at once.
    Cut,
}

/// The way to steer a wire.
#[derive(Clone)]
pub struct Steering {
    /// How it misbehaves.
    pub mischief: Arc<Mutex<Mischief>>,
    /// What is done from outside.
    pub wire: watch::Sender<Wire>,
    rng: Arc<Mutex<ChaCha8Rng>>,
}

impl Steering {
    /// A wire whose chances a seed repeats.
    #[must_use]
    pub fn new(seed: u64, mischief: Mischief) -> Self {
        let rng = Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed)));
        let (wire, _) = watch::channel(Wire::Up);
        Self {
            mischief: Arc::new(Mutex::new(mischief)),
            wire,
            rng,
        }
    }

    fn mischief(&self) -> Mischief {
        *self.mischief.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn happens(&self, per_mille: u32) -> bool {
        self.below(1_000) < u64::from(per_mille)
    }

    fn below(&self, bound: u64) -> u64 {
        self.rng
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random_range(0..bound.max(1))
    }
}

/// Forwards one connection until it ends.
pub async fn forward<A, B>(desk: A, city: B, steering: Steering)
where
    A: AsyncRead + AsyncWrite,
    B: AsyncRead + AsyncWrite,
{
    let (desk_in, desk_out) = tokio::io::split(desk);
    let (city_in, city_out) = tokio::io::split(city);
    let mut wire = steering.wire.subscribe();
    tokio::select! {
        biased;
        () = lane(desk_in, city_out, steering.clone(), true) => {}
        () = lane(city_in, desk_out, steering.clone(), false) => {}
        _ = wire.wait_for(|wire| *wire == Wire::Cut) => {}
    }
}

async fn lane<R, W>(mut from: R, mut to: W, steering: Steering, desk: bool)
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut wire = steering.wire.subscribe();
    let mut frames = Frames::default();
    let mut late = VecDeque::new();
    let mut kept: Option<Vec<u8>> = None;
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = from.read(&mut chunk).await.unwrap_or(0);
        if count == 0 {
            break;
        }
        if wire.wait_for(|wire| *wire == Wire::Up).await.is_err() {
            break;
        }
        let mischief = steering.mischief();
        let delay = steering.below(mischief.delay_ms + 1);
        tokio::time::sleep(Duration::from_millis(delay)).await;
        frames.bytes.extend_from_slice(&chunk[..count]);
        while let Some(frame) = frames.next() {
            if desk && late.len() < LATE_MAX && steering.happens(mischief.late) {
                late.push_back(frame.clone());
            }
            if steering.happens(mischief.dropped) {
                continue;
            }
            if kept.is_none() && steering.happens(mischief.swapped) {
                kept = Some(frame);
                continue;
            }
            let cut = steering.happens(mischief.cut);
            let whole = if cut { frame.len() / 2 } else { frame.len() };
            let twice = steering.happens(mischief.doubled);
            for _ in 0..=u8::from(twice && !cut) {
                if to.write_all(&frame[..whole]).await.is_err() || cut {
                    return;
                }
            }
            if let Some(frame) = kept.take()
                && to.write_all(&frame).await.is_err()
            {
                return;
            }
        }
        if to.flush().await.is_err() {
            return;
        }
    }
    if !late.is_empty() {
        // The desk is gone; what it had sent comes once more.
        tokio::time::sleep(Duration::from_millis(steering.below(5_000))).await;
        for frame in late {
            if to.write_all(&frame).await.is_err() {
                return;
            }
        }
        // An end may be unknown to a platform that is gone.
        let _ = to.flush().await;
    }
}

/// Cuts a stream of bytes into the HTTP head and then WebSocket frames (RFC 6455, section 5.2).
#[derive(Default)]
struct Frames {
    bytes: Vec<u8>,
    upgraded: bool,
}

impl Frames {
    fn next(&mut self) -> Option<Vec<u8>> {
        let length = if self.upgraded {
            self.frame_length()?
        } else {
            self.head_length()?
        };
        if self.bytes.len() < length {
            return None;
        }
        self.upgraded = true;
        let rest = self.bytes.split_off(length);
        Some(std::mem::replace(&mut self.bytes, rest))
    }

    fn head_length(&self) -> Option<usize> {
        let end = self
            .bytes
            .windows(4)
            .position(|window| window == b"\r\n\r\n")?;
        Some(end + 4)
    }

    fn frame_length(&self) -> Option<usize> {
        let second = *self.bytes.get(1)?;
        let mask = if second & 0x80 == 0 { 0 } else { 4 };
        let (extended, payload) = match second & 0x7f {
            126 => {
                let bytes = self.bytes.get(2..4)?.try_into().ok()?;
                (2, usize::from(u16::from_be_bytes(bytes)))
            }
            127 => {
                let bytes = self.bytes.get(2..10)?.try_into().ok()?;
                (8, usize::try_from(u64::from_be_bytes(bytes)).ok()?)
            }
            short => (0, usize::from(short)),
        };
        Some(2 + extended + mask + payload)
    }
}

/// Runs a wire on loopback sockets before a platform; answers where desks dial.
///
/// # Panics
/// When no loopback address is free.
pub async fn on_loopback(city: std::net::SocketAddr, steering: Steering) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("an address is free");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move {
        while let Ok((desk, _)) = listener.accept().await {
            let steering = steering.clone();
            tokio::spawn(async move {
                if *steering.wire.borrow() == Wire::Cut {
                    return;
                }
                if let Ok(city) = tokio::net::TcpStream::connect(city).await {
                    forward(desk, city, steering).await;
                }
            });
        }
    });
    address
}
