//! A hostile platform before a desk: the link is given up for what it is, the desk works on (F17).

use link::state::{LinkPhase, WhyDown};
use protocols::platform::{OriginHigh, RefusedCode, ServerMessage, StateRow, write};
use tests::city::City;
use tests::liar::{Lie, lie_to_all};
use tests::seat::Seat;
use tests::world::{incident, send, system_clock, team};

use super::{LONG, folder, seat, together};

type Named = fn(&WhyDown) -> bool;

fn not_the_platform(why: &WhyDown) -> bool {
    matches!(why, WhyDown::NotThePlatform { .. })
}

fn closed(why: &WhyDown) -> bool {
    matches!(why, WhyDown::Closed)
}

fn bad_entry(why: &WhyDown) -> bool {
    matches!(why, WhyDown::BadEntry { .. })
}

fn strange_key(why: &WhyDown) -> bool {
    matches!(why, WhyDown::StrangeKey { .. })
}

fn unavailable(why: &WhyDown) -> bool {
    matches!(
        why,
        WhyDown::Refused {
            code: RefusedCode::Unavailable
        }
    )
}

/// The same text more often than is passed over.
fn often(text: &str) -> Lie {
    Lie::Texts(vec![text.to_owned(); 17])
}

fn rewind_to_nowhere() -> Lie {
    let nowhere = ServerMessage::Rewind {
        log_epoch: 9,
        marks: Vec::new(),
    };
    Lie::Texts(vec![write(&nowhere)])
}

