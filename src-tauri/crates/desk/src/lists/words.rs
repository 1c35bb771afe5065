//! Codes in the words of printed lists. The screen has its own, in two languages.

use emergency::circular::Channel;
use emergency::import::TableKind;
use emergency::incident::Need;
use emergency::order::Progress;
use emergency::team::TeamRegistered;
use inventory::columns::{supply_codes, word_of};

/// A state of the board.
pub(super) fn state_words(state: &str) -> &str {
    match state {
        "ready" => "可出动",
        "reduced" => "缺员缺装",
        "not_ready" => "不可出动",
        "out" => "出动中",
        "returning" => "返回中",
        "restocking" => "补给中",
        "cleaning" => "洗消中",
        "resting" => "休整中",
        "enough" => "充足",
        "low" => "低于安全库存",
        "short" => "低于最低库存",
        "over" => "过期或未检",
        "open" => "开放",
        "closed" => "关闭",
        "broken" => "故障",
        "works" => "正常",
        "available" => "可联系",
        "unavailable" => "不可联系",
        "unknown" => "未报告",
        other => other,
    }
}

/// A class of the board.
pub(super) fn kind_words(kind: TableKind, class: &str) -> String {
    let list = match kind {
        TableKind::Teams => "level",
        TableKind::Sites => "site",
        TableKind::People => "person",
        TableKind::Supplies | TableKind::Points | TableKind::Firms | TableKind::Units => {
            return class.to_owned();
        }
    };
    word_of(list, class)
}

/// What runs out.
pub(super) fn ends(what: &str) -> &str {
    match what {
        "batch" => "批次有效期",
        "calibration" => "检定",
        "inspection" => "检验",
        "certificate" => "证书",
        "vehicle" => "车辆年检",
        "equipment" => "装备检验",
        "insurance" => "保险",
        "agreement" => "协议",
        other => other,
    }
}

/// How far an order is.
pub(super) fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::Drafted => "拟稿",
        Progress::Sent => "已下达",
        Progress::Acknowledged => "已签收",
        Progress::EnRoute => "途中",
        Progress::OnScene => "到场",
        Progress::Released => "完成",
        Progress::Recalled => "撤回",
        Progress::Failed => "未能执行",
        Progress::Expired => "超时失效",
        Progress::Redirected => "改派",
        Progress::HandedOver => "移交",
        Progress::Undone => "撤销",
    }
}

/// Whether paper is owed.
pub(super) fn oral(oral: bool, papered: bool) -> &'static str {
    match (oral, papered) {
        (false, _) => "书面",
        (true, true) => "口头，已补办",
        (true, false) => "口头，待补办",
    }
}

/// By what way somebody confirmed.
pub(super) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "电话",
        Channel::Platform => "平台",
        Channel::Sms => "短信",
        Channel::Mail => "邮件",
    }
}

/// Grade of a major hazard installation (GB 18218-2018, table 6).
pub(super) fn hazard_grade(grade: u8) -> &'static str {
    match grade {
        1 => "一级",
        2 => "二级",
        3 => "三级",
        _ => "四级",
    }
}

/// What is needed.
pub(super) fn need_words(need: &Need) -> String {
    if need.supply.is_empty() {
        return word_of("capability", &need.capability);
    }
    let name = supply_codes().get(&need.supply);
    name.cloned().unwrap_or_else(|| need.supply.clone())
}

/// Call sign and name.
pub(super) fn team_name(team: &TeamRegistered) -> String {
    format!("{} {}", team.call_sign, team.name)
        .trim()
        .to_owned()
}
