//! The four-colour picture of risks and the indicators: from the log, or said to be missing.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    IndicatorCode, IndicatorRow, IndicatorState, Nothing, RiskCount, RiskGroundKind, RiskPicture,
    RiskRow,
};
use desk::Settings;
use emergency::danger::DangerWithdrawn;
use emergency::day::Day;
use emergency::decide::{Command, ResourceAct, SubmissionAct};
use emergency::incident::HarmReported;
use emergency::level::Harm;
use emergency::place::Place;
use emergency::risk::{RiskAssessed, RiskJudged, RiskLevel};
use emergency::site::{DangerFound, SiteKind, SiteRegistered};
use emergency::submission::{SubmissionChannel, SubmissionOutcome, SubmissionReceived};

use super::{Room, leak, now};

const STREET: &str = "王舍人街道";

/// A store of chlorine; 40 people live within 500 m.
fn store(chlorine_t: f64) -> Command {
    Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练 某水厂氯库".to_owned(),
            place: Place {
                street: STREET.to_owned(),
                ..Place::default()
            },
            substance: "氯".to_owned(),
            quantity_t: chlorine_t,
            people_500m: Some(40),
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn school() -> Command {
    Command::RegisterSite {
        site: "S2".into(),
        registered: SiteRegistered {
            kind: SiteKind::School,
            name: "演练 某学校".to_owned(),
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn resource(act: ResourceAct) -> Command {
    Command::Resource { act }
}

fn judge(judged: Option<RiskJudged>, field: &str) -> Command {
    resource(ResourceAct::AssessRisk {
        site: "S2".into(),
        assessed: RiskAssessed {
            judged,
            what: "演练 食堂燃气间".to_owned(),
            field: field.to_owned(),
            source: "演练 评估报告".to_owned(),
        },
    })
}

fn lec(likelihood: f64) -> Option<RiskJudged> {
    Some(RiskJudged::Lec {
        likelihood,
        exposure: 6.0,
        consequence: 15.0,
    })
}

fn picture(room: &Room) -> RiskPicture {
    room.desk.risk_picture(Nothing {}).expect("reads")
}

fn place(room: &Room, site: &str) -> Option<RiskRow> {
    let mut rows = picture(room).rows.into_iter();
    rows.find(|row| row.site.as_str() == site)
}

fn count(counts: &[RiskCount], name: &str) -> RiskCount {
    let found = counts.iter().find(|count| count.name == name);
    found.expect("the name is in the list").clone()
}

fn indicator(room: &Room, code: IndicatorCode) -> IndicatorRow {
    let sheet = room.desk.indicators(Nothing {}).expect("reads");
    let mut rows = sheet.rows.into_iter();
    rows.find(|row| row.code == code).expect("all are there")
}

#[test]
fn a_place_has_the_gravest_colour_of_what_is_on_record_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(store(20.0));
    room.act(school());
    assert_eq!(place(&room, "S2"), None, "nothing is on record of a school");
    let row = place(&room, "S1").expect("a hazard site is in the picture");
    assert_eq!(
        row.level,
        Some(RiskLevel::Ordinary),
        "R of 19.2 is 三级 (GB 18218-2018, 表6)"
    );
    assert_eq!(row.field, "危险化学品", "what it stores says the field");
    room.act(resource(ResourceAct::FindDanger {
        site: "S1".into(),
        found: DangerFound {
            words: "演练 喷淋装置失效".to_owned(),
            major: true,
            due: Some(Day::of(now()).plus(-1)),
            ..DangerFound::default()
        },
    }));
    let row = place(&room, "S1").expect("is there");
    assert_eq!(row.level, Some(RiskLevel::Serious), "a major hidden danger");
    assert_eq!((row.dangers, row.overdue), (1, 1), "its day is over");
    let kinds: Vec<_> = row.grounds.iter().map(|ground| ground.kind).collect();
    assert_eq!(
        kinds,
        [RiskGroundKind::MajorHazard, RiskGroundKind::MajorDanger],
        "each ground is shown"
    );
    let danger = room.desk.sites(Nothing {}).expect("reads");
    let danger = danger.iter().find(|site| site.id.as_str() == "S1");
    let danger = danger.expect("is there").dangers[0].event;
    room.act_as_two(resource(ResourceAct::WithdrawDanger {
        site: "S1".into(),
        withdrawn: DangerWithdrawn {
            danger,
            act: None,
            reason: "演练 误录".to_owned(),
        },
    }));
    let row = place(&room, "S1").expect("is there");
    assert_eq!(
        row.level,
        Some(RiskLevel::Ordinary),
        "it counts no more, 三级 remains"
    );
}

#[test]
fn an_assessment_colours_a_place_until_it_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(school());
    room.act(store(1.0));
    room.act(judge(lec(6.0), "消防"));
    let row = place(&room, "S2").expect("an assessed place is in the picture");
    assert_eq!(row.level, Some(RiskLevel::Serious), "6·6·15 = 540");
    assert_eq!(row.grounds[0].number, Some(540.0), "D is shown");
    let all = picture(&room);
    let fire = count(&all.by_field, "消防");
    assert_eq!((fire.all, fire.serious), (1, 1), "counted under its field");
    let street = count(&all.by_street, STREET);
    assert_eq!(
        (street.all, street.none),
        (1, 1),
        "below the threshold there is no colour, blue neither"
    );
    let nowhere = count(&all.by_street, "");
    assert_eq!(nowhere.all, 1, "a place without a street is not lost");
    room.act(judge(lec(1.0), "消防"));
    let row = place(&room, "S2").expect("is there");
    assert_eq!(row.level, Some(RiskLevel::Ordinary), "1·6·15 = 90");
    let off = room.ask(judge(lec(5.0), "消防"));
    let off = off.expect_err("5 is no step of L");
    assert_eq!(off.code, Code::Refused, "a rule stands against it");
    room.act(judge(None, ""));
    assert_eq!(place(&room, "S2"), None, "nothing stands any more");
}

#[test]
fn what_a_judgement_would_come_to_is_what_the_picture_shows_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(school());
    let matrix = |likelihood, severity| RiskJudged::Matrix {
        likelihood,
        severity,
    };
    let low = RiskJudged::Lec {
        likelihood: 0.1,
        exposure: 3.0,
        consequence: 1.0,
    };
    let judgements = [lec(6.0).expect("judged"), lec(1.0).expect("judged"), low];
    for judged in judgements.into_iter().chain([matrix(3, 5), matrix(2, 4)]) {
        let before = room.events();
        let told = room.desk.reckon_risk(judged).expect("is on the scales");
        assert_eq!(room.events(), before, "a question writes nothing");
        room.act(judge(Some(judged), ""));
        let row = place(&room, "S2").expect("it is assessed");
        assert_eq!(row.grounds[0].number, Some(told.number), "{judged:?}");
        assert_eq!(row.level, told.level, "{judged:?}");
    }
    let tenths = room.desk.reckon_risk(low).expect("is on the scales");
    assert_eq!(tenths.number.to_string(), "0.3", "as it is written");
    let off = room.desk.reckon_risk(matrix(6, 1));
    let off = off.expect_err("there are five steps");
    assert_eq!(off.code, Code::Refused, "a rule stands against it");
}

#[test]
fn indicators_count_what_the_log_has_and_say_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let known = [IndicatorCode::N1];
    let no_base = [IndicatorCode::N2, IndicatorCode::N11];
    for row in room.desk.indicators(Nothing {}).expect("reads").rows {
        let wanted = if known.contains(&row.code) {
            IndicatorState::Known
        } else if no_base.contains(&row.code) {
            IndicatorState::NoBase
        } else {
            IndicatorState::NoData
        };
        assert_eq!(row.state, wanted, "{:?} of an empty log", row.code);
    }
    let incident = room.act(Command::OpenIncident {
        opened: leak("演练 氯气泄漏", now()),
    });
    room.act(Command::ReportHarm {
        incident: incident.as_str().into(),
        harm: HarmReported {
            harm: Harm {
                dead: 3,
                ..Harm::default()
            },
            ..HarmReported::default()
        },
    });
    let grave = indicator(&room, IndicatorCode::N1);
    assert_eq!(
        (grave.value, grave.counted),
        (Some(1.0), true),
        "3 dead are 较大 (国务院令第493号, art. 3)"
    );
    let dead = indicator(&room, IndicatorCode::N2);
    assert_eq!(
        (dead.value, dead.change_percent, dead.state),
        (Some(3.0), None, IndicatorState::NoBase),
        "the plan names no base"
    );
    let tip_off = || {
        Command::Submission(SubmissionAct::Receive {
            submission: None,
            received: SubmissionReceived {
                channel: SubmissionChannel::TipOff,
                matter: "演练 堵塞消防通道".to_owned(),
                ..SubmissionReceived::default()
            },
        })
    };
    let told = room.act(tip_off());
    room.act(tip_off());
    room.act(Command::Submission(SubmissionAct::Close {
        submission: told.as_str().into(),
        outcome: SubmissionOutcome::Settled,
        words: "演练 已清理".to_owned(),
    }));
    let closed = indicator(&room, IndicatorCode::N11);
    assert_eq!(
        (closed.part, closed.of, closed.value),
        (Some(1.0), Some(2.0), Some(50.0)),
        "one of two is closed"
    );
}

#[test]
fn what_a_district_enters_goes_before_what_is_assumed() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "keyring = false\n[risk]\nmajor_hazard = [\"serious\", \"serious\", \"serious\", \
                \"serious\"]\n[indicators.figures.N2]\npart = 17\nbase = 20\n\
                source = \"演练 统计公报\"\n[indicators.figures.N6]\npart = 8\nof = 10\n";
    std::fs::write(folder.path().join("desk.toml"), text).expect("is written");
    let settings = Settings::load(folder.path(), None, None).expect("settings");
    let room = Room::open(settings);
    room.act(store(20.0));
    let row = place(&room, "S1").expect("is there");
    assert_eq!(
        row.level,
        Some(RiskLevel::Serious),
        "every installation is red there"
    );
    let dead = indicator(&room, IndicatorCode::N2);
    assert_eq!(
        (dead.change_percent, dead.counted, dead.state),
        (Some(-15.0), false, IndicatorState::Known),
        "17 against 20, as entered"
    );
    assert_eq!(dead.source, "演练 统计公报", "where the numbers stand");
    let monitored = indicator(&room, IndicatorCode::N6);
    assert_eq!(monitored.value, Some(80.0), "8 of 10");
}
