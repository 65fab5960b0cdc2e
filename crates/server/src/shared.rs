use crate::{
    call::Call,
    engine::Engine,
    failure::Failure,
    limits::Limits,
    pool::{Pool, Ticket},
};

/// What the services of one server share.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) pool: Pool,
}

impl Shared {
    /// Runs the one job of a call with the engine, loading it if this is the first job.
    pub(crate) async fn run_one<T: Send + 'static>(
        &self,
        call: &Call,
        ticket: Ticket,
        job: impl FnOnce(Engine) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.pool.run_one(call, ticket, move || job(Engine::load())).await
    }

    /// Runs one of the many jobs of a call with the engine.
    pub(crate) async fn run_bulk<T: Send + 'static>(
        &self,
        call: &Call,
        job: impl FnOnce(Engine) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.pool.run_bulk(call, move || job(Engine::load())).await
    }
}
