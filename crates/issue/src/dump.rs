//! Heads of single articles: the rows a text begins with, where they come back above each article.
//!
//! A dump of single articles sets the periodical's name above each of them, mostly with the number
//! of the issue, in a form of its own. What a text begins with, and what comes back again and again
//! above short rows, with whole articles between, is such a head, whatever it says. Its copies need
//! not be equal: a row between them may be misprinted, or cut off.

use std::collections::HashMap;

use tiyao_text::interrupt::spend;

use crate::{
    byline::byline,
    furniture::{LONGEST, Mask, is_cut, is_plausible},
    line::{Ending, ending},
    matter,
    mixed::Mixed,
    number::issue_number,
    page::opens_abstract,
    row::{Row, RowKind},
};

/// Fewer copies may be chance.
const LEAST: usize = 3;
/// Most rows of a head.
const ROWS: usize = 4;
/// Characters between two heads, at least: what comes back sooner is a list's or a table's.
const APART: usize = 300;
/// What it takes to look at what a row says, and at its form, in units of work.
const ROW_UNITS: usize = 16;
const FORM_UNITS: usize = 4;

/// Marks the heads of single articles among `rows`, whose masks are `masks`.
pub(crate) fn mark(text: &str, rows: &mut [Row], masks: &[Option<Mask>]) {
    let may_run = |row: &Row| {
        matches!(row.kind, RowKind::Plain | RowKind::RunningHead)
            && row.chars <= LONGEST
            && is_plausible(text, row)
            && !matter::names_matter(row.text(text), row.chars)
    };
    if !rows.first().is_some_and(may_run) {
        return;
    }
    let Some(Some(first)) = masks.first() else { return };
    // what differs in its number counts pages or parts
    let is_copy = |mask: &Mask| mask.form == first.form && mask.digits == first.digits;
    let copies = masks.iter().enumerate().inspect(|_mask| spend(1));
    let copies: Vec<usize> =
        copies.filter_map(|(at, mask)| mask.as_ref().is_some_and(is_copy).then_some(at)).collect();
    // whole articles stand between most of them
    let inked: usize = rows.iter().map(|row| row.chars).sum();
    if copies.len() < LEAST || inked + APART < copies.len() * 2 / 3 * APART {
        return;
    }
    let mut counts: Mixed<usize> = HashMap::default();
    for mask in masks.iter().flatten() {
        spend(FORM_UNITS);
        *counts.entry(mask.form).or_default() += 1;
    }
    let running = |at: usize| rows.get(at).filter(|row| may_run(row)).map(|row| row.text(text));
    let says_number = |cut: &str| issue_number(cut).is_sure();
    let numbered = |at: usize| running(at).is_some_and(says_number);
    let comes_back = |at: usize| {
        let (Some(cut), Some(Some(mask))) = (running(at), masks.get(at)) else { return false };
        let often = counts.get(&mask.form).is_some_and(|count| *count * 2 > copies.len());
        says_number(cut) || (often && byline(cut).is_none())
    };
    let heads = copies.iter().inspect(|_start| spend(ROWS * ROW_UNITS));
    let heads: Vec<(usize, usize)> =
        heads.map(|start| (*start, head_end(*start, &comes_back, &numbered))).collect();
    let opens = |(start, end): &(usize, usize)| {
        spend(ROWS * ROW_UNITS);
        let above = start.checked_sub(1).and_then(|at| rows.get(at));
        let below = rows.get(*end..).unwrap_or_default();
        let title = below.first().is_some_and(|below| may_begin(text, below));
        title && (announces(text, below) || !above.is_some_and(|above| is_cut(text, above)))
    };
    let far = heads.windows(2).filter(|pair| {
        let [(_, end), (next, _)] = pair else { return false };
        let between = rows.get(*end..*next).unwrap_or_default();
        spend(between.len());
        between.iter().map(|row| row.chars).sum::<usize>() >= APART
    });
    let few = |count: usize| count * 3 < copies.len() * 2;
    if few(far.count() + 1) || few(heads.iter().filter(|head| opens(head)).count()) {
        return;
    }
    for (start, end) in heads {
        for row in rows.get_mut(start..end).unwrap_or_default() {
            row.kind = RowKind::RunningHead;
            row.opens = true;
        }
    }
}

