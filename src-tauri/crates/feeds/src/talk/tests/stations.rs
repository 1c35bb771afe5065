//! Which value of a station is judged, what its marks say, and alarm frames of the older edition.

use super::*;

fn send(cn: &str, data: &str) -> Vec<u8> {
    let text = format!("QN=20260501083000000;ST=31;CN={cn};PW=123456;MN=YL01;Flag=5;CP=&&{data}&&");
    hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
}

/// A station with a limit of 5 for one key of its factors.
fn limited(key: &str) -> Hj212 {
    let limits = Limits {
        high: Some(5.0),
        ..Limits::default()
    };
    let own = StationLimits::from([(key.to_owned(), limits)]);
    Hj212::new(
        Hj212Settings {
            name: "环境".to_owned(),
            limits: [("YL01".to_owned(), own)].into(),
            eflags: [("K1".to_owned(), "采样泵停".to_owned())].into(),
            ..Hj212Settings::default()
        },
        reach(),
    )
}

fn told(feed: &Hj212, outcome: Outcome) -> Vec<(String, MessageType)> {
    let told = received(&outcome).into_iter();
    let told = told
        .map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect();
    feed.register().settle(true, outcome.changes);
    told
}

#[test]
fn a_limit_is_for_the_converted_value_where_there_is_one_or_for_the_kind_it_names() {
    let time = "DataTime=20260501083000";
    let high = [("high".to_owned(), MessageType::Alert)];
    let cases = [
        (
            "a21026",
            "2011",
            "a21026-Rtd=9,a21026-ZsRtd=4,a21026-Flag=N",
            false,
        ),
        (
            "a21026",
            "2011",
            "a21026-Rtd=4,a21026-ZsRtd=9,a21026-Flag=N",
            true,
        ),
        ("a21026", "2011", "a21026-Rtd=9,a21026-Flag=N", true),
        (
            "a21026-Rtd",
            "2011",
            "a21026-Rtd=9,a21026-ZsRtd=4,a21026-Flag=N",
            true,
        ),
        ("a21026-Avg", "2061", "a21026-Avg=9,a21026-Flag=N", true),
        ("a21026", "2061", "a21026-Avg=9,a21026-Flag=N", false),
    ];
    for (key, cn, data, beyond) in cases {
        let feed = limited(key);
        let outcome = feed.talk().take(&send(cn, &format!("{time};{data}")), NOW);
        let expected: &[_] = if beyond { &high } else { &[] };
        assert_eq!(told(&feed, outcome), expected, "{key} of {data}");
    }
}

#[test]
fn a_mark_is_an_alarm_until_the_value_is_unmarked() {
    let feed = limited("a21026");
    let mut talk = feed.talk();
    let of = |flag: &str| {
        let data =
            format!("DataTime=20260501083000;a21026-Rtd=9,a21026-Flag={flag},a21026-EFlag=K1");
        send("2011", &data)
    };
    let broken = talk.take(&of("D"), NOW);
    let words = received(&broken)[0].notice.texts[0].description.clone();
    assert!(
        words.contains("K1（采样泵停）"),
        "the maker's mark: {words}"
    );
    assert_eq!(
        told(&feed, broken),
        [("instrumentFault".to_owned(), MessageType::Alert)],
        "and not its value"
    );
    let link = talk.take(&of("B"), NOW);
    assert_eq!(
        told(&feed, link),
        [
            ("instrumentFault".to_owned(), MessageType::Cancel),
            ("instrumentLink".to_owned(), MessageType::Alert)
        ],
        "another mark takes its place"
    );
    let right = talk.take(&of("N"), NOW);
    assert_eq!(
        told(&feed, right),
        [
            ("instrumentLink".to_owned(), MessageType::Cancel),
            ("high".to_owned(), MessageType::Alert)
        ],
        "it works, and its value counts"
    );
}

#[test]
fn an_alarm_frame_of_the_older_edition_is_an_alarm() {
    let feed = limited("a21026");
    let mut talk = feed.talk();
    for cn in ["2071", "2072"] {
        let of = |kind: u8| {
            let data = format!("AlarmTime=20260501082900;a21026-Ala=120.5,AlarmType={kind}");
            send(cn, &data)
        };
        let begins = talk.take(&of(1), NOW);
        let notice = received(&begins)[0].notice.clone();
        assert_eq!(
            notice.onset,
            Some(UtcMs(NOW.0 - 60_000)),
            "{cn}: since then"
        );
        assert!(notice.event.ends_with("超标报警"), "{cn}: {}", notice.event);
        assert_eq!(told(&feed, begins).len(), 1, "{cn}: once");
        let ends = talk.take(&of(0), NOW);
        assert_eq!(
            told(&feed, ends),
            [("exceeded".to_owned(), MessageType::Cancel)],
            "{cn}: it is over"
        );
    }
}

#[test]
fn an_average_does_not_take_the_place_of_the_value_of_now() {
    let feed = limited("a21028");
    let mut talk = feed.talk();
    let time = "DataTime=20260501083000";
    let hour = |value: u8| send("2061", &format!("{time};a21026-Avg={value},a21026-Flag=N"));
    let shown = || {
        let reading = feed.reading("YL01", "a21026").expect("it is known");
        (reading.value, reading.name.contains("小时数据"))
    };
    talk.take(&hour(3), NOW);
    assert_eq!(shown(), (3.0, true), "nothing else was heard: with a word");
    let now = send("2011", "DataTime=20260501082900;a21026-Rtd=9,a21026-Flag=N");
    talk.take(&now, NOW);
    assert_eq!(shown(), (9.0, false), "what is so now");
    for cn in ["2051", "2061", "2031"] {
        let average = send(cn, &format!("{time};a21026-Avg=4,a21026-Flag=N"));
        talk.take(&average, NOW);
        assert_eq!(shown(), (9.0, false), "{cn} is of a time before");
    }
    let much_later = UtcMs(NOW.0 + 3 * 3_600_000);
    talk.take(&hour(5), much_later);
    assert_eq!(shown(), (5.0, true), "none of now was heard for long");
}
