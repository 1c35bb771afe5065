//! What of the address of a peer is counted.

use std::net::{IpAddr, Ipv6Addr};

/// The address that is counted: a machine has all of its IPv6 network of 64 bits.
pub(crate) fn counted(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}
