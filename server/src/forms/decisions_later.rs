//! What becomes of a decision later: stayed, thawed, its conditions ticked, appealed against by mail.

use axum::extract::Path;
use docket::desk::appeals::RecordedAppeal;
use docket::desk::preservation::DestroyedForm;
use docket::desk::stays::StayForm;
use docket::store::evidence::sha256_hex;

use super::decisions::{back, id};
use crate::web::{Answer, Posted, Web, spawned};

type Which = Path<(String, u32)>;

/// `POST /cases/{number}/decisions/{decision}/stay`
pub async fn stay(web: Web, Path((number, decision)): Which, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let form = StayForm {
        reason: posted.text("stay_reason"),
        court: posted.text("court"),
        reference: posted.text("reference"),
        received_on: posted.text("received_on"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.stay_decision(&who, command, id, &form).await }).await;
    back(&web, &number, decision, &posted, done, |forms, form| forms.stay = form).await
}

/// `POST /cases/{number}/decisions/{decision}/stay/end`
pub async fn end_stay(web: Web, Path((number, decision)): Which, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("end_reason"));
            (web, spawned(async move { desk.end_stay(&who, command, id, &reason).await }).await)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, &number, decision, &posted, done, |forms, form| forms.stay_end = form).await
}

/// `POST /cases/{number}/decisions/{decision}/conditions`
pub async fn tick(web: Web, Path((number, decision)): Which, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let condition: u32 = posted.text("condition").parse().unwrap_or_default();
    let how = posted.text(&format!("how_{condition}"));
    let proof = posted.uploads_of(&format!("proof_{condition}"));
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.meet_condition(&who, command, id, condition, &how, &proof).await }).await;
    back(&web, &number, decision, &posted, done, |forms, form| forms.condition = form).await
}

/// `POST /cases/{number}/decisions/{decision}/appeal`: it came by mail or telephone.
pub async fn appeal(web: Web, Path((number, decision)): Which, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let uploads = posted.uploads_of("files");
    let form = RecordedAppeal {
        grounds: posted.text("grounds"),
        signer: posted.text("signer"),
        received_on: posted.text("received_on"),
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.record_appeal(&who, command, id, &form, &uploads).await }).await;
    let done = done.map(|(_, receipt)| receipt);
    back(&web, &number, decision, &posted, done, |forms, form| forms.appeal = form).await
}

/// `POST /cases/{number}/decisions/{decision}/destruction`: what became of the data once it no longer had to be kept.
pub async fn record_destroyed(web: Web, Path((number, decision)): Which, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let form = DestroyedForm {
        what: posted.text("gone_what"),
        done_by: posted.text("gone_by"),
        date: posted.text("gone_date"),
        time: posted.text("gone_time"),
        fold: posted.text("gone_fold"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.record_destroyed(&who, command, id, &form).await }).await;
    back(&web, &number, decision, &posted, done, |forms, form| forms.destroyed = form).await
}
