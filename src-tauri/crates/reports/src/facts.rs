//! What a report is drafted from, filled by the desk from the log.

use emergency::level::IncidentGrade;
use emergency::report::ReportKind;
use serde::{Deserialize, Serialize};

/// A value that is known, with the log events that say so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Known<T> {
    /// The value.
    pub value: T,
    /// Ids of the log events it comes from.
    #[serde(default)]
    pub sources: Vec<String>,
}

impl<T> Known<T> {
    /// A value with the event it comes from.
    pub fn new(value: T, source: impl Into<String>) -> Self {
        Self {
            value,
            sources: vec![source.into()],
        }
    }
}

/// A value that may not be known yet.
pub type Fact<T> = Option<Known<T>>;

/// The facts of one report.
///
/// The fields are those of 生产安全事故信息报告和处置办法 (原国家安监总局令第21号, 2009) art. 10
/// and 生产安全事故报告和调查处理条例 (国务院令第493号, 2007) art. 12, with those that duty rooms
/// add: source, people on scene, requests, contacts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReportFacts {
    /// 初报, 续报 or 终报.
    pub kind: ReportKind,
    /// Which of its kind: 1 for 续报一.
    pub number: u32,
    /// Number of the document (编号).
    pub document_number: String,
    /// Unit that reports, such as 济南市历城区应急管理局.
    pub reporting_unit: String,
    /// When the report was drafted, UTC milliseconds.
    pub drafted_at_ms: i64,
    /// True in an exercise; every page says so.
    pub exercise: bool,

    /// Title of the incident.
    pub incident_title: String,
    /// Kind of the incident in words.
    pub incident_kind: Fact<String>,
    /// Grade in force.
    pub grade: Fact<IncidentGrade>,
    /// When it happened, UTC milliseconds.
    pub occurred_at_ms: Fact<i64>,
    /// When the duty room learned of it, UTC milliseconds.
    pub learned_at_ms: Fact<i64>,
    /// How it was learned of (信息来源).
    pub source: Fact<String>,
    /// Street (街道).
    pub street: Fact<String>,
    /// Place in words.
    pub place: Fact<String>,
    /// Longitude and latitude, WGS-84 degrees.
    pub position: Fact<(f64, f64)>,

    /// Name of the unit where it happened.
    pub unit_name: Fact<String>,
    /// Its address.
    pub unit_address: Fact<String>,
    /// Its nature and capacity (性质、产能).
    pub unit_nature: Fact<String>,

    /// People.
    pub casualties: Casualties,
    /// Direct economic loss, first estimate, units of 10,000 yuan (万元).
    pub loss_wan_yuan: Fact<u32>,

    /// Short course, the rescue included (简要经过).
    pub course: Fact<String>,
    /// Situation on scene (现场情况).
    pub scene: Fact<String>,
    /// Range of the impact (影响范围).
    pub impact: Fact<String>,
    /// Trend (发展趋势).
    pub trend: Fact<String>,
    /// First cause; for the final report (初步原因).
    pub cause: Fact<String>,
    /// Aftermath; for the final report (善后情况).
    pub aftermath: Fact<String>,
    /// Measures taken.
    pub measures: Vec<Known<String>>,
    /// Forces on scene.
    pub forces: Vec<Known<String>>,
    /// Leaders on scene (领导到位).
    pub leaders: Vec<Known<String>>,
    /// Requests (建议或要求).
    pub requests: Vec<Known<String>>,

    /// Who can be called back.
    pub contacts: Vec<Contact>,
    /// To whom it goes (报送对象).
    pub recipients: Vec<String>,
    /// Who signs (签发人).
    pub signer: Option<String>,
    /// Why it is late; empty when it is not.
    pub lateness_reason: String,

    /// Hash of the log's head when the report was drafted.
    pub log_head_hash: String,
    /// What the report was made with: program, plan, tables, each with its version.
    pub versions: Vec<String>,
}

/// People, as known now. Each number may be unknown, which is not the same as zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Casualties {
    /// 死亡.
    pub dead: Fact<u32>,
    /// 下落不明.
    pub missing: Fact<u32>,
    /// 重伤, acute industrial poisoning included.
    pub seriously_injured: Fact<u32>,
    /// 轻伤.
    pub lightly_injured: Fact<u32>,
    /// 被困.
    pub trapped: Fact<u32>,
    /// 涉险.
    pub at_risk: Fact<u32>,
    /// 疏散.
    pub evacuated: Fact<u32>,
}

/// Who can be called back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Telephone.
    pub phone: String,
}

/// The grade in words.
#[must_use]
pub fn grade_words(grade: IncidentGrade) -> &'static str {
    match grade {
        IncidentGrade::ExtraordinarilySerious => "特别重大",
        IncidentGrade::Serious => "重大",
        IncidentGrade::Major => "较大",
        IncidentGrade::Ordinary => "一般",
    }
}

impl Casualties {
    /// The counts with their words, gravest first. The first three must be known for a report to
    /// be complete (21号令 art. 10).
    #[must_use]
    pub fn counts(&self) -> [(&'static str, &Fact<u32>); 7] {
        [
            ("死亡", &self.dead),
            ("下落不明", &self.missing),
            ("重伤（含急性中毒）", &self.seriously_injured),
            ("轻伤", &self.lightly_injured),
            ("被困", &self.trapped),
            ("涉险", &self.at_risk),
            ("疏散转移", &self.evacuated),
        ]
    }

    /// True when dead, missing or seriously injured is not known.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.dead.is_none() || self.missing.is_none() || self.seriously_injured.is_none()
    }

    /// One line of words: `死亡1人，下落不明0人，重伤（含急性中毒）人数待核`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut said = Vec::new();
        for (index, (label, count)) in self.counts().into_iter().enumerate() {
            match count {
                Some(known) if known.value > 0 || index < 3 => {
                    said.push(format!("{label}{}人", known.value));
                }
                None if index < 3 => said.push(format!("{label}人数待核")),
                _ => {}
            }
        }
        said.join("，")
    }

    /// The events that the counts come from.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let mut sources: Vec<String> = Vec::new();
        for (_, count) in self.counts() {
            for source in count.iter().flat_map(|known| &known.sources) {
                if !sources.contains(source) {
                    sources.push(source.clone());
                }
            }
        }
        sources
    }
}
