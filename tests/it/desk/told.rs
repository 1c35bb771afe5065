//! Notices to people: by gateway and mail on real sockets, repeated, confirmed, passed on; and
//! from an exercise not at all.

use std::path::Path;

use contract::calls::Answer as _;
use contract::rows::{Addressees, Nothing, PhoneList, SentSheet};
use desk::Settings;
use emergency::circular::{
    Channel, Circular, CircularConfirmed, CircularSent, CircularTried, Outcome, Recipient, Rung,
};
use emergency::decide::{CircularAct, Command, Draft};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use logbook::{Logbook, OpenError, OpenOptions, Who};
use tests::outlet::{Outlet, Taken};
use tests::world::system_clock;

use super::{LONG, Room, by_id, leak, now, until};

const TOKEN: &str = "not-to-be-printed";

fn settings(data: &Path, sms: &Outlet, mail: &Outlet) -> Settings {
    std::fs::create_dir_all(data).expect("a folder");
    std::fs::write(data.join("sms.token"), TOKEN).expect("is written");
    let text = format!(
        r#"
[channels.sms]
url = "{}"
template = '{{"to":"{{phone}}","words":"{{text}}"}}'
token = {{ file = "sms.token" }}
[channels.mail]
host = "127.0.0.1"
port = {}
security = "plain"
from = "duty@dutyroom.invalid"
"#,
        sms.url(),
        mail.port()
    );
    std::fs::write(data.join("desk.toml"), text).expect("is written");
    Settings::load(data, None, None).expect("it is a settings file")
}

fn person(name: &str, phone: &str, mail: &str) -> Rung {
    Rung {
        name: name.to_owned(),
        phone: phone.to_owned(),
        mail: mail.to_owned(),
        ..Rung::default()
    }
}

fn notice(ladder: Vec<Rung>) -> Command {
    let recipients = vec![Recipient {
        name: "演练 区交通局".to_owned(),
        team: None,
        ladder,
    }];
    Command::Circular(CircularAct::Send {
        sent: CircularSent {
            title: "演练 启动响应".to_owned(),
            text: "演练 请立即到位".to_owned(),
            recipients,
            ..CircularSent::default()
        },
    })
}

fn circular(room: &Room, id: &str) -> Circular {
    let path = room.data.join("desk.sqlite");
    assert!(path.is_file(), "a log of real work");
    let list = room.desk.phone_list(by_id(id)).expect("reads");
    assert!(
        list.text.contains("演练 请立即到位"),
        "it can be read aloud"
    );
    circulars(room)
        .into_iter()
        .find(|one| one.id.as_str() == id)
        .expect("it is there")
}

fn circulars(room: &Room) -> Vec<Circular> {
    let incidents = room.desk.incidents(Nothing {}).expect("reads");
    let sheet = |id: &str| -> SentSheet { room.desk.sent(by_id(id)).expect("reads") };
    let all = incidents
        .iter()
        .flat_map(|row| sheet(row.id.as_str()).circulars);
    all.collect()
}

/// Sends a notice for an incident of its own.
fn told(room: &Room, ladder: Vec<Rung>) -> String {
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let Command::Circular(CircularAct::Send { mut sent }) = notice(ladder) else {
        unreachable!("a notice is a notice")
    };
    sent.incident = Some(incident.as_str().into());
    room.act(Command::Circular(CircularAct::Send { sent }))
}

fn outcomes(circular: &Circular) -> Vec<(Channel, Option<Outcome>)> {
    let mut all: Vec<_> = circular.posts[0]
        .tries
        .iter()
        .map(|one| (one.tried.channel, one.outcome))
        .collect();
    all.sort_by_key(|(channel, _)| *channel);
    all
}

fn until_outcomes(room: &Room, id: &str, expected: &[(Channel, Option<Outcome>)]) {
    until(&room.desk, "the outcomes are written down", |_| {
        (outcomes(&circular(room, id)) == expected).then_some(())
    });
}

