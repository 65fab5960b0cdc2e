use crate::{
    call::Call,
    engine::Engine,
    failure::Failure,
    limits::Limits,
    pool::{Admission, Pool},
};

/// What the services of one server share.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) pool: Pool,
}

impl Shared {
    /// Runs `job` on an analysis thread with the engine, loading it if this is the first job.
    pub(crate) async fn run<T, F>(
        &self,
        call: &Call,
        admission: Admission,
        job: F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(Engine) -> Result<T, Failure> + Send + 'static,
    {
        self.pool.run(call, admission, move || job(Engine::load())).await
    }
}
