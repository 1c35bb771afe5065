//! The list by one state: what is not in it is neither among the rows nor counted.

use emergency::alert::{AlertMark, AlertSetAside, AlertShelved, AsideWhy, Life, MessageType};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::time::MINUTE_MS;

use crate::sample::{START, TestDesk, alert, notice, received, who};
use crate::{AlertQuery, Section};

fn aside(why: AsideWhy) -> Fact {
    Fact::AlertSetAside(AlertSetAside {
        why,
        reason: "演练".to_owned(),
        until: Some(START.plus_ms(60 * MINUTE_MS)),
    })
}

/// Alerts of every state that shares its section with another.
fn filled() -> TestDesk {
    let desk = TestDesk::new(1);
    let mut expiring = notice(5);
    expiring.expires = Some(START.plus_ms(MINUTE_MS));
    let mut latched = notice(6);
    latched.expires = expiring.expires;
    let mut cancel = notice(20);
    cancel.msg_type = MessageType::Cancel;
    cancel.references = vec![alert(7)];
    let plain = [1, 2, 3, 4, 7, 8, 9, 10].map(|n| received(notice(n)));
    let mut drafts = plain.to_vec();
    drafts.extend([received(expiring), received(latched), received(cancel)]);
    let shelved = Fact::AlertShelved(AlertShelved {
        until: START.plus_ms(30 * MINUTE_MS),
        reason: "演练".to_owned(),
        under: None,
    });
    let mark = AlertMark::default;
    let facts = [
        (1, shelved.clone()),
        (2, shelved.clone()),
        // Whoever put it away goes before the rule.
        (10, aside(AsideWhy::ByDesign)),
        (10, shelved),
        (3, aside(AsideWhy::ByDesign)),
        (4, aside(AsideWhy::OutOfService)),
        (6, Fact::AlertLatched(mark())),
        (6, Fact::AlertAcknowledged(mark())),
        (9, Fact::AlertAcknowledged(mark())),
    ];
    let facts = facts.map(|(number, fact)| Draft::plain(alert(number).0, fact));
    drafts.extend(facts);
    desk.log().observe(drafts, &who()).expect("is written");
    desk.pass(2 * MINUTE_MS);
    desk
}

#[test]
fn each_state_has_its_own_rows_and_their_count() {
    let desk = filled();
    let cases: [(Section, Life, &[u64]); 7] = [
        (Section::Shelved, Life::Shelved, &[1, 2, 10]),
        (Section::Shelved, Life::Suppressed, &[3]),
        (Section::Shelved, Life::OutOfService, &[4]),
        (Section::Open, Life::Unacknowledged, &[8]),
        // One ran out by itself, one was ended by a message; nobody had seen either.
        (Section::Open, Life::Returned, &[5, 7]),
        (Section::Acknowledged, Life::Acknowledged, &[9]),
        (Section::Acknowledged, Life::Latched, &[6]),
    ];
    for (section, life, wanted) in cases {
        let mut query = AlertQuery {
            section,
            words: String::new(),
            life: Some(life),
            now: desk.now(),
            offset: 0,
            limit: 100,
        };
        let whole = desk.log().alerts(&query).expect("reads");
        let mut wanted: Vec<String> = wanted.iter().map(|n| alert(*n).0).collect();
        let mut found: Vec<&str> = whole.rows.iter().map(|row| row.id.as_str()).collect();
        wanted.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, wanted, "{life:?} has these and no others");
        assert_eq!(whole.total, wanted.len() as u64, "{life:?} is counted so");
        (query.offset, query.limit) = (wanted.len() - 1, 1);
        let last = desk.log().alerts(&query).expect("reads");
        assert_eq!(
            last.rows,
            whole.rows[wanted.len() - 1..],
            "{life:?} by pages"
        );
        query.words = "没有这样的".to_owned();
        let none = desk.log().alerts(&query).expect("reads");
        assert_eq!(none.total, 0, "{life:?}: words go on counting");
    }
}