/// The row behind the head that begins at row `start`; the row above its number may be unlike the
/// others'.
fn head_end(
    start: usize,
    comes_back: &impl Fn(usize) -> bool,
    numbered: &impl Fn(usize) -> bool,
) -> usize {
    let mut end = start + 1;
    while end < start + ROWS {
        if comes_back(end) {
            end += 1;
        } else if end + 1 < start + ROWS && numbered(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Whether an article may begin with the row: it looks like a title.
fn may_begin(text: &str, row: &Row) -> bool {
    const LONGEST_TITLE: usize = 50;
    let cut = row.text(text);
    row.chars <= LONGEST_TITLE
        && !cut.contains(['。', '；'])
        && matches!(ending(cut), Ending::Word | Ending::LeadIn)
        && byline(cut).is_none_or(|byline| byline.authors.len() < 2)
}

/// Whether a byline or an abstract stands right below the title that `rows` begin with.
fn announces(text: &str, rows: &[Row]) -> bool {
    const NEAR: usize = 4;
    let near = rows.iter().skip(1).take(NEAR);
    near.map(|row| row.text(text)).any(|cut| byline(cut).is_some() || opens_abstract(cut))
}

#[cfg(test)]
mod tests {
    use crate::split;

    /// The titles that are found where an article stands below each of `heads`.
    fn check(heads: &[&str], expected: &[&str]) {
        let names = ["论春天的由来", "山谷里的旧磨坊", "渡口与粮仓", "河堤上的灯", "秋收的年份"];
        let body =
            "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，也没有人肯回家。\n".repeat(10);
        let article = |(head, name): (&&str, &str)| {
            format!("{head}{name}\n张三　李四\n{body}（下转第9页）\n")
        };
        let text: String = heads.iter().zip(names).map(article).collect();
        let issue = split(&text);
        let found: Vec<&str> = issue.articles.iter().map(|a| a.title.text()).collect();
        assert_eq!(found, expected);
    }

    const TITLES: [&str; 4] = ["论春天的由来", "山谷里的旧磨坊", "渡口与粮仓", "河堤上的灯"];

    #[test]
    fn a_head_without_a_number() {
        check(&["田野与河流\n"; 4], &TITLES);
        check(&["田野与河流\nFIELD AND RIVER\n\n"; 4], &TITLES);
        check(&["田野与河流　1996（3）\n"; 4], &TITLES);
    }

    #[test]
    fn a_misprinted_copy() {
        let (head, cut) = (
            "田野与河流\n1996年6月第2卷第3期山村期刊\n",
            "田野与河流\n1996年6月第2卷第3期山村期\n",
        );
        check(&[head, cut, head, head], &TITLES);
        let (head, odd) = (
            "田野与河流\nFIELD AND RIVER\n1996年 第3期\n",
            "田野与河流\nFEILD AND RIVER\n1996年 第3期\n",
        );
        check(&[head, head, odd, head], &TITLES);
    }

    #[test]
    fn pages_are_no_articles() {
        let page = "田野与河流\n的人多了起来，大家都在忙着准备播种，一直忙到天黑，也没有人肯回家，山谷里的旧磨坊还亮着灯，\n";
        let text = format!("{}\n到此为止。\n", page.repeat(12));
        assert_eq!(split(&text).articles.len(), 1);
        let parts: Vec<String> = (1..5)
            .map(|at| format!("第0{at}版\n\n河堤上的灯{at}\n\n{}\n", "灯亮着。船靠岸。".repeat(50)))
            .collect();
        let issue = split(&parts.concat());
        assert!(
            issue.articles.iter().all(|a| a.reasons.iter().all(|r| !r.contains("opens articles")))
        );
    }
}
