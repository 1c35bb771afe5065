//! Files without a beginning, without an end, without anything; and a salvage that was cut short.

use std::fs;

use emergency::event::Verdict;

use super::way_out::{past, spoil};
use crate::sample::TestDesk;
use crate::{Logbook, OpenError, SalvageStep, salvage};

/// What is salvaged after a file was damaged in some way; the file itself stays as it is.
fn salvaged_after(damage: impl Fn(&mut Vec<u8>)) -> (usize, usize, bool) {
    let mut desk = TestDesk::new(1);
    past(&desk);
    let waiting = desk.waiting();
    desk.log = None;
    let mut bytes = fs::read(desk.path()).expect("reads");
    damage(&mut bytes);
    fs::write(desk.path(), &bytes).expect("writes");
    let opened = Logbook::open(&desk.path(), &desk.options);
    assert!(
        matches!(opened, Err(OpenError::Damaged { .. })),
        "is named damage: {:?}",
        opened.map(|(_, opening)| opening)
    );
    let mut steps = Vec::new();
    let saved = salvage(&desk.path(), &desk.options, &mut |step| steps.push(step));
    let saved = saved.expect("a way out");
    assert_eq!(
        steps.last(),
        Some(&SalvageStep::Keeping),
        "it says how far it is"
    );
    let kept = fs::read(&saved.kept_as).expect("is kept");
    assert!(kept == bytes, "nothing was written into the damaged file");
    desk.open();
    for event in desk.waiting() {
        let was = waiting.iter().find(|one| one.id == event.id);
        let was = was.expect("nothing is made up");
        assert_eq!(event.body, was.body, "nor changed");
    }
    desk.open_incident("演练 之后");
    desk.assert_whole();
    let left = fs::read_dir(desk.folder.path()).expect("reads").flatten();
    let left: Vec<_> = left.map(|file| file.file_name()).collect();
    let scraps = left.iter().filter(|name| {
        let name = name.to_string_lossy();
        [".reading", ".fresh", ".anew"]
            .iter()
            .any(|end| name.contains(end))
    });
    assert_eq!(scraps.count(), 0, "nothing is left lying about: {left:?}");
    (saved.saved, saved.lost.len(), saved.outbox_cut)
}

#[test]
fn a_file_without_its_header_gives_back_all_that_waited() {
    assert_eq!(
        salvaged_after(|bytes| bytes[..100].fill(0)),
        (3, 0, false),
        "every log begins alike"
    );
    assert_eq!(
        salvaged_after(|bytes| bytes[..4_096].fill(0)),
        (3, 0, false),
        "the names of the tables too"
    );
}

#[test]
fn a_file_that_was_cut_short_gives_back_what_is_still_in_it() {
    for part in [1, 2, 3, 7] {
        let (saved, lost, cut) = salvaged_after(|bytes| {
            let left = bytes.len() * part / 8;
            bytes.truncate(left);
        });
        assert!(
            saved == 3 || lost > 0 || cut,
            "{part} of 8: {saved} saved, and what is missing is said: {lost}, {cut}"
        );
    }
    let (saved, _, cut) = salvaged_after(Vec::clear);
    assert_eq!(
        (saved, cut),
        (0, true),
        "of nothing comes nothing, and it is said"
    );
}

#[test]
fn a_salvage_that_was_cut_short_is_ended_at_the_next_start() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    let waiting = desk.waiting();
    desk.log = None;
    spoil(&desk.path(), "演练：预计");
    salvage(&desk.path(), &desk.options, &mut |_| ()).expect("a way out");
    // It died after the damaged file had its other name.
    fs::rename(desk.path(), crate::space::beside(&desk.path(), ".anew")).expect("moves");
    desk.open();
    assert_eq!(desk.waiting(), waiting, "what was saved is there");
}

#[test]
fn what_comes_after_a_lost_record_is_numbered_anew_so_that_it_can_be_delivered() {
    let mut desk = TestDesk::new(1);
    let mut platform = past(&desk);
    let waiting = desk.waiting();
    desk.log = None;
    let lost = &waiting[1];
    spoil(&desk.path(), &lost.sig);
    let saved = salvage(&desk.path(), &desk.options, &mut |_| ()).expect("a way out");
    assert_eq!(
        (saved.saved, saved.lost),
        (2, vec![lost.oseq]),
        "one of three is lost"
    );
    desk.open();
    let left = desk.waiting();
    let ids: Vec<_> = left.iter().map(|event| event.id).collect();
    assert_eq!(
        ids,
        [waiting[0].id, waiting[2].id],
        "the others keep their names"
    );
    assert!(
        left[0].incarnation > lost.incarnation,
        "in a new life of the desk"
    );
    assert_eq!(
        [left[0].oseq, left[1].oseq],
        [1, 2],
        "with no number missing"
    );
    desk.assert_whole();
    desk.log()
        .apply_entries(platform.after(0))
        .expect("refetches");
    for event in desk.waiting() {
        platform.take(event, Verdict::Ok);
    }
    let from = desk.log().cursor().expect("reads").sseq;
    let done = desk
        .log()
        .apply_entries(platform.after(from))
        .expect("goes on");
    assert_eq!(done.confirmed.len(), 2, "and they are delivered");
    desk.assert_whole();
}
