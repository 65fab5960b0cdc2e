//! What the wording of a sentence tells of its use in a summary.

use std::sync::LazyLock;

/// First words that hold on to the sentence before more loosely than [`LEANING_WORDS`].
const LOOSE_WORDS: &[&str] = &[
    "如果", "虽然", "有人", "我", "我们", "he", "she", "it", "they", "and", "so", "then", "i",
    "we", "his", "her", "their",
];

/// First words that point to the sentence before, in the matched form. An English pronoun does not
/// count: news would have hardly a sentence left; it weighs by a feature.
const LEANING_WORDS: &[&str] = &[
    "但",
    "但是",
    "而",
    "而且",
    "因此",
    "因而",
    "所以",
    "此外",
    "另外",
    "不过",
    "然而",
    "其中",
    "他",
    "她",
    "它",
    "他们",
    "她们",
    "它们",
    "那",
    "那些",
    "那么",
    "那时",
    "那里",
    "对此",
    "为此",
    "据此",
    "于是",
    "并",
    "并且",
    "也",
    "还",
    "例如",
    "比如",
    "譬如",
    "此",
    "此时",
    "此举",
    "该",
    "其",
    "则",
    "可见",
    "否则",
    "与此同时",
    "同时",
    "相反",
    "反之",
    "由此",
    "由此可见",
    "除此之外",
    "其次",
    "再次",
    "再者",
    "反过来",
    "换言之",
    "however",
    "therefore",
    "thus",
    "hence",
    "but",
    "also",
    "moreover",
    "furthermore",
    "this",
    "that",
    "these",
    "those",
    "such",
];

/// A list of words or beginnings: every sentence is held against it, and nearly none has one.
struct List {
    /// One bit for the last eight bits of every first character.
    low_bits: [u64; 4],
    all: &'static [&'static str],
}

impl List {
    fn of(all: &'static [&'static str]) -> Self {
        let mut low_bits = [0; 4];
        for first in all.iter().filter_map(|text| text.chars().next()) {
            if let Some(bits) = low_bits.get_mut(first as usize / 64 % 4) {
                *bits |= 1 << (first as u32 % 64);
            }
        }
        Self { low_bits, all }
    }

    /// Whether one of them may begin as `text` does.
    fn may_begin(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let bits = self.low_bits.get(first as usize / 64 % 4).copied().unwrap_or_default();
        bits >> (first as u32 % 64) & 1 == 1
    }

    fn has(&self, word: &str) -> bool {
        self.may_begin(word) && self.all.contains(&word)
    }

    fn begins(&self, sentence: &str) -> bool {
        self.may_begin(sentence) && self.all.iter().any(|start| sentence.starts_with(start))
    }
}

/// Whether a sentence that begins with this word leans on the sentence before it. Words with 这 all
/// do.
pub(crate) fn is_leaning_word(word: &str) -> bool {
    static LEANING: LazyLock<List> = LazyLock::new(|| List::of(LEANING_WORDS));
    word.starts_with('这') || LEANING.has(word)
}

/// Whether a sentence that begins with this word holds on to the sentence before it, if loosely.
pub(crate) fn is_dependent_word(word: &str) -> bool {
    static LOOSE: LazyLock<List> = LazyLock::new(|| List::of(LOOSE_WORDS));
    is_leaning_word(word) || LOOSE.has(word)
}

/// Whether the sentence begins with a phrase that goes on from the sentence before.
pub(crate) fn opens_with_turn(sentence: &str) -> bool {
    const TURNS: [&str; 24] = [
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
        "另一方面",
        "在此基础上",
        "在此基礎上",
        "正因如此",
        "正因为如此",
        "正因為如此",
        "如此一来",
        "如此一來",
        "不仅如此",
        "不僅如此",
        "尽管如此",
    ];
    static LIST: LazyLock<List> = LazyLock::new(|| List::of(&TURNS));
    LIST.begins(sentence)
}

/// Whether the sentence is a question or an exclamation.
pub(crate) fn asks(sentence: &str) -> bool {
    sentence.ends_with(['？', '?', '！', '!'])
}

/// Whether the sentence ends as sentences do.
pub(crate) fn is_finished(sentence: &str) -> bool {
    sentence.ends_with(['。', '！', '？', '!', '?', '.', '”', '」', '』', '；', '…', '"'])
        || sentence.ends_with(['）', ')', '’'])
}

