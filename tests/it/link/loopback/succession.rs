//! A desk that lost its key asks for what became of what the old one had signed.

use protocols::platform::{ClientMessage, ServerMessage};
use tests::caller::Caller;
use tests::city::City;
use tests::liar::{Lie, lie_to_all};
use tests::seat::Seat;
use tests::world::{incident, key, origin, system_clock};
use tokio::sync::mpsc;

use super::{LONG, folder, seat, together};

/// What a liar has heard and not yet told.
const HEARD_MAX: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_platform_says_how_far_it_knows_earlier_names() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let before = seat(folder.path(), 1, &city);
    for title in ["演练 一", "演练 二"] {
        before.act(incident(title)).expect("is allowed");
    }
    together(&city, &[&before]).await;
    let mut after = Caller::enter(city.address, 2).await;
    let earlier = vec![origin(1), origin(77)];
    after.say(&ClientMessage::AskSnapshot { earlier }).await;
    let answer = loop {
        match after.hear_answer().await {
            Some(ServerMessage::Snapshot { earlier, .. }) => break earlier,
            Some(_) => {}
            None => panic!("the platform answers"),
        }
    };
    let known: Vec<_> = answer
        .iter()
        .map(|each| (&each.origin, each.high.incarnation, each.high.oseq))
        .collect();
    assert_eq!(
        known,
        [(&origin(1), 1, 2), (&origin(77), 0, 0)],
        "both of the one, nothing of the other"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_asks_for_the_name_under_which_something_waits() {
    let folder = folder();
    let dead = lie_to_all(Lie::RawAndClose(Vec::new())).await;
    let before = Seat::start(folder.path(), 1, 1, system_clock(), dead);
    before.act(incident("演练 还没发出")).expect("is allowed");
    let path = before.stop().await;
    logbook::succeed(&path, &key(2)).expect("is given over");
    std::fs::rename(&path, folder.path().join("desk-2.db")).expect("is moved");

    let (hear, mut heard) = mpsc::channel(HEARD_MAX);
    let far = lie_to_all(Lie::FarBehind(hear)).await;
    let _after = Seat::start(folder.path(), 2, 1, system_clock(), far);
    let asked = tokio::time::timeout(LONG, async {
        loop {
            if let Some(ClientMessage::AskSnapshot { earlier }) = heard.recv().await {
                return earlier;
            }
        }
    });
    let asked = asked.await.expect("it asks in time");
    assert_eq!(asked, [origin(1)], "the old key's name");
}
