//! Bodies that sign articles by nothing but their name: `某县农业局` below a title.
//!
//! Such a row may as well be a subhead. It is a byline where the masthead names the body, or where
//! the issue has the habit: the same body, or several of them, stand in that place.

use std::collections::HashMap;

use crate::{
    Masthead,
    byline::{Byline, Form, bodies},
    chars::key,
    page::{Page, is_numbered},
};

/// Takes rows for bylines that are names of bodies, where the issue bears it out.
pub(crate) fn sign(page: &mut Page<'_>, masthead: Option<&Masthead>) {
    /// The same body in so many places, or bodies in so many, are a habit.
    const SAME: usize = 2;
    const ALL: usize = 3;
    let found: Vec<(usize, Vec<String>, String)> = (1..page.lines.len())
        .filter(|at| stands_below_title(page, *at))
        .filter_map(|at| {
            let names = bodies(&page.short(at, 40))?;
            let name = key(&names.concat());
            Some((at, names, name))
        })
        .collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (.., name) in &found {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let makers = masthead.map(makers).unwrap_or_default();
    let habit = found.len() >= ALL;
    for (at, authors, name) in found {
        let known = makers.iter().any(|maker| maker.contains(&name));
        if known || habit || counts.get(&name).is_some_and(|count| *count >= SAME) {
            let affiliation = String::new();
            page.sign(at, Byline { form: Form::Affiliated, authors, affiliation });
        }
    }
}

/// Whether the line stands between a heading that something parts from the text above, and running
/// text.
fn stands_below_title(page: &Page<'_>, at: usize) -> bool {
    let (line, above) = (page.line(at), page.line(at - 1));
    let free = above.blanks > line.blanks
        || above.after_cut
        || above.after_page
        || above.opens
        || page.before(at - 1).is_none_or(|before| before.end_mark);
    line.looks_heading()
        && line.level == 0
        && line.blanks <= 1
        && !line.after_cut
        && free
        && page.byline_at(at).is_none()
        && page.is_heading(at - 1)
        && page.byline_at(at - 1).is_none()
        && !is_numbered(&page.text_at(at - 1))
        && page.is_running(at + 1)
}

/// Those who make the periodical.
fn makers(masthead: &Masthead) -> Vec<String> {
    [&masthead.supervisor, &masthead.sponsor, &masthead.publisher]
        .into_iter()
        .map(|maker| key(maker))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::split;

    fn article(title: &str, below: &str) -> String {
        format!(
            "{title}\n{below}\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，也没有人肯回家。\n\n"
        )
    }

    fn check(text: &str, expected: &[(&str, &str, usize)]) {
        let issue = split(text);
        let found: Vec<_> = issue
            .articles
            .iter()
            .map(|a| (a.title.text(), a.authors.join(","), a.paragraphs.len()))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(t, a, n)| (*t, (*a).to_owned(), *n)).collect();
        assert_eq!(found, expected);
    }

    const LIST: &str = "目录\n春天来了……1\n夏天走了……4\n秋天到了……9\n\n";

    #[test]
    fn a_habit_of_the_issue() {
        let text = [
            LIST.to_owned(),
            article("春天来了", "某县农业局"),
            article("夏天走了", "某河流域研究院"),
            article("秋天到了", "某市粮食局课题组"),
        ];
        check(
            &text.concat(),
            &[
                ("春天来了", "某县农业局", 1),
                ("夏天走了", "某河流域研究院", 1),
                ("秋天到了", "某市粮食局课题组", 1),
            ],
        );
    }

    #[test]
    fn one_row_is_a_subhead() {
        let text = [
            LIST.to_owned(),
            article("春天来了", "走进老磨坊编辑部"),
            article("夏天走了", "渡口"),
            article("秋天到了", "粮仓"),
        ];
        check(&text.concat(), &[("春天来了", "", 2), ("夏天走了", "", 2), ("秋天到了", "", 2)]);
    }

    #[test]
    fn the_masthead_names_it() {
        let text =
            ["主管：某县农业局\n主办：某县粮食协会\n出版：《田野》编辑部\n\n", LIST].concat();
        let articles = [
            article("春天来了", "某县粮食协会"),
            article("夏天走了", "渡口"),
            article("秋天到了", "粮仓"),
        ];
        check(
            &[text, articles.concat()].concat(),
            &[("春天来了", "某县粮食协会", 1), ("夏天走了", "", 2), ("秋天到了", "", 2)],
        );
    }
}
