//! A night from a seed: its schedule, its alerts, its broken devices.

use protocols::{DefectKind, cap, feed_list, gbt26875, hj212, jt808, warning12379};

use super::super::faults::{Fault, Speech, bytes};
use super::super::lists::{self, Lists, MESSAGES_MAX};
use super::super::night::{MINUTES_MAX, Step, schedule};
use super::*;

#[test]
fn the_same_seed_plays_the_same_night() {
    let night = schedule(7, 120);
    assert_eq!(night, schedule(7, 120), "step by step");
    assert_ne!(night, schedule(8, 120), "and another seed another one");
    assert!(night.is_sorted_by_key(|(at_ms, _)| *at_ms), "in order");
    let last = night.last().map(|(at_ms, _)| *at_ms).unwrap_or_default();
    assert!(last < 120 * 60_000, "within its time");
    let alerts = night.iter().filter(|(_, step)| *step == Step::Alert);
    assert!(alerts.count() >= 6, "alerts, updates and cancellations");
    for speech in Speech::ALL {
        for fault in Fault::ALL {
            let wanted = Step::Fault { speech, fault };
            let found = night.iter().any(|(_, step)| *step == wanted);
            assert!(found, "{speech:?} has {fault:?} in two hours");
        }
    }
    let calls: Vec<_> = night
        .iter()
        .filter_map(|(_, step)| match step {
            Step::Calls { first, count } => Some((*first, *count)),
            _ => None,
        })
        .collect();
    let follow = calls.windows(2).all(|two| two[1].0 == two[0].0 + two[0].1);
    assert!(follow, "no record is handed over twice: {calls:?}");
    let longest = schedule(1, u32::MAX);
    let last = longest.last().map(|(at_ms, _)| *at_ms).unwrap_or_default();
    assert!(last < i64::from(MINUTES_MAX) * 60_000, "it is bounded");
}

#[test]
fn each_fault_is_what_it_says() {
    let kinds = |speech: Speech, raw: &[u8]| -> Vec<DefectKind> {
        let all = |outer: Vec<protocols::Defect>, inner: Vec<protocols::Defect>| {
            let both = outer.into_iter().chain(inner);
            both.map(|defect| defect.kind).collect()
        };
        match speech {
            Speech::Jt808 => {
                let read = jt808::parse(raw);
                let inner = read.messages.into_iter().flat_map(|one| one.defects);
                all(read.defects, inner.collect())
            }
            Speech::Gbt26875 => {
                let read = gbt26875::parse(raw);
                let inner = read.messages.into_iter().flat_map(|one| one.defects);
                all(read.defects, inner.collect())
            }
            Speech::Hj212 => {
                let read = hj212::parse(raw);
                let inner = read.messages.into_iter().flat_map(|one| one.defects);
                all(read.defects, inner.collect())
            }
        }
    };
    for speech in Speech::ALL {
        for fault in Fault::ALL {
            let raw = bytes(speech, fault, 3, now().0);
            let told = kinds(speech, &raw);
            match (speech, fault) {
                (_, Fault::BadCheck) => assert_eq!(
                    told,
                    [DefectKind::ChecksumMismatch],
                    "{speech:?}: only the sum is wrong"
                ),
                // The time of a value is read where the value is judged, not in the frame.
                (Speech::Hj212, Fault::BadTime) => {
                    let read = hj212::parse(&raw).messages;
                    let at = read.first().and_then(|one| one.segment.data_time_ms());
                    assert_eq!(at, None, "month 13 is no time");
                }
                _ => assert!(!told.is_empty(), "{speech:?} {fault:?} is told"),
            }
            let again = bytes(speech, fault, 3, now().0);
            assert_eq!(raw, again, "{speech:?} {fault:?} comes of its seed");
        }
    }
}

#[test]
fn chains_of_alerts_are_right_in_both_forms() {
    let lists = Lists::new(5);
    assert_eq!(lists.cap(0), None, "nothing is published yet");
    for minute in 0..6 {
        lists.publish(now().plus_ms(minute * 60_000));
    }
    let expected = ["Alert", "Update", "Cancel"];
    for number in 0..6 {
        let text = lists.cap(number).expect("it is published");
        let read = cap::parse(text.as_bytes());
        assert_eq!(read.defects, [], "{text}");
        let alert = &read.messages[0];
        assert_eq!(alert.defects, [], "CAP {number} has nothing wrong");
        assert_eq!(
            alert.msg_type,
            expected[number % 3],
            "in the order of a chain"
        );
        let text = lists.warning(number).expect("it is published");
        let read = warning12379::parse(text.as_bytes());
        let warning = &read.messages[0];
        assert_eq!(warning.defects, [], "12379 {number} has nothing wrong");
        assert_eq!(
            warning.references.is_some(),
            number % 3 != 0,
            "the first names none"
        );
    }
    let atom = feed_list::parse(lists.atom("http://127.0.0.1:1").as_bytes());
    let urls: Vec<_> = atom.links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(urls.len(), 6, "all of them");
    assert_eq!(urls[0], "http://127.0.0.1:1/cap/5", "the newest first");
    let rss = feed_list::parse(lists.rss("http://127.0.0.1:1").as_bytes());
    assert_eq!(rss.links[5].url, "http://127.0.0.1:1/12379/0", "the same");
    for _ in 0..MESSAGES_MAX {
        lists.publish(now());
    }
    assert_eq!(lists.publish(now()), MESSAGES_MAX, "and it is bounded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_and_its_messages_are_served() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let at = listener.local_addr().expect("it has one");
    let lists = Arc::new(Lists::new(5));
    lists.publish(now());
    let stop = CancellationToken::new();
    let serving = tokio::spawn(lists::serve(listener, Arc::clone(&lists), stop.clone()));
    let client = reqwest::Client::builder().no_proxy().build();
    let client = client.expect("a client");
    let got = async |path: &str| {
        let answer = client.get(format!("http://{at}{path}")).send().await;
        let answer = answer.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.text().await.unwrap_or_default())
    };
    for (list, message) in [("/atom", "/cap/0"), ("/rss", "/12379/0")] {
        let (_, text) = got(list).await;
        assert!(
            text.contains(&format!("http://{at}{message}")),
            "{list}: {text}"
        );
        assert_eq!(got(message).await.0, 200, "{message} is there");
    }
    assert_eq!(got("/cap/1").await.0, 404, "what is not published is not");
    stop.cancel();
    drop(client);
    let ended = timeout(Duration::from_secs(60), serving).await;
    assert!(matches!(ended, Ok(Ok(Ok(())))), "it stops");
}
