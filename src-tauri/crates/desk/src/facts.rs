//! What a report is drafted from: the log of an incident, as the report forms ask for it.

use contract::rows::LogLine;
use emergency::duty::Duty;
use emergency::incident::{Incident, TaskState};
use emergency::order::{Order, Progress};
use emergency::report::ReportKind;
use emergency::team::Team;
use emergency::time::UtcMs;
use reports::facts::{Casualties, Contact, Known, ReportFacts};

/// Everything the drafting looks at.
pub(crate) struct Picture<'a> {
    /// The incident.
    pub(crate) incident: &'a Incident,
    /// Its orders with the teams they send.
    pub(crate) orders: &'a [(Order, Team)],
    /// Its log, newest first.
    pub(crate) lines: &'a [LogLine],
    /// Who is on watch.
    pub(crate) duty: &'a Duty,
    /// In whose name.
    pub(crate) unit: &'a str,
    /// To whom.
    pub(crate) recipients: &'a [String],
    /// Hash of the newest fact.
    pub(crate) head_hash: &'a str,
    /// True in an exercise.
    pub(crate) exercise: bool,
    /// The desk's clock.
    pub(crate) now: UtcMs,
}

impl Picture<'_> {
    /// The event that last said so, for the form's sources.
    fn source(&self, kinds: &[&str]) -> String {
        let line = self
            .lines
            .iter()
            .find(|line| kinds.contains(&line.kind.as_str()));
        line.map(|line| line.event.clone()).unwrap_or_default()
    }

    fn words(&self, text: &str, kinds: &[&str]) -> reports::facts::Fact<String> {
        let known = !text.trim().is_empty();
        known.then(|| Known::new(text.trim().to_owned(), self.source(kinds)))
    }

    /// The facts of one report; `number` counts within its kind.
    pub(crate) fn facts(&self, kind: ReportKind, number: u32) -> ReportFacts {
        let opened = &self.incident.opened;
        let opening = ["incident.opened"];
        let placing = ["incident.placed", "incident.opened"];
        ReportFacts {
            kind,
            number,
            document_number: String::new(),
            reporting_unit: self.unit.to_owned(),
            drafted_at_ms: self.now.0,
            exercise: self.exercise,
            incident_title: opened.title.clone(),
            incident_kind: self.words(kind_words(&opened.kind), &opening),
            grade: self.incident.grade.map(|grade| {
                Known::new(grade, self.source(&["incident.graded", "incident.opened"]))
            }),
            occurred_at_ms: opened
                .happened_at
                .map(|at| Known::new(at.0, self.source(&opening))),
            learned_at_ms: Some(Known::new(opened.learned_at.0, self.source(&opening))),
            source: self.words(&opened.source, &opening),
            street: self.words(&opened.place.street, &placing),
            place: self.words(&opened.place.words, &placing),
            position: opened
                .place
                .point
                .map(|point| Known::new((point.lon, point.lat), self.source(&placing))),
            unit_name: self.words(&opened.unit, &opening),
            casualties: self.casualties(),
            loss_wan_yuan: self.count(self.incident.harm.loss_wan_yuan),
            course: self.course(),
            impact: self.impact(),
            measures: self.measures(),
            forces: self.forces(),
            contacts: self.contacts(),
            recipients: self.recipients.to_vec(),
            log_head_hash: self.head_hash.to_owned(),
            versions: vec![format!("Dutyroom {}", env!("CARGO_PKG_VERSION"))],
            ..ReportFacts::default()
        }
    }

    /// Nobody has said anything about people until somebody has: unknown is not zero.
    fn count(&self, number: u32) -> reports::facts::Fact<u32> {
        let source = self.source(&["incident.harm_reported"]);
        self.incident.harm_at.map(|_| Known::new(number, source))
    }

    fn casualties(&self) -> Casualties {
        let harm = &self.incident.harm;
        Casualties {
            dead: self.count(harm.dead),
            missing: self.count(harm.missing),
            seriously_injured: self.count(harm.seriously_injured),
            lightly_injured: self.count(harm.lightly_injured),
            trapped: self.count(harm.trapped),
            at_risk: None,
            evacuated: self.count(harm.evacuated),
        }
    }

    /// The notes of the log in the order of their times.
    fn course(&self) -> reports::facts::Fact<String> {
        let notes: Vec<_> = self
            .lines
            .iter()
            .rev()
            .filter(|line| line.kind == "incident.noted")
            .collect();
        let newest = notes.last()?.event.clone();
        let told = notes.iter().filter_map(|line| {
            let text = line.body.get("text")?.as_str()?;
            Some(format!(
                "{} {}",
                reports::when::short(line.occurred_at.0),
                text.trim()
            ))
        });
        Some(Known::new(told.collect::<Vec<_>>().join("；"), newest))
    }

    fn impact(&self) -> reports::facts::Fact<String> {
        let evacuated = self.incident.harm.evacuated;
        let words = format!("已疏散 {evacuated} 人");
        (evacuated > 0).then(|| Known::new(words, self.source(&["incident.harm_reported"])))
    }

    fn measures(&self) -> Vec<Known<String>> {
        let mut measures = Vec::new();
        if let Some(response) = &self.incident.response {
            let at = reports::when::short(response.since.0);
            let level = plans::level::roman(response.contents.level);
            let words = format!("{at} 启动{level}级应急响应：{}", response.contents.measures);
            measures.push(Known::new(words, self.source(&["response.started"])));
        }
        let begun = self
            .incident
            .tasks
            .values()
            .filter(|task| matches!(task.state, TaskState::UnderWay | TaskState::Done));
        for task in begun {
            let state = if task.state == TaskState::Done {
                "已完成"
            } else {
                "正在进行"
            };
            let words = format!("{}：{}（{state}）", task.given.who, task.given.what);
            measures.push(Known::new(words, self.source(&["task.moved"])));
        }
        measures
    }

    fn forces(&self) -> Vec<Known<String>> {
        let sent = self
            .orders
            .iter()
            .filter(|(order, _)| order.progress.is_active());
        let told = sent.map(|(order, team)| {
            let state = match order.progress {
                Progress::OnScene => "已到场",
                Progress::EnRoute => "途中",
                Progress::Acknowledged => "已签收",
                _ => "已下达",
            };
            let claim = if order.claim.is_confirmed() {
                ""
            } else {
                "，未确认"
            };
            let people = team.registered.people;
            let words = format!("{} {people} 人（{state}{claim}）", team.registered.name);
            Known::new(words, self.source(&["order.moved", "order.sent"]))
        });
        told.collect()
    }

    fn contacts(&self) -> Vec<Contact> {
        let contact = |name: &str, role: &str| Contact {
            name: name.to_owned(),
            role: role.to_owned(),
            phone: String::new(),
        };
        let officers = self
            .duty
            .officers
            .iter()
            .map(|name| contact(name.as_str(), "值班员"));
        let leader = Some(&self.duty.leader).filter(|leader| !leader.as_str().is_empty());
        leader
            .map(|name| contact(name.as_str(), "带班领导"))
            .into_iter()
            .chain(officers)
            .collect()
    }
}

/// Kinds of incidents in the words of the reports.
pub(crate) fn kind_words(kind: &str) -> &str {
    match kind {
        "hazmat_leak" => "危险化学品泄漏",
        "hazmat_fire" => "危险化学品火灾",
        "hazmat_explosion" => "危险化学品爆炸",
        "hazmat_transport" => "危险化学品运输事故",
        "poisoning" => "中毒窒息",
        "fire" => "火灾",
        "explosion" => "爆炸",
        "gas_leak" => "燃气泄漏",
        "gas_outage" => "燃气供应中断",
        "pipeline_leak" => "油气管道泄漏",
        "power_outage" => "大面积停电",
        "flood" => "洪涝",
        "rainstorm" => "暴雨",
        "waterlogging" => "城市内涝",
        "traffic" => "道路交通事故",
        "collapse" => "坍塌",
        "construction" => "建筑施工事故",
        "industrial" => "工贸事故",
        "special_equipment" => "特种设备事故",
        "elevator" => "电梯困人",
        "geological" => "地质灾害",
        "other" => "其他突发事件",
        own => own,
    }
}
