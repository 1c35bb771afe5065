//! Blank forms to be filled in by hand. What was written on one is entered later with its
//! original times (补录).

use serde::{Deserialize, Serialize};

use super::{SheetMark, sheet};
use crate::document::{Column, Entry, Form, Part, ReportDocument, Table};

/// Which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankForm {
    /// 电话快报单, 21号令 art. 10.
    Flash,
    /// 来电登记表.
    Calls,
    /// 任务卡.
    Task,
    /// 应急响应启动令: 突发事件应对法 (2024) art. 72.
    Response,
    /// 物资调拨单.
    Allocation,
    /// 应急处置征用通知书: 山东省突发事件应对条例 (2012) art. 41.
    Requisition,
    /// 补录登记表.
    CatchUp,
}

impl BlankForm {
    /// Every form.
    pub const ALL: [Self; 7] = [
        Self::Flash,
        Self::Calls,
        Self::Task,
        Self::Response,
        Self::Allocation,
        Self::Requisition,
        Self::CatchUp,
    ];

    /// Title and labels with `|` between them; a label that ends in `*` gets room for several
    /// lines.
    fn fields(self) -> (&'static str, &'static str) {
        match self {
            Self::Flash => (
                "电话快报单",
                "接报时间|信息来源、报告人、电话|事发时间|事发地点|单位名称|单位地址|单位性质|死亡人数|\
                 下落不明人数|重伤（含急性中毒）人数|被困、涉险人数|简要情况*|已采取措施*|\
                 已报告谁、何时*",
            ),
            Self::Calls => ("来电登记表", ""),
            Self::Task => (
                "任务卡",
                "事件|做什么*|谁负责|下达人、下达时间|完成时限|所需队伍和物资*|签收人、签收时间|\
                 完成情况、完成时间*|怎么确认",
            ),
            Self::Response => (
                "应急响应启动（调整、解除）令",
                "响应事项|响应级别|预计期限|应急处置措施*|依据的预案|发布人、发布时间|\
                 传令人、传令时间|受令部门、受令人、时间*|备注",
            ),
            Self::Allocation => (
                "应急物资调拨单",
                "申请单位|事由|品名、规格、数量*|接收单位和地点|接收方联系人、电话|\
                 调拨方联系人、电话|批准人、批准时间|口头调拨时间（48小时内补办，待区里确认）|\
                 签收人、时间、数量和质量*|归还情况",
            ),
            Self::Requisition => (
                "应急处置征用通知书",
                "征用单位名称、地址、联系方式|执行人员姓名|被征用人|征用用途|征用时间|\
                 财产名称、数量、型号*|登记造册人|返还时间和状况*|补偿金额、收据",
            ),
            Self::CatchUp => ("补录登记表", ""),
        }
    }

    fn columns(self) -> Vec<Column> {
        let columns: &[(&str, f32)] = match self {
            Self::Calls => &[
                ("时间", 1.0),
                ("来电单位", 1.4),
                ("来电人、电话", 2.0),
                ("内容", 4.0),
                ("拟办、批示", 1.6),
                ("办理结果", 1.6),
                ("记录人", 1.0),
            ],
            Self::CatchUp => &[
                ("原时间", 1.2),
                ("事项（谁、做了什么、对谁）", 5.0),
                ("怎么知道的", 1.6),
                ("经办人", 1.0),
                ("补录人、补录时间", 1.8),
            ],
            _ => &[],
        };
        columns
            .iter()
            .map(|(label, weight)| Column::new(label, *weight))
            .collect()
    }
}

/// Empty rows of a blank table.
const BLANK_ROWS: usize = 14;

/// A blank form as a document.
#[must_use]
pub fn blank(form: BlankForm, mark: &SheetMark) -> ReportDocument {
    let (title, labels) = form.fields();
    let mut document = sheet(Form::Blank, title, mark);
    document
        .head
        .push(Entry::new("number", "编号", "＿＿＿＿＿＿＿＿"));
    if labels.is_empty() {
        let columns = form.columns();
        let rows = (0..BLANK_ROWS).map(|_| vec!["\n".to_owned(); columns.len()]);
        let table = Table::new("blank", columns.clone(), rows);
        document.parts.push(Part::Table(table));
    } else {
        let entries = labels
            .split('|')
            .enumerate()
            .map(|(index, label)| {
                let room = if label.ends_with('*') { "\n\n\n" } else { "\n" };
                let key = format!("blank.{index}");
                Entry::new(&key, label.trim_end_matches('*'), room)
            })
            .collect();
        document.parts.push(Part::Fields(entries));
    }
    document.signature = vec![Entry::new("sign", "签字、时间", "＿＿＿＿＿＿＿＿")];
    document
}
