//! Openings that hold a sentence to the one before it.

use std::sync::LazyLock;

use crate::beginnings::Beginnings;

/// Phrases that go on from the sentence before, whatever follows. The words that lead to a part of the
/// sentence as well (结果显示…) stand in [`BEFORE_A_COMMA`].
const TURNS: &[&str] = &[
    "进一步而言",
    "進一步而言",
    "进一步说",
    "換句話說",
    "换句话说",
    "具体而言",
    "具體而言",
    "具体来说",
    "具體來說",
    "具体来看",
    "具體來看",
    "也就是说",
    "也就是說",
    "正因如此",
    "正因为如此",
    "正因為如此",
    "正因为这",
    "正因為這",
    "正因此",
    "如此一来",
    "如此一來",
    "不仅如此",
    "不僅如此",
    "尽管如此",
    "儘管如此",
    "即便如此",
    "即使如此",
    "虽然如此",
    "雖然如此",
    // against, beside, more than it
    "可是",
    "只是",
    "不然",
    "反而",
    "甚至",
    "尤其",
    "特别是",
    "特別是",
    "加之",
    "再加上",
    "与之",
    "與之",
    "与此",
    "與此",
    "相比之下",
    "相较之下",
    "相較之下",
    "另据",
    "另據",
    "另一方面",
    "另一个",
    "另一個",
    "其实",
    "其實",
    "或者",
    "前者",
    "后者",
    "後者",
    "两者",
    "兩者",
    "二者",
    "双方",
    "雙方",
    "对方",
    "對方",
    // from it
    "从而",
    "從而",
    "因此",
    "于是",
    "於是",
    "由此",
    "以此",
    "有鉴于此",
    "有鑒於此",
    "鉴于此",
    "鑒於此",
    "受此",
    "以便",
    "以免",
    "总之",
    "總之",
    "总而言之",
    "總而言之",
    "综上",
    "綜上",
    "如前所述",
    "前述",
    "无论如何",
    "無論如何",
    "以上",
    // after it, in its place and time
    "随后",
    "隨後",
    "其后",
    "其後",
    "之后",
    "之後",
    "然后",
    "然後",
    "后来",
    "後來",
    "接着",
    "接著",
    "继而",
    "繼而",
    "稍后",
    "稍後",
    "自那",
    "从那",
    "從那",
    "自此",
    "从此",
    "從此",
    "在此",
    "当天",
    "當天",
    "当日",
    "當日",
    "当晚",
    "當晚",
    "当时",
    "當時",
    "同日",
    "次日",
    "翌日",
    "同年",
    "次年",
    // of whom it speaks
    "他",
    "她",
    "它",
    "在他",
    "在她",
    "在它",
    "在其",
];

/// Words that go on from the sentence before where a comma sets them off.
const BEFORE_A_COMMA: &[&str] = &[
    "结果", "結果", "原来", "原來", "同样", "同樣", "因为", "因為", "再说", "再說", "当年", "當年",
];

/// What begins as those do and is a word of its own.
const NO_TURNS: &[&str] = &[
    "他乡",
    "他鄉",
    "他人",
    "他国",
    "他國",
    "他山",
    "他日",
    "他律",
    "在他乡",
    "在他鄉",
    "在他人",
    "在他国",
    "在他國",
    "在其他",
    "以上海",
    "以上饶",
    "以上虞",
    "由此及彼",
    "当时针",
    "当日本",
    "當日本",
];

/// What begins with 此 and points to nothing.
const NO_POINTERS: [&str; 4] = ["此起彼", "此消彼", "此致", "此长彼"];
/// What follows 该 where it says that something ought to be, or is due.
const OUGHT: &str = "不如怎来來谁誰出放管是有去做说說干用收死让讓当當";

/// Whether the sentence begins with a phrase that goes on from the sentence before, or with one that
/// names something of it: 此次…, 该镇….
pub(crate) fn opens_with_turn(sentence: &str) -> bool {
    static LIST: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(TURNS));
    static COMMA: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(BEFORE_A_COMMA));
    static NO_LIST: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(NO_TURNS));
    if let Some(named) = sentence.strip_prefix(['该', '該']) {
        return named.chars().next().is_some_and(|c| !OUGHT.contains(c));
    }
    if sentence.starts_with('此') {
        return !NO_POINTERS.iter().any(|start| sentence.starts_with(start));
    }
    LIST.begin(sentence) && !NO_LIST.begin(sentence)
        || COMMA.beginning_of(sentence).is_some_and(|word| {
            sentence.get(word.len()..).is_some_and(|behind| behind.starts_with('，'))
        })
}

#[cfg(test)]
mod tests {
    use super::opens_with_turn;

    #[test]
    fn turns() {
        for turn in [
            "具体来说，办法有三。",
            "在此基础上，再办一期。",
            "可是菌种还不够。",
            "随后，合作社又建了两个棚。",
            "该镇有八个村。",
            "該鎮有八個村。",
            "此类大棚造价不高。",
            "结果，菌棒全坏了。",
            "在他看来，菌种最要紧。",
            "他的菌棚在村口。",
            "前者便宜，后者耐用。",
        ] {
            assert!(opens_with_turn(turn), "{turn}");
        }
        for other in [
            "进一步办好培训班。",
            "另一方的意见不同。",
            "该不该种，农户说了算。",
            "此起彼伏的叫卖声传来。",
            "结果显示，菌棒合格。",
            "他乡的菌农来取经。",
            "在其他村，菌棚也建成了。",
            "以上海为例，菌菇消费年年增长。",
            "因为雨水多，今年菌菇丰收。",
            "",
        ] {
            assert!(!opens_with_turn(other), "{other}");
        }
    }
}
