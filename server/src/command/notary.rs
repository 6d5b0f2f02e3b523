//! `duenotice notary`: whoever signs the ledger, as a process of its own. It has its own folder and asks for no database.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use docket::entropy::SystemEntropy;
use docket::notary::{Address, Door, FOLDER, Notary as Signer, Office, Refused, serve};
use docket::store::SQLITE_FILE;
use tokio::sync::watch;

use super::open::clock;
use super::serve::Signals;
use super::{Opened, Place, Stop};
use crate::config::Config;
use crate::telemetry;

#[derive(Debug, Args)]
pub struct Notary {
    /// The folder of its key and of its memory [default: notary in the data folder]
    #[arg(long, global = true, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Where it is asked: unix:PATH or an address of this machine [default: the setting `notary`]
    #[arg(long, value_name = "PLACE")]
    listen: Option<String>,
    /// What a new key is named after: the address of the log [default: from public_url]
    #[arg(long, global = true, value_name = "NAME")]
    origin: Option<String>,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Act {
    /// Put a new key in the place of the one in use; both sign the change
    Rotate,
    /// Print the key in use, then those before it
    Keys,
    /// Go on from a ledger that was brought back from a backup and lacks what was signed
    AcceptGap {
        /// The entry that declares the gap, as the ledger's page and the restore name it
        #[arg(value_name = "NUMBER")]
        entry: u64,
    },
}

impl Notary {
    pub async fn run(self, place: &Place) -> Result<(), Stop> {
        let config = place.settings(None)?;
        telemetry::start_log(config.log, "info");
        let folder = self.folder.clone().unwrap_or_else(|| config.settings.data.join(FOLDER));
        let origin = self.origin.clone().unwrap_or_else(|| config.settings.log_origin());
        let signer = Signer::at(folder, &origin);
        match self.act {
            Some(Act::Rotate) => rotate(&signer, self.folder.is_none(), place, config).await,
            Some(Act::Keys) => keys(&signer),
            Some(Act::AcceptGap { entry }) => accept(&signer, entry, self.folder.is_none(), place, config).await,
            None => self.listen(signer, place, &config).await,
        }
    }

    async fn listen(self, signer: Signer, place: &Place, config: &Config) -> Result<(), Stop> {
        let address = match (&self.listen, &config.settings.notary) {
            (Some(text), _) => Address::parse(text).map_err(|wrong| Stop::Usage(format!("--listen: {wrong}.")))?,
            (None, Some(address)) => address.clone(),
            (None, None) => {
                return Err(Stop::Usage(
                    "Say where it is asked: --listen, or the setting notary, such as unix:/run/duenotice/notary.sock."
                        .into(),
                ));
            }
        };
        let door = Door::open(&address)
            .await
            .map_err(|error| Stop::Usage(format!("Nothing can listen on {address}: {error}.")))?;
        let (clock, _) = clock(place)?;
        let key = signer.ready(&SystemEntropy).map_err(|problem| Stop::Usage(format!("Its folder: {problem}.")))?;
        println!("Its key:\n  {key}");
        let mut signals = Signals::listened_for()?;
        println!("The notary can be asked at {}", door.address()?);
        std::io::stdout().flush()?;
        let (ending, ended) = watch::channel(false);
        let serving = tokio::spawn(serve(door, signer, Arc::clone(&clock), ended));
        signals.any().await;
        let _ = ending.send(true);
        let _ = serving.await;
        Ok(())
    }
}

/// `own`: its folder is the one in the data folder.
async fn rotate(signer: &Signer, own: bool, place: &Place, config: Config) -> Result<(), Stop> {
    let change = signer.change_key(&SystemEntropy).map_err(|refused| match refused {
        Refused::File(problem) => Stop::Usage(format!("The key cannot be changed: {problem}.")),
        other => Stop::Later(other.to_string()),
    })?;
    println!("From here on the notary signs with this key:\n  {}", change.to);
    println!("Give it to everybody who checks, and to the witnesses. It took the place of:\n  {}", change.from);
    if !signed_by_its_desk(own, place, config).await? {
        println!("The desk writes the change into its ledger when it next has something signed.");
    }
    Ok(())
}

/// A notary inside the server has its desk beside it, so that what changed is in the ledger at once.
async fn signed_by_its_desk(own: bool, place: &Place, config: Config) -> Result<bool, Stop> {
    let desk = config.database_url.is_some() || config.settings.data.join(SQLITE_FILE).is_file();
    let beside = own && desk && Office::of(&config.settings).is_here();
    if beside {
        let opened = Opened::open(place, config).await?;
        opened.desk.sign_now().await?;
        opened.desk.store().close().await;
    }
    Ok(beside)
}

async fn accept(signer: &Signer, entry: u64, own: bool, place: &Place, config: Config) -> Result<(), Stop> {
    // Asked once more, the desk shows the notary what it declares.
    if signer.waiting()?.is_none() {
        signed_by_its_desk(own, place, config.clone()).await?;
    }
    let (clock, _) = clock(place)?;
    let gap = signer.accept_gap(entry, clock.now()).map_err(|refused| match refused {
        Refused::File(problem) => Stop::Usage(format!("Nothing was accepted: {problem}.")),
        other => Stop::Later(other.to_string()),
    })?;
    println!("The notary had signed {} entries, with the root {}.", gap.signed.size, hex::encode(gap.signed.root));
    println!("It goes on from entry #{entry}, over {} entries that came back.", gap.restored.size);
    println!(
        "Whoever keeps a checkpoint over more than {} of the old entries will find that it does not fit: tell them, and the witnesses.",
        gap.restored.size
    );
    if !signed_by_its_desk(own, place, config).await? {
        println!("The desk writes that into its ledger when it next has something signed.");
    }
    Ok(())
}

fn keys(signer: &Signer) -> Result<(), Stop> {
    let state = signer.state()?;
    let key = state.key.ok_or_else(|| Stop::Usage("It has signed nothing yet, so it has no key.".into()))?;
    println!("{key}");
    for change in state.changes.iter().rev() {
        println!("{}", change.from);
    }
    Ok(())
}
