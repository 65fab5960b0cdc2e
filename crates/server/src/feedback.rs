//! What editors decided, kept in a file of JSON lines.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use serde::Serialize;
use tiyao_api::v1::{self, feedback_service_server::FeedbackService};
use tonic::{Request, Response, Status};
use tracing::error;

use crate::{failure::Failure, limits::Limits, request::Violations};

/// Where feedback is kept: a file to which each call adds a line. A clone is the same.
///
/// The file is opened anew for each line, so that it may be moved away and begins again.
#[derive(Clone, Debug)]
pub struct FeedbackFile {
    path: Arc<PathBuf>,
    // Lines do not mix.
    writing: Arc<Mutex<()>>,
}

impl FeedbackFile {
    /// The file at this path, which is made if it is not there. Fails when it cannot be written.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let file = Self { path: Arc::new(path), writing: Arc::default() };
        file.append().map(|_| file)
    }

    fn append(&self) -> io::Result<File> {
        OpenOptions::new().append(true).create(true).open(&*self.path)
    }

    /// Adds a line; it is on disk afterwards, or nothing of it is in the file.
    fn add(&self, line: &[u8]) -> io::Result<()> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = self.append()?;
        let before = file.metadata()?.len();
        let written = file.write_all(line).and_then(|()| file.sync_data());
        if written.is_err() {
            // Half a line would spoil the next one.
            file.set_len(before)?;
        }
        written
    }
}

/// A line of the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    /// Seconds since 1970, UTC.
    recorded_at: u64,
    source: &'a str,
    article_id: &'a str,
    decisions: &'a [v1::Decision],
}

/// `tiyao.v1.FeedbackService`.
pub(crate) struct FeedbackApi {
    pub(crate) limits: Limits,
    pub(crate) file: Option<FeedbackFile>,
}

#[tonic::async_trait]
impl FeedbackService for FeedbackApi {
    async fn record_feedback(
        &self,
        request: Request<v1::RecordFeedbackRequest>,
    ) -> Result<Response<v1::RecordFeedbackResponse>, Status> {
        let request = request.into_inner();
        check(&request, &self.limits)?;
        let file = self.file.clone().ok_or(Failure::FeedbackNotKept)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "when it was decided is part of what is kept"
        )]
        let now = SystemTime::now();
        let line = line(&request, now);
        let added = tokio::task::spawn_blocking(move || file.add(&line)).await;
        match added {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                error!(%error, "feedback could not be written");
                return Err(Failure::NotWritten.into());
            }
            Err(_ended) => return Err(Failure::NotWritten.into()),
        }
        let decision_count = u32::try_from(request.decisions.len()).unwrap_or(u32::MAX);
        Ok(Response::new(v1::RecordFeedbackResponse { decision_count }))
    }
}

/// What is wrong with a request, all of it.
fn check(request: &v1::RecordFeedbackRequest, limits: &Limits) -> Result<(), Failure> {
    let mut violations = Violations::default();
    for (field, id) in [("article_id", &request.article_id), ("source", &request.source)] {
        violations.check_size(field, id.len(), limits.id_bytes, "max_id_bytes");
    }
    let (found, limit) = (request.decisions.len(), limits.terms);
    if found == 0 || found > limit {
        let rule = format!("from 1 to {limit} decisions (max_terms), found {found}");
        violations.add("decisions", rule);
    }
    for (index, decision) in request.decisions.iter().enumerate().take(limit) {
        let field = format!("decisions[{index}].term");
        if decision.term.is_empty() {
            violations.add(field, "not empty");
        } else {
            violations.check_size(&field, decision.term.len(), limits.term_bytes, "max_term_bytes");
        }
        if matches!(v1::Verdict::try_from(decision.verdict), Err(_) | Ok(v1::Verdict::Unspecified))
        {
            let field = format!("decisions[{index}].verdict");
            violations.add(field, "VERDICT_ACCEPTED, VERDICT_REJECTED or VERDICT_ADDED");
        }
    }
    violations.finish()
}

fn line(request: &v1::RecordFeedbackRequest, now: SystemTime) -> Vec<u8> {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let record = Record {
        recorded_at: since.as_secs(),
        source: &request.source,
        article_id: &request.article_id,
        decisions: &request.decisions,
    };
    // It has no map with keys that are no text, and no writer that fails.
    let mut line = serde_json::to_vec(&record).unwrap_or_default();
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use tiyao_api::v1::{Decision, RecordFeedbackRequest, Verdict};

    use super::{FeedbackFile, check, line};
    use crate::{failure::Failure, limits::Limits};

    fn request(decisions: &[(&str, Verdict)]) -> RecordFeedbackRequest {
        let decisions = decisions.iter().map(|(term, verdict)| Decision {
            term: (*term).to_owned(),
            verdict: (*verdict).into(),
        });
        RecordFeedbackRequest {
            article_id: "a\n7".to_owned(),
            source: "desk".to_owned(),
            decisions: decisions.collect(),
        }
    }

    #[test]
    fn a_line_a_call() {
        let request = request(&[("秋粮", Verdict::Accepted), ("仓容", Verdict::Rejected)]);
        let line = line(&request, UNIX_EPOCH + Duration::from_secs(7));
        let expected = concat!(
            r#"{"recordedAt":7,"source":"desk","articleId":"a\n7","decisions":["#,
            r#"{"term":"秋粮","verdict":"VERDICT_ACCEPTED"},{"term":"仓容","verdict":"VERDICT_REJECTED"}]}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(line).unwrap(), expected);
    }

    #[test]
    fn lines_do_not_mix_and_the_file_may_be_moved_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feedback.jsonl");
        let file = FeedbackFile::open(path.clone()).unwrap();
        let line = [b'x'; 9999].map(char::from).iter().collect::<String>() + "\n";
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| file.add(line.as_bytes()).unwrap());
            }
        });
        assert_eq!(std::fs::read_to_string(&path).unwrap(), line.repeat(8));
        std::fs::rename(&path, folder.path().join("old")).unwrap();
        file.add(b"new\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new\n");
        FeedbackFile::open(folder.path().to_owned()).unwrap_err();
    }

    #[test]
    fn everything_wrong_is_named() {
        let limits = Limits { id_bytes: 4, term_bytes: 6, terms: 3, ..Limits::default() };
        let fields = |request: &RecordFeedbackRequest| match check(request, &limits) {
            Err(Failure::Invalid(violations)) => {
                violations.into_iter().map(|violation| violation.field).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(fields(&request(&[])), ["decisions"]);
        let wrong =
            [("", Verdict::Added), ("秋粮收", Verdict::Added), ("秋", Verdict::Unspecified)];
        let places = ["decisions[0].term", "decisions[1].term", "decisions[2].verdict"];
        assert_eq!(fields(&request(&wrong)), places);
        let long = RecordFeedbackRequest {
            article_id: "12345".to_owned(),
            ..request(&[("秋粮", Verdict::Added); 4])
        };
        assert_eq!(fields(&long), ["article_id", "decisions"]);
        check(&request(&[("秋粮", Verdict::Added)]), &limits).unwrap();
    }
}
