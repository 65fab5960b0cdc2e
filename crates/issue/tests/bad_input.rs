//! Texts that no press would print: the splitter must make something sound of each.

use tiyao_issue::{Issue, split};

const BODIES: [&str; 4] = [
    "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，天黑了也不肯回家去。",
    "渠水流过新修的石桥，几只白鹭停在浅滩上，孩子们放学后沿着河堤走回村里。",
    "图书角添了两千册新书，夜班的工人路过时总要进去坐一坐，翻几页再走。",
    "老厂房变成了展览馆，门口的牌子是几位退休的师傅自己写的，字很端正。",
];
const TITLES: [&str; 4] = [
    "东河村推广节水灌溉的十年",
    "南山镇修好了百年石桥",
    "长渠边办起了流动书屋",
    "北关社区的旧厂房有了新用处",
];

/// An issue with contents; its articles are signed.
fn issue() -> String {
    let entries = TITLES.iter().zip([3, 8, 12, 20]);
    let entries: Vec<String> =
        entries.map(|(title, page)| format!("{page:02} {title} | 张三\n")).collect();
    let articles = TITLES.iter().zip(BODIES);
    let articles: Vec<String> = articles
        .map(|(title, body)| format!("{title}\n文 | 张三\n\n{body}\n\n{body}■\n\n"))
        .collect();
    format!("田野观察\n2031年第4期\n\n目录\n\n{}\n\n{}", entries.concat(), articles.concat())
}

fn titles(issue: &Issue) -> Vec<&str> {
    issue.articles.iter().map(|article| article.title.text()).collect()
}

/// Everything points into the text, in order, and articles do not overlap.
fn is_sound(text: &str, issue: &Issue) {
    let mut last = 0;
    for article in &issue.articles {
        assert!(article.span.start() >= last && article.span.end() <= text.len());
        assert!(
            text.is_char_boundary(article.span.start())
                && text.is_char_boundary(article.span.end())
        );
        assert!(article.confidence > 0.0 && article.confidence <= 1.0);
        assert!(!article.reasons.is_empty());
        last = article.span.end();
    }
    for entry in &issue.contents {
        assert!(entry.article_index.is_none_or(|at| at < issue.articles.len()));
    }
}

#[test]
fn an_issue_as_it_should_be() {
    let text = issue();
    let found = split(&text);
    is_sound(&text, &found);
    assert_eq!(titles(&found), TITLES);
}

#[test]
fn cut_off_anywhere() {
    let text = issue();
    for end in (0..text.len()).step_by(7).filter(|end| text.is_char_boundary(*end)) {
        let cut = text.get(..end).unwrap();
        let found = split(cut);
        is_sound(cut, &found);
        assert!(found.articles.len() <= TITLES.len(), "{cut}");
    }
}

#[test]
fn contents_twice_and_two_issues() {
    let text = issue();
    let (front, back) = text.split_once("\n\n\n").unwrap();
    let contents = front.get(front.find("目录").unwrap()..).unwrap();
    let twice = format!("{front}\n\n{contents}\n\n{back}");
    let found = split(&twice);
    is_sound(&twice, &found);
    assert_eq!((found.contents.len(), titles(&found)), (4, TITLES.to_vec()));

    let two = [text.as_str(), &text].concat();
    let found = split(&two);
    is_sound(&two, &found);
    assert_eq!(titles(&found), [TITLES, TITLES].concat());
}

#[test]
fn no_article_at_all() {
    for text in
        ["", "\n\n \u{3000}\n", "目录\n\n", "- 12 -\n\n- 13 -\n", "。。。\n", "12\n13\n14\n"]
    {
        let found = split(text);
        is_sound(text, &found);
        assert!(found.articles.len() <= 1, "{text:?}");
    }
}

#[test]
fn all_articles_with_the_same_title() {
    let articles: Vec<String> =
        BODIES.iter().map(|body| format!("图片报道\n文 | 张三\n\n{body}\n\n{body}\n\n")).collect();
    let text = articles.concat();
    let found = split(&text);
    is_sound(&text, &found);
    assert_eq!(titles(&found), ["图片报道"; 4]);
}

#[test]
fn ten_thousand_articles_of_one_row() {
    let articles = (0..10_000).map(|n| format!("第{n}号渠口\n\n{}\n\n", BODIES[n % 4]));
    let text = articles.collect::<Vec<String>>().concat();
    let found = split(&text);
    is_sound(&text, &found);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let read: usize = found
        .articles
        .iter()
        .map(|article| {
            let paragraphs = article.paragraphs.iter().map(|p| letters(p.excerpt.text()));
            letters(article.title.text()) + paragraphs.sum::<usize>()
        })
        .sum();
    assert!(read * 100 >= letters(&text) * 95, "{read}");
}

#[test]
fn an_article_that_quotes_another_s_title() {
    let quoting = format!("正如《{}》一文所说，{}", TITLES[3], BODIES[1]);
    let text = issue().replacen(BODIES[1], &quoting, 1);
    let found = split(&text);
    is_sound(&text, &found);
    assert_eq!(titles(&found), TITLES);
}

#[test]
fn mixed_line_endings() {
    let rows: Vec<String> = issue().lines().map(str::to_owned).collect();
    let ends = ["\n", "\r\n", "\r\n", "\n"];
    let rows = rows.iter().enumerate().map(|(at, row)| format!("{row}{}", ends[at % 4]));
    let text = rows.collect::<Vec<String>>().concat();
    let found = split(&text);
    is_sound(&text, &found);
    assert_eq!(titles(&found), TITLES);
}

#[test]
fn rows_of_a_megabyte() {
    let long = BODIES.concat().repeat(3 * (1 << 20) / BODIES.concat().len() / 3);
    let text = issue().replacen(BODIES[2], &long, 1);
    let found = split(&text);
    is_sound(&text, &found);
    assert_eq!(titles(&found), TITLES);
    let blank = " ".repeat(1 << 20) + &"（".repeat(1 << 18) + "\n";
    is_sound(&blank, &split(&blank));
}
