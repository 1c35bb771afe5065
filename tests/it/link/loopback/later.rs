//! What a later version says: kept, relayed, and passed over where it cannot be understood (F29).

use emergency::entity::EntityRef;
use protocols::platform::{ClientMessage, ServerMessage};
use tests::caller::{Caller, event};
use tests::city::City;
use tests::world::{incident, key, system_clock};

use super::{LONG, folder, seat, together};

/// A desk that is a version ahead.
const NEWER: u64 = 66;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_and_a_noun_of_a_later_version_reach_every_desk_as_they_were_signed() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.until_live(LONG).await;
    let mut newer = Caller::enter(city.address, NEWER).await;
    let mut strange = event(NEWER, None, "演练 卫星过境");
    strange.kind = "satellite.passed".to_owned();
    strange.v = 9;
    strange.entity = EntityRef {
        kind: "satellite".to_owned(),
        id: "S1".to_owned(),
    };
    strange.seal(&key(NEWER));
    newer
        .say(&ClientMessage::Events {
            events: vec![strange.clone()],
        })
        .await;
    let answer = newer.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Ack { hi: 1, .. })),
        "the platform takes what it does not know: {answer:?}"
    );
    together(&city, &[&a]).await;
    let there = a.logbook.event(strange.id).expect("reads");
    let there = there.expect("the desk has it");
    assert_eq!(there.event, strange, "as it was signed");
    assert!(there.placed.is_some(), "in its place");
    assert!(
        a.logbook.verify().expect("reads").is_whole(),
        "the chain holds"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_of_a_later_version_is_counted_and_passed_over() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let mut newer = Caller::enter(city.address, NEWER).await;
    newer.say_text("{\"say\":\"sing\",\"song\":1}").await;
    newer
        .say_text("{\"say\":\"beat\",\"sentAt\":5,\"cursor\":0,\"mood\":\"good\"}")
        .await;
    let answer = newer.hear_answer().await;
    assert!(
        matches!(answer, Some(ServerMessage::Beat { sent_at: 5, .. })),
        "the session goes on: {answer:?}"
    );
    let a = seat(folder.path(), 1, &city);
    a.act(incident("演练 照常")).expect("is allowed");
    together(&city, &[&a]).await;
}
