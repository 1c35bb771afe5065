//! Certificates made for the test: the good one, and every way in which one is not (F21, F13).

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use emergency::time::{DAY_MS, UtcMs};
use link::dial::TcpDial;
use link::session::Calls;
use link::state::WhyDown;
use link::tls::{TlsFault, Trust, urgency};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tests::city::City;
use tests::seat::{Seat, options};
use tests::world::{Clock, incident, system_clock};

use super::{LONG, folder, together};

/// The desks' time: 2026-06-01T00:00:00Z.
const NOW: UtcMs = UtcMs(1_780_272_000_000);

type Authority = CertifiedIssuer<'static, KeyPair>;

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

/// An authority that signs certificates.
fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    CertifiedIssuer::self_signed(params, key()).expect("an authority")
}

/// What a platform shows.
#[derive(Clone, Copy)]
struct Shown {
    host: &'static str,
    years: (i32, i32),
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    TheAuthority,
    Another,
    Itself,
}

const GOOD: Shown = Shown {
    host: "127.0.0.1",
    years: (2026, 2027),
    by: By::TheAuthority,
};

/// Writes certificate and key where the platform looks for them.
fn issue(folder: &Path, shown: Shown, authority: &Authority) {
    let mut params = CertificateParams::new(vec![shown.host.to_owned()]).expect("a name");
    (params.not_before, params.not_after) = (
        date_time_ymd(shown.years.0, 1, 1),
        date_time_ymd(shown.years.1, 1, 1),
    );
    let own = key();
    let certificate = match shown.by {
        By::TheAuthority => params.signed_by(&own, authority),
        By::Another => params.signed_by(&own, &self::authority()),
        By::Itself => params.self_signed(&own),
    };
    let certificate = certificate.expect("a certificate");
    std::fs::write(folder.join("chain.pem"), certificate.pem()).expect("written");
    std::fs::write(folder.join("key.pem"), own.serialize_pem()).expect("written");
}

/// A desk that trusts the authority and believes that it is that late.
fn seat(folder: &Path, start: u64, city: &City, authority: &Authority, clock: &Clock) -> Seat {
    let trust = Trust::of(authority.pem().as_bytes(), Arc::clone(clock)).expect("trust");
    let dial = TcpDial::new("127.0.0.1", city.address.port(), Vec::new()).with_tls(trust);
    let path = folder.join("desk-1.db");
    let speaks = options(1, start, Calls::Apart);
    Seat::start_with(&path, 1, start, system_clock(), dial, speaks)
}

fn at(now: UtcMs) -> Clock {
    Arc::new(move || now)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_certificate_carries_the_link_and_its_end_is_known() {
    let folder = folder();
    let authority = authority();
    issue(folder.path(), GOOD, &authority);
    let city = City::start_tls(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city, &authority, &at(NOW));
    a.act(incident("演练 加密链路")).expect("is allowed");
    together(&city, &[&a]).await;
    assert_eq!(city.head(), 1, "it went through");
    let ends_at = a.state().certificate_ends_at.expect("it is known");
    let days = (ends_at.0 - NOW.0) / DAY_MS;
    assert_eq!(days, 214, "from 1 June 2026 to 1 January 2027");
    for (ahead, wanted) in [(31, 0), (30, 1), (14, 2), (7, 3)] {
        let told = urgency(ends_at, ends_at.plus_ms(-ahead * DAY_MS));
        assert_eq!(told, wanted, "{ahead} days ahead");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bad_certificate_is_refused_for_what_it_is_and_the_desk_works_on() {
    let years = |from, to| Shown {
        years: (from, to),
        ..GOOD
    };
    let late = UtcMs(2_145_916_800_000);
    let cases = [
        ("out of date", years(2024, 2025), NOW, TlsFault::Expired),
        ("not begun", years(2027, 2028), NOW, TlsFault::NotYetValid),
        ("a clock in 1970", GOOD, UtcMs(0), TlsFault::NotYetValid),
        ("a clock in 2038", GOOD, late, TlsFault::Expired),
        (
            "another authority's",
            Shown {
                by: By::Another,
                ..GOOD
            },
            NOW,
            TlsFault::Untrusted,
        ),
        (
            "signed by itself",
            Shown {
                by: By::Itself,
                ..GOOD
            },
            NOW,
            TlsFault::Untrusted,
        ),
        (
            "for another host",
            Shown {
                host: "city.example",
                ..GOOD
            },
            NOW,
            TlsFault::WrongHost,
        ),
    ];
    let authority = authority();
    for (what, shown, now, wanted) in cases {
        let folder = folder();
        issue(folder.path(), shown, &authority);
        let city = City::start_tls(folder.path(), system_clock(), 1).await;
        let a = seat(folder.path(), 1, &city, &authority, &at(now));
        let named = |why: &Option<WhyDown>| match why {
            Some(WhyDown::Tls { fault, .. }) => *fault == wanted,
            _ => false,
        };
        a.until(LONG, |state| named(&state.why_down)).await;
        a.act(incident("演练 离线")).expect("the desk works on");
        a.until(LONG, |state| state.attempts >= 2).await;
        assert_eq!(city.head(), 0, "{what}: nothing was sent");
        let waiting = a.logbook.outbox_counts().expect("reads").0;
        assert_eq!(waiting, 1, "{what}: it is kept");
        a.stop().await;

        issue(folder.path(), GOOD, &authority);
        let city = City::start_tls(folder.path(), system_clock(), 2).await;
        let a = seat(folder.path(), 2, &city, &authority, &at(NOW));
        together(&city, &[&a]).await;
        assert_eq!(city.head(), 1, "{what}: with a good one it goes out");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_that_never_shakes_hands_is_given_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free address");
    let address = listener.local_addr().expect("it has one");
    let trust = Trust::of(authority().pem().as_bytes(), at(NOW)).expect("trust");
    let dial = TcpDial::new("127.0.0.1", address.port(), Vec::new()).with_tls(trust);
    let limit = Duration::from_secs(link::dial::TLS_S + 5);
    let dialled = tokio::time::timeout(limit, link::dial::Dial::dial(&dial)).await;
    let why = dialled.expect("in time").err();
    assert_eq!(why, Some(WhyDown::Slow { phase: "tls" }), "by its phase");
}
