//! The HTTP side.

use std::collections::BTreeSet;

use emergency::alert::alert_id;
use futures_util::future::join_all;
use protocols::platform::{Checkpoint, Health, checkpoint_proof};
use serde_json::Value;
use tests::city::{ALERT_TOKEN, City};
use tests::seat::eventually;
use tests::world::{incident, system_clock};

use super::{LONG, folder, seat, together};

const CAP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>演练-2026-001</identifier><sender>演练@example.invalid</sender>
<sent>2026-06-01T08:00:00+08:00</sent><status>Exercise</status><msgType>Alert</msgType>
<scope>Public</scope><info><language>zh-CN</language><category>Met</category>
<event>暴雨</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Observed</certainty><headline>演练 暴雨橙色预警</headline>
<area><areaDesc>演练 历城区</areaDesc></area></info></alert>"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alert_that_an_authority_posts_is_on_every_desk() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, b) = (seat(folder.path(), 1, &city), seat(folder.path(), 2, &city));
    let stranger = city.ask("POST /v1/alerts HTTP/1.1", CAP).await;
    assert_eq!(stranger.0, 401, "not without the authority's token");
    let head = format!("POST /v1/alerts HTTP/1.1\r\nauthorization: Bearer {ALERT_TOKEN}");
    let noise = city.ask(&head, "<html>no alert</html>").await;
    assert_eq!(noise.0, 422, "nothing readable");
    let (status, body) = city.ask(&head, CAP).await;
    assert_eq!(status, 200, "taken: {body}");
    let id = alert_id("演练@example.invalid", "演练-2026-001");
    for seat in [&a, &b] {
        eventually(LONG, "the alert is here", || {
            seat.logbook.alert(id.as_str()).expect("reads").is_some()
        })
        .await;
        let (_, received) = seat
            .logbook
            .alert_raw(id.as_str())
            .expect("reads")
            .expect("raw");
        assert_eq!(received.raw.data, CAP, "down to its original bytes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_head_is_signed_and_pages_are_for_desks_only() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.act(incident("演练")).expect("is allowed");
    together(&city, &[&a]).await;
    let (_, health) = city.ask("GET /v1/health HTTP/1.1", "").await;
    let health: Health = serde_json::from_str(&health).expect("as described");
    assert_eq!(
        (health.sseq, health.sessions),
        (1, 1),
        "one entry, one desk"
    );
    let (_, signed) = city.ask("GET /v1/checkpoint HTTP/1.1", "").await;
    let signed: Checkpoint = serde_json::from_str(&signed).expect("as described");
    let proof = checkpoint_proof(&signed.log_id, signed.log_epoch, &signed.mark, signed.at.0);
    let key = tests::world::key(tests::city::CITY).verifying_key();
    let mut sig = [0; 64];
    hex::decode_to_slice(&signed.sig, &mut sig).expect("hexadecimal");
    let sig = ed25519_dalek::Signature::from_bytes(&sig);
    assert!(
        key.verify_strict(&proof, &sig).is_ok(),
        "by the platform's key"
    );
    for path in ["/v1/entries", "/v1/snapshot"] {
        let (status, _) = city.ask(&format!("GET {path} HTTP/1.1"), "").await;
        assert_eq!(status, 401, "{path} is not for strangers");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_names_every_route() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (_, text) = city.ask("GET /v1/openapi.json HTTP/1.1", "").await;
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    let paths = document["paths"].as_object().expect("it has paths");
    let described: BTreeSet<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(
        described,
        platform::server::paths().collect(),
        "all, and no other"
    );
    for (path, schema) in [("/v1/health", "Health"), ("/v1/checkpoint", "Checkpoint")] {
        let (_, answer) = city.ask(&format!("GET {path} HTTP/1.1"), "").await;
        let answer: Value = serde_json::from_str(&answer).expect("it is JSON");
        let fields = |value: &Value| -> BTreeSet<String> {
            let object = value.as_object().expect("an object");
            object.keys().cloned().collect()
        };
        let described = &document["components"]["schemas"][schema]["properties"];
        assert_eq!(fields(&answer), fields(described), "{path}: field by field");
    }
    let asked = paths.iter().flat_map(|(path, verbs)| {
        verbs
            .as_object()
            .into_iter()
            .flat_map(|verbs| verbs.keys())
            .map(move |verb| format!("{} {path} HTTP/1.1", verb.to_uppercase()))
    });
    let requests: Vec<String> = asked.collect();
    let answers = join_all(requests.iter().map(|head| city.ask(head, ""))).await;
    for (head, (status, _)) in requests.iter().zip(answers) {
        assert_ne!(status, 404, "{head} exists");
        assert_ne!(status, 405, "{head} is the right verb");
    }
}
