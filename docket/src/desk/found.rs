//! The first entry of a ledger, and the policy that a new desk starts with.

use super::work::Begun;
use super::{Desk, Done};
use crate::event::Event;
use crate::id::{ClauseId, CommandId};
use crate::people::Actor;
use crate::policy::Category;
use crate::store::ledger;

struct Starter {
    code: &'static str,
    title: &'static str,
    category: Category,
    hours: u32,
    text: &'static str,
    text_fr: &'static str,
}

/// A sensible policy to begin with. Each provider publishes its own clauses over it.
const POLICY: [Starter; 6] = [
    Starter {
        code: "3.2",
        title: "incitement",
        category: Category::Violence,
        hours: 24,
        text: "You may not use the service to incite violence, and must act on such content of your users without delay.",
        text_fr: "Vous ne pouvez pas utiliser le service pour inciter à la violence, et devez agir sans délai contre de tels contenus de vos utilisateurs.",
    },
    Starter {
        code: "3.4",
        title: "harassment and hate",
        category: Category::Hate,
        hours: 48,
        text: "You may not use the service to harass people or to call for hatred against a group, and must act on such content of your users.",
        text_fr: "Vous ne pouvez pas utiliser le service pour harceler des personnes ou appeler à la haine contre un groupe, et devez agir contre de tels contenus de vos utilisateurs.",
    },
    Starter {
        code: "4.1",
        title: "phishing and fraud",
        category: Category::Phishing,
        hours: 24,
        text: "You may not host pages or messages that deceive people into giving away secrets or money.",
        text_fr: "Vous ne pouvez pas héberger de pages ou de messages qui trompent des personnes pour obtenir leurs secrets ou leur argent.",
    },
    Starter {
        code: "4.2",
        title: "malware and attacks",
        category: Category::Malware,
        hours: 24,
        text: "You may not host or spread harmful programs, and must stop attack traffic that leaves your machines.",
        text_fr: "Vous ne pouvez ni héberger ni diffuser de programmes nuisibles, et devez faire cesser tout trafic d’attaque issu de vos machines.",
    },
    Starter {
        code: "4.5",
        title: "unsolicited mail",
        category: Category::Spam,
        hours: 72,
        text: "You may not send bulk mail to people who did not ask for it, and must close mail servers that others misuse.",
        text_fr: "Vous ne pouvez pas envoyer de courriels en masse à qui ne les a pas demandés, et devez fermer les serveurs de courrier dont d’autres abusent.",
    },
    Starter {
        code: "5.1",
        title: "rights of others",
        category: Category::Copyright,
        hours: 72,
        text: "You may not make works available without the right to do so, and must answer complaints of right holders.",
        text_fr: "Vous ne pouvez pas mettre à disposition des œuvres sans en avoir le droit, et devez répondre aux plaintes des ayants droit.",
    },
];

impl Desk {
    /// Writes the first entry, unless there is one. True when this call founded the desk.
    pub async fn found(&self, demonstration: bool) -> Done<bool> {
        if ledger::head(&mut self.read().await?.conn()).await?.size() > 0 {
            return Ok(false);
        }
        // A fixed command id: two servers that start at once on one database found it once.
        let command = CommandId(uuid::Uuid::from_u128(0xD0C4_E700_0000_7000_8000_0000_0000_0001));
        let mut work = match self.begin(Actor::System, command, &"found").await? {
            Begun::Before(_) => return Ok(false),
            Begun::Now(work) => work,
        };
        let tzdb = crate::time::zone::TZDB_VERSION.to_owned();
        work.record(Event::DeskFounded { provider: self.settings().provider.clone(), demonstration, tzdb }).await?;
        let edition = work.now.date_text()[..7].to_owned();
        for starter in &POLICY {
            let clause: ClauseId = work.new_id();
            work.record(Event::ClausePublished {
                clause,
                code: starter.code.to_owned(),
                edition: edition.clone(),
                title: starter.title.to_owned(),
                text: starter.text.to_owned(),
                text_fr: starter.text_fr.to_owned(),
                category: starter.category,
                default_hours: starter.hours,
            })
            .await?;
        }
        match work.commit().await {
            Ok(_) => Ok(true),
            Err(super::Failure::Store(crate::store::StoreError::Conflict)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// A demonstration desk says so for ever.
    pub async fn is_demonstration(&self) -> Done<bool> {
        let first = ledger::by_seq(&mut self.read().await?.conn(), 1).await?;
        Ok(first.is_some_and(|row| String::from_utf8_lossy(&row.leaf).contains("\"demonstration\":true")))
    }
}
