//! `duenotice token add`

use clap::Subcommand;

use super::{Opened, Stop};

#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a key and print it, once
    Add {
        /// Which machine it is for
        name: String,
        /// What it may do: complaints:write, assets:write, instructions:write or log:read
        #[arg(long)]
        scope: String,
    },
}

impl Token {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let Token::Add { name, scope } = self;
        opened.desk.found(false).await?;
        let key = opened.desk.add_token(None, &name, &scope).await?;
        // Nothing else on standard output, so that a script can take it.
        println!("{key}");
        Ok(())
    }
}
