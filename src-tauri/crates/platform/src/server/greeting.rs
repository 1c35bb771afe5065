//! Places for callers that are being greeted: until a caller has shown its device key it may be
//! anybody, so that no one address gets all of them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::tls::Caller;

/// Callers that may be greeted at once. Until then anybody can be there, and each may hold a
/// frame of [`protocols::platform::FRAME_BYTES_MAX`].
pub const GREETING_MAX: usize = 64;
/// The same from one address: a greeting takes a round trip or two, so that a whole district
/// behind one address still comes in within seconds.
pub const GREETING_PER_PEER_MAX: usize = 8;
/// Callers from one address that may wait for one of its places.
const WAITING_PER_PEER_MAX: usize = 64;
/// Callers that may wait for a place, of all addresses.
const WAITING_MAX: usize = 1_024;
/// Seconds that a caller waits for a place.
pub const PLACE_S: u64 = 5;

/// Who a connection comes from.
#[derive(Debug, Clone)]
pub(crate) struct Peer(pub(crate) Caller);

impl Peer {
    /// What counts as one address: one of IPv4, a network of 64 bits of IPv6, which is the least
    /// that a subscriber gets (RFC 6177, 2011).
    pub(super) fn address(&self) -> IpAddr {
        match self.0.address.ip().to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            v4 => v4,
        }
    }
}

/// The places.
pub(crate) struct Greetings {
    all: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    peers: Mutex<HashMap<IpAddr, Callers>>,
}

/// The callers of one address.
struct Callers {
    places: Arc<Semaphore>,
    /// How many are greeted or wait.
    count: usize,
}

/// A place among those that are being greeted; dropped, it is free.
pub(crate) struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_peer: OwnedSemaphorePermit,
    _counted: Counted,
}

/// One caller of an address, for as long as it is greeted or waits.
struct Counted {
    greetings: Arc<Greetings>,
    address: IpAddr,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut peers = self.greetings.lock();
        if let Some(callers) = peers.get_mut(&self.address) {
            callers.count -= 1;
            if callers.count == 0 {
                peers.remove(&self.address);
            }
        }
    }
}

impl Greetings {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            all: Arc::new(Semaphore::new(GREETING_MAX)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            peers: Mutex::new(HashMap::new()),
        })
    }

    /// A place for a caller, after a while; none when too many are there already.
    pub(crate) async fn enter(self: &Arc<Self>, peer: &Peer) -> Option<Place> {
        let waiting = Arc::clone(&self.waiting).try_acquire_owned().ok()?;
        let (counted, places) = self.count(peer.address())?;
        let patience = Duration::from_secs(PLACE_S);
        // Its own address first: nobody holds a place of all while it waits behind its like.
        let both = async {
            let of_peer = places.acquire_owned().await.ok()?;
            let of_all = Arc::clone(&self.all).acquire_owned().await.ok()?;
            Some((of_peer, of_all))
        };
        let (of_peer, of_all) = tokio::time::timeout(patience, both).await.ok()??;
        drop(waiting);
        Some(Place {
            _of_all: of_all,
            _of_peer: of_peer,
            _counted: counted,
        })
    }

    fn count(self: &Arc<Self>, address: IpAddr) -> Option<(Counted, Arc<Semaphore>)> {
        let mut peers = self.lock();
        let callers = peers.entry(address).or_insert_with(|| Callers {
            places: Arc::new(Semaphore::new(GREETING_PER_PEER_MAX)),
            count: 0,
        });
        if callers.count >= GREETING_PER_PEER_MAX + WAITING_PER_PEER_MAX {
            return None;
        }
        callers.count += 1;
        let counted = Counted {
            greetings: Arc::clone(self),
            address,
        };
        Some((counted, Arc::clone(&callers.places)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Callers>> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use futures_util::FutureExt as _;

    fn peer(text: &str) -> Peer {
        Peer(SocketAddr::new(text.parse().expect("an address"), 1).into())
    }

    #[test]
    fn one_subscriber_is_one_address() {
        let same = [
            ("10.0.0.1", "::ffff:10.0.0.1"),
            ("2001:db8:0:7::1", "2001:db8:0:7:ffff::2"),
        ];
        for (one, other) in same {
            assert_eq!(peer(one).address(), peer(other).address(), "{one}, {other}");
        }
        let different = [
            ("10.0.0.1", "10.0.0.2"),
            ("2001:db8:0:7::1", "2001:db8:0:8::1"),
        ];
        for (one, other) in different {
            assert_ne!(peer(one).address(), peer(other).address(), "{one}, {other}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_gets_its_share_and_others_come_in_beside_it() {
        let greetings = Greetings::new();
        let crowd = &peer("10.0.0.1");
        let mut held = Vec::new();
        for _ in 0..GREETING_PER_PEER_MAX {
            held.push(greetings.enter(crowd).await.expect("within its share"));
        }
        assert!(
            greetings.enter(crowd).await.is_none(),
            "one more waits in vain"
        );
        let other = greetings.enter(&peer("10.0.0.2")).await;
        assert!(other.is_some(), "another address does not wait for it");
        held.pop();
        assert!(greetings.enter(crowd).await.is_some(), "a place was free");
        drop((held, other));
        assert!(greetings.lock().is_empty(), "nobody is remembered");
    }

    #[tokio::test(start_paused = true)]
    async fn a_crowd_that_waits_is_bounded_and_many_addresses_share_what_there_is() {
        let greetings = Greetings::new();
        let crowd = &peer("10.0.0.1");
        let mut held = Vec::new();
        for _ in 0..GREETING_PER_PEER_MAX {
            held.push(greetings.enter(crowd).await.expect("within its share"));
        }
        let waits = (0..WAITING_PER_PEER_MAX).map(|_| greetings.enter(crowd));
        let mut waits = std::pin::pin!(futures_util::future::join_all(waits));
        assert!(waits.as_mut().now_or_never().is_none(), "all of them wait");
        let one_more = greetings.enter(crowd).now_or_never();
        assert!(
            one_more.is_some_and(|place| place.is_none()),
            "this one not"
        );
        let all = waits.await;
        assert!(all.iter().all(Option::is_none), "nobody found a place");
        for number in 0..GREETING_MAX / GREETING_PER_PEER_MAX - 1 {
            for _ in 0..GREETING_PER_PEER_MAX {
                let place = greetings.enter(&peer(&format!("10.0.1.{number}"))).await;
                held.push(place.expect("within all"));
            }
        }
        let late = greetings.enter(&peer("10.0.2.1")).await;
        assert!(late.is_none(), "all of them are taken");
    }
}
