use crate::{
    call::Call,
    corpora::Corpora,
    engine::Engine,
    failure::Failure,
    limits::Limits,
    pool::{Pool, Ticket},
};

/// What the services of one server share.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) pool: Pool,
    pub(crate) corpora: Corpora,
}

impl Shared {
    /// What a call that begins now is analysed with.
    pub(crate) fn engine(&self) -> Engine {
        Engine::new(self.corpora.current())
    }

    /// Runs the one job of a call with the engine.
    pub(crate) async fn run_one<T: Send + 'static>(
        &self,
        call: &Call,
        ticket: Ticket,
        job: impl FnOnce(&Engine) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let engine = self.engine();
        self.pool.run_one(call, ticket, move || job(&engine)).await
    }

    /// Runs one of the many jobs of a call with the call's engine.
    pub(crate) async fn run_bulk<T: Send + 'static>(
        &self,
        call: &Call,
        engine: &Engine,
        job: impl FnOnce(&Engine) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let engine = engine.clone();
        self.pool.run_bulk(call, move || job(&engine)).await
    }
}
