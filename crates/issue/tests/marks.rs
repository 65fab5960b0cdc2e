//! What a document's form knows of its rows is evidence too.

use tiyao_issue::{ParagraphKind, split_marked};
use tiyao_text::{RowForm, RowMark};

/// The text of the rows, and a mark for each.
fn marked(rows: &[(&str, RowForm, u32, u16)]) -> (String, Vec<RowMark>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for (row, form, page, size) in rows {
        marks.push(RowMark {
            start: text.len(),
            form: *form,
            page: Some(*page),
            font_size: (*size > 0).then_some(*size),
        });
        text.push_str(row);
        text.push('\n');
    }
    (text, marks)
}

fn articles(rows: &[(&str, RowForm, u32, u16)]) -> Vec<(String, Vec<String>)> {
    let (text, marks) = marked(rows);
    let issue = split_marked(&text, &marks);
    let read = |article: &tiyao_issue::Article| {
        let body = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Body);
        let body = body.map(|p| p.excerpt.text().to_owned()).collect();
        (article.title.text().to_owned(), body)
    };
    issue.articles.iter().map(read).collect()
}

const A: &str = "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，天黑了也不肯回家去。";
const B: &str = "渠水流过新修的石桥，几只白鹭停在浅滩上，孩子们放学后沿着河堤走回村里。";
const C: &str = "图书角添了两千册新书，夜班的工人路过时总要进去坐一坐，翻几页再走。";
const P: RowForm = RowForm::Paragraph;

#[test]
fn the_largest_letters_that_come_back_are_titles() {
    let (title, subhead, text) = (180, 120, 105);
    let [a, b, c] = [A, B, C].map(|body| body.repeat(5));
    let found = articles(&[
        ("东河村的渠水", P, 1, title),
        (&a, P, 1, text),
        ("先把账算清楚", P, 1, subhead),
        (&a, P, 1, text),
        ("石桥边的孩子", P, 1, title),
        (&b, P, 1, text),
        ("办法从哪里来", P, 2, subhead),
        (&b, P, 2, text),
        ("夜班与图书角", P, 2, title),
        (&c, P, 2, text),
        ("人心齐了", P, 2, subhead),
        (&c, P, 2, text),
    ]);
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["东河村的渠水", "石桥边的孩子", "夜班与图书角"]);
}

#[test]
fn headings_have_their_levels() {
    let found = articles(&[
        ("田野", RowForm::Heading(1), 1, 0),
        ("东河村的渠水", RowForm::Heading(2), 1, 0),
        (A, P, 1, 0),
        ("石桥边的孩子", RowForm::Heading(2), 1, 0),
        (B, P, 1, 0),
    ]);
    assert_eq!(
        found,
        [
            ("东河村的渠水".to_owned(), vec![A.to_owned()]),
            ("石桥边的孩子".to_owned(), vec![B.to_owned()]),
        ]
    );
}

#[test]
fn whole_paragraphs_are_joined_at_page_ends_only() {
    let cut = "老厂房变成了展览馆，门口的牌子是几位退休的师傅自己写的，下雨天也不积水，年轻人陆续回来，字写得很";
    let rest = "端正，路过的人都要停下来看一看，再往里走。";
    let unfinished = "合作社把账目贴在墙上，参加的农户超过八成，审批的时间也短了，第一批设备已经装好，大家都愿意试一试";
    let bodies = |page: u32| {
        let rows = [
            ("东河村的渠水", RowForm::Heading(1), 1, 0),
            (unfinished, P, 1, 0),
            (A, P, 1, 0),
            (cut, P, 1, 0),
            (rest, P, page, 0),
        ];
        articles(&rows).remove(0).1
    };
    assert_eq!(bodies(1), [unfinished, A, cut, rest]);
    assert_eq!(bodies(2), [unfinished, A, &format!("{cut}{rest}")]);
}
