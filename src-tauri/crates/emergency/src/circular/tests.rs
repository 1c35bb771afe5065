//! Who has to be told, by what, when again, and who is next.

use super::*;
use crate::decide::{CircularAct, Command, Draft, Refusal};
use crate::sample::Room;
use crate::time::MINUTE_MS;

fn rung(name: &str, phone: &str, mail: &str) -> Rung {
    Rung {
        name: name.to_owned(),
        phone: phone.to_owned(),
        mail: mail.to_owned(),
        ..Rung::default()
    }
}

fn notice(ladders: Vec<Vec<Rung>>) -> CircularSent {
    let recipients = ladders.into_iter().map(|ladder| Recipient {
        name: "演练 区交通局".to_owned(),
        team: None,
        ladder,
    });
    CircularSent {
        title: "演练 启动响应".to_owned(),
        text: "演练 请立即到位".to_owned(),
        within_min: 5,
        recipients: recipients.collect(),
        ..CircularSent::default()
    }
}

struct Told {
    room: Room,
    id: String,
}

impl Told {
    fn new(ladders: Vec<Vec<Rung>>) -> Self {
        let mut room = Room::new();
        let sent = notice(ladders);
        let (id, _) = room.act(Command::Circular(CircularAct::Send { sent }));
        Self { room, id }
    }

    fn due(&self) -> Vec<Due> {
        due(&self.room.circular(&self.id), self.room.now)
    }

    fn wait(&mut self, ms: i64) {
        self.room.now = self.room.now.plus_ms(ms);
    }

    /// The one try that is due, written down as about to go.
    fn try_one(&mut self) -> CircularTried {
        let all = self.due();
        let [Due::Try(tried)] = all.as_slice() else {
            panic!("one try is due: {all:?}");
        };
        let fact = Fact::CircularTried(tried.clone());
        self.room.write(Draft::plain(self.id.as_str(), fact));
        tried.clone()
    }

    fn end(&mut self, tried: &CircularTried, outcome: Outcome) {
        let fact = Fact::CircularHanded(CircularHanded {
            recipient: tried.recipient,
            key: tried.key.clone(),
            attempt: tried.attempt,
            outcome,
            detail: String::new(),
        });
        self.room.write(Draft::plain(self.id.as_str(), fact));
    }

    fn escalated(&mut self) {
        let all = self.due();
        let [Due::Escalate(next)] = all.as_slice() else {
            panic!("the next person is due: {all:?}");
        };
        let fact = Fact::CircularEscalated(next.clone());
        self.room.write(Draft::plain(self.id.as_str(), fact));
    }
}

#[test]
fn each_person_is_told_by_every_way_there_is() {
    let told = Told::new(vec![
        vec![rung("甲", "1", "a@演练")],
        vec![rung("乙", "", "b@演练")],
        vec![rung("丙", " ", "")],
        Vec::new(),
    ]);
    let found: Vec<_> = told
        .due()
        .into_iter()
        .map(|due| match due {
            Due::Try(tried) => (tried.recipient, tried.channel, tried.attempt, tried.again),
            Due::Escalate(next) => panic!("nobody is late: {next:?}"),
        })
        .collect();
    let first = |recipient, channel| (recipient, channel, 1, false);
    assert_eq!(
        found,
        [
            first(0, Channel::Sms),
            first(0, Channel::Mail),
            first(1, Channel::Mail)
        ],
        "who has neither is on the telephone list only"
    );
}

#[test]
fn a_failed_attempt_is_repeated_later_and_later_and_not_for_ever() {
    let mut told = Told::new(vec![vec![rung("甲", "1", "")]]);
    let mut waits = Vec::new();
    for attempt in 1..=ATTEMPTS_MAX {
        let tried = told.try_one();
        assert_eq!(tried.attempt, attempt, "counted");
        assert!(!tried.again, "what was refused did not arrive");
        told.end(&tried, Outcome::Failed);
        let mut waited = 0;
        while told.due().is_empty() && waited < 4 * MINUTE_MS {
            told.wait(1_000);
            waited += 1_000;
        }
        waits.push(waited);
    }
    assert_eq!(
        waits,
        [5_000, 15_000, 60_000, 180_000, 4 * MINUTE_MS],
        "longer each time, and after the last one nothing"
    );
}

#[test]
fn a_try_that_the_program_died_in_is_repeated_as_a_repeat_under_the_same_key() {
    let mut told = Told::new(vec![vec![rung("甲", "1", "")]]);
    let first = told.try_one();
    assert!(told.due().is_empty(), "it is being handed");
    told.wait(UNCERTAIN_MS);
    let second = told.try_one();
    assert_eq!(second.key, first.key, "a gateway knows it");
    assert!(second.again, "and the person is told");
    told.end(&second, Outcome::Handed);
    told.wait(MINUTE_MS);
    assert!(told.due().is_empty(), "it is there");
}

#[test]
fn who_does_not_confirm_in_time_is_passed_over() {
    let mut told = Told::new(vec![vec![rung("甲", "1", ""), rung("乙", "2", "")]]);
    let tried = told.try_one();
    told.end(&tried, Outcome::Handed);
    told.wait(5 * MINUTE_MS);
    assert!(told.due().is_empty(), "five minutes are given");
    told.wait(1);
    told.escalated();
    let next = told.try_one();
    assert_eq!(
        (next.rung, next.again),
        (1, false),
        "the next person, for the first time"
    );
    told.end(&next, Outcome::Handed);
    told.wait(60 * MINUTE_MS);
    assert!(told.due().is_empty(), "there is nobody after the last");
    assert!(
        told.room.circular(&told.id).is_open(),
        "the desk still shows it"
    );
}

#[test]
fn a_wrong_number_is_not_waited_for() {
    let mut told = Told::new(vec![vec![rung("甲", "1", ""), rung("乙", "2", "")]]);
    let tried = told.try_one();
    told.end(&tried, Outcome::Rejected);
    told.escalated();
}

#[test]
fn who_has_confirmed_is_left_alone() {
    let mut told = Told::new(vec![vec![rung("甲", "1", "")]]);
    let confirm = |by: &str, recipient| {
        Command::Circular(CircularAct::Confirm {
            circular: "N1".into(),
            confirmed: CircularConfirmed {
                recipient,
                by: by.to_owned(),
                how: Channel::Phone,
                note: String::new(),
            },
        })
    };
    assert_eq!(told.id, "N1", "the first thing that was named");
    let needed = Refusal::Needed {
        field: "by".to_owned(),
    };
    assert_eq!(told.room.ask(confirm("", 0)), Err(needed), "by name");
    assert!(
        told.room.ask(confirm("甲", 1)).is_err(),
        "there is one recipient"
    );
    told.room.act(confirm("甲", 0));
    assert!(told.due().is_empty(), "nothing more goes out");
    assert!(!told.room.circular("N1").is_open(), "everybody has it");
    assert!(
        told.room.ask(confirm("乙", 0)).is_err(),
        "the first receipt counts"
    );
}

#[test]
fn an_ended_notice_tells_nobody_any_more() {
    let mut told = Told::new(vec![vec![rung("甲", "1", "")]]);
    let end = |reason: &str| {
        Command::Circular(CircularAct::End {
            circular: "N1".into(),
            reason: reason.to_owned(),
        })
    };
    assert!(told.room.ask(end("")).is_err(), "it says why");
    told.room.act(end("演练 误发"));
    assert!(told.due().is_empty(), "nothing goes out");
    assert!(told.room.ask(end("演练")).is_err(), "once");
}
