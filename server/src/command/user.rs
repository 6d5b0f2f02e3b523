//! `duenotice user add`

use clap::Subcommand;
use docket::desk::people::AddPerson;

use super::{Opened, Stop};

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a person
    Add {
        /// Their mail address; they sign in with it
        email: String,
        /// analyst, lead, counsel, auditor or admin
        #[arg(long)]
        role: String,
        /// Read the password from standard input instead of asking for it
        #[arg(long)]
        password_stdin: bool,
        /// Their name [default: what stands before the @]
        #[arg(long)]
        name: Option<String>,
        /// Their time zone, such as Europe/Paris
        #[arg(long, default_value = "UTC")]
        zone: String,
    },
}

impl User {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let User::Add { email, role, password_stdin, name, zone } = self;
        let password = if password_stdin { from_stdin()? } else { asked()? };
        let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
        let desk = &opened.desk;
        // The ledger begins with its founding, whoever comes first.
        desk.found(false).await?;
        let person = AddPerson { name, email, role, zone, password };
        desk.add_person(None, desk.new_command(), &person).await?;
        println!("{} is here now, as {}.", person.email, person.role);
        Ok(())
    }
}

fn from_stdin() -> Result<String, Stop> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn asked() -> Result<String, Stop> {
    let first = rpassword::prompt_password("Password (at least 15 characters): ")?;
    let second = rpassword::prompt_password("Once more: ")?;
    if first == second { Ok(first) } else { Err(Stop::Usage("The two are not the same.".into())) }
}