#[test]
fn a_notice_goes_out_by_gateway_and_mail_once_and_what_came_of_it_is_a_fact() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sms, mail) = (Outlet::gateway(&[]), Outlet::mail(&[]));
    let room = Room::open(settings(folder.path(), &sms, &mail));
    let id = told(
        &room,
        vec![person("演练 科长", "000-0001", "a@dutyroom.invalid")],
    );
    let handed = Some(Outcome::Handed);
    until_outcomes(
        &room,
        &id,
        &[(Channel::Sms, handed), (Channel::Mail, handed)],
    );
    let text = sms.taken();
    let expected = Taken {
        key: format!("{id}-0-0-sms"),
        authorization: format!("Bearer {TOKEN}"),
        body: r#"{"to":"000-0001","words":"演练 启动响应：演练 请立即到位"}"#.to_owned(),
    };
    assert_eq!(
        text,
        [expected],
        "once, with its key and the token from the file"
    );
    let letters = mail.taken();
    assert_eq!(letters.len(), 1, "one letter");
    assert_eq!(
        letters[0].key,
        format!("<{id}-0-0-mail@dutyroom>"),
        "with its key"
    );
    let log = std::fs::read(room.data.join("desk.sqlite")).expect("reads");
    let leaked = log
        .windows(TOKEN.len())
        .any(|part| part == TOKEN.as_bytes());
    assert!(!leaked, "no secret stands in the log");
}

#[test]
fn a_busy_gateway_is_tried_again_and_a_wrong_address_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sms, mail) = (Outlet::gateway(&[503]), Outlet::mail(&[550]));
    let room = Room::open(settings(folder.path(), &sms, &mail));
    let id = told(
        &room,
        vec![person("演练 科长", "000-0001", "a@dutyroom.invalid")],
    );
    let text = sms.wait_for(2, LONG);
    assert_eq!(
        text[0], text[1],
        "the same key and the same words: it did not arrive before"
    );
    until_outcomes(
        &room,
        &id,
        &[
            (Channel::Sms, Some(Outcome::Failed)),
            (Channel::Sms, Some(Outcome::Handed)),
            (Channel::Mail, Some(Outcome::Rejected)),
        ],
    );
    assert_eq!(mail.taken().len(), 1, "refused for good is refused once");
}

#[test]
fn who_has_confirmed_is_left_alone_and_who_is_wrong_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sms, mail) = (Outlet::gateway(&[400]), Outlet::mail(&[]));
    let room = Room::open(settings(folder.path(), &sms, &mail));
    let ladder = vec![
        person("演练 甲", "000-0001", ""),
        person("演练 乙", "000-0002", ""),
    ];
    let id = told(&room, ladder);
    let text = sms.wait_for(2, LONG);
    assert!(
        text[1].body.contains("000-0002"),
        "the next person: {text:?}"
    );
    let silent = until(&room.desk, "the desk shows it", |desk| {
        let all = desk.status(Nothing {}).expect("reads").silent;
        all.into_iter().next()
    });
    assert_eq!(
        (silent.person.as_str(), silent.last),
        ("演练 乙", true),
        "whose turn it is"
    );
    let list: PhoneList = room.desk.phone_list(by_id(&id)).expect("reads");
    let who: Vec<_> = list
        .lines
        .iter()
        .map(|line| (line.person.as_str(), line.current))
        .collect();
    assert_eq!(
        who,
        [("演练 乙", true), ("演练 甲", false)],
        "whose turn it is first"
    );
    let confirmed = CircularConfirmed {
        by: "演练 乙".to_owned(),
        how: Channel::Phone,
        ..CircularConfirmed::default()
    };
    room.act(Command::Circular(CircularAct::Confirm {
        circular: id.as_str().into(),
        confirmed,
    }));
    let status = room.desk.status(Nothing {}).expect("reads");
    assert_eq!(status.silent, [], "nobody is silent any more");
    let list = room.desk.phone_list(by_id(&id)).expect("reads");
    assert_eq!(list.lines, [], "nobody is left to call");
}

/// The log of a desk that was closed: its threads may still be in their last look.
fn reopened(path: &Path, options: &OpenOptions) -> Logbook {
    let began = std::time::Instant::now();
    loop {
        match Logbook::open(path, options) {
            Ok((logbook, _)) => return logbook,
            Err(OpenError::InUse { .. }) if began.elapsed() < LONG => std::thread::yield_now(),
            Err(error) => panic!("the log does not open: {error}"),
        }
    }
}

