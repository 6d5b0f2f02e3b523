//! Other ways than mail to reach a customer: a letter on paper, a telephone call. What was tried goes on record; that it
//! reached them is a lead's finding of its own.

use super::answers::instant;
use super::check::Check;
use super::complaints::{Upload, keep_uploads};
use super::notices::locked;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, NoticeId};
use crate::notice::reach::{Channel, Tried};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::words::{Line, Text};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TriedForm {
    /// "paper" or "phone".
    pub channel: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    pub fold: String,
    pub to: String,
    pub tracking: String,
    pub words: String,
    /// Hashes of the files, so that the command's content names them.
    pub files: Vec<String>,
}

impl Desk {
    pub async fn try_channel(
        &self,
        who: &Who,
        command: CommandId,
        notice: NoticeId,
        form: &TriedForm,
        uploads: &[Upload],
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let Some(sent_at) = noun.sent_at() else { return Err(Refusal::NoticeNotRunning.into()) };
            let mut check = Check::default();
            let channel = check.some("channel", Channel::parse(&form.channel), "Say which way it was.");
            let on = instant(&mut check, &form.date, &form.time, &form.zone, &form.fold);
            if on.is_some_and(|on| on > work.now) {
                check.problem("date", "This is still to come. Record it once it is done.");
            } else if on.is_some_and(|on| on < sent_at) {
                check.problem("date", "This is before the notice was sent.");
            }
            let to = check.word("to", Line::parse(&form.to));
            let tracking = check.optional("tracking", &form.tracking, Line::parse);
            let words = check.word("words", Text::parse(&form.words));
            if words.as_ref().is_some_and(|words| words.as_str().is_empty()) {
                check.problem("words", "Say what was sent, or what was said.");
            }
            let (Some(channel), Some(on), Some(to), Some(words)) = (channel, on, to, words) else {
                return check.refuse().map_err(Failure::from);
            };
            check.done()?;
            let files = keep_uploads(&mut work, uploads).await?;
            work.record(Event::ChannelTried(Box::new(Tried {
                notice,
                case: noun.case,
                number: noun.number,
                channel,
                on,
                to: to.as_str().to_owned().into(),
                tracking: tracking.map(|line| line.as_str().to_owned()).unwrap_or_default().into(),
                words: words.as_str().to_owned().into(),
                files,
            })))
            .await?;
            work.commit().await
        })
    }
}
