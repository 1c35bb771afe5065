//! What a plan is made of.

use emergency::level::ResponseLevel;
use serde::{Deserialize, Serialize};

use crate::number::{ClauseNumber, split_heading};

/// Words for a value that the district has not confirmed yet.
pub const TO_CONFIRM: &str = "待区里确认";

/// The key fields (重点领域) of work safety in the district: 济南市历城区安全生产“十四五”规划,
/// chapter 三 section (四), in its order.
pub const KEY_FIELDS: [&str; 12] = [
    "危险化学品",
    "消防",
    "交通运输",
    "文化和旅游",
    "农业机械",
    "城市建设",
    "电力",
    "特种设备",
    "工贸行业",
    "油气管道",
    "危险废物",
    "农村煤改气",
];

/// A whole plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// The front matter.
    pub front: PlanFront,
    /// The clauses in the order of the text. A clause of depth 0 is what stands before the first
    /// heading; there is at most one, and it is the first.
    pub clauses: Vec<Clause>,
}

/// The front matter: what a plan is called, who keeps it, what it is for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanFront {
    /// Short name, unique in the library; other plans and incidents refer to it.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: PlanKind,
    /// Unit that issues it (编制单位).
    pub unit: String,
    /// Areas it covers: the district, or names of streets, communities or firms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub area: Vec<String>,
    /// What it covers and what it leaves to others (适用范围), in one sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Those of the [`KEY_FIELDS`] that it serves; a plan for natural disasters may serve none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Incident kinds it is for: the codes that incidents carry, such as `hazmat_leak`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hazards: Vec<String>,
    /// Words that point to this plan when they stand in the text of an incident.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Department that leads (牵头部门).
    pub lead: String,
    /// Version of the text.
    pub version: String,
    /// Where it is in its life.
    pub status: PlanStatus,
    /// Ids of the plans above it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub upper: Vec<String>,
    /// Ids of the plans below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lower: Vec<String>,
    /// Ids of the plans beside it, which are used together with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub across: Vec<String>,
    /// Date of issue as `YYYY-MM-DD`, or [`TO_CONFIRM`].
    pub issued: String,
    /// What the reader must know first, such as that it is a sample.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notice: String,
    /// Substances it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<Substance>,
    /// Keys that this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: toml::Table,
}

/// Kinds of plans: 突发事件应急预案管理办法 (国办发〔2024〕5号) for governments and their units,
/// 生产安全事故应急预案管理办法 (应急管理部令第2号) for firms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// 总体应急预案.
    #[serde(alias = "总体")]
    General,
    /// 专项应急预案.
    #[default]
    #[serde(alias = "专项")]
    Special,
    /// 部门应急预案.
    #[serde(alias = "部门")]
    Department,
    /// 基层单位应急预案: street, community, village.
    #[serde(alias = "基层单位")]
    Community,
    /// 联合应急预案.
    #[serde(alias = "联合")]
    Joint,
    /// 重大活动应急预案.
    #[serde(alias = "重大活动")]
    Event,
    /// 支撑性文件: work manual, action scheme.
    #[serde(alias = "支撑")]
    Supporting,
    /// 企业综合应急预案.
    #[serde(alias = "企业综合")]
    FirmGeneral,
    /// 企业专项应急预案.
    #[serde(alias = "企业专项")]
    FirmSpecial,
    /// 现场处置方案.
    #[serde(alias = "现场处置")]
    FirmSite,
}

/// Where a plan is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// 样板: shipped with the program, not confirmed by the district.
    Sample,
    /// 草稿.
    #[default]
    Draft,
    /// 评审中.
    InReview,
    /// 现行有效.
    InForce,
    /// 修订中: the text stays in force.
    InRevision,
    /// 废止.
    Withdrawn,
}

/// A substance with the names it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Substance {
    /// Chinese name.
    pub name: String,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// UN number, digits only.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub un: String,
    /// CAS number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cas: String,
}

/// A clause: a heading and what stands under it, up to the next heading of any depth.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Clause {
    /// Depth of the heading, 1 to 6; 0 for the text before the first heading.
    pub depth: u8,
    /// The heading as written, number and words.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// What can stand under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Markdown text.
    Text(String),
    /// A task card.
    Card(Card),
    /// A response level.
    Level(LevelRule),
}

