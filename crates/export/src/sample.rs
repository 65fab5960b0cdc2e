//! A small issue by hand, with what is awkward to render.

use tiyao_api::v1;

/// The issue.
pub fn issue() -> v1::Issue {
    v1::Issue {
        masthead: Some(v1::Masthead {
            title: "市场监督管理".to_owned(),
            year: 2023,
            number: 13,
            total_number: 1360,
            publication_date: "2023-07-01".to_owned(),
            issn: "2096-6563".to_owned(),
            cn: "10-1618/F2".to_owned(),
            publisher: "《市场监督管理》编辑部".to_owned(),
            ..Default::default()
        }),
        contents: vec![v1::ContentsEntry::default(); 3],
        articles: vec![chinese(), english(), note()],
        diagnostics: (1..=5).map(missing).chain([latin()]).collect(),
        encoding: v1::Encoding::Utf8.into(),
        ..Default::default()
    }
}

fn chinese() -> v1::Article {
    v1::Article {
        kind: v1::ArticleKind::Article.into(),
        title: "绷紧“舌尖”安全弦，完善农村食品安全网 <一>".to_owned(),
        kicker: "农村 & 食品".to_owned(),
        subtitle: "副题\u{1}".to_owned(),
        authors: vec!["卢新宇".to_owned(), "上海市市场监管局反垄断办公室".to_owned()],
        affiliation: "国家市场监督管理总局".to_owned(),
        page: 8,
        section: "本期话题".to_owned(),
        topic: "农村假冒伪劣食品整治".to_owned(),
        source: "市说新语".to_owned(),
        desk_editor: "管维".to_owned(),
        paragraphs: vec![
            body("农村食品安全是“三农”工作的底线。要\"严\"字当头,标本兼治。"),
            subhead("一、现状"),
            body("第一段。"),
            body("第二段。"),
            subhead("二、对策"),
            of_kind(v1::ParagraphKind::Metadata, "关键词：农村；食品 & 安全"),
            of_kind(v1::ParagraphKind::Reference, "参考文献"),
            of_kind(v1::ParagraphKind::Reference, "[1] 王五. 食品 <安全>[M]. 北京, 1999."),
            of_kind(v1::ParagraphKind::Reference, "[2] Smith J. Food. London, 2001."),
            of_kind(v1::ParagraphKind::Footnote, "作者简介：卢新宇，处长。"),
        ],
        metadata: Some(metadata()),
        keywords: vec![
            keyword(1, "农村食品安全", 1.0, 12, true),
            keyword(2, "假冒伪劣食品", 0.75, 6, false),
            keyword(3, "监管\"两个责任\"", 0.5, 2, false),
        ],
        summary: Some(v1::Summary {
            sentences: vec![
                sentence("农村食品安全是“三农”工作的底线。", 1, 0),
                sentence("要\"严\"字当头,标本兼治。", 2, 1),
            ],
            character_count: 29,
            ..Default::default()
        }),
        language: v1::Language::ChineseSimplified.into(),
        confidence: 0.95,
        contents_index: Some(0),
        ..Default::default()
    }
}

fn metadata() -> v1::ArticleMetadata {
    let keywords = |terms: &[&str]| v1::PrintedKeywords {
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        ..Default::default()
    };
    let printed = |text: &str| v1::PrintedAbstract { text: text.to_owned(), ..Default::default() };
    v1::ArticleMetadata {
        abstracts: vec![
            printed("本文讨论农村食品 & 安全。"),
            printed("On food in the countryside."),
        ],
        keywords: vec![keywords(&["农村", "食品 & 安全"]), keywords(&["countryside", "food"])],
        classification_number: "F203".to_owned(),
        document_code: "A".to_owned(),
        article_number: "2096-6563(2023)13-0008-02".to_owned(),
        doi: "10.1000/182".to_owned(),
        funding: "国家某基金（1）".to_owned(),
        received: "2023-05-01".to_owned(),
    }
}

fn english() -> v1::Article {
    v1::Article {
        index: 1,
        kind: v1::ArticleKind::Brief.into(),
        title: "Food safety in the countryside".to_owned(),
        authors: vec!["A. Smith".to_owned(), "B. Jones".to_owned()],
        paragraphs: vec![body("Safety first. Trade second.")],
        keywords: vec![keyword(1, "food safety", 1.0, 3, true), keyword(2, "trade", 0.5, 1, false)],
        summary: Some(v1::Summary {
            sentences: vec![sentence("Safety first.", 1, 0), sentence("Trade second.", 2, 1)],
            character_count: 24,
            ..Default::default()
        }),
        language: v1::Language::English.into(),
        ..Default::default()
    }
}

fn note() -> v1::Article {
    v1::Article {
        index: 2,
        kind: v1::ArticleKind::EditorialNote.into(),
        language: v1::Language::ChineseTraditional.into(),
        ..Default::default()
    }
}

fn body(text: &str) -> v1::Paragraph {
    v1::Paragraph {
        kind: v1::ParagraphKind::Body.into(),
        text: text.to_owned(),
        ..Default::default()
    }
}

fn subhead(text: &str) -> v1::Paragraph {
    v1::Paragraph { kind: v1::ParagraphKind::Subhead.into(), ..body(text) }
}

fn of_kind(kind: v1::ParagraphKind, text: &str) -> v1::Paragraph {
    v1::Paragraph { kind: kind.into(), ..body(text) }
}

fn keyword(rank: u32, text: &str, salience: f64, frequency: u32, in_title: bool) -> v1::Keyword {
    let evidence = v1::KeywordEvidence {
        term_frequency: frequency,
        inverse_document_frequency: 4.5,
        in_title,
        first_position: 0.25,
        ..Default::default()
    };
    v1::Keyword {
        text: text.to_owned(),
        rank,
        salience,
        evidence: Some(evidence),
        ..Default::default()
    }
}

fn sentence(text: &str, rank: u32, index: u32) -> v1::SummarySentence {
    v1::SummarySentence {
        text: text.to_owned(),
        rank,
        salience: 1.0 / f64::from(rank),
        evidence: Some(v1::SentenceEvidence { sentence_index: index, ..Default::default() }),
        ..Default::default()
    }
}

fn missing(page: u32) -> v1::Diagnostic {
    v1::Diagnostic {
        code: v1::DiagnosticCode::ContentsEntryWithoutArticle.into(),
        severity: v1::Severity::Info.into(),
        message: format!("listed in the contents, not in the text: 市场监管要闻（第{page}页）"),
        ..Default::default()
    }
}

fn latin() -> v1::Diagnostic {
    v1::Diagnostic {
        code: v1::DiagnosticCode::LatinInHanWord.into(),
        severity: v1::Severity::Warning.into(),
        message: "Latin run inside a Han word: \u{1b}[31m-execution者".to_owned(),
        suggestion: "执行者".to_owned(),
        ..Default::default()
    }
}
