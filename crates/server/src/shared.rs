use tonic::Status;

use crate::{
    call::Call,
    corpora::Corpora,
    engine::Engine,
    failure::{Failure, of_transport},
    limits::Limits,
    pool::Pool,
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

    /// What became of a stream of requests that broke off.
    pub(crate) fn of_transport(&self, status: Status) -> Status {
        let failure = of_transport(status.code(), status.message(), self.limits.message_bytes);
        failure.map_or(status, Status::from)
    }

    /// Runs a job on so many bytes with the call's engine.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        call: &Call,
        engine: &Engine,
        bytes: usize,
        job: impl FnOnce(&Engine) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let engine = engine.clone();
        self.pool.run(call, bytes, move || job(&engine)).await
    }
}
