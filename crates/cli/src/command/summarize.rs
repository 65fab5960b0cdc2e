use std::io::{self, Write};

use tiyao_client::{Client, v1};
use tiyao_export::csv;

use super::{Answer, article, show, view};
use crate::{
    args::{ColorArg, Format, SummarizeArgs},
    failure::Failure,
    input,
    output::Output,
    render::table,
    screen::Screen,
};

/// Shows an article's summary.
pub(super) async fn run(
    client: &Client,
    args: SummarizeArgs,
    color: ColorArg,
) -> Result<(), Failure> {
    let mut view = view(&args.output, &args.article.input.file, color)?;
    if args.explain {
        view.0 = args.output.format.unwrap_or(Format::Table);
    }
    let request = v1::SummarizeRequest {
        article: Some(article(&args.article).await?),
        summary: Some(v1::SummaryOptions { explain: args.explain, ..args.summary.options() }),
        offset_unit: args.article.input.offsets.unit().into(),
    };
    let answer = client
        .summarize(request)
        .await
        .map_err(|error| Failure::call(input::name(&args.article.input.file), &error))?;
    if args.explain && view.0 == Format::Table {
        let mut output = Output::open(args.output.output.as_deref())?;
        output.write_with(|out| table::explained_summary(out, &answer, view.1))?;
        return output.finish();
    }
    let title = args.article.title.as_deref().unwrap_or_default();
    show(&answer, title, &args.output, view)
}

impl Answer for v1::SummarizeResponse {
    fn table(&self, out: &mut dyn Write, screen: Screen) -> io::Result<()> {
        table::summary(out, self, screen)
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
