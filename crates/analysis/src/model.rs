use tiyao_issue::Paragraph;
use tiyao_text::{Excerpt, Language, Span};

/// An article to analyse: what its title and its paragraphs say.
#[derive(Clone, Copy, Debug)]
pub struct Manuscript<'a> {
    /// The title; `None` when there is none.
    pub title: Option<&'a Excerpt>,
    /// Paragraphs and subheads in reading order.
    pub paragraphs: &'a [Paragraph],
    /// The language, when it is known.
    pub language: Option<Language>,
}

/// How keywords are weighed and chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeywordMethod {
    /// Words and phrases, weighed by frequency, rarity, place, cohesion and shape.
    #[default]
    Keyphrase,
    /// Single words by term frequency times inverse document frequency.
    TfIdf,
    /// Single words by their place among the words around them: `TextRank`.
    TextRank,
}

/// What becomes of a keyword that says nearly what another says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NearDuplicates {
    /// Of two the better one is chosen: no part of a chosen phrase, no other order or number of its
    /// words.
    #[default]
    Drop,
    /// Both are chosen.
    Keep,
}

/// How many keywords, and of what sort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordOptions {
    /// At most this many.
    pub max_keywords: usize,
    /// How they are weighed.
    pub method: KeywordMethod,
    /// At least this many words in a keyword, from 1 to `max_words`.
    pub min_words: usize,
    /// At most this many words in a keyword, from 1 to 4.
    pub max_words: usize,
    /// Beginnings of tags of jieba's tag set; each word of a keyword has one of them (`n` lets `n`,
    /// `nr`, `ns` … pass). Empty: what the method allows.
    pub parts_of_speech: Vec<String>,
    /// The only terms that may be returned; empty: any.
    pub vocabulary: Vec<String>,
    /// Terms that come first, in this order, where the article has them as a candidate: a word, or
    /// a run of up to four that a keyphrase may be.
    pub pinned_terms: Vec<String>,
    /// Terms that are never returned, pinned or not.
    pub forbidden_terms: Vec<String>,
    /// What becomes of keywords that say nearly the same.
    pub near_duplicates: NearDuplicates,
    /// What each feature added to a weight is told too.
    pub explain: bool,
}

impl Default for KeywordOptions {
    fn default() -> Self {
        Self {
            max_keywords: 8,
            method: KeywordMethod::Keyphrase,
            min_words: 1,
            max_words: 4,
            parts_of_speech: Vec::new(),
            vocabulary: Vec::new(),
            pinned_terms: Vec::new(),
            forbidden_terms: Vec::new(),
            near_duplicates: NearDuplicates::Drop,
            explain: false,
        }
    }
}

/// How long a summary may be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Budget {
    /// No limit was set: [`Budget::INDICATIVE`] characters, or one sentence of at most
    /// [`Budget::INFORMATIVE`] where none fits that.
    #[default]
    Unset,
    /// At most this many characters, white space not counted.
    Characters(usize),
    /// At most this many sentences. One sentence is chosen as a headline would be.
    Sentences(usize),
    /// At most this part of the article's characters, from 0 to 1.
    Ratio(f64),
}

/// The lengths of abstracts, in characters, that Chinese editors ask for (GB/T 7713.2-2022).
impl Budget {
    /// An indicative abstract (指示性摘要).
    pub const INDICATIVE: usize = 150;
    /// An abstract between the two (报道-指示性摘要).
    pub const MIXED: usize = 300;
    /// An informative abstract (报道性摘要).
    pub const INFORMATIVE: usize = 400;
}

/// How long a summary may be, what it must speak of, and how much it may repeat itself.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryOptions {
    /// The budget.
    pub budget: Budget,
    /// How strongly a sentence that repeats a chosen one is held back, from 0 to 1.
    pub redundancy_weight: f64,
    /// What the reader asks: sentences that speak of it weigh more. Empty: nothing.
    pub query: String,
    /// Terms that the summary has, each as far as a sentence within the budget has it.
    pub required_terms: Vec<String>,
    /// Where no sentence fits the budget, the heaviest is cut at the end of a clause. A budget of
    /// sentences cuts those of more than [`Budget::INDICATIVE`] characters.
    pub allow_cut: bool,
    /// What each feature added to a weight is told too.
    pub explain: bool,
}

impl Default for SummaryOptions {
    fn default() -> Self {
        Self {
            budget: Budget::default(),
            redundancy_weight: 0.3,
            query: String::new(),
            required_terms: Vec::new(),
            allow_cut: false,
            explain: false,
        }
    }
}

/// A term of the article that tells what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The term as it is first written in the article.
    pub text: String,
    /// Its weight in this article: 1 for the first keyword, between 0 and 1 for the others.
    pub salience: f64,
    /// Every place where it stands, title first, then in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Why it was chosen.
    pub evidence: KeywordEvidence,
}

/// One place where a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// It stands in the title: the spans are of the title's source.
    pub in_title: bool,
    /// The spans to cut from the source, in reading order.
    pub spans: Vec<Span>,
}

