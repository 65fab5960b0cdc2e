//! Excerpts and tags for a post, in the fields that a blog's own interface takes.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tiyao_api::v1;

use super::{Step, article, misread, paragraph, read};
use crate::http::reading::Misreading;

/// Most characters of an excerpt in Ghost.
const GHOST_CHARACTERS: u32 = 300;
/// Characters of an excerpt unless the address says otherwise: those of an indicative abstract.
const CHARACTERS: u32 = 150;

/// A field of the interface of `WordPress`: bare as it is sent, in parts as it is answered.
#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Bare(String),
    Parts {
        #[serde(default)]
        raw: Option<String>,
        #[serde(default)]
        rendered: Option<String>,
    },
}

impl Field {
    fn text(self) -> String {
        match self {
            Self::Bare(text) => text,
            Self::Parts { raw, rendered } => raw.or(rendered).unwrap_or_default(),
        }
    }
}

#[derive(Deserialize)]
struct WordPressPost {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Option<Field>,
    content: Field,
}

/// A post of the REST interface of `WordPress`; the answer is what goes back to it. `tags` there are numbers of
/// terms, so the names of the keywords stand beside it as `keywords`.
pub(super) fn wordpress(query: &str, text: &[u8]) -> Result<Step, Misreading> {
    let budget = budget(query)?;
    let post: WordPressPost = read(text)?;
    let title = post.title.map(Field::text).unwrap_or_default();
    let (request, id) = (request(&post.id, &title, post.content.text(), budget)?, post.id);
    let tell = move |analysis: v1::ArticleAnalysis| {
        let names: Vec<&str> =
            analysis.keywords.iter().map(|keyword| keyword.text.as_str()).collect();
        json!({"id": id, "excerpt": paragraph(&analysis), "keywords": names})
    };
    Ok(Step::Analyze(Box::new(request), Box::new(tell)))
}

#[derive(Deserialize)]
struct GhostPosts {
    posts: Vec<GhostPost>,
}

#[derive(Deserialize)]
struct GhostPost {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    plaintext: Option<String>,
    // Ghost takes no change without it.
    #[serde(default)]
    updated_at: Option<String>,
}

/// A post of Ghost's admin interface; the answer is what goes back to it.
pub(super) fn ghost(query: &str, text: &[u8]) -> Result<Step, Misreading> {
    let budget = budget(query)?.min(GHOST_CHARACTERS);
    let [post] = <[GhostPost; 1]>::try_from(read::<GhostPosts>(text)?.posts).map_err(|posts| {
        misread("posts", format!("one post is expected, found {}", posts.len()))
    })?;
    let html = match (post.html, post.plaintext) {
        (Some(html), _) => html,
        (None, Some(text)) => escaped(&text),
        (None, None) => return Err(misread("posts[0].html", "html or plaintext is expected")),
    };
    let request = request(&post.id, post.title.as_deref().unwrap_or_default(), html, budget)?;
    let (id, updated_at) = (post.id, post.updated_at);
    let tell = move |analysis: v1::ArticleAnalysis| {
        let tags: Vec<Value> =
            analysis.keywords.iter().map(|keyword| json!({"name": keyword.text})).collect();
        let mut post = Map::new();
        post.insert("id".to_owned(), id);
        post.insert("custom_excerpt".to_owned(), Value::String(paragraph(&analysis)));
        post.insert("tags".to_owned(), Value::Array(tags));
        post.extend(updated_at.map(|at| ("updated_at".to_owned(), Value::String(at))));
        json!({"posts": [post]})
    };
    Ok(Step::Analyze(Box::new(request), Box::new(tell)))
}

/// What is asked of the service.
fn request(
    id: &Value,
    title: &str,
    html: String,
    max_characters: u32,
) -> Result<v1::AnalyzeArticleRequest, Misreading> {
    let id = match id {
        Value::Null => String::new(),
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return Err(misread("id", "a number or a text is expected")),
    };
    let budget = v1::summary_options::Budget::MaxCharacters(max_characters);
    Ok(v1::AnalyzeArticleRequest {
        article: Some(article(id, title, html, v1::Language::Unspecified)),
        // An empty excerpt would be filled by the blog with the first words of the text.
        summary: Some(v1::SummaryOptions {
            budget: Some(budget),
            allow_cut: true,
            ..Default::default()
        }),
        ..Default::default()
    })
}