/// A task card (任务卡): who does what, within which time, with what, and how it is confirmed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// Name, unique in the plan.
    pub id: String,
    /// What is to be done, in one sentence.
    pub what: String,
    /// The role that does it; never a person's name.
    pub who: String,
    /// Minutes from the start of the response; 0 means that it has no limit.
    pub within_min: u32,
    /// Levels it applies to; empty means every level.
    #[serde(with = "crate::level::list", skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<ResponseLevel>,
    /// Substances it is for, by name or alias of the front matter; empty means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<String>,
    /// How one knows that it is done.
    pub confirm: String,
    /// Articles of law it carries out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub law: Vec<String>,
    /// Where a number in the card comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What it takes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Keys that this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: toml::Table,
}

/// A team capability or a supply that a card needs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Need {
    /// Capability of a team, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub capability: String,
    /// Supply code of GB/T 38565-2020, or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub supply: String,
    /// How many teams, or how many units of the supply.
    pub quantity: u32,
    /// Name and unit for the reader, such as 正压式空气呼吸器（套）.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl From<&Need> for emergency::incident::Need {
    fn from(need: &Need) -> Self {
        Self {
            capability: need.capability.clone(),
            supply: need.supply.clone(),
            quantity: need.quantity,
        }
    }
}

/// A response level of the plan, with defaults for the four contents that the start of a response
/// must state: matter, level, expected period, measures (突发事件应对法 (2024) art. 72).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LevelRule {
    /// Which level.
    #[serde(with = "crate::level::optional")]
    pub level: Option<ResponseLevel>,
    /// Any one of these starts it.
    pub start: Vec<String>,
    /// Who decides it.
    pub decides: String,
    /// 响应事项.
    pub matter: String,
    /// 预计期限, hours.
    pub period_h: u32,
    /// 应急处置措施.
    pub measures: Vec<String>,
    /// True until the district has confirmed the figures.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub to_confirm: bool,
    /// Where the rule comes from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Keys that this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: toml::Table,
}

impl Clause {
    /// Number of the clause, when its heading starts with one.
    #[must_use]
    pub fn number(&self) -> Option<ClauseNumber> {
        split_heading(&self.heading).0
    }

    /// The heading without its number.
    #[must_use]
    pub fn title(&self) -> &str {
        split_heading(&self.heading).1
    }
}

impl Plan {
    /// The cards in the order of the text, each with the clause it is attached to.
    pub fn cards(&self) -> impl Iterator<Item = (&Clause, &Card)> {
        self.clauses.iter().flat_map(|clause| {
            clause.blocks.iter().filter_map(move |block| match block {
                Block::Card(card) => Some((clause, card)),
                _ => None,
            })
        })
    }

    /// The response levels in the order of the text.
    pub fn levels(&self) -> impl Iterator<Item = &LevelRule> {
        self.clauses
            .iter()
            .flat_map(|clause| &clause.blocks)
            .filter_map(|block| match block {
                Block::Level(rule) => Some(rule),
                _ => None,
            })
    }

    /// What the plan says about one level; the first block wins.
    #[must_use]
    pub fn level(&self, level: ResponseLevel) -> Option<&LevelRule> {
        self.levels().find(|rule| rule.level == Some(level))
    }
}

impl Card {
    /// True when the card belongs to a response of that level.
    #[must_use]
    pub fn applies_to(&self, level: ResponseLevel) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }

    /// How urgent it is, the most urgent least: what has no limit comes after all that has one.
    #[must_use]
    pub const fn urgency(&self) -> (bool, u32) {
        (self.within_min == 0, self.within_min)
    }

    /// The limit as it is printed: `30分钟`, or `不限时`.
    #[must_use]
    pub fn limit_words(&self) -> String {
        match self.within_min {
            0 => "不限时".to_owned(),
            minutes => format!("{minutes}分钟"),
        }
    }
}

/// The cards of a level, most urgent first, those without a limit last; cards of one time keep the
/// order of the text.
#[must_use]
pub fn cards_for(plan: &Plan, level: ResponseLevel) -> Vec<&Card> {
    let mut cards: Vec<&Card> = plan
        .cards()
        .map(|(_, card)| card)
        .filter(|card| card.applies_to(level))
        .collect();
    cards.sort_by_key(|card| card.urgency());
    cards
}
