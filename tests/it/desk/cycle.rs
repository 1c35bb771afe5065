//! A team's way back to readiness, what asks for a reason, the rota, and every list on paper.

use base64::Engine as _;
use contract::calls::Answer as _;
use contract::rows::{
    ExpiringQuery, ListRequest, Nothing, RecommendRequest, ResourceQuery, RotaFile, RotaQuery,
    TeamTimesRequest,
};
use emergency::day::Day;
use emergency::decide::{Command, IssueAct, OrderAct, Refusal, ResourceAct};
use emergency::id::{OriginId, TeamId};
use emergency::import::TableKind;
use emergency::incident::Need;
use emergency::issue::Bearer;
use emergency::order::Progress;
use emergency::rota::{RotaGap, RotaSet};
use emergency::team::{
    DeployAuthority, Objection, Phase, ShiftRule, Team, TeamPhased, TeamRegistered,
};
use emergency::time::{HOUR_MS, MINUTE_MS};
use tests::world::{lot, send};

use super::{Room, leak, now};

/// A desk with an incident, a team that rests for ten hours after any work, and a lot.
fn room(folder: &std::path::Path) -> (Room, String) {
    let room = Room::plain(folder);
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let origin = OriginId(room.desk.hello(Nothing {}).expect("reads").origin);
    let registered = TeamRegistered {
        name: "演练 一队".to_owned(),
        call_sign: "T1".to_owned(),
        capabilities: vec!["hazmat".to_owned()],
        shift: ShiftRule {
            rest_h: 10,
            ..ShiftRule::default()
        },
        custodian: Some(origin.clone()),
        ..TeamRegistered::default()
    };
    register(&room, registered);
    room.act(lot("L1", 10, &[(origin, 10)]));
    (room, incident)
}

fn register(room: &Room, registered: TeamRegistered) {
    let team = "T1".into();
    room.act(Command::RegisterTeam { team, registered });
}

fn team(room: &Room) -> Team {
    let mut teams = room.desk.teams(Nothing {}).expect("reads").into_iter();
    teams.next().expect("there is one").team
}

/// Sends the team and has it come back from the scene.
fn work(room: &Room, incident: &str) {
    let order = room.act(send("T1", incident));
    for to in [Progress::EnRoute, Progress::OnScene, Progress::Released] {
        room.act(Command::MoveOrder {
            order: order.as_str().into(),
            to,
            note: String::new(),
        });
    }
}

fn enter(room: &Room, phase: Phase) {
    let phased = TeamPhased {
        phase,
        ..TeamPhased::default()
    };
    let team = TeamId::from("T1");
    room.act(Command::Order(OrderAct::MoveTeam { team, phased }));
}

fn without_reason(incident: &str) -> Command {
    let mut command = send("T1", incident);
    if let Command::SendTeam { despite, .. } = &mut command {
        despite.clear();
    }
    command
}

#[test]
fn a_phase_ends_when_the_settings_or_the_teams_own_rule_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    work(&room, &incident);
    let back = team(&room);
    assert_eq!(back.phase, Phase::Returning, "by itself");
    let ended = back.work_ended.expect("its work is over");
    for (phase, minutes) in [(Phase::Restocking, 30), (Phase::Cleaning, 45)] {
        enter(&room, phase);
        let team = team(&room);
        let lasts = team.phase_until.zip(team.phase_at);
        let lasts = lasts.map(|(until, at)| (until.since_ms(at) + MINUTE_MS / 2) / MINUTE_MS);
        assert_eq!(lasts, Some(minutes), "{phase:?}, 待区里确认");
    }
    enter(&room, Phase::Resting);
    let rest = team(&room).phase_until;
    assert_eq!(rest, Some(ended.plus_ms(10 * HOUR_MS)), "its own rule");
    let board = room.desk.resources(ResourceQuery {
        kind: TableKind::Teams,
        limit: 10,
        ..ResourceQuery::default()
    });
    let row = board.expect("reads").rows.remove(0);
    assert_eq!(
        (row.state.as_str(), row.phase_until),
        ("resting", rest),
        "the board says the same"
    );
}

#[test]
fn a_team_that_rests_is_not_offered_and_goes_with_a_reason_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    work(&room, &incident);
    enter(&room, Phase::Resting);
    let ask = RecommendRequest {
        incident: incident.as_str().into(),
        needs: vec![Need {
            capability: "hazmat".to_owned(),
            quantity: 1,
            ..Need::default()
        }],
        ..RecommendRequest::default()
    };
    let advice = room.desk.recommend(ask).expect("answers");
    let line = &advice.teams[0];
    let codes: Vec<_> = line.reasons.iter().map(|one| one.code.as_str()).collect();
    assert!(!line.chosen, "it rests: {codes:?}");
    assert!(codes.contains(&"resting"), "which is said: {codes:?}");
    let refused = room.ask(without_reason(&incident)).expect_err("no reason");
    assert!(
        matches!(
            refused.refusal.as_ref(),
            Some(Refusal::ReasonNeeded { against, .. })
                if matches!(against[..], [Objection::Resting { .. }])
        ),
        "the rest stands against it: {refused:?}"
    );
    let order = room.act(send("T1", &incident));
    let orders = room.incident(&incident).orders;
    let sent = &orders
        .iter()
        .find(|one| one.id.as_str() == order)
        .expect("it is with the incident")
        .sent;
    assert_eq!(sent.despite, "演练 已说明", "the reason stands in it");
    assert_eq!(sent.against.len(), 1, "and what it overruled");
}