/// Whether the sentence introduces a list or a quotation and says nothing without it.
pub(crate) fn is_list_head(sentence: &str) -> bool {
    sentence.ends_with(['：', ':'])
}

/// Whether a list of those who were there is all that the sentence says.
pub(crate) fn ends_in_presence(sentence: &str) -> bool {
    const ENDS: [&str; 10] = [
        "出席",
        "出席活动",
        "出席会议",
        "参加活动",
        "参加会议",
        "出席活動",
        "出席會議",
        "參加活動",
        "參加會議",
        "参加了活动",
    ];
    let sentence = sentence.trim_end_matches('。');
    ENDS.iter().any(|end| sentence.ends_with(end))
}

/// Whether the sentence is the first item of a list that runs through several sentences, or a later
/// one. The head of the list, or the first item, tells what it is an item of.
pub(crate) fn item_in_prose(sentence: &str) -> Option<Item> {
    static FIRST: LazyLock<List> =
        LazyLock::new(|| List::of(&["一是", "其一", "首先", "第一，", "第一是"]));
    static LATER: LazyLock<List> = LazyLock::new(|| List::of(&LATER_ITEMS));
    const LATER_ITEMS: [&str; 22] = [
        "二是",
        "三是",
        "四是",
        "五是",
        "六是",
        "七是",
        "八是",
        "九是",
        "十是",
        "其二",
        "其三",
        "其四",
        "其次",
        "再次",
        "最后，",
        "最後，",
        "第二，",
        "第三，",
        "第四，",
        "第五，",
        "第二是",
        "第三是",
    ];
    if FIRST.begins(sentence) {
        return Some(Item::First);
    }
    LATER.begins(sentence).then_some(Item::Later)
}

/// Which item of a list a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    First,
    Later,
}

/// Whether the sentence is one item of a list.
pub(crate) fn enumerates(sentence: &str) -> bool {
    let start = sentence.trim_start_matches(['（', '(', '第']);
    let number: usize = start
        .chars()
        .take_while(|c| {
            matches!(
                c,
                '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            )
        })
        .map(char::len_utf8)
        .sum();
    let behind = start.get(number..).unwrap_or_default();
    let numbered = number > 0 && behind.starts_with(['）', ')', '、', '.', '．', '，', '是', ',']);
    numbered || ["首先", "其次", "再次", "最后"].iter().any(|word| sentence.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words() {
        assert!(is_dependent_word("但是") && is_dependent_word("he") && !is_leaning_word("he"));
        assert!(is_leaning_word("但是") && is_leaning_word("这项") && is_leaning_word("however"));
        // the word counts, not the character: a country, a merger, repaying
        for word in ["也门", "并购", "还款", "其他", "items"] {
            assert!(!is_leaning_word(word), "{word}");
        }
    }

    #[test]
    fn turns() {
        assert!(
            opens_with_turn("具体来说，办法有三。") && opens_with_turn("在此基础上，再办一期。")
        );
        assert!(!opens_with_turn("进一步办好培训班。") && !opens_with_turn("另一方的意见不同。"));
    }

    #[test]
    fn ends() {
        assert!(asks("为什么？") && !asks("因为。"));
        assert!(is_finished("他说：“好。”") && !is_finished("工作要点"));
        assert!(is_list_head("主要做法如下：") && !is_list_head("完。"));
    }

    #[test]
    fn presence() {
        assert!(ends_in_presence("协会负责人和专家代表参加活动。"));
        assert!(!ends_in_presence("他们参加活动后回到村里。"));
    }

    #[test]
    fn items_in_prose() {
        assert_eq!(item_in_prose("一是压实责任。"), Some(Item::First));
        assert_eq!(item_in_prose("二是按照原则，明确分工。"), Some(Item::Later));
        for other in ["最后一公里打通了。", "第二产业增长。", "（二）加强领导。"]
        {
            assert_eq!(item_in_prose(other), None, "{other}");
        }
    }

    #[test]
    fn items() {
        for item in [
            "（一）加强领导。",
            "1.加强领导。",
            "一是加强领导。",
            "首先，加强领导。",
            "第一，加强领导。",
        ] {
            assert!(enumerates(item), "{item}");
        }
        for other in ["一个好办法。", "2023年开始。", "十分重要。"] {
            assert!(!enumerates(other), "{other}");
        }
    }
}
