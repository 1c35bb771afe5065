//! A platform that asks desks for a certificate of their device key (mutual TLS).

use std::path::Path;
use std::sync::Arc;

use link::dial::TcpDial;
use link::session::Calls;
use link::state::{LinkPhase, WhyDown};
use link::tls::Trust;
use protocols::platform::RefusedCode;
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, IsCa,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
};
use tests::city::City;
use tests::seat::{Seat, options};
use tests::world::{incident, key, system_clock};

use super::{LONG, folder, together};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// The serial number of a desk's certificate.
fn serial(who: u64) -> SerialNumber {
    SerialNumber::from(who + 1)
}

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    let own = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, own).expect("an authority")
}

/// The device key of a desk as certificates are made with it (RFC 8410).
fn device_key(who: u64) -> KeyPair {
    let mut der = hex::decode("302e020100300506032b657004220420").expect("hexadecimal");
    der.extend_from_slice(key(who).as_bytes());
    KeyPair::try_from(der).expect("an Ed25519 key")
}

/// A certificate of a desk's device key.
fn certificate(who: u64, authority: &Authority) -> String {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    params.serial_number = Some(serial(who));
    let signed = params.signed_by(&device_key(who), authority);
    signed.expect("a certificate").pem()
}

/// What the authority has taken back, in a list that ends in a year.
fn taken_back(who: &[u64], ends: i32, authority: &Authority) -> String {
    let revoked = who.iter().map(|who| RevokedCertParams {
        serial_number: serial(*who),
        revocation_time: date_time_ymd(2021, 1, 1),
        reason_code: None,
        invalidity_date: None,
    });
    let list = CertificateRevocationListParams {
        this_update: date_time_ymd(2021, 1, 1),
        next_update: date_time_ymd(ends, 1, 1),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: revoked.collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let signed = list.signed_by(authority).expect("a list");
    signed.pem().expect("PEM")
}

/// A platform with a certificate of its own that asks desks for theirs.
async fn city(folder: &Path, authority: &Authority, start: u64) -> City {
    let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("a name");
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    let own = KeyPair::generate().expect("a key");
    let shown = params.signed_by(&own, authority).expect("a certificate");
    let put = |name: &str, text: String| {
        std::fs::write(folder.join(name), text).expect("written");
    };
    put("chain.pem", shown.pem());
    put("key.pem", own.serialize_pem());
    put("devices-ca.pem", authority.pem());
    City::start_tls(folder, system_clock(), start).await
}

/// Desk 1, with some desk's certificate or none.
fn seat(
    folder: &Path,
    start: u64,
    city: &City,
    authority: &Authority,
    shown: Option<(u64, String)>,
) -> Seat {
    let clock = system_clock();
    let mut trust = Trust::of(authority.pem().as_bytes(), Arc::clone(&clock)).expect("trust");
    if let Some((who, pem)) = shown {
        trust = trust
            .with_device(pem.as_bytes(), &key(who))
            .expect("of that key");
    }
    let dial = TcpDial::new("127.0.0.1", city.address.port(), Vec::new()).with_tls(trust);
    let path = folder.join("desk-1.db");
    let speaks = options(1, start, Calls::Apart);
    Seat::start_with(&path, 1, start, clock, dial, speaks)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_comes_in_with_a_certificate_of_its_device_key() {
    let folder = folder();
    let authority = authority();
    std::fs::write(
        folder.path().join("revoked.pem"),
        taken_back(&[2], 2099, &authority),
    )
    .expect("written");
    let city = city(folder.path(), &authority, 1).await;
    let shown = Some((1, certificate(1, &authority)));
    let a = seat(folder.path(), 1, &city, &authority, shown);
    a.act(incident("演练 双向认证")).expect("is allowed");
    together(&city, &[&a]).await;
    assert_eq!(city.head(), 1, "another's certificate was taken back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_certificate_or_a_wrong_one_keeps_a_desk_out_and_it_works_on() {
    type Why = fn(&WhyDown) -> bool;
    let in_handshake: Why = |why| !matches!(why, WhyDown::NotTried | WhyDown::Refused { .. });
    let by_key: Why = |why| {
        let code = RefusedCode::Proof;
        *why == WhyDown::Refused { code }
    };
    let (ours, strange) = (authority(), authority());
    let cases = [
        ("none", None, "", in_handshake),
        (
            "of another authority",
            Some((1, certificate(1, &strange))),
            "",
            in_handshake,
        ),
        (
            "another desk's",
            Some((2, certificate(2, &ours))),
            "",
            by_key,
        ),
        (
            "taken back",
            Some((1, certificate(1, &ours))),
            &taken_back(&[1], 2099, &ours),
            in_handshake,
        ),
        (
            "with a list that is out of date",
            Some((1, certificate(1, &ours))),
            &taken_back(&[], 2022, &ours),
            in_handshake,
        ),
    ];
    for (what, shown, revoked, named) in cases {
        let folder = folder();
        if !revoked.is_empty() {
            std::fs::write(folder.path().join("revoked.pem"), revoked).expect("written");
        }
        let city = city(folder.path(), &ours, 1).await;
        let a = seat(folder.path(), 1, &city, &ours, shown);
        a.until(LONG, |state| {
            state.attempts >= 2 && state.why_down.as_ref().is_some_and(named)
        })
        .await;
        a.act(incident("演练 没有证书")).expect("the desk works on");
        assert_ne!(a.state().phase, LinkPhase::Live, "{what}: never in");
        assert_eq!(city.head(), 0, "{what}: nothing was sent");
        let waiting = a.logbook.outbox_counts().expect("reads").0;
        assert_eq!(waiting, 1, "{what}: it is kept");
    }
}

#[test]
fn a_device_certificate_of_another_key_is_refused_at_home() {
    let authority = authority();
    let trust = Trust::of(authority.pem().as_bytes(), system_clock()).expect("trust");
    let other = certificate(2, &authority);
    assert!(
        trust.with_device(other.as_bytes(), &key(1)).is_err(),
        "it could never prove it"
    );
}
