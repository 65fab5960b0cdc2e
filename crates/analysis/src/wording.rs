//! What the wording of a sentence tells of its use in a summary.

/// Beginnings that lean on the sentence before.
const DEPENDENT_STARTS: &[&str] = &[
    "但", "而", "因此", "所以", "此外", "另外", "同时", "不过", "然而", "其中", "他", "她", "它",
    "这", "那", "对此", "为此", "据此", "于是", "并", "也", "还", "如果", "虽然", "例如", "比如",
    "有人", "我", "此", "该", "其", "然後", "这样", "可见", "否则", "此時", "則", "则",
];

/// The same in English.
const DEPENDENT_STARTS_ENGLISH: &[&str] = &[
    "but",
    "however",
    "therefore",
    "he",
    "she",
    "it",
    "they",
    "this",
    "that",
    "these",
    "those",
    "also",
    "and",
    "so",
    "then",
    "moreover",
    "furthermore",
    "i",
    "we",
    "his",
    "her",
    "their",
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
    word.starts_with('这') || LEANING_WORDS.contains(&word)
}

/// Whether a quotation or a bracket of the sentence opens before it or closes behind it.
pub(crate) fn has_open_mark(sentence: &str) -> bool {
    const PAIRS: [(char, char); 7] = [
        ('“', '”'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('（', '）'),
        ('(', ')'),
        ('[', ']'),
    ];
    let count = |mark: char| sentence.chars().filter(|&c| c == mark).count();
    PAIRS.iter().any(|&(opening, closing)| count(opening) != count(closing)) || count('"') % 2 == 1
}

/// What newsrooms and editors write about the text rather than in it.
const REPORT_WORDS: &[&str] = &[
    "记者",
    "本报",
    "责编",
    "责任编辑",
    "编辑：",
    "来源：",
    "图为",
    "摄）",
    "摄)",
    "通讯员",
    "原标题",
    "（完）",
    "二维码",
    "微信",
];

/// Whether the sentence begins as one that leans on the sentence before.
pub(crate) fn depends_on_context(sentence: &str) -> bool {
    let start = sentence.trim_start_matches(['“', '"', '「', '『', '‘']);
    if DEPENDENT_STARTS.iter().any(|word| start.starts_with(word)) || points_back(start) {
        return true;
    }
    let first: String = start.chars().take_while(char::is_ascii_alphabetic).collect();
    DEPENDENT_STARTS_ENGLISH.contains(&first.to_ascii_lowercase().as_str())
}

/// Words that point to something said before, wherever they stand in an opening clause.
const POINTERS: &[&str] = &["这些", "这一", "这种", "这类", "这样", "上述", "那些"];
/// How far into a sentence a pointer is looked for, in characters.
const POINTER_REACH: usize = 10;

/// Whether one of [`POINTERS`] stands in the first clause: 解决好这些问题，….
fn points_back(sentence: &str) -> bool {
    let clause = |c: &char| !matches!(c, '，' | '：' | '；' | '、' | '。');
    let opening: String = sentence.chars().take(POINTER_REACH).take_while(clause).collect();
    POINTERS.iter().any(|word| opening.contains(word))
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

/// Whether the sentence speaks of who reports.
pub(crate) fn is_report_line(sentence: &str) -> bool {
    REPORT_WORDS.iter().any(|word| sentence.contains(word))
}

/// Whether the sentence tells what someone said.
pub(crate) fn tells_speech(sentence: &str) -> bool {
    const SPEECH: [&str; 11] = [
        "说：",
        "说，",
        "表示，",
        "表示：",
        "介绍，",
        "告诉记者",
        "坦言",
        "说道",
        "：“",
        "：「",
        " said",
    ];
    SPEECH.iter().any(|word| sentence.contains(word))
}

/// Whether the sentence tells what the text is about, as abstracts do.
pub(crate) fn tells_purpose(sentence: &str) -> bool {
    const PURPOSE: [&str; 9] =
        ["本文", "本研究", "笔者", "筆者", "试图", "試圖", "探讨", "探討", "this paper"];
    PURPOSE.iter().any(|word| sentence.contains(word))
}

/// Whether the sentence is one item of a list.
pub(crate) fn enumerates(sentence: &str) -> bool {
    let start = sentence.trim_start_matches(['（', '(', '第']);
    let number: usize = start
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
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
    fn starts() {
        assert!(depends_on_context("但是天气变了。") && depends_on_context("“这很好。”"));
        assert!(depends_on_context("However, it rained.") && !depends_on_context("Items sold."));
        assert!(depends_on_context("解决好这些问题，要靠大家。"));
        assert!(!depends_on_context("市场监管部门发布公告。"));
        assert!(!depends_on_context("解决好农村集市的问题，这些人最清楚。"));
    }

    #[test]
    fn first_words() {
        assert!(is_leaning_word("但是") && is_leaning_word("这项") && is_leaning_word("however"));
        // the word counts, not the character: a country, a merger, repaying
        for word in ["也门", "并购", "还款", "其他", "items"] {
            assert!(!is_leaning_word(word), "{word}");
        }
    }

    #[test]
    fn marks_that_stay_open() {
        for open in ["他说：“先看一看。", "再说。”", "（一）好（二）坏（", "\"Go."]
        {
            assert!(has_open_mark(open), "{open}");
        }
        assert!(!has_open_mark("他说：“好（真好）。”《条例》施行。"));
    }

    #[test]
    fn ends() {
        assert!(asks("为什么？") && !asks("因为。"));
        assert!(is_finished("他说：“好。”") && !is_finished("工作要点"));
        assert!(is_list_head("主要做法如下：") && !is_list_head("完。"));
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

    #[test]
    fn reports() {
        assert!(is_report_line("图为活动现场。") && !is_report_line("活动现场热烈。"));
    }
}
