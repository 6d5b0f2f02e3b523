//! A notice does not leave when it would give less time than it promises, or than the one before it.

use crate::desk::Done;
use crate::desk::cases::resting;
use crate::desk::work::Work;
use crate::event::Event;
use crate::notice::Notice;
use crate::notice::kept_back::{KeptBack, KeptWhy};

/// The case stands where it stood, and its pages say why and what to do.
pub(super) async fn keep_back(work: &mut Work, notice: &Notice, why: KeptWhy) -> Done<()> {
    take_back(work, notice).await?;
    let kept = KeptBack { notice: notice.id, case: notice.case, number: notice.number, why };
    work.record(Event::NoticeKeptBack(Box::new(kept))).await?;
    Ok(())
}

pub(super) async fn take_back(work: &mut Work, notice: &Notice) -> Done<()> {
    let back_to = resting(&mut work.conn(), notice.case, Some(notice.id)).await?;
    work.record(Event::NoticeUndone {
        notice: notice.id,
        case: notice.case,
        number: notice.number,
        back_to: Box::new(back_to),
    })
    .await?;
    Ok(())
}
