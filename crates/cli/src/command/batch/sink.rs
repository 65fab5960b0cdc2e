use indicatif::ProgressBar;
use serde::Serialize;
use tiyao_client::v1;

use crate::{
    args::BatchArgs,
    command::records::Records,
    failure::{Failure, with_violations},
    input,
    output::Output,
    progress::progress,
    render::{json, layout::printable},
};

/// Takes results in the order of the input, and tells a person how far it is.
pub(super) struct Sink {
    output: Output,
    // How messages call the input.
    input_name: String,
    progress: ProgressBar,
    done_count: u64,
    failed_count: u64,
}

/// Which record a result is of.
pub(super) struct Place {
    pub(super) number: u64,
    pub(super) id: String,
    pub(super) end_bytes: u64,
}

/// Why a record has no result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordError {
    pub(super) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) field_violations: Vec<v1::FieldViolation>,
}

/// The line of a record that has no result.
#[derive(Serialize)]
struct ErrorLine<'a> {
    id: &'a str,
    error: NumberedError<'a>,
}

#[derive(Serialize)]
struct NumberedError<'a> {
    line: u64,
    #[serde(flatten)]
    error: &'a RecordError,
}

impl From<String> for RecordError {
    fn from(message: String) -> Self {
        Self { message, field_violations: Vec::new() }
    }
}

impl Sink {
    pub(super) fn open(args: &BatchArgs, records: &Records) -> Result<Self, Failure> {
        let to_stdout = args.output.as_deref().is_none_or(input::is_standard);
        Ok(Self {
            output: Output::open(args.output.as_deref())?,
            input_name: input::name(&args.file),
            progress: progress(records.size(), to_stdout),
            done_count: 0,
            failed_count: 0,
        })
    }

    pub(super) fn result(&mut self, place: &Place, line: &impl Serialize) -> Result<(), Failure> {
        self.output.write_with(|out| json::line(out, line))?;
        self.advance(place);
        Ok(())
    }

    pub(super) fn error(&mut self, place: &Place, error: &RecordError) -> Result<(), Failure> {
        self.failed_count += 1;
        let violations = error.field_violations.iter();
        let violations =
            violations.map(|broken| (broken.field.as_str(), broken.description.as_str()));
        let message = with_violations(&error.message, violations);
        let message = format!("{}:{}: {message}", self.input_name, place.number);
        self.progress.suspend(|| eprintln!("error: {}", printable(&message)));
        let line = ErrorLine { id: &place.id, error: NumberedError { line: place.number, error } };
        self.output.write_with(|out| json::line(out, &line))?;
        self.advance(place);
        Ok(())
    }

    /// Ends the output; gives how many records failed.
    pub(super) fn finish(self) -> Result<u64, Failure> {
        self.progress.finish_and_clear();
        self.output.finish()?;
        if self.failed_count > 0 {
            let (failed, all) = (self.failed_count, self.done_count);
            eprintln!("error: {}: {failed} of {all} records failed", self.input_name);
        }
        Ok(self.failed_count)
    }

    fn advance(&mut self, place: &Place) {
        self.done_count += 1;
        self.progress.set_position(place.end_bytes);
        if !self.progress.is_hidden() {
            self.progress.set_message(format!("{} records", self.done_count));
        }
    }
}
