//! What is announced as new.

use emergency::time::MINUTE_MS;

use crate::sample::{TestDesk, notice, received, who};

#[test]
fn a_revision_is_as_new_as_the_first_and_a_copy_or_an_end_is_not() {
    use emergency::alert::MessageType;
    let desk = TestDesk::new(1);
    let fresh = |after| {
        let found = desk.log().fresh_alerts(after, crate::LEVEL_NONE);
        let (seq, [own, _]) = found.expect("reads");
        (seq, own.count)
    };
    let observe = |notice| {
        let written = desk.log().observe(vec![received(notice)], &who());
        written.expect("is written");
    };
    let revised = |ms, msg_type| {
        let first = notice(1);
        emergency::alert::Notice {
            sent: first.sent.plus_ms(ms),
            msg_type,
            ..first
        }
    };
    let (before, _) = fresh(0);
    observe(notice(1));
    let (first, count) = fresh(before);
    assert_eq!(count, 1, "the first message is heard");
    observe(revised(MINUTE_MS, MessageType::Update));
    let (second, count) = fresh(first);
    assert_eq!(count, 1, "nobody has seen what it says now");
    let mut copy = revised(MINUTE_MS, MessageType::Update);
    copy.sender_name.push('+');
    observe(copy);
    let (third, count) = fresh(second);
    assert_eq!(count, 0, "the same once more is a copy");
    observe(revised(2 * MINUTE_MS, MessageType::Cancel));
    assert_eq!(fresh(third).1, 0, "that it is over is nothing to run for");
}