/// The parameter `maxCharacters` of the address.
fn budget(query: &str) -> Result<u32, Misreading> {
    let mut budget = CHARACTERS;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "maxCharacters" {
            return Err(misread(&name, "no such parameter; there is maxCharacters"));
        }
        budget = value.parse().map_err(|_| misread(&name, "a number is expected"))?;
    }
    Ok(budget)
}

/// A text as a page: its rows as they are.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<pre>{text}</pre>")
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiyao_api::v1::{self, content::Form, summary_options::Budget};

    use super::{Misreading, Step, ghost, wordpress};

    fn sent(step: Result<Step, Misreading>) -> (String, String, String, Option<Budget>) {
        let Ok(Step::Analyze(request, _)) = step else { panic!("no article is analysed") };
        let article = request.article.unwrap();
        let Some(Form::Text(text)) = article.content.unwrap().form else { panic!("no text") };
        (article.id, article.title, text, request.summary.unwrap().budget)
    }

    fn refused(step: Result<Step, Misreading>) -> String {
        step.err().map(|misreading| misreading.field).unwrap()
    }

    #[test]
    fn posts_of_wordpress() {
        let edited = json!({
            "id": 7,
            "status": "draft",
            "title": {"raw": "秋粮 & 仓容", "rendered": "秋粮 &#038; 仓容"},
            "content": {"raw": "<p>粮</p>", "rendered": "<p>粮</p>\n", "protected": false},
        });
        let budget = |most| Some(Budget::MaxCharacters(most));
        let expected =
            ("7".to_owned(), "秋粮 & 仓容".to_owned(), "<p>粮</p>".to_owned(), budget(150));
        assert_eq!(sent(wordpress("", edited.to_string().as_bytes())), expected);
        let bare = json!({"content": "<p>粮</p>"}).to_string();
        let expected = (String::new(), String::new(), "<p>粮</p>".to_owned(), budget(55));
        assert_eq!(sent(wordpress("maxCharacters=55", bare.as_bytes())), expected);
        assert_eq!(refused(wordpress("max=5", bare.as_bytes())), "max");
        assert_eq!(refused(wordpress("maxCharacters=-5", bare.as_bytes())), "maxCharacters");
        assert_eq!(refused(wordpress("", br#"{"content": 5}"#)), "content");
        assert_eq!(refused(wordpress("", br#"{"id": [], "content": ""}"#)), "id");
    }

    #[test]
    fn posts_of_ghost() {
        let post = json!({"posts": [{"id": "a", "title": "秋粮", "plaintext": "1 < 2 & 3"}]});
        let (_, _, text, budget) = sent(ghost("maxCharacters=500", post.to_string().as_bytes()));
        assert_eq!(text, "<pre>1 &lt; 2 &amp; 3</pre>");
        // Ghost refuses a longer one.
        assert_eq!(budget, Some(Budget::MaxCharacters(300)));
        assert_eq!(refused(ghost("", br#"{"posts": []}"#)), "posts");
        assert_eq!(refused(ghost("", br#"{"posts": [{"id": "a"}]}"#)), "posts[0].html");
        assert_eq!(refused(ghost("", br#"{"posts": [{"html": 5}]}"#)), "posts[0].html");
    }

    #[test]
    fn a_ghost_post_goes_back_with_what_ghost_asks_for() {
        let post = json!({"posts": [{"id": "a", "html": "<p>粮</p>", "updated_at": "2026-01-02"}]});
        let Ok(Step::Analyze(_, tell)) = ghost("", post.to_string().as_bytes()) else { panic!() };
        let keyword = v1::Keyword { text: "秋粮".to_owned(), ..Default::default() };
        let told = tell(v1::ArticleAnalysis { keywords: vec![keyword], ..Default::default() });
        let expected = json!({"posts": [{
            "id": "a", "custom_excerpt": "", "tags": [{"name": "秋粮"}], "updated_at": "2026-01-02",
        }]});
        assert_eq!(told, expected);
    }
}
