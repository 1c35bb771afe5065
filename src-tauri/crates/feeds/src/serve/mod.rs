//! A TCP server of any protocol of [`crate::talk`], within bounds.
//!
//! A connection is read only as fast as its facts are stored, and answered only when they are: a
//! device that got no answer sends again. What one peer does costs the others nothing: each has its
//! own small buffer, a time within which a right message has to come and a time within which it has
//! to take its answer; connections that have not said anything right yet give way first.

mod connection;
mod unproven;

pub use connection::{Bounds, PER_ADDRESS_MAX};

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::time::UtcMs;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::{AbortHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::address::counted;
use crate::health::{Connections, SharedHealth};
use crate::intake::Intake;
use crate::lock::lock;
use crate::silence;
use crate::store::Store;
use crate::talk::{Outcome, Protocol};
use connection::{Connection, Gate};
use unproven::Unproven;

/// How long after a failed accept, such as for want of file handles, the next is tried.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// The system's buffer of a connection, each way.
const SYSTEM_BUFFER_BYTES: u32 = 32 * 1024;
/// Connections that the system keeps until they are taken.
const BACKLOG: u32 = 1_024;
/// How long after a failure to take the address it is tried again.
const LISTEN_PAUSE: Duration = Duration::from_secs(10);
/// How often the health is told what changes with time alone.
const HEALTH_EVERY: Duration = Duration::from_secs(5);

/// A server that has its address.
pub struct Server {
    name: String,
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all connections of a server share.
pub(crate) struct Shared {
    pub(crate) bounds: Bounds,
    pub(crate) protocol: Arc<dyn Protocol>,
    pub(crate) health: SharedHealth,
    open: AtomicUsize,
    refused: AtomicU64,
    /// Of them for the bound of an address.
    refused_address: AtomicU64,
    next: AtomicU64,
    unproven: Unproven,
    /// Open connections by address.
    addresses: Mutex<HashMap<IpAddr, usize>>,
}

impl Shared {
    /// Takes a place of an address.
    fn take_place(&self, from: IpAddr) -> bool {
        let mut addresses = lock(&self.addresses);
        let open = addresses.entry(from).or_default();
        if *open >= self.bounds.per_address_max.max(1) {
            self.refused_address.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        *open += 1;
        true
    }

    /// Lets a connection in; nothing when there are as many as may be, in all or from its address.
    fn admit(self: &Arc<Self>, peer: IpAddr, stop: &CancellationToken) -> Option<Gate> {
        let most = self.bounds.connections_max;
        let open = self.open.fetch_add(1, Ordering::AcqRel);
        if open >= most {
            self.open.fetch_sub(1, Ordering::AcqRel);
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        if !self.take_place(counted(peer)) {
            self.open.fetch_sub(1, Ordering::AcqRel);
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let token = stop.child_token();
        let most = self.bounds.unproven_max;
        if self.unproven.add(number, token.clone(), most) {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        Some(Gate::new(Arc::clone(self), number, peer, token))
    }

    /// A connection has sent a right message.
    pub(crate) fn proven(&self, number: u64) {
        self.unproven.remove(number);
    }

    pub(crate) fn gone(&self, number: u64, from: IpAddr) {
        self.proven(number);
        let mut addresses = lock(&self.addresses);
        if let Some(open) = addresses.get_mut(&from) {
            *open = open.saturating_sub(1);
            if *open == 0 {
                addresses.remove(&from);
            }
        }
        drop(addresses);
        self.open.fetch_sub(1, Ordering::AcqRel);
    }

    /// The address with most connections, and how many.
    fn busiest(&self) -> Option<(IpAddr, usize)> {
        let addresses = lock(&self.addresses);
        let most = addresses.iter().max_by_key(|(_, open)| **open);
        most.map(|(address, open)| (*address, *open))
    }
}

impl Server {
    /// Takes the address. It is a loopback address unless the settings say otherwise.
    ///
    /// # Errors
    /// What the system says when the address cannot be had.
    pub fn bind(
        address: SocketAddr,
        protocol: Arc<dyn Protocol>,
        bounds: Bounds,
        health: SharedHealth,
    ) -> std::io::Result<Self> {
        let listener = listen(address)?;
        let name = health.get().name;
        let shared = Shared {
            bounds,
            protocol,
            health,
            open: AtomicUsize::new(0),
            refused: AtomicU64::new(0),
            refused_address: AtomicU64::new(0),
            next: AtomicU64::new(0),
            unproven: Unproven::default(),
            addresses: Mutex::default(),
        };
        Ok(Self {
            name,
            listener,
            shared: Arc::new(shared),
        })
    }

    /// Takes the address as soon as it can be had and serves until it is stopped.
    pub async fn keep(
        address: SocketAddr,
        protocol: Arc<dyn Protocol>,
        bounds: Bounds,
        health: SharedHealth,
        intake: Arc<dyn Intake>,
        stop: CancellationToken,
    ) {
        loop {
            match Self::bind(address, Arc::clone(&protocol), bounds, health.clone()) {
                Ok(server) => return server.run(intake, stop).await,
                Err(error) => {
                    tracing::error!(%address, %error, "the address cannot be had");
                    health.failed(intake.now(), "listen");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LISTEN_PAUSE) => {}
            }
        }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until it is stopped; then what was taken is stored and connections are closed.
    pub async fn run(self, intake: Arc<dyn Intake>, stop: CancellationToken) {
        let shared = self.shared;
        shared.health.tried(intake.now());
        let (store, writer) = Store::open(&self.name, Arc::clone(&intake), shared.health.clone());
        let writer = tokio::spawn(writer);
        let mut connections = JoinSet::new();
        let mut every = tokio::time::interval(HEALTH_EVERY);
        let mut looking: Option<AbortHandle> = None;
        loop {
            let taken = tokio::select! {
                () = stop.cancelled() => break,
                _ = every.tick() => {
                    tell_health(&shared, &*intake);
                    // What is stored must not keep a new connection waiting; while it waits for
                    // the disk nobody looks again, or the same would be told twice.
                    if looking.as_ref().is_none_or(AbortHandle::is_finished) {
                        let protocol = Arc::clone(&shared.protocol);
                        let look = look_after(protocol, store.clone(), intake.now());
                        looking = Some(connections.spawn(look));
                    }
                    continue;
                }
                Some(_) = connections.join_next(), if !connections.is_empty() => continue,
                taken = self.listener.accept() => taken,
            };
            match taken {
                Ok((stream, from)) => {
                    let Some(gate) = shared.admit(from.ip(), &stop) else {
                        continue;
                    };
                    let connection = Connection::new(stream, gate, Arc::clone(&shared));
                    connections.spawn(connection.run(store.clone(), Arc::clone(&intake)));
                }
                Err(error) => {
                    tracing::warn!(feed = %self.name, %error, "no connection could be taken");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        while connections.join_next().await.is_some() {}
        // The writer ends when the last sender is gone.
        drop(store);
        if writer.await.is_err() {
            tracing::error!(feed = %self.name, "the writer of a feed failed");
        }
        tell_health(&shared, &*intake);
    }
}

/// The system's buffers of a connection are bounded too: ten thousand of them count.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // Elsewhere it would let two programs have one address.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SYSTEM_BUFFER_BYTES)?;
    socket.set_recv_buffer_size(SYSTEM_BUFFER_BYTES)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

fn tell_health(shared: &Shared, intake: &dyn Intake) {
    let now = intake.now();
    shared.health.connections(Connections {
        open: shared.open.load(Ordering::Acquire),
        refused: shared.refused.swap(0, Ordering::AcqRel),
        refused_address: shared.refused_address.swap(0, Ordering::AcqRel),
        busiest: shared.busiest(),
    });
    shared.health.devices_of(shared.protocol.register(), now);
    shared.health.dialects(shared.protocol.dialects());
}

/// Stores what time and the register alone bring: what is due of devices that say nothing, who fell
/// silent or speaks again, and what changed limits say of the newest values. What is not stored is
/// told again.
async fn look_after(protocol: Arc<dyn Protocol>, store: Store, now: UtcMs) {
    let register = protocol.register();
    let due = protocol.tick(now);
    store.keep_due(due, register).await;
    let mut outcome = Outcome::default();
    let elsewhere = |device: &str| protocol.tells_absence(device);
    silence::tell(register, protocol.kind(), elsewhere, now, &mut outcome);
    store.keep_due(outcome, register).await;
    store.keep_changed(register, protocol.kind(), now).await;
}

#[cfg(test)]
mod tests;
