//! Names of units, made one: 区应急局, 历城区应急管理局 and 应急管理局 are the same bureau.

/// Rows of words that mean one bureau; the first is its short name.
const BUREAUS: [&[&str]; 17] = [
    &[
        "应急局",
        "应急管理局",
        "应急局",
        "安监局",
        "安全生产监督管理局",
    ],
    &["住建局", "住房和城乡建设局", "住房城乡建设局", "建设局"],
    &[
        "发改局",
        "发展和改革局",
        "发展改革局",
        "发改委",
        "发展改革委",
        "发展和改革委员会",
    ],
    &["消防救援大队", "消防大队", "消防救援局", "消防救援支队"],
    &["市场监管局", "市场监督管理局"],
    &["公安分局", "公安局", "公安机关"],
    &[
        "卫健局",
        "卫生健康局",
        "卫健委",
        "卫生健康委",
        "卫生健康委员会",
        "卫生局",
    ],
    &["交通局", "交通运输局"],
    &["交警大队", "公安交警大队", "交通警察大队"],
    &["文旅局", "文化和旅游局"],
    &["城管局", "城市管理局", "综合行政执法局"],
    &["自然资源局", "自然资源和规划局"],
    &["生态环境分局", "生态环境局", "环保局", "环境保护局"],
    &["农业农村局", "农业局"],
    &["水务局", "水利局"],
    &["教体局", "教育和体育局", "教育局"],
    &["商务局", "投资促进局"],
];

/// What stands before the name of a bureau and names its place only.
const PLACES: [&str; 8] = [
    "济南市历城区",
    "历城区",
    "济南市",
    "演练区",
    "本区",
    "全区",
    "区",
    "市",
];

/// A name for comparing: without its place, in its short form; and whether it is a known bureau.
pub(super) fn one_name(name: &str) -> (String, bool) {
    let mut bare = name.trim();
    if let Some(at) = bare.find(['（', '(']).filter(|at| *at > 0) {
        bare = bare[..at].trim();
    }
    if let Some(place) = PLACES.iter().find(|place| bare.starts_with(**place)) {
        let rest = &bare[place.len()..];
        if rest.chars().count() > 2 {
            bare = rest;
        }
    }
    // 市生态环境局历城分局 is the district's branch of a city bureau.
    let branch = bare.ends_with("分局") && bare.contains("生态环境局");
    if branch {
        return ("生态环境分局".to_owned(), true);
    }
    let row = BUREAUS.iter().find(|row| row.contains(&bare));
    match row {
        Some(row) => (row[0].to_owned(), true),
        None => (bare.to_owned(), false),
    }
}

/// A name without its place, words as written.
pub(super) fn without_place(name: &str) -> &str {
    let bare = name.trim();
    let cut = bare.find(['（', '(']).filter(|at| *at > 0);
    let bare = cut.map_or(bare, |at| bare[..at].trim());
    PLACES
        .iter()
        .find_map(|place| bare.strip_prefix(place))
        .filter(|rest| rest.chars().count() > 2)
        .unwrap_or(bare)
}

/// What the names of units end in.
const ENDINGS: [&str; 14] = [
    "局",
    "中心",
    "办事处",
    "公司",
    "医院",
    "委员会",
    "大队",
    "支队",
    "总队",
    "指挥部",
    "街道",
    "分局",
    "学校",
    "站",
];

/// What names some unit and not a certain one begins with.
const ANY: [&str; 6] = ["事发", "各", "有关", "相关", "属地", "其他"];

/// Signs of a name that is long enough to be a short one.
const SHORT_CHARS_MIN: usize = 4;

/// True for a name that ends as those of units do.
pub(super) fn is_unit(name: &str) -> bool {
    let long = name.chars().count() >= SHORT_CHARS_MIN;
    let any = ANY.iter().any(|word| name.starts_with(word));
    long && !any && ENDINGS.iter().any(|end| name.ends_with(end))
}

/// True when a name is another one in short: its signs in their order, the same beginning and the
/// same end, as 疾控中心 for 疾病预防控制中心; or a street for its office.
pub(super) fn is_short_for(short: &str, full: &str) -> bool {
    if full.strip_suffix("办事处") == Some(short) {
        return short.ends_with("街道");
    }
    let end = ENDINGS.iter().find(|end| short.ends_with(**end));
    let begins = short.chars().next() == full.chars().next();
    let ends = end.is_some_and(|end| full.ends_with(end));
    if !begins || !ends || short.len() >= full.len() {
        return false;
    }
    let mut signs = full.chars();
    short.chars().all(|sign| signs.any(|other| other == sign))
}

/// True when a text names a unit, by any of the names that it is known by.
pub(crate) fn mentions(text: &str, unit: &str) -> bool {
    let bare = without_place(unit);
    if bare.is_empty() {
        return false;
    }
    let (one, _) = one_name(unit);
    let row = BUREAUS.iter().find(|row| row[0] == one);
    text.contains(bare) || row.is_some_and(|row| row.iter().any(|name| text.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_bureau_become_one() {
        let cases = [
            ("济南市历城区应急管理局", "应急局"),
            ("区应急局（待区里确认）", "应急局"),
            ("市生态环境局历城分局", "生态环境分局"),
            ("区消防大队", "消防救援大队"),
            ("抢险救援组", "抢险救援组"),
        ];
        for (name, expected) in cases {
            assert_eq!(one_name(name).0, expected, "{name}");
        }
    }

    #[test]
    fn a_short_name_has_the_signs_of_the_full_one_in_their_order() {
        let cases = [
            ("疾控中心", "疾病预防控制中心", true),
            ("王舍人街道", "王舍人街道办事处", true),
            ("供水公司", "供热公司", false),
            ("人民医院", "中医医院", false),
            ("预防中心", "疾病预防控制中心", false),
        ];
        for (short, full, wanted) in cases {
            assert_eq!(is_short_for(short, full), wanted, "{short} for {full}");
        }
        assert!(!is_unit("抢险救援组"), "a group is not a unit");
        assert!(mentions("由区水务局关闸", "区水利局"), "under another name");
        assert!(!mentions("报告值班室", ""), "no name is in no text");
    }
}
