use std::io::{self, Write};

use tiyao_client::{Client, v1};
use tiyao_export::csv;

use super::{Answer, article, show, view};
use crate::{
    args::{ColorArg, SummarizeArgs},
    failure::Failure,
    input,
    render::table,
    screen::Screen,
};

/// Shows an article's summary.
pub(super) async fn run(
    client: &Client,
    args: SummarizeArgs,
    color: ColorArg,
) -> Result<(), Failure> {
    let view = view(&args.output, &args.article.input.file, color)?;
    let request = v1::SummarizeRequest {
        article: Some(article(&args.article).await?),
        summary: Some(v1::SummaryOptions { explain: args.explain, ..args.summary.options() }),
        offset_unit: args.article.input.offsets.unit().into(),
    };
    let answer = client
        .summarize(request)
        .await
        .map_err(|error| Failure::call(input::name(&args.article.input.file), &error))?;
    show(&answer, &args.article, &args.output, args.explain, view)
}

impl Answer for v1::SummarizeResponse {
    fn table(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()> {
        table::summary(out, self, screen)
    }

    fn explained(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()> {
        table::explained_summary(out, self, screen)
    }

    fn csv(&self, out: &mut dyn Write, mark: bool) -> io::Result<()> {
        csv::summary(out, self.summary.as_ref(), mark)
    }

    fn article(&self, title: &str) -> v1::Article {
        v1::Article {
            title: title.to_owned(),
            summary: self.summary.clone(),
            language: self.language,
            ..Default::default()
        }
    }
}
