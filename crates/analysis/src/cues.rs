//! Phrases that tell what a sentence is to its text.

use std::sync::LazyLock;

/// How far into a sentence a phrase points back from, in characters, within the first clause.
pub(crate) const OPENING: usize = 10;

/// What phrases tell of a sentence, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cues(u8);

impl Cues {
    /// What newsrooms and editors write about the text rather than in it.
    pub(crate) const REPORT: Self = Self(1);
    /// What someone said.
    pub(crate) const SPEECH: Self = Self(2);
    /// What the text is about, as abstracts tell it.
    pub(crate) const PURPOSE: Self = Self(4);
    /// Something said before, in the opening of the sentence: 解决好这些问题，….
    pub(crate) const POINTER: Self = Self(8);

    /// What follows from the text, or what it comes down to.
    pub(crate) const THESIS: Self = Self(16);
    /// Who was there.
    pub(crate) const PRESENCE: Self = Self(32);

    pub(crate) fn has(self, cue: Self) -> bool {
        self.0 & cue.0 != 0
    }

    #[must_use]
    pub(crate) fn with(self, cues: Self) -> Self {
        Self(self.0 | cues.0)
    }
}

/// The phrases of each cue, simplified and traditional.
const PHRASES: [(Cues, &[&str]); 6] = [
    (
        Cues::REPORT,
        &[
            "记者",
            "記者",
            "本报",
            "本報",
            "责编",
            "责任编辑",
            "责任編輯",
            "编辑：",
            "来源：",
            "來源：",
            "图为",
            "圖為",
            "摄）",
            "摄)",
            "攝）",
            "通讯员",
            "通訊員",
            "原标题",
            "（完）",
            "二维码",
            "微信",
        ],
    ),
    (
        Cues::SPEECH,
        &[
            "说：",
            "说，",
            "說：",
            "說，",
            "表示，",
            "表示：",
            "介绍，",
            "介紹，",
            "告诉记者",
            "告訴記者",
            "坦言",
            "说道",
            "說道",
            "：“",
            "：「",
            " said",
        ],
    ),
    (
        Cues::PURPOSE,
        &[
            "本文",
            "本研究",
            "笔者",
            "筆者",
            "试图",
            "試圖",
            "探讨",
            "探討",
            "this paper",
            "This paper",
        ],
    ),
    (
        Cues::THESIS,
        &[
            "才能",
            "不仅",
            "不僅",
            "而是",
            "必须",
            "必須",
            "关键",
            "關鍵",
            "根本",
            "核心",
            "意味着",
            "意味著",
            "离不开",
            "離不開",
            "有助于",
            "有助於",
            "有利于",
            "有利於",
            "表明",
        ],
    ),
    (
        Cues::PRESENCE,
        &[
            "出席",
            "主持会议",
            "主持會議",
            "参加活动",
            "參加活動",
            "参加了活动",
            "参加会议",
            "參加會議",
            "到会指导",
            "到會指導",
            "到会祝贺",
            "到會祝賀",
            "到会讲话",
        ],
    ),
    (
        Cues::POINTER,
        &[
            "这些", "这一", "这种", "这类", "这样", "這些", "這一", "這種", "這類", "這樣", "上述",
            "那些",
        ],
    ),
];

/// How many times 64 bits are kept of the phrases' first characters.
const ROWS: usize = 64;

/// All phrases, found by their first character.
pub(crate) struct Phrases {
    /// One bit for the last twelve bits of every first character: most characters begin none.
    low_bits: [u64; ROWS],
    /// Sorted by first character.
    all: Vec<(char, &'static str, Cues)>,
}

/// The phrases, sorted once.
pub(crate) fn phrases() -> &'static Phrases {
    static SORTED: LazyLock<Phrases> = LazyLock::new(|| {
        let all = PHRASES.iter().flat_map(|&(cue, phrases)| {
            phrases.iter().filter_map(move |&phrase| Some((phrase.chars().next()?, phrase, cue)))
        });
        let mut all: Vec<(char, &'static str, Cues)> = all.collect();
        all.sort_unstable_by_key(|&(first, phrase, _)| (first, phrase));
        let mut low_bits = [0; ROWS];
        for &(first, ..) in &all {
            if let Some(bits) = low_bits.get_mut(first as usize / 64 % ROWS) {
                *bits |= 1 << (first as u32 % 64);
            }
        }
        Phrases { low_bits, all }
    });
    &SORTED
}

impl Phrases {
    /// Whether a phrase may begin with `c`; mostly right.
    pub(crate) fn may_begin_with(&self, c: char) -> bool {
        let bits = self.low_bits.get(c as usize / 64 % ROWS).copied().unwrap_or_default();
        bits >> (c as u32 % 64) & 1 == 1
    }

    /// What the phrases tell with which `text` begins, that opens its sentence or does not.
    pub(crate) fn at_start_of(&self, text: &str, opens: bool) -> Cues {
        let Some(first) = text.chars().next() else { return Cues::default() };
        let from = self.all.partition_point(|&(c, ..)| c < first);
        let same = self.all.iter().skip(from).take_while(|&&(c, ..)| c == first);
        let found = same.filter(|&&(_, phrase, cue)| {
            (opens || cue != Cues::POINTER) && text.starts_with(phrase)
        });
        found.fold(Cues::default(), |cues, &(.., cue)| cues.with(cue))
    }
}

#[cfg(test)]
mod tests {
    use super::{Cues, PHRASES, phrases};

    #[test]
    fn every_phrase_is_found() {
        for (cue, all) in PHRASES {
            for phrase in all {
                assert!(phrases().may_begin_with(phrase.chars().next().unwrap()), "{phrase}");
                assert!(phrases().at_start_of(phrase, true).has(cue), "{phrase}");
            }
        }
        assert_eq!(phrases().at_start_of("活动现场热烈。", true), Cues::default());
        assert_eq!(phrases().at_start_of("", true), Cues::default());
    }

    #[test]
    fn a_pointer_points_from_the_opening() {
        assert!(phrases().at_start_of("这些问题", true).has(Cues::POINTER));
        assert!(!phrases().at_start_of("这些问题", false).has(Cues::POINTER));
    }
}
