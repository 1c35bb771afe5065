//! Names of units, groups and roles.

/// Characters of a name; a longer one is a sentence.
const NAME_CHARS_MAX: usize = 30;

/// What names of units, groups and roles end with.
const ENDS: [&str; 54] = [
    "局",
    "委",
    "委员会",
    "部",
    "办",
    "办公室",
    "中心",
    "大队",
    "支队",
    "总队",
    "救援队",
    "队",
    "组",
    "小组",
    "公司",
    "集团",
    "街道",
    "镇",
    "乡",
    "政府",
    "医院",
    "站",
    "所",
    "科",
    "室",
    "处",
    "厂",
    "指挥部",
    "总指挥",
    "指挥长",
    "副总指挥",
    "指挥官",
    "组长",
    "主任",
    "经理",
    "班长",
    "队长",
    "人员",
    "值班员",
    "安全员",
    "操作工",
    "网格员",
    "部门",
    "单位",
    "村",
    "社区",
    "学校",
    "负责人",
    "协会",
    "党委",
    "工会",
    "联络员",
    "书记",
    "企业",
];

/// Words that no name has.
const NEVER: [&str; 27] = [
    "应当",
    "可以",
    "根据",
    "按照",
    "发生",
    "如果",
    "以及时",
    "进行",
    "立即",
    "必须",
    "要求",
    "包括",
    "如下",
    "主要",
    "负责",
    "的",
    "到",
    "在",
    "等工作",
    "情况",
    "下列",
    "由",
    "为",
    "并",
    "向",
    "对",
    "以下",
];

/// True for the name of a unit, a group or a role, or of several with 、 between them.
pub(crate) fn is_unit(name: &str) -> bool {
    let name = name.trim();
    let count = name.chars().count();
    if !(2..=NAME_CHARS_MAX * 2).contains(&count) || name.contains(['，', '。', '；', '：', '“'])
    {
        return false;
    }
    if NEVER.iter().any(|word| name.contains(word)) {
        return false;
    }
    let bare = |part: &str| {
        let part = part.trim();
        let cut = part.find(['（', '(']).filter(|at| *at > 0);
        cut.map_or(part, |at| &part[..at]).to_owned()
    };
    let mut parts = name.split(['、', '/']).map(bare);
    parts.all(|part| {
        let count = part.chars().count();
        (2..=NAME_CHARS_MAX).contains(&count) && ENDS.iter().any(|end| part.ends_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_sentences() {
        let cases = [
            ("区应急局", true),
            ("区公安分局、区交通运输局", true),
            ("综合协调组（区应急局牵头）", true),
            ("总指挥", true),
            ("值班员", true),
            ("指挥部根据需要设立工作组", false),
            ("预警信息", false),
            ("局", false),
            ("发生事故的单位", false),
            ("区应急局，区住建局", false),
            ("负责组织人员转移到避难场所", false),
        ];
        for (name, is) in cases {
            assert_eq!(is_unit(name), is, "{name}");
        }
    }
}