/// A log in which a desk wrote down that it is about to hand a notice over, and died.
fn died_in_the_middle(data: &Path) -> String {
    let room = Room::plain(data);
    let id = told(&room, vec![person("演练 科长", "", "")]);
    let tried = Fact::CircularTried(CircularTried {
        recipient: 0,
        rung: 0,
        channel: Channel::Sms,
        attempt: 1,
        key: format!("{id}-0-0-sms"),
        again: false,
    });
    room.desk.close();
    drop(room);
    let key = std::fs::read(data.join("device.key")).expect("reads");
    let key = key.try_into().expect("32 bytes");
    let options = OpenOptions {
        key: ed25519_dalek::SigningKey::from_bytes(&key),
        exercise: false,
        // Two minutes ago, so that it counts as died.
        clock: std::sync::Arc::new(|| (system_clock())().plus_ms(-120_000)),
        ids: std::sync::Arc::new(uuid::Uuid::now_v7),
        ballast_bytes: 0,
    };
    let logbook = reopened(&data.join("desk.sqlite"), &options);
    let who = Who {
        actor: "演练 值守台".into(),
        role: "desk".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    };
    let sent = logbook
        .circular(&id)
        .expect("reads")
        .expect("it is there")
        .sent;
    let mut again = sent.clone();
    again.recipients[0].ladder[0].phone = "000-0001".to_owned();
    logbook
        .observe(
            vec![
                Draft::plain(id.as_str(), Fact::CircularSent(again)),
                Draft::plain(id.as_str(), tried),
            ],
            &who,
        )
        .expect("is written");
    id
}

#[test]
fn what_a_killed_desk_was_handing_over_is_repeated_as_a_repeat() {
    let folder = tempfile::tempdir().expect("a folder");
    let id = died_in_the_middle(folder.path());
    let (sms, mail) = (Outlet::gateway(&[]), Outlet::mail(&[]));
    let room = Room::open(settings(folder.path(), &sms, &mail));
    let text = sms.wait_for(1, LONG);
    assert_eq!(
        text[0].key,
        format!("{id}-0-0-sms"),
        "the same key as before"
    );
    assert!(
        text[0].body.contains("【重发】"),
        "and it says so: {text:?}"
    );
    until_outcomes(
        &room,
        &id,
        &[(Channel::Sms, None), (Channel::Sms, Some(Outcome::Handed))],
    );
}

#[test]
fn an_exercise_has_no_way_out_whatever_is_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sms, mail) = (Outlet::gateway(&[]), Outlet::mail(&[]));
    let mut real = settings(folder.path(), &sms, &mail);
    real.exercise_seed = Some(super::SEED);
    real.fill_district = false;
    let room = Room::open(real);
    let found: Addressees = room.desk.addressees(by_id("")).expect("reads");
    assert_eq!(found.channels, [Channel::Phone], "none but the telephone");
    assert!(
        found
            .recipients
            .iter()
            .all(|one| one.name.starts_with("演练")),
        "nobody real is named: {found:?}"
    );
    let id = told(
        &room,
        vec![person("演练 科长", "000-0001", "a@dutyroom.invalid")],
    );
    let held = Some(Outcome::HeldBack);
    until(&room.desk, "it is held back", |_| {
        let all = circulars(&room);
        let one = all.iter().find(|one| one.id.as_str() == id)?;
        (outcomes(one) == [(Channel::Sms, held), (Channel::Mail, held)]).then_some(())
    });
    assert_eq!(
        (sms.taken(), mail.taken()),
        (Vec::new(), Vec::new()),
        "nothing went out"
    );
}

#[test]
fn a_channel_that_is_not_set_up_is_said_and_the_telephone_list_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let id = told(&room, vec![person("演练 科长", "000-0001", "")]);
    until_outcomes(&room, &id, &[(Channel::Sms, Some(Outcome::NotSetUp))]);
    let list = room.desk.phone_list(by_id(&id)).expect("reads");
    assert_eq!(list.lines[0].phone, "000-0001", "it can be called");
}