#[test]
fn another_units_word_and_an_insurance_that_is_over_ask_for_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    let registered = TeamRegistered {
        authority: DeployAuthority {
            by: "演练 厂长".to_owned(),
            phone: "000-0000-0001".to_owned(),
        },
        insured_until: Some(Day::of(now()).plus(-1)),
        ..team(&room).registered
    };
    register(&room, registered);
    let refused = room.ask(without_reason(&incident)).expect_err("no reason");
    let Some(Refusal::ReasonNeeded { against, .. }) = refused.refusal.as_ref() else {
        panic!("a reason is asked for: {refused:?}");
    };
    assert_eq!(against.len(), 2, "for both: {against:?}");
    room.act(send("T1", &incident));
}

fn rota(room: &Room, days: u32) -> contract::rows::RotaSheet {
    let query = RotaQuery { from: None, days };
    room.desk.rota(query).expect("reads")
}

#[test]
fn a_rota_from_a_table_is_seen_before_it_is_entered_and_then_says_who_is_on_duty() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let empty = rota(&room, 2);
    assert_eq!(empty.gaps, 2, "nobody has entered anything");
    assert_eq!(empty.days[0].gaps, [RotaGap::NoDay], "which is named");
    let (today, next) = (empty.today, empty.today.plus(1));
    let csv = format!(
        "日期,带班领导,带班电话,值班员,备勤\n\
         {today},演练 李主任,000-0000-0001,演练 王敏,演练 赵刚\n\
         {next},演练 周局,,演练 孙莉,\n\
         昨天,演练 周局,,演练 孙莉,\n"
    );
    let file = RotaFile {
        name: "rota.csv".to_owned(),
        bytes: base64::engine::general_purpose::STANDARD.encode(csv),
    };
    let checked = room.desk.check_rota(file.clone()).expect("reads");
    assert_eq!(checked.entries.len(), 2, "two days: {checked:?}");
    assert_eq!(checked.findings.len(), 1, "one row is no day");
    assert_eq!(rota(&room, 2).gaps, 2, "nothing is written yet");
    for entry in checked.entries {
        let (day, set) = (entry.day, entry.set);
        room.act(Command::Resource {
            act: ResourceAct::SetRota { day, set },
        });
    }
    let filled = rota(&room, 2);
    assert_eq!(filled.gaps, 0, "now somebody has both: {filled:?}");
    let status = room.desk.status(Nothing {}).expect("reads");
    assert_eq!(status.rota.leader.as_str(), "演练 李主任", "in the frame");
    assert_eq!(status.rota.officers.len(), 1, "with the officer");
    let again = room.desk.check_rota(file).expect("reads");
    assert_eq!((again.entries.len(), again.same), (0, 2), "it stands so");

    let query = RotaQuery {
        from: None,
        days: 2,
    };
    let written = room.desk.export_rota(query).expect("writes");
    let [file] = written.files.as_slice() else {
        panic!("one workbook: {written:?}");
    };
    let bytes =
        std::fs::read(std::path::Path::new(&written.folder).join(file)).expect("lies there");
    let exported = RotaFile {
        name: file.clone(),
        bytes: base64::engine::general_purpose::STANDARD.encode(bytes),
    };
    let back = room.desk.check_rota(exported).expect("reads");
    assert_eq!(
        (back.entries.len(), back.same, back.findings.len()),
        (0, 2, 0),
        "what was exported is what stands"
    );
}

#[test]
fn every_list_prints_as_word_file_and_pdf() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    room.act(send("T1", &incident));
    room.act(Command::Issue(IssueAct::Draw {
        lot: "L1".into(),
        incident: incident.as_str().into(),
        quantity: 2,
        bearer: Bearer {
            team: Some("T1".into()),
            words: "演练 货车".to_owned(),
            ..Bearer::default()
        },
        oral: true,
    }));
    let set = RotaSet {
        leader: "演练 李主任".into(),
        officers: vec!["演练 王敏".into()],
        ..RotaSet::default()
    };
    let day = Day::of(now());
    room.act(Command::Resource {
        act: ResourceAct::SetRota { day, set },
    });
    let of = || incident.as_str().into();
    let board = |kind| ListRequest::Resources {
        query: ResourceQuery {
            kind,
            ..ResourceQuery::default()
        },
    };
    let query = ExpiringQuery {
        days: 90,
        ..ExpiringQuery::default()
    };
    let request = TeamTimesRequest {
        back_h: 4,
        ahead_h: 1,
    };
    let rota = ListRequest::Rota {
        from: None,
        days: 14,
    };
    let lists = [
        (board(TableKind::Teams), "救援队伍清单"),
        (board(TableKind::Supplies), "应急物资清单"),
        (board(TableKind::Sites), "应急场所清单"),
        (board(TableKind::People), "应急人员清单"),
        (ListRequest::Risks, "风险点清单"),
        (ListRequest::Expiring { query }, "到期清单"),
        (ListRequest::Times { request }, "队伍时间线"),
        (ListRequest::Covers { incident: of() }, "需求与满足"),
        (ListRequest::Orders { incident: of() }, "调度单清单"),
        (ListRequest::Notices { incident: of() }, "通知与签收"),
        (ListRequest::Issues { incident: of() }, "物资调拨清单"),
        (ListRequest::Papers, "待补办书面手续清单"),
        (rota, "值班表"),
    ];
    for (list, name) in lists {
        let written = room.desk.print_list(list).expect("it is printed");
        for ending in [".docx", ".pdf"] {
            let found = written.files.iter().find(|file| file.ends_with(ending));
            let file = found.unwrap_or_else(|| panic!("{name} as {ending}: {written:?}"));
            assert!(file.contains(name), "{file} is named {name}");
            let path = std::path::Path::new(&written.folder).join(file);
            let bytes = std::fs::metadata(path).expect("it is there").len();
            assert!(bytes > 1_000, "{file} is no empty file");
        }
    }
}