fn refusal() -> Lie {
    let refused = ServerMessage::Refused {
        code: RefusedCode::Unavailable,
        detail: "<script>alert(1)</script>\u{202e}".to_owned(),
    };
    Lie::Texts(vec![write(&refused)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_lies_is_given_up_and_costs_the_desk_nothing() {
    let marks = vec![r#"{"sseq":1,"logHash":""}"#; 65].join(",");
    let cases: [(&str, Lie, Named); 13] = [
        ("no JSON", often("{\"say\":"), not_the_platform),
        ("a NUL", often("\0"), not_the_platform),
        (
            "a lone surrogate",
            often("{\"say\":\"\\udfff\"}"),
            not_the_platform,
        ),
        (
            "an unknown message",
            often("{\"say\":\"sing\"}"),
            not_the_platform,
        ),
        (
            "more marks than may be",
            often(&format!(
                "{{\"say\":\"rewind\",\"logEpoch\":1,\"marks\":[{marks}]}}"
            )),
            not_the_platform,
        ),
        (
            "half a UTF-8 character",
            Lie::Raw(vec![0x81, 2, 0xe6, 0xb0]),
            closed,
        ),
        (
            "a frame that claims 100 MB",
            Lie::Raw(vec![0x81, 127, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0]),
            closed,
        ),
        (
            "a frame cut in the middle",
            Lie::RawAndClose(vec![0x81, 100, b'{', b'"']),
            closed,
        ),
        (
            "a masked frame",
            Lie::Raw(vec![0x81, 0x81, 1, 2, 3, 4, 5]),
            closed,
        ),
        ("no common place", rewind_to_nowhere(), bad_entry),
        ("a refusal with markup", refusal(), unavailable),
        (
            "a version nobody offered",
            Lie::Version(77),
            not_the_platform,
        ),
        ("another key's welcome", Lie::OtherKey, strange_key),
    ];
    for (what, lie, named) in cases {
        let folder = folder();
        let address = lie_to_all(lie).await;
        let a = Seat::start(folder.path(), 1, 1, system_clock(), address);
        a.until(LONG, |state| state.why_down.as_ref().is_some_and(named))
            .await;
        a.act(incident("演练 对方胡说")).expect("the desk works on");
        assert_ne!(a.state().phase, LinkPhase::Live, "{what}: never live");
        let waiting = a.logbook.outbox_counts().expect("reads").0;
        assert_eq!(waiting, 1, "{what}: what it did waits for a true platform");
        let whole = a.logbook.verify().expect("reads").is_whole();
        assert!(whole, "{what}: the log is whole");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_of_a_platform_are_not_kept() {
    let row = StateRow {
        kind: "team".to_owned(),
        id: "T".to_owned(),
        state: serde_json::json!("演练".repeat(10_000)),
    };
    let part = ServerMessage::Snapshot {
        sseq: 5,
        high: OriginHigh::default(),
        earlier: Vec::new(),
        states: vec![row; 8],
        last: false,
    };
    let refused = r#"{"say":"rejected","id":"ID","oseq":1,"code":"signature"}"#;
    let id = uuid::Uuid::from_u128(7).to_string();
    for (what, text) in [
        ("a snapshot without an end", write(&part)),
        (
            "refusals of what was never sent",
            refused.replace("ID", &id),
        ),
        (
            "acknowledgements of nothing",
            r#"{"say":"ack","incarnation":7,"hi":9}"#.to_owned(),
        ),
    ] {
        let folder = folder();
        let address = lie_to_all(Lie::Flood(text)).await;
        let a = Seat::start(folder.path(), 1, 1, system_clock(), address);
        a.until(LONG, |state| state.last_heard_at.is_some()).await;
        for _ in 0..20 {
            a.act(incident("演练 洪水之中")).expect("the desk works on");
        }
        assert!(
            a.link.snapshot().borrow().is_none(),
            "{what}: nothing is shown"
        );
        let waiting = a.logbook.outbox_counts().expect("reads").0;
        assert_eq!(waiting, 20, "{what}: all of it waits");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_is_far_behind_sees_and_decides_on_the_snapshot_until_its_log_is_there() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let b = seat(folder.path(), 2, &city);
    let at = b
        .act(incident("演练 断链期间的火灾"))
        .expect("is allowed")
        .entities[0]
        .id
        .clone();
    b.act(team("T1", None)).expect("is allowed");
    together(&city, &[&b]).await;
    let picture = city.platform.sequencer().snapshot(None, Vec::new()).await;
    let picture = picture.expect("the platform answers");
    let part = ServerMessage::Snapshot {
        sseq: picture.sseq,
        high: picture.high,
        earlier: picture.earlier,
        states: picture.states,
        last: true,
    };
    // The picture comes, and of the entries behind it not one.
    let slow = lie_to_all(Lie::Texts(vec![write(&part)])).await;
    let a = Seat::start(folder.path(), 1, 1, system_clock(), slow);
    let mut shown = a.link.snapshot();
    let waited = tokio::time::timeout(LONG, shown.wait_for(Option::is_some)).await;
    drop(waited.expect("in time").expect("the link runs"));
    assert_eq!(a.logbook.cursor().expect("reads").sseq, 0, "not one entry");
    let seen = a.logbook.incident(&at).expect("reads").expect("is seen");
    assert_eq!(
        seen.opened.title, "演练 断链期间的火灾",
        "as it stands there"
    );
    let sent = a.act(send("T1", &at)).expect("it can be decided on");
    let busy = a.logbook.team("T1").expect("reads").expect("is seen");
    assert_eq!(
        busy.active().count(),
        0,
        "unconfirmed until the platform has it"
    );
    let order = sent.entities[0].id.clone();
    let file = a.stop().await;

    let a = Seat::start(
        file.parent().expect("a folder"),
        1,
        2,
        system_clock(),
        city.address,
    );
    together(&city, &[&a, &b]).await;
    assert!(
        a.link.snapshot().borrow().is_none(),
        "the log itself is there"
    );
    for desk in [&a, &b] {
        let team = desk.logbook.team("T1").expect("reads").expect("is there");
        let jobs: Vec<_> = team.active().map(|job| job.order.0.clone()).collect();
        assert_eq!(
            jobs.as_slice(),
            std::slice::from_ref(&order),
            "desk {}: sent, once",
            desk.who
        );
    }
    assert!(
        a.logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}
