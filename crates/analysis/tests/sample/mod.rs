//! What the tests share: an article of our own, and short ways to analyse.

use tiyao_analysis::{
    Budget, Keyword, KeywordOptions, Manuscript, Reading, Summary, SummaryOptions, keywords, read,
    summarize,
};
use tiyao_corpus::Background;
use tiyao_issue::{Paragraph, ParagraphKind};
use tiyao_text::{Excerpt, Lexicon, rows};

/// An article written for these tests. A row that begins with `#` is a subhead.
pub(crate) const TITLE: &str = "青石县以“电子检查单”规范农村集市食品安全监管";
pub(crate) const BODY: &str = "\
今年以来，青石县市场监管局在全县农村集市推行“电子检查单”，把食品安全监管从纸面搬到手机上。
# 检查有据可查
过去，执法人员到农村集市检查，要带着厚厚一叠表格。现在，打开手机就能看到每个摊位的检查记录。\
电子检查单列出二十三项检查内容，漏填一项就无法提交。
但是，起初也有人不习惯。县局为此办了六期培训班，请老执法员讲怎样用电子检查单发现问题。
# 摊主心里有数
摊主扫一扫二维码，就能知道自己的摊位哪里不合格、怎样整改。“心里有数，生意才好做。”卖豆腐的老周说。
据县局统计，推行电子检查单半年来，农村集市食品安全问题整改率由百分之七十二升到百分之九十六。
主要做法有三条：
下一步，青石县将把农村集市食品安全监管与信用分级结合起来，让守信的摊主少受打扰。
";

/// The paragraphs of `body`, a row each.
pub(crate) fn paragraphs(body: &str) -> Vec<Paragraph> {
    let rows = rows(body).into_iter().map(|row| row.trimmed(body)).filter(|row| !row.is_empty());
    rows.map(|row| {
        let subhead = row.cut(body).starts_with("# ");
        let kind = if subhead { ParagraphKind::Subhead } else { ParagraphKind::Body };
        let start = if subhead { row.start() + 2 } else { row.start() };
        let span = tiyao_text::Span::new(start, row.end());
        Paragraph { kind, excerpt: Excerpt::cut(body, [span]) }
    })
    .collect()
}

pub(crate) fn reading(title: &str, body: &str) -> Reading {
    let title = Excerpt::whole(title);
    let title = (!title.is_empty()).then_some(&title);
    let paragraphs = paragraphs(body);
    read(&Manuscript { title, paragraphs: &paragraphs, language: None }, Lexicon::builtin())
}

pub(crate) fn keywords_of(title: &str, body: &str) -> Vec<Keyword> {
    keywords(&reading(title, body), Background::builtin(), None, &KeywordOptions::default())
}

pub(crate) fn summary_of(title: &str, body: &str, budget: Budget) -> Summary {
    summary_with(title, body, &SummaryOptions { budget, ..SummaryOptions::default() })
}

pub(crate) fn summary_with(title: &str, body: &str, options: &SummaryOptions) -> Summary {
    summarize(&reading(title, body), Background::builtin(), None, options)
}