/// Why a keyword was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is told by itself")]
pub struct KeywordEvidence {
    /// The words it is made of, normalized.
    pub words: Vec<String>,
    /// Their parts of speech.
    pub parts_of_speech: Vec<&'static str>,
    /// How often it stands in title and paragraphs.
    pub term_frequency: usize,
    /// How rare it is in the background.
    pub inverse_document_frequency: f64,
    /// How many of the issue's articles have it; 0 outside an issue.
    pub issue_document_frequency: usize,
    /// What else the article calls it, normalized: its abbreviation, or what it abbreviates. The two
    /// count as one term.
    pub other_name: Option<String>,
    /// It stands in the title.
    pub in_title: bool,
    /// It stands in a subhead.
    pub in_subhead: bool,
    /// It stands in quotation marks or 《》 at least once.
    pub quoted: bool,
    /// Where it first stands in the paragraphs, from 0 to 1.
    pub first_position: f64,
    /// It is one of the pinned terms, which come first whatever they weigh.
    pub pinned: bool,
    /// What each feature added to its weight, the largest first; empty where it was not asked for.
    pub contributions: Vec<Contribution>,
}

/// What one feature added to a weight before scaling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The feature's name.
    pub feature: &'static str,
    /// What it added; may be negative.
    pub value: f64,
    /// What the feature itself says, of the order of 1; its weight times this is what it added.
    pub feature_value: f64,
}

/// An extractive summary, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The sentences.
    pub sentences: Vec<SummarySentence>,
    /// Characters in the sentences, white space not counted.
    pub character_count: usize,
    /// The required terms that no sentence has, or none that still fitted.
    pub unmet_terms: Vec<String>,
    /// The heaviest sentences that were not chosen though they score more than one that was, by falling
    /// score; empty where no explanation was asked for. Their rank is that of the sentence that was chosen
    /// instead: the last that scores less, of those before which there was room.
    pub passed_over: Vec<SummarySentence>,
}

/// One sentence of a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct SummarySentence {
    /// The sentence, unchanged.
    pub text: String,
    /// Where it stands in the source.
    pub spans: Vec<Span>,
    /// In which order it was chosen; the first is 1.
    pub rank: usize,
    /// Its weight: 1 for the heaviest sentence of the article.
    pub salience: f64,
    /// The text is the sentence's beginning, up to the end of a clause: all of it did not fit.
    pub cut: bool,
    /// Why it was chosen.
    pub evidence: SentenceEvidence,
}

/// How long an issue's digest may be, and how much it may repeat itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DigestOptions {
    /// The budget; [`Budget::INFORMATIVE`] characters where it is unset or a ratio.
    pub budget: Budget,
    /// How strongly a sentence that repeats a chosen one is held back, from 0 to 1.
    pub redundancy_weight: f64,
}

impl Default for DigestOptions {
    fn default() -> Self {
        Self {
            budget: Budget::default(),
            redundancy_weight: SummaryOptions::default().redundancy_weight,
        }
    }
}

/// An issue in its articles' own sentences, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest {
    /// The sentences.
    pub sentences: Vec<DigestSentence>,
    /// Characters in the sentences, white space not counted.
    pub character_count: usize,
}

/// One sentence of a digest.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestSentence {
    /// Which of the issue's articles it is from.
    pub article_index: usize,
    /// The sentence, ranked among the digest's.
    pub sentence: SummarySentence,
}

/// Why a sentence was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SentenceEvidence {
    /// Which paragraph it is from, subheads counted too.
    pub paragraph_index: usize,
    /// Which sentence of the article it is.
    pub sentence_index: usize,
    /// Likeness to the most like sentence chosen before it, from 0 to 1.
    pub redundancy: f64,
    /// The terms that earned it its place, the heaviest first.
    pub terms: Vec<String>,
    /// What each feature added to its weight, the largest first; empty where it was not asked for.
    pub contributions: Vec<Contribution>,
    /// Why it was chosen or passed over; `None` where that was not asked for, and for a sentence that was
    /// cut because none fitted.
    pub verdict: Option<Verdict>,
    /// What it added to those chosen before it, together with those that it was taken with: the parts of
    /// the number that decided, the largest first. Of one that was passed over, what it would have added
    /// in place of the one that was chosen. Empty where there is no verdict.
    pub gain: Vec<Contribution>,
}

/// Why a sentence was chosen for a summary or passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Chosen: it added most of all that fitted.
    AddedMost,
    /// Chosen: it has a required term.
    Required,
    /// Chosen with another one that leans on it, or that names shortly what it introduces.
    Companion,
    /// Passed over: it would have added less.
    AddsLess,
    /// Passed over: there was no room for it and those that it is taken with.
    NoRoom,
    /// Passed over: it says again what a chosen one says.
    SaysAgain,
    /// Passed over: it does not stand alone, and what it leans on cannot be taken with it.
    NotAlone,
}
