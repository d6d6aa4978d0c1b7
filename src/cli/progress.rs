//! How far a long run is, on a terminal. Says nothing where nobody watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// So many policies are read in the blink of an eye.
const FEW: usize = 20;

/// How many of so many policies are judged, on standard error while it is a terminal; it goes when it is dropped.
pub struct Progress(ProgressBar);

impl Progress {
    /// Begins to tell, where that is wanted and the run may take a while.
    pub fn new(wanted: bool, policies: usize) -> Self {
        if !wanted || policies < FEW {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(Some(policies as u64), ProgressDrawTarget::stderr());
        let form = ProgressStyle::with_template("{pos} of {len} policies {wide_bar}");
        Self(bar.with_style(form.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// One more is judged.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
