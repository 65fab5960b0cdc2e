//! The corpora that the engine weighs with: the built-in background, and over it those that the
//! server was started with and those in its folder.

mod folder;
mod own;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use tiyao_corpus::{Background, Snapshot};
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, info};

use self::folder::Folder;
pub use self::own::{CorpusError, OwnCorpus};

/// How often the folder is looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);

/// What is weighed with now. A clone is the same.
#[derive(Clone)]
pub(crate) struct Corpora {
    current: Arc<RwLock<Background>>,
    fixed: Arc<[OwnCorpus]>,
    folder: Option<Arc<Mutex<Folder>>>,
}

impl Corpora {
    /// Reads what there is. Fails when the folder cannot be listed; a file in it that is no snapshot
    /// is logged and left out.
    pub(crate) fn new(fixed: Vec<OwnCorpus>, folder: Option<PathBuf>) -> io::Result<Self> {
        let mut folder = folder.map(Folder::new);
        if let Some(folder) = &mut folder {
            folder.look()?;
        }
        let found = folder.as_ref().map(Folder::corpora).unwrap_or_default();
        let current = Arc::new(RwLock::new(background(&fixed, &found)));
        let folder = folder.map(|folder| Arc::new(Mutex::new(folder)));
        Ok(Self { current, fixed: fixed.into(), folder })
    }

    /// The background as it is now. Whoever keeps it sees no later change.
    pub(crate) fn current(&self) -> Background {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the folder again and again, and swaps in what is new. Ends at once without one.
    pub(crate) async fn watch(self) {
        let Some(folder) = self.folder.clone() else { return };
        let mut ticks = interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let (corpora, folder) = (self.clone(), Arc::clone(&folder));
            // Reading files must not hold up the async threads.
            let looked = tokio::task::spawn_blocking(move || corpora.refresh(&folder)).await;
            if let Err(error) = looked {
                error!(%error, "looking at the folder of corpora broke down");
            }
        }
    }

    fn refresh(&self, folder: &Mutex<Folder>) {
        let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
        match folder.look() {
            Ok(false) => {}
            Ok(true) => {
                let next = background(&self.fixed, &folder.corpora());
                info!(corpus_version = next.version(), "corpora changed");
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = next;
            }
            Err(error) => error!(%error, "the folder of corpora cannot be read"),
        }
    }
}

fn background(fixed: &[OwnCorpus], found: &[OwnCorpus]) -> Background {
    let layers = fixed.iter().chain(found);
    let layers: Vec<(Arc<Snapshot>, f64)> =
        layers.map(|own| (Arc::clone(&own.snapshot), own.weight)).collect();
    if layers.is_empty() {
        Background::builtin().clone()
    } else {
        Background::builtin().with(&layers)
    }
}
