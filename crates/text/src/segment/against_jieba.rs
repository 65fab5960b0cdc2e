//! Words and tags are those of jieba-rs, before compounds are put together.

use std::sync::LazyLock;

use jieba_rs::Jieba;
use proptest::prelude::*;

use super::{Lexicon, Segments, is_word_sign};
use crate::{PartOfSpeech, normalize};

static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Compares all words of `text`, cut in one piece.
fn check(text: &str) {
    let lexicon = Lexicon::builtin();
    let mut segments = Segments::default();
    lexicon.cut(text, 0, &mut segments);
    let found = segments.words().iter().map(|word| (word.span.cut(text), word.part_of_speech));
    let tagged = JIEBA.tag(text, true);
    let expected = tagged.iter().map(|tagged| {
        let is_word = tagged.word.chars().any(is_word_sign);
        let tag = if is_word { tagged.tag } else { "x" };
        (tagged.word, PartOfSpeech::from_tag(tag))
    });
    let different = found.zip(expected).find(|(found, expected)| found != expected);
    assert_eq!(different, None, "{text}");
    assert_eq!(segments.words().len(), tagged.len(), "{text}");
    for word in segments.words() {
        assert_eq!(word.number, lexicon.number_of(word.span.cut(text)), "{text}");
    }
}

#[test]
fn seeds() {
    for seed in [
        include_str!("../../../../seeds/market-regulation-2023-13.txt"),
        include_str!("../../../../seeds/book-craft.txt"),
    ] {
        check(seed);
        check(normalize(seed).text());
    }
}

#[test]
fn texts_of_every_kind() {
    for text in [
        "",
        "\r\n\r\n\n\r",
        "张三丰和李四光在乌鲁木齐市吃了哈密瓜，又去龘靐山看了齉龖。",
        "阿布拉卡达布拉说他的的确确在中山大学大学城城中村村口口",
        "ISO9001、GB/T 7713.2-2022，v1.2.3-rc_4 50%% a-b-c- --x",
        "㐂𠮷豈𪚥𠀀𠀁一𠮷二",
        "カタカナとひらがな、한국어도 있고 Русский тоже",
        "一二三四五六七八九十百千万亿",
        "他来到了网易杭研大厦小明硕士毕业于中国科学院计算所",
        "T恤衫卡拉OK和C++与C#、AT&T、B超、1号店的4S店",
        "這是繁體字的句子，沒有簡化過，鬱龜齉龘",
    ] {
        check(text);
        check(&text.repeat(7));
    }
}

#[test]
fn runs_without_end() {
    for piece in ["的", "龘", "𠮷", "a", "1.", "中国", "\u{4dbf}", "一种新"] {
        check(&piece.repeat((16 << 10) / piece.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn ideographs(text in "[一-龥]{0,40}") {
        check(&text);
    }

    #[test]
    fn common_ideographs(text in "[的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年]{0,60}") {
        check(&text);
    }

    #[test]
    fn everything(text in "([一-鿿]{0,4}|[a-zA-Z0-9+#&._%\\-]{0,6}|[\u{3400}-\u{3410}𠀀-𠀐豈]{0,2}|.{0,3}|[\r\n，。 ]{0,2}){0,8}") {
        check(&text);
    }
}

/// Every word of the dictionary is known to jieba, and is found again under its number.
#[test]
fn all_words() {
    let lexicon = Lexicon::builtin();
    let mut count = 0;
    for (number, text, _) in lexicon.words() {
        assert!(JIEBA.has_word(&text), "{text}");
        assert!(lexicon.number_of(&text) == Some(number), "{text}");
        assert!(number.index() < lexicon.number_count());
        count += 1;
    }
    assert_eq!(count, 349_045);
}

#[test]
fn data_that_is_cut_short_is_refused() {
    let (dictionary, models) = (super::DICTIONARY, super::UNKNOWN_WORDS);
    assert!(Lexicon::read(dictionary, models).is_some());
    for end in [0, 3, 1000, dictionary.len() - 1] {
        assert!(Lexicon::read(&dictionary[..end], models).is_none());
    }
    for end in [0, 3, 1000, 500_000, models.len() - 1] {
        assert!(Lexicon::read(dictionary, &models[..end]).is_none());
    }
    let empty = Lexicon::default();
    assert_eq!(empty.segment("农村 a").len(), 4);
}
