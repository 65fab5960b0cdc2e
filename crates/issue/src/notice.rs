//! Tells notices of the editors and advertisements from articles, by their form.

use crate::{
    Article, ArticleKind,
    chars::{inked, is_letter, is_longer, key, squeezed},
};

/// Titles that only notices have.
const NOTICES: [&str; 26] = [
    "启事",
    "敬启",
    "更正",
    "更正说明",
    "勘误",
    "声明",
    "重要声明",
    "郑重声明",
    "严正声明",
    "版权声明",
    "致歉声明",
    "征稿",
    "征订",
    "稿约",
    "投稿须知",
    "投稿指南",
    "来稿须知",
    "订阅须知",
    "致读者",
    "敬告读者",
    "敬告作者",
    "callforpapers",
    "correction",
    "corrections",
    "erratum",
    "notetocontributors",
];

/// Words that a notice's title ends with.
const ENDINGS: [&str; 13] = [
    "启事",
    "征订单",
    "征订",
    "征稿函",
    "征稿通知",
    "征稿",
    "勘误",
    "勘误表",
    "更正",
    "稿约",
    "投稿须知",
    "征订通知",
    "订阅通知",
];

/// Words that end a notice's title where the periodical itself speaks.
const OWN_ENDINGS: [&str; 8] = ["声明", "公告", "通告", "告示", "招聘", "须知", "通知", "致歉"];

/// How the periodical calls itself.
const SELVES: [&str; 9] =
    ["本刊", "本报", "本社", "编辑部", "杂志社", "编委会", "广告部", "发行部", "报社"];

const ADVERTISEMENTS: [&str; 9] = [
    "广告",
    "公益广告",
    "商业广告",
    "分类广告",
    "广告页",
    "廣告",
    "advertisement",
    "advertisements",
    "classifieds",
];

/// Longest title of a notice, and most characters of its text.
const TITLE: usize = 30;
const TEXT: usize = 3000;

/// The kind of an article, from its title, its section and its length. What somebody signed is an
/// article, whatever its title: an essay may be called 启事.
pub(crate) fn kind(article: &Article) -> ArticleKind {
    if article.kind != ArticleKind::Article || !article.authors.is_empty() {
        return article.kind;
    }
    let title = article.title.text();
    let mut texts = article.paragraphs.iter().map(|paragraph| paragraph.excerpt.text());
    let room = texts.try_fold(TEXT, |room, text| room.checked_sub(inked(text)));
    if room.is_none() || is_longer(title, TITLE) {
        return article.kind;
    }
    let said = squeezed(title).to_lowercase();
    let plain = key(title);
    let section = key(&article.section);
    let advertises = |words: &str| ADVERTISEMENTS.contains(&words);
    let noted = ["（广告）", "(广告)", "[广告]", "【广告】", "·广告·"];
    if advertises(&plain) || advertises(&section) || noted.iter().any(|mark| said.contains(mark)) {
        return ArticleKind::Advertisement;
    }
    let said = said.trim_end_matches(|c| !is_letter(c));
    let own = SELVES.iter().any(|own| said.contains(own))
        && OWN_ENDINGS.iter().any(|ending| said.ends_with(ending));
    let notice = NOTICES.contains(&plain.as_str())
        || ENDINGS.iter().any(|ending| said.ends_with(ending))
        || own
        || NOTICES.contains(&section.as_str());
    if notice { ArticleKind::Notice } else { article.kind }
}

#[cfg(test)]
mod tests {
    use crate::{ArticleKind, split};

    fn check(title: &str, byline: &str, expected: ArticleKind) {
        let body = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "目录\n1 春天来了\n2 {title}\n\n春天来了\n\n{body}\n\n{title}\n{byline}\n\n{body}\n"
        );
        let issue = split(&text);
        let found = issue.articles.last().unwrap();
        assert_eq!((found.title.text(), found.kind), (title, expected));
    }

    #[test]
    fn kinds() {
        use ArticleKind::{Advertisement, Article, Notice};
        check("本刊征稿启事", "", Notice);
        check("《田野》杂志社声明", "", Notice);
        check("更　正", "", Notice);
        check("2024年征订", "", Notice);
        check("广告", "", Advertisement);
        check("某某牌种子（广告）", "", Advertisement);
        check("关于加强种子管理的公告", "", Article);
        check("某局发表声明", "", Article);
        check("寻人启事", "文 | 张三", Article);
        check("广告法的十年", "", Article);
    }

    #[test]
    fn a_long_text_is_no_notice() {
        for paragraph in [40, 4000] {
            let text = "田里的人多了起来。".repeat(paragraph / 9);
            let body = format!("{text}\n").repeat(4000 / paragraph);
            let issue =
                split(&format!("目录\n1 春天来了\n2 声明\n\n春天来了\n\n{text}\n\n声明\n\n{body}"));
            let found = issue.articles.last().unwrap();
            assert_eq!((found.title.text(), found.kind), ("声明", ArticleKind::Article));
        }
    }
}
