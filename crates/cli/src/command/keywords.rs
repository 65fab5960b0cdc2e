use std::io::{self, Write};

use tiyao_client::{Client, v1};
use tiyao_export::csv;

use super::{Answer, article, show, view};
use crate::{
    args::{ColorArg, KeywordsArgs},
    failure::Failure,
    input,
    render::table,
    screen::Screen,
};

/// Shows an article's keywords.
pub(super) async fn run(
    client: &Client,
    args: KeywordsArgs,
    color: ColorArg,
) -> Result<(), Failure> {
    let view = view(&args.output, &args.article.input.file, color)?;
    let request = v1::ExtractKeywordsRequest {
        article: Some(article(&args.article).await?),
        keywords: Some(v1::KeywordOptions { explain: args.explain, ..args.keywords.options() }),
        offset_unit: args.article.input.offsets.unit().into(),
    };
    let answer = client
        .extract_keywords(request)
        .await
        .map_err(|error| Failure::call(input::name(&args.article.input.file), &error))?;
    show(&answer, &args.article, &args.output, args.explain, view)
}

impl Answer for v1::ExtractKeywordsResponse {
    fn table(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()> {
        table::keywords(out, self, screen)
    }

    fn explained(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()> {
        table::explained_keywords(out, self, screen)
    }

    fn csv(&self, out: &mut dyn Write, mark: bool) -> io::Result<()> {
        csv::keywords(out, &self.keywords, mark)
    }

    fn article(&self, title: &str) -> v1::Article {
        v1::Article {
            title: title.to_owned(),
            keywords: self.keywords.clone(),
            language: self.language,
            ..Default::default()
        }
    }
}
