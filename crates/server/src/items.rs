//! Articles among several: each is answered in its place, be it with its own error.

use std::sync::Arc;

use tiyao_api::v1;

use crate::{
    call::Call,
    engine::{Engine, Wanted},
    failure::Failure,
    limits::Limits,
    pool::contain,
    request::{self, ArticleRequest, Violations},
    shared::Shared,
    tally::Tally,
};

/// One article among several: one that breaks a rule is answered with its error, and its
/// neighbours all the same.
pub(crate) struct Item {
    id: String,
    field: String,
    article: Result<ArticleRequest, Failure>,
    wanted: Arc<Wanted>,
}

impl Item {
    /// Checks an article that was sent as `field`.
    pub(crate) fn check(
        input: v1::ArticleInput,
        field: String,
        wanted: Arc<Wanted>,
        limits: &Limits,
    ) -> Self {
        let mut violations = Violations::default();
        let id = input.id.clone();
        let article = request::article(Some(input), &field, limits, &mut violations);
        Self { id, field, article: violations.finish().map(|()| article), wanted }
    }

    /// What is asked of it.
    pub(crate) fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// With the size of its text.
    pub(crate) fn sized(self) -> (Self, usize) {
        let bytes = self.article.as_ref().map_or(0, |article| article.content.bytes());
        (self, bytes)
    }

    /// Its result. Fails only with what is not the article's own fault.
    fn answer(
        self,
        engine: &Engine,
        call: &Call,
        tally: &Tally,
    ) -> Result<v1::ArticleResult, Failure> {
        let Self { id, field, article, wanted } = self;
        let analysis = article
            .and_then(|article| contain(call, tally, || engine.article(article, &field, &wanted)));
        let outcome = match analysis {
            Ok(analysis) => v1::article_result::Outcome::Analysis(analysis),
            Err(failure) if failure.is_of_one_article() => {
                v1::article_result::Outcome::Error(failure.into_article_error(id))
            }
            Err(failure) => return Err(failure),
        };
        Ok(v1::ArticleResult { outcome: Some(outcome) })
    }
}

/// The results of some articles of `call`, which are `bytes` long together, from one job. `held` is
/// given up when it is done.
pub(crate) async fn answer(
    items: Vec<Item>,
    bytes: usize,
    shared: &Shared,
    call: &Call,
    engine: &Engine,
    held: impl Send + 'static,
) -> Result<Vec<v1::ArticleResult>, Failure> {
    let (job_call, tally) = (call.clone(), Arc::clone(shared.pool.tally()));
    let job = move |engine: &Engine| {
        let results = items.into_iter().map(|item| item.answer(engine, &job_call, &tally));
        let results = results.collect();
        drop(held);
        results
    };
    shared.run(call, engine, bytes, job).await
}
