//! What the wording of a sentence tells of its use in a summary.

use std::sync::LazyLock;

use crate::beginnings::Beginnings;

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

/// Whether a sentence that begins with this word leans on the sentence before it. Words with 这 all
/// do.
pub(crate) fn is_leaning_word(word: &str) -> bool {
    static LEANING: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(LEANING_WORDS));
    word.starts_with('这') || LEANING.has(word)
}

/// Whether a sentence that begins with this word holds on to the sentence before it, if loosely.
pub(crate) fn is_dependent_word(word: &str) -> bool {
    static LOOSE: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of(LOOSE_WORDS));
    is_leaning_word(word) || LOOSE.has(word)
}

/// Whether an English word stands for a person or a thing that was named before.
pub(crate) fn is_english_pronoun(word: &str) -> bool {
    const PRONOUNS: [&str; 10] =
        ["he", "she", "it", "they", "his", "her", "its", "their", "him", "them"];
    PRONOUNS.contains(&word)
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
    const ENDS: [&str; 15] = [
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
        "到会指导",
        "到會指導",
        "到会祝贺",
        "到會祝賀",
        "到会讲话",
    ];
    let sentence = sentence.trim_end_matches('。');
    ENDS.iter().any(|end| sentence.ends_with(end))
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

/// Whether the sentence names who said what other sentences tell, and nothing more: `…王大山说。`
pub(crate) fn names_a_speaker_only(sentence: &str) -> bool {
    const VERBS: [&str; 17] = [
        "说",
        "說",
        "表示",
        "说道",
        "說道",
        "写道",
        "寫道",
        "问道",
        "問道",
        "答道",
        "指出",
        "坦言",
        "感叹",
        "感嘆",
        "告诉记者",
        "告訴記者",
        "如是说",
    ];
    const NO_SPEECH: [&str; 18] = [
        "小说", "小說", "传说", "傳說", "学说", "學說", "解说", "解說", "演说", "演說", "劝说",
        "勸說", "再说", "再說", "难说", "難說", "邪说", "邪說",
    ];
    let Some(said) = sentence.strip_suffix('。') else { return false };
    // what stands for a quantity is no speech either: 用字母表示
    let is_sign = said.ends_with("表示") && said.contains(['用', '以', '由']);
    VERBS.iter().any(|verb| said.ends_with(verb))
        && !NO_SPEECH.iter().any(|word| said.ends_with(word))
        && !is_sign
        && !said.contains(['”', '」', '』', '’', '，'])
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
    fn ends() {
        assert!(asks("为什么？") && !asks("因为。"));
        assert!(is_finished("他说：“好。”") && !is_finished("工作要点"));
        assert!(is_list_head("主要做法如下：") && !is_list_head("完。"));
    }

    #[test]
    fn presence() {
        assert!(ends_in_presence("协会负责人和专家代表参加活动。"));
        assert!(ends_in_presence("市供销社主任周长河到会指导。"));
        assert!(!ends_in_presence("他们参加活动后回到村里。"));
    }

    #[test]
    fn speakers() {
        assert!(names_a_speaker_only("县农技站站长、食用菌专家林小满说。"));
        for other in [
            "他写了一部小说。",
            "“今年收成好。”林小满说。",
            "合作社要多种菌，林小满说。",
            "未知数用字母表示。",
        ] {
            assert!(!names_a_speaker_only(other), "{other}");
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
