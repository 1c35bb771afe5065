//! Words that mean the same in this work, folded to one before they are compared.

/// Each row folds to its first word. The longer words of a row come first where one holds
/// another.
const ROWS: [&[&str]; 8] = [
    &["泄漏", "泄露", "外泄", "漏气", "跑冒滴漏", "逸散"],
    &["火灾", "着火", "起火", "失火", "火情", "火警"],
    &["疏散", "撤离", "撤出"],
    &["爆炸", "闪爆", "爆燃"],
    &["内涝", "积水", "水淹", "倒灌"],
    &["暴雨", "强降雨", "大雨"],
    &["中毒", "熏倒"],
    &["危险化学品", "危化品", "化学品"],
];

/// Longest text that is folded, characters; what follows cannot change a match any more.
pub const FOLD_CHARS_MAX: usize = 20_000;

/// Lower case, without spaces, synonyms replaced by the first of their row.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded: String = text
        .chars()
        .take(FOLD_CHARS_MAX)
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    for row in ROWS {
        for word in &row[1..] {
            if folded.contains(word) && !row[0].contains(word) {
                folded = folded.replace(word, row[0]);
            }
        }
    }
    // 化学品 is part of 危险化学品, so it is folded where it does not stand inside it.
    if folded.contains("化学品") {
        folded = folded
            .replace("危险化学品", "化学品")
            .replace("化学品", "危险化学品");
    }
    folded
}

/// Wordings of one word that [`alike`] answers at most.
pub const ALIKE_MAX: usize = 11;

/// Other wordings of what a person looks for: each word of a row that stands in it is replaced
/// by the others of its row, 氯气泄露 by 氯气泄漏. The nearest first; the word itself is not
/// among them.
#[must_use]
pub fn alike(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    for row in ROWS {
        let longest = row.iter().filter(|known| word.contains(**known));
        let Some(longest) = longest.max_by_key(|known| known.len()) else {
            continue;
        };
        let others = row.iter().filter(|other| *other != longest);
        let replaced = others.flat_map(|other| {
            let wordings = all.iter();
            wordings.map(|wording| wording.replace(longest, other))
        });
        let mut replaced: Vec<String> = replaced.collect();
        all.append(&mut replaced);
        all.truncate(ALIKE_MAX + 1);
    }
    all.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_the_other_words_of_its_row_in_its_place() {
        for (word, other) in [
            ("泄露", "泄漏"),
            ("着火", "火灾"),
            ("撤离", "疏散"),
            ("氯气泄露", "氯气泄漏"),
            ("危险化学品仓库", "危化品仓库"),
            ("仓库着火爆炸", "仓库火灾闪爆"),
        ] {
            assert!(
                alike(word).iter().any(|one| one == other),
                "{word} is also {other}"
            );
            assert!(
                alike(word).len() <= ALIKE_MAX,
                "the list of {word} is bounded"
            );
            assert!(
                !alike(word).iter().any(|one| one == word),
                "{word} is not doubled"
            );
        }
        assert_eq!(alike("指挥部"), [""; 0], "a word without others has none");
    }

    #[test]
    fn words_of_one_meaning_fold_to_one() {
        for (a, b) in [
            ("氯气泄露", "氯气 泄漏"),
            ("仓库着火", "仓库火灾"),
            ("Chlorine LEAK", "chlorineleak"),
            ("危化品车辆", "危险化学品车辆"),
            ("化学品仓库", "危险化学品仓库"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} means {b}");
        }
        assert_ne!(
            fold("火灾"),
            fold("内涝"),
            "different things stay different"
        );
    }
}
