//! A message that stands already, as the target of a builder that only adds a signature.

use std::convert::Infallible;

use domain::base::MessageBuilder;
use domain::base::message_builder::AdditionalBuilder;
use domain::base::wire::Composer;
use domain::dep::octseq::{OctetsBuilder, Truncate};

pub(crate) struct Prefilled {
    message: Vec<u8>,
    /// Until the builder has written its empty header, which the message has already.
    is_opening: bool,
}

/// A builder in the additional section, behind everything in `message`, which holds a header.
pub(crate) fn builder(message: Vec<u8>) -> AdditionalBuilder<Prefilled> {
    let target = Prefilled { message, is_opening: true };
    MessageBuilder::from_target(target).expect("appending to a Vec cannot fail").additional()
}

impl Prefilled {
    pub(crate) fn into_message(self) -> Vec<u8> {
        self.message
    }
}

impl OctetsBuilder for Prefilled {
    type AppendError = Infallible;

    fn append_slice(&mut self, slice: &[u8]) -> Result<(), Infallible> {
        if !std::mem::take(&mut self.is_opening) {
            self.message.extend_from_slice(slice);
        }
        Ok(())
    }
}

impl Truncate for Prefilled {
    fn truncate(&mut self, len: usize) {
        if !self.is_opening {
            self.message.truncate(len);
        }
    }
}

impl AsRef<[u8]> for Prefilled {
    fn as_ref(&self) -> &[u8] {
        &self.message
    }
}

impl AsMut<[u8]> for Prefilled {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.message
    }
}

impl Composer for Prefilled {}
