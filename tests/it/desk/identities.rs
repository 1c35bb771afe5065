//! Who tips off stands nowhere in clear, and the keeper of the key alone reads it.

use std::path::Path;

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    FindRequest, Identity, OpenIdentity, SearchRequest, SubmissionState, TakeSubmission,
};
use emergency::submission::{SubmissionChannel, SubmissionReceived};
use serde_json::json;

use super::served::{program, run};
use super::submissions::{PASSPHRASE, door_opens, page, posted, printed, sealed_desk, take, told};
use super::{Room, Town, by_id, officer, until};

/// Who tips off in these tests; nobody else has this name or this number.
const NAME: &str = "演练赵吹哨";
const PHONE: &str = "000-99817263";

/// Every file below a folder with its bytes.
fn files(folder: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, into);
        } else if let Ok(bytes) = std::fs::read(&path) {
            into.push((path.display().to_string(), bytes));
        }
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes
        .windows(words.len())
        .any(|part| part == words.as_bytes())
}

#[test]
fn who_tips_off_is_nowhere_in_clear_and_is_read_by_the_keeper_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = folder.path().join("city");
    std::fs::create_dir_all(&city).expect("a folder");
    let town = Town::started(&city);
    let (settings, token) = sealed_desk(folder.path(), &town);
    let room = Room::open(settings.clone());
    let tip = SubmissionReceived {
        channel: SubmissionChannel::TipOff,
        ..told("演练 仓库私存危化品")
    };
    let identity = Identity {
        name: NAME.to_owned(),
        phone: PHONE.to_owned(),
        unit: "演练 该厂二车间".to_owned(),
    };
    let typed = take(&room, tip, Some(identity.clone()));
    let body = json!([{ "渠道": "举报", "编号": "演练-T1", "标题": "演练 违规动火",
        "举报人": NAME, "联系电话": PHONE }]);
    door_opens(&room);
    let (status, said) = posted(&settings, &token, &body.to_string());
    assert_eq!((status, &said["stored"]), (200, &json!(1)), "{said}");
    let broken = format!("[{{\"举报人\":\"{NAME}\"");
    let (status, said) = posted(&settings, &token, &broken);
    assert_eq!(status, 422, "broken: {said}");
    let csv = format!("举报编号,标题,举报人,举报人电话\nT2,演练 隐瞒事故,{NAME},{PHONE}\n");
    let tips = room.data.join("tips");
    std::fs::create_dir_all(&tips).expect("a folder");
    std::fs::write(tips.join("tips.csv"), csv).expect("written");
    until(&room.desk, "three tip-offs are there", |_| {
        (page(&room, SubmissionState::Open).total == 3).then_some(())
    });
    until(&room.desk, "the file is gone", |_| {
        (!tips.join("tips.csv").exists()).then_some(())
    });
    let all = page(&room, SubmissionState::All).rows;
    assert!(
        all.iter()
            .all(|row| row.submission.received.sealed.is_some()),
        "each has its teller, sealed"
    );
    found_by_nobody(&room);
    assert!(!printed(&room).contains(NAME), "not in the register");
    town.until_together(&[&room]);
    keeper_opens(&room, &typed, &identity);
    town.until_together(&[&room]);
    let log = settings.logbook();
    drop(room);
    let export = folder.path().join("export");
    let exported = run(program().arg("export").arg(&log).arg(&export));
    assert!(exported.status.success(), "exported: {}", exported.said);
    let mut everything = Vec::new();
    files(folder.path(), &mut everything);
    assert!(
        everything.len() > 5,
        "desk, platform, paper and export are looked at"
    );
    for (path, bytes) in everything {
        for secret in [NAME, PHONE, "二车间"] {
            assert!(!holds(&bytes, secret), "{secret} stands in {path}");
        }
    }
}

fn found_by_nobody(room: &Room) {
    let request = SearchRequest {
        words: "违规动火".to_owned(),
        limit: 50,
        ..SearchRequest::default()
    };
    let groups = room.desk.search(request).expect("is searched").groups;
    assert_eq!(groups.len(), 1, "what was told is found");
    for words in [NAME, PHONE, "赵吹哨", "99817263"] {
        let request = SearchRequest {
            words: words.to_owned(),
            limit: 50,
            ..SearchRequest::default()
        };
        let groups = room.desk.search(request).expect("is searched").groups;
        assert!(groups.is_empty(), "{words} is found nowhere: {groups:?}");
        let text = words.to_owned();
        let found = room.desk.find(FindRequest { text }).expect("is looked for");
        assert!(found.is_empty(), "{words} is nobody's name");
    }
    let list = serde_json::to_string(&page(room, SubmissionState::All)).expect("plain");
    assert!(
        !list.contains(NAME) && !list.contains(PHONE),
        "not on the screen"
    );
    let defects = room
        .desk
        .defects(contract::rows::Nothing {})
        .expect("reads");
    assert!(!defects.is_empty(), "the broken one is a defect");
    let shown = serde_json::to_string(&defects).expect("plain");
    assert!(!shown.contains(NAME), "whose bytes are sealed");
}

fn keeper_opens(room: &Room, id: &str, identity: &Identity) {
    let ask = |passphrase: &str| {
        room.desk.open_identity(OpenIdentity {
            submission: id.into(),
            why: "演练 核发举报奖励".to_owned(),
            passphrase: passphrase.to_owned(),
            who: officer(),
        })
    };
    let refused = ask("演练 猜的口令").expect_err("not the passphrase");
    assert_eq!(refused.code, Code::Refused, "{refused}");
    let before = room.desk.submission(by_id(id)).expect("reads").submission;
    assert!(before.openings.is_empty(), "nothing was read");
    let opened = ask(PASSPHRASE).expect("the keeper reads it");
    assert!(opened == *identity, "as it was told");
    let after = room.desk.submission(by_id(id)).expect("reads").submission;
    let opening = after.openings.first().expect("it is in the log");
    assert_eq!(opening.by.as_str(), "演练 值班员", "with who");
    assert_eq!(opening.words, "演练 核发举报奖励", "and why");
}

#[test]
fn without_a_key_no_identity_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(folder.path(), false, None);
    let hello = room.desk.hello(contract::rows::Nothing {}).expect("reads");
    assert_eq!(hello.seal_keeper, "", "the form can say so");
    let request = TakeSubmission {
        received: SubmissionReceived {
            channel: SubmissionChannel::TipOff,
            ..told("演练")
        },
        identity: Some(Identity {
            name: NAME.to_owned(),
            ..Identity::default()
        }),
        who: officer(),
        ..TakeSubmission::default()
    };
    let refused = room.desk.take_submission(request).expect_err("no key");
    assert_eq!(refused.code, Code::Refused, "{refused}");
    assert_eq!(
        page(&room, SubmissionState::All).total,
        0,
        "nothing was written"
    );
}
